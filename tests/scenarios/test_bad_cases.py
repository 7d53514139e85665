"""Cases with faults: each is refused in one line that names the file, the field, what is wrong and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios import files
from tests.scenarios.refusal import CASE, changed, refused

RUBRIC = """
[rubric]
[[rubric.criteria]]
measure = "tip_to_target"
unit = "mm"
weight = 1.0
at_most = 5.0
fade = 5.0
remark = "{value} mm off"
"""
CRITICAL = RUBRIC + '[[rubric.critical]]\nname = "deep"\nmeasure = "tip_to_target"\nunit = "mm"\nremark = "too deep"\n'
PATIENT = CASE[CASE.index("[patient]") : CASE.index("[target]")]

FAULTS = {
    # name: (text, field, what else the line says)
    "missing field": (changed(CASE, 'title = "Right L4-L5, interlaminar"\n', ""), "title", "missing"),
    "missing table": (changed(CASE, "[patient]", "[person]"), "patient", "'person' stands there"),
    "number with a unit": (changed(CASE, "ml = 10.0", 'ml = "10 ml"'), "tray.fluids.1.ml", "is '10 ml'; should be a number"),
    "unit in the name": (changed(CASE, "ml = 10.0", "cc = 10.0"), "tray.fluids.1.ml", "'cc' stands there, which is not a known field"),
    "unknown needle": (changed(CASE, '"18G Tuohy"', '"16G Tuohy"'), "tray.needles", "known are 17G Tuohy, 18G Tuohy"),
    "unknown agent": (changed(CASE, '"air"', '"helium"'), "tray.fluids.2.agent", "known are air, saline"),
    "unknown level": (changed(CASE, 'level = "L4"', 'level = "L6"'), "target.level", "known are L1, L2, L3, L4, L5, S1"),
    "level of another technique": (changed(CASE, 'level = "L4"', 'level = "S1"'), "target.level", "goes to L1, L2, L3, L4, L5"),
    "misspelt side": (changed(CASE, 'side = "right"', 'side = "rihgt"'), "target.side", "should be 'left' or 'right'"),
    "unknown technique": (changed(CASE, '"lumbar_interlaminar"', '"cervical"'), "technique", "known are caudal"),
    "unknown patient": (changed(CASE, '"reference"', '"nobody"'), "patient.anatomy", "one of your own; there are reference"),
    "not a number": (changed(CASE, "ml = 10.0", "ml = nan"), "tray.fluids.1.ml", "is nan"),
    "infinite": (changed(CASE, "ml = 10.0", "ml = inf"), "tray.fluids.1.ml", "is inf"),
    "negative": (changed(CASE, "ml = 10.0", "ml = -1.0"), "tray.fluids.1.ml", "should be greater than 0"),
    "text for a number": (changed(CASE, "age = 40", 'age = "forty"'), "patient.age", "should be a whole number"),
    "fraction for a whole number": (changed(CASE, "age = 40", "age = 40.5"), "patient.age", "should be a whole number"),
    "truth for a number": (changed(CASE, "ml = 10.0", "ml = true"), "tray.fluids.1.ml", "is True"),
    "date for a text": (changed(CASE, '"Mr Hollis"', "1979-05-27"), "patient.name", "should be text"),
    "number for a list": (changed(CASE, '["18G Tuohy", "20G Tuohy"]', "18"), "tray.needles", "should be a list"),
    "number for a table": ("patient = 3\n" + changed(CASE, PATIENT, ""), "patient", "should be a table"),
    "empty list": (changed(CASE, '["18G Tuohy", "20G Tuohy"]', "[]"), "tray.needles", "should have 1 or more"),
    "extra field": (changed(CASE, "age = 40", "age = 40\nweight_kg = 80.0"), "patient.weight_kg", "not a known field"),
    "misspelt field": (changed(CASE, "complaint =", "complain ="), "patient.complaint", "'complain' stands there"),
    "field of another table": (CASE + 'side = "left"\n', "tray.side", "belongs to another table"),
    "wrong format version": (changed(CASE, "format = 1", "format = 2"), "format", "is 2; this program reads 1"),
    "format as text": (changed(CASE, "format = 1", 'format = "1"'), "format", "this program reads 1"),
    "hex number of 5000 digits": (changed(CASE, "age = 40", "age = 0x" + "F" * 5000), "patient.age", "too long to show"),
    "name with a path": (changed(CASE, 'name = "inter', 'name = "../inter'), "name", "small letters, digits and _ alone"),
    "measure's wrong unit": (CASE + changed(RUBRIC, '"mm"', '"cm"'), "rubric.criteria.1.unit", "tip_to_target is in 'mm'"),
    "unknown measure": (CASE + changed(RUBRIC, "tip_to", "tip_of"), "rubric.criteria.1.measure", "like it: tip_"),
    "criterion without bounds": (CASE + changed(RUBRIC, "at_most = 5.0\n", ""), "rubric.criteria.1", "neither at_least nor at_most"),
    "bounds crossed": (CASE + changed(RUBRIC, "at_most = 5.0", "at_least = 9.0\nat_most = 5.0"), "rubric.criteria.1", "lies above at_most"),
    "no fade": (CASE + changed(RUBRIC, "fade = 5.0", "fade = 0.0"), "rubric.criteria.1.fade", "should be greater than 0"),
    "critical without limit": (CASE + CRITICAL, "rubric.critical.1", "gives one of above and below"),
}


@pytest.mark.usefixtures("loaded_once")
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_field(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, field, words = FAULTS[name]
    path = tmp_path / "case.toml"
    path.write_text(text, encoding="utf-8")
    line = refused(capsys, "check", path)
    assert f"{path}: {field}" in line
    assert words in line


def test_without_its_fault_the_case_is_read(tmp_path: Path) -> None:
    """Else every test above could pass for a wrong reason."""
    path = tmp_path / "case.toml"
    path.write_text(CASE + CRITICAL + "above = 20.0\n", encoding="utf-8")
    case = files.scenario(path)
    assert case.rubric is not None
    assert case.rubric.critical[0].name == "deep"


@pytest.mark.parametrize("command", ["rehearse", "xray --out picture.png"])
def test_a_script_is_no_case(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = files.scripts()["caudal_careless"]
    name, *rest = command.split()
    assert f"{path}: steps: is a script, should be a case" in refused(capsys, name, path, *rest)
