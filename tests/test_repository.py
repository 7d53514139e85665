"""The repository's habits: what is shipped is small and has its licence, what is locked names no place, versions agree."""

from __future__ import annotations

import csv
import re
import tomllib

from sim.records.header import VERSION
from tests.conftest import PROJECT

LARGEST_MB = 30.0


def test_every_asset_has_its_row_and_every_row_its_asset() -> None:
    assets = PROJECT / "assets"
    with (assets / "LICENSES.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["origin"] and row["author"] and row["licence"] for row in rows)
    listed = [row["asset"] for row in rows]
    files = [p for p in assets.rglob("*") if p.is_file() and p.suffix not in (".py", ".pyc") and p.name != "LICENSES.csv"]
    unlisted = [str(p) for p in files if not any(p.relative_to(assets).as_posix().startswith(one) for one in listed)]
    assert unlisted == []
    assert [one for one in listed if not (assets / one).exists()] == []


def test_the_assets_are_small() -> None:
    size = sum(p.stat().st_size for p in (PROJECT / "assets").rglob("*") if p.is_file())
    assert size < LARGEST_MB * 1e6


def test_the_lock_pins_every_package_by_hash_and_names_no_place() -> None:
    text = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.split(r"\n(?=[a-z0-9])", text.strip(), flags=re.IGNORECASE)
    assert len(pins) > 20
    for pin in pins:
        assert re.match(r"[\w.-]+==[\w.]+", pin), pin[:80]
        assert "--hash=sha256:" in pin, pin[:80]
    assert not re.search(r"https?:|file:|index-url|find-links", text)


def test_the_lock_has_what_the_project_asks_for() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {name: lines for name, lines in project["optional-dependencies"].items() if name != "mutants"}  # its target installs it
    asked = [re.match(r"[\w-]+", line) for line in sum(extras.values(), project["dependencies"])]
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    pinned = {line.split("==")[0].lower() for line in lock.splitlines() if "==" in line}
    assert {match.group().lower() for match in asked if match} <= pinned


def test_the_version_is_one() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION
    assert f"## {VERSION}" in (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_readme_shows_pictures_that_are_there_and_says_what_this_is_not() -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    assert pictures
    assert all((PROJECT / name).is_file() for name in pictures)
    assert "Not a medical device" in text
