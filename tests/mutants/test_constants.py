"""The changes of constants still have their lines, and tests that are there. Whether they are noticed: ``make mutants``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.mutants.constants import CHANGES, Change, applied


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.what)
def test_a_change_finds_its_line_and_its_tests(change: Change, tmp_path: Path) -> None:
    assert (PROJECT / change.tests).is_file()
    text = (PROJECT / change.file).read_text(encoding="utf-8")
    (tmp_path / change.file).parent.mkdir(parents=True)
    (tmp_path / change.file).write_text(text, encoding="utf-8")
    assert applied(change, tmp_path) == text
    assert (tmp_path / change.file).read_text(encoding="utf-8") != text
