"""The map of the project is true: what it names is there, and what it counts is counted."""

from __future__ import annotations

import re

import pytest

from tests.conftest import PROJECT

PAGE = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
PATHS = sorted(set(re.findall(r"`((?:meshes|scenarios|sim|docs|tests)/[\w/.]+)`", PAGE)))


@pytest.mark.parametrize("path", PATHS)
def test_every_path_that_is_named_exists(path: str) -> None:
    assert (PROJECT / path).exists()


def test_every_room_of_the_simulator_is_on_the_map() -> None:
    """And there are at most twelve entries to look at."""
    rooms = {p.name for p in (PROJECT / "sim").iterdir() if p.is_dir() and p.name != "__pycache__"}
    told = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))
    assert told == rooms
    assert len([p for p in (PROJECT / "sim").iterdir() if p.name != "__pycache__"]) <= 12


def test_it_is_a_page() -> None:
    assert len(PAGE.split()) < 1400
