"""Scripts with faults: refused in one line that names the file and the field, whether they are checked or replayed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenarios.refusal import CASE, SCRIPT, changed, refused

PLACE = 'over = "{interspace}/lower_lamina_edge"'
HEAD = SCRIPT[: SCRIPT.index("steps =")]

FAULTS = {
    # name: (text, field, what else the line says)
    "missing field": (changed(SCRIPT, 'expect = "fail"\n', ""), "expect", "missing"),
    "no steps": (HEAD, "steps", "missing"),
    "steps that are a number": (HEAD + "steps = 5", "steps", "should be a list"),
    "steps that are words": (HEAD + 'steps = ["show"]', "steps.1", "should be a table"),
    "empty steps": (HEAD + "steps = []", "steps", "should have 1 or more"),
    "unknown case": (changed(SCRIPT, '"interlaminar_l4_l5"', '"interlaminar"'), "scenario", "did you mean 'interlaminar_l4_l5'?"),
    "path for a case": (changed(SCRIPT, '"interlaminar_l4_l5"', '"../library/caudal"'), "scenario", "small letters"),
    "unknown step": (changed(SCRIPT, '"expose"', '"look"'), "steps.2.do", "is 'look'; should be one of show, collimate"),
    "nameless step": (changed(SCRIPT, 'do = "expose", ', ""), "steps.2.do", "missing"),
    "number with a unit": (changed(SCRIPT, "mm = 12.0", 'mm = "12 in"'), "steps.10.mm", "is '12 in'; should be a number"),
    "length in another unit": (changed(SCRIPT, "mm = 12.0", "cm = 1.2"), "steps.10.cm", "did you mean 'mm'?"),
    "rate in another unit": (changed(SCRIPT, "rate_ml_s", "rate_ml_min"), "steps.14.rate_ml_min", "did you mean 'rate_ml_s'?"),
    "time in another unit": (changed(SCRIPT, "seconds", "minutes"), "steps.2.minutes", "not a known field"),
    "not a number": (changed(SCRIPT, "mm = 12.0", "mm = nan"), "steps.10.mm", "is nan"),
    "infinite": (changed(SCRIPT, "mm = 12.0", "mm = inf"), "steps.10.mm", "is inf"),
    "truth for a number": (changed(SCRIPT, "mm = 12.0", "mm = true"), "steps.10.mm", "should be a number"),
    "longer than any needle": (changed(SCRIPT, "mm = 12.0", "mm = 500.0"), "steps.10.mm", "less than or equal to 200"),
    "beside the patient": (changed(SCRIPT, "right_mm = 11.0", "right_mm = 5000.0"), "steps.8.right_mm", "less than or equal to 300"),
    "unknown needle": (changed(SCRIPT, '"18G Tuohy"', '"16G Tuohy"'), "steps.3.needle", "there are 18G Tuohy, 20G Tuohy"),
    "unknown agent": (changed(SCRIPT, '"methylprednisolone 80 mg"', '"morphine"'), "steps.13.agent", "is not on the tray"),
    "unknown view": (changed(SCRIPT, '"AP"', '"PA"'), "steps.1.view", "should be 'AP', 'lateral', 'oblique', 'clo'"),
    "unknown level": (changed(SCRIPT, '"AP"', '"AP", level = "L9"'), "steps.1.level", "known are L1"),
    "unknown landmark": (changed(SCRIPT, "lamina_edge", "lamima_edge"), "steps.8.over", "did you mean 'L4-L5/lower_lamina_edge'?"),
    "landmark of no picture": (changed(SCRIPT, PLACE, 'over = "L4/canal_back"'), "steps.8.over", "is not a landmark seen in pictures"),
    "landmark under no finger": (changed(SCRIPT, PLACE, 'at = "hiatus"'), "steps.8.at", "there are L4/spinous_tip"),
    "unknown centre": (changed(SCRIPT, '"AP"', '"AP", centre = "umbilicus"'), "steps.1.centre", "is not a landmark"),
    "unknown blank": (changed(SCRIPT, PLACE, 'over = "{vertebra}/edge"'), "steps.8.over", "is not a landmark"),
    "view and angles": (
        changed(SCRIPT, '"AP"', '"AP", orbit_deg = 5.0'),
        "steps.1",
        "gives one of view (by name) and orbit_deg or tilt_deg",
    ),
    "angles of a level": (changed(SCRIPT, 'view = "AP"', 'orbit_deg = 5.0, level = "L4"'), "steps.1", "belong to a view by name"),
    "two places": (changed(SCRIPT, PLACE, PLACE + ', at = "L4/spinous_tip"'), "steps.8", "gives one of over"),
    "half an aim": (changed(SCRIPT, 'towards = "{interspace}/window_{side}"', "lateral_deg = 5.0"), "steps.9", "both lateral_deg and"),
    "advance without end": (changed(SCRIPT, "mm = 12.0", "most_mm = 12.0"), "steps.10", "gives one of mm, until and near"),
    "short of nothing": (changed(SCRIPT, "mm = 12.0", "mm = 12.0, short_of_mm = 5.0"), "steps.10", "belong together"),
    "off bone, for bone": (
        changed(SCRIPT, "mm = 12.0", 'until = "bone", off_bone = [{ towards = "{interspace}/window_{side}" }]'),
        "steps.10",
        "looks for bone, and has off_bone",
    ),
    "off bone to nowhere": (
        changed(SCRIPT, "mm = 12.0", "mm = 12.0, off_bone = [{ up_mm = 2.0 }]"),
        "steps.10.off_bone.1.towards",
        "missing",
    ),
    "off bone to no landmark": (
        changed(SCRIPT, "mm = 12.0", 'mm = 12.0, off_bone = [{ towards = "{interspace}/windaw_{side}" }]'),
        "steps.10.off_bone.1.towards",
        "did you mean 'L4-L5/window_right'?",
    ),
    "off bone by another person": (
        changed(SCRIPT, "mm = 12.0", 'mm = 12.0, off_bone = [{ towards = "{interspace}/window_{side}", entry_aside_mm = 100.0 }]'),
        "steps.10.off_bone.1.entry_aside_mm",
        "less than or equal to 60",
    ),
    "off bone in words": (changed(SCRIPT, "mm = 12.0", 'mm = 12.0, off_bone = "head"'), "steps.10.off_bone", "should be a list"),
    "off bone for ever": (
        changed(SCRIPT, "mm = 12.0", "mm = 12.0, off_bone = [" + 7 * '{ towards = "{interspace}/window_{side}" }, ' + "]"),
        "steps.10.off_bone",
        "7",
    ),
    "passing with an error": (changed(SCRIPT, '"fail"', '"pass"'), "critical", "commits no critical error"),
    "wrong format version": (changed(SCRIPT, "format = 1", "format = 7"), "format", "is 7; this program reads 1"),
    "extra field": ("operator = 'me'\n" + SCRIPT, "operator", "not a known field"),
}


@pytest.mark.usefixtures("loaded_once")
@pytest.mark.parametrize("command", ["check", "replay"])
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_field(name: str, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, field, words = FAULTS[name]
    path = tmp_path / "script.toml"
    path.write_text(text, encoding="utf-8")
    line = refused(capsys, command, path)
    assert f"{path}: {field}" in line
    assert words in line


def test_a_case_is_no_script(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.toml"
    path.write_text(CASE, encoding="utf-8")
    assert f"{path}: technique: is a case, should be a script" in refused(capsys, "replay", path)


def test_a_name_that_is_neither_file_nor_script_is_told_the_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    line = refused(capsys, "replay", "interlaminar")
    assert "interlaminar: no such file or shipped script" in line
    assert "interlaminar_l4_l5_careless" in line
