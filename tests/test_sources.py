"""Where numbers come from: every citation resolves in ``docs/sources.csv``, each source stands there once, and none for nothing."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from tests.conftest import PROJECT

TRUST = {"read", "read_second", "known", "known_low", "measured", "calculated", "guess"}
KEYS = re.compile(r"\[(@\w+(?:; ?@\w+)*)\]")
"""As pandoc writes citations: [@zarzur_1992; @lewis_2000]."""
NAMED = re.compile(r"\b([A-Z][A-Za-z]+)(?:(?:,| &| and) [A-Z][a-z]+)?(?: et al\.?)?,? ((?:19|20)\d{2})(?![\d-])")
"""An author and a year in running text."""
NO_AUTHORS = {"Spine", "Physician", "Sci", "Rep", "One", "Slicer", "Debian", "Since", "Med", "ASRA", "FDA", "HPS", "RAPM", "ICRU", "ISO"}
"""Journals and the like, which a citation's own words may name before a year."""
ROOMS = ("meshes", "scenarios", "sim", "docs", "tests")


@cache
def sources() -> dict[str, dict[str, str]]:
    with (PROJECT / "docs" / "sources.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["key"] for row in rows}) == len(rows)
    return {row["key"]: row for row in rows}


@cache
def texts() -> dict[Path, str]:
    found = [p for room in ROOMS for p in sorted((PROJECT / room).rglob("*")) if p.suffix in (".py", ".csv", ".toml", ".md")]
    mine = {PROJECT / "docs" / "sources.csv", Path(__file__)}
    return {path: path.read_text(encoding="utf-8") for path in found if path not in mine}


def cited(text: str) -> set[str]:
    """Keys in brackets."""
    return {key.strip().removeprefix("@") for group in KEYS.findall(text) for key in group.split(";")}


def named(text: str) -> set[str]:
    """Keys that authors and years in words stand for: Zarzur 1992 is zarzur_1992."""
    found = set()
    for name, year in NAMED.findall(text):
        found |= {key for key in sources() if key.startswith(f"{name.lower()}_") and year in key.split("_")}
    return found


def tables() -> dict[Path, str]:
    """The tables that the program reads."""
    return {path: text for path, text in texts().items() if path.suffix == ".csv" and not {"tests", "docs"} & set(path.parts)}


def test_each_source_says_what_it_is() -> None:
    for key, row in sources().items():
        assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", key), key
        assert row["known"] in TRUST, key
        assert len(row["citation"]) > 8, key
        assert row["gives"], key


def test_every_key_resolves() -> None:
    lost = {f"{path.relative_to(PROJECT)}: {key}" for path, text in texts().items() for key in cited(text) - set(sources())}
    assert lost == set()


def test_every_author_and_year_resolves() -> None:
    lost = set()
    for path, text in texts().items():
        for match in NAMED.finditer(text):
            if match.group(1) not in NO_AUTHORS and not named(match.group()):
                lost.add(f"{path.relative_to(PROJECT)}: {match.group()}")
    assert lost == set()


def test_no_source_is_listed_for_nothing() -> None:
    """Used in the project, or by a source that puts others together."""
    used = {key for text in texts().values() for key in cited(text) | named(text)}
    used |= {key for row in sources().values() for key in re.findall(r"[a-z]\w+_\w+", row["citation"]) if key in sources()}
    assert sorted(set(sources()) - used) == []


def test_nothing_cites_a_sheet_that_is_not_here() -> None:
    assert [str(path) for path, text in texts().items() if re.search(r"[Ff]act\s+sheet|\b[Tt]he sheet's|\bsheet \d", text)] == []


def test_every_row_that_has_a_source_names_one() -> None:
    """A key, an author and a year, or the word guess; a row may say that its number follows from other rows."""
    bare = []
    for path, text in tables().items():
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        for row in csv.DictReader(lines):
            said = row.get("source")
            if said is not None and not (cited(said) or named(said) or re.search(r"guess|\bcalculated\b", said)):
                bare.append(f"{path.relative_to(PROJECT)}: {next(iter(row.values()))}: {said[:80]!r}")
    assert bare == []


def test_every_table_says_where_its_numbers_come_from() -> None:
    bare = [str(path.relative_to(PROJECT)) for path, text in tables().items() if not (cited(text) or named(text) or "guess" in text)]
    assert bare == []
