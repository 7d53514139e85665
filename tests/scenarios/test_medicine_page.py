"""docs/medicine.md says what the tables say."""

from __future__ import annotations

import runpy

from scenarios import files

DOCS = files.HERE.parent / "docs"


def test_the_page_is_made_from_the_tables_as_they_are() -> None:
    made = runpy.run_path(str(DOCS / "make_medicine.py"))["page"]()
    assert (DOCS / "medicine.md").read_text(encoding="utf-8") == made, "python docs/make_medicine.py makes it anew"
    assert "| apixaban |" in made
