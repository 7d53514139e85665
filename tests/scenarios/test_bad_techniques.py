"""A technique's file with faults: the case that asks for it is refused, and the line names both files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scenarios import files
from tests.scenarios.refusal import changed, refused

TECHNIQUE = files.TECHNIQUES.joinpath("lumbar_interlaminar.toml").read_text(encoding="utf-8")

FAULTS = {
    "missing field": (changed(TECHNIQUE, 'aim = "interspace"\n', ""), "aim: missing"),
    "unknown aim": (
        changed(TECHNIQUE, '"interspace"', '"heart"'),
        "aim: is 'heart'; should be 'interspace', 'foramen', 'canal'",
    ),
    "unknown level": (changed(TECHNIQUE, '"L1"', '"C7"'), "levels: 'C7' is not a level; known are"),
    "unknown view": (changed(TECHNIQUE, '"clo"', '"skyline"'), "depth_views.1: is 'skyline'"),
    "no criteria": (TECHNIQUE[: TECHNIQUE.index("[[rubric.criteria]]")], "rubric.criteria: missing"),
    "wrong unit": (changed(TECHNIQUE, 'unit = "mm"', 'unit = "cm"'), "rubric.criteria.2.unit: is 'cm', tip_to_target is in 'mm'"),
    "weight that is none": (changed(TECHNIQUE, "weight = 16.0", "weight = nan"), "rubric.criteria.1.weight: is nan"),
    "one error twice": (changed(TECHNIQUE, '"wrong_level"', '"no_drug"'), "rubric.critical: two critical errors have the same name"),
    "extra field": ("danger = true\n" + TECHNIQUE, "danger: not a known field"),
    "cut short": (TECHNIQUE[:400], "not TOML"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_field(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text, words = FAULTS[name]
    faulty = tmp_path / "lumbar_interlaminar.toml"
    faulty.write_text(text, encoding="utf-8")
    monkeypatch.setattr(files, "TECHNIQUES", tmp_path)
    case = tmp_path / "case.toml"
    shutil.copy(files.library()["interlaminar_l4_l5"], case)
    assert f"{case}: technique: {faulty}: {words}" in refused(capsys, "check", case)
