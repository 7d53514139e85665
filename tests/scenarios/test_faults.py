"""All that is wrong in a case is told at once, each in its own sentence, and nothing of what only stands in for what is missing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scenarios import files
from scenarios.faults import EXAMPLE, faults, mended
from sim.command_line.entry import run
from tests.scenarios.refusal import changed

WHOLE = files.library()[EXAMPLE].read_text(encoding="utf-8")
NINE = {
    "title": ('title = "Eight weeks of pain to the right big toe"\n', ""),
    "patient.age": ("age = 40", 'age = "forty"'),
    "target.side": ('side = "right"\n\n[tray]', 'side = "rihgt"\n\n[tray]'),
    "tray.needles": ('needles = ["18G Tuohy", "20G Tuohy", "22G Quincke"]', 'needles = ["16G Tuohy"]'),
    "chart.imaging": ("imaging = ", "images = "),
    "chart.medication.1.name": ('name = "ibuprofen"', 'name = "Eliqis"'),
    "plan.why": ("why = ", "because = "),
    "plan.drug_ml": ("drug_ml = { least = 3.0, most = 8.0 }\n", ""),
    "plan.approaches": ('approaches = ["lumbar_interlaminar", "lumbar_transforaminal"]', 'approaches = ["caudal"]'),
}


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_nine_faults_are_told_in_one_round(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What pydantic finds, what the parts say against each other, and what no list knows; it took a round each."""
    text = WHOLE
    for change in NINE.values():
        text = changed(text, *change)
    path = written(tmp_path, text)
    assert run(["check", str(path)]) == 2
    out, err = capsys.readouterr()
    lines = err.splitlines()
    assert out == ""
    assert sorted(line.removeprefix(f"tuohy: {path}: ").split(": ")[0] for line in lines) == sorted(NINE)


def test_an_almost_empty_file_says_all_that_a_case_needs(tmp_path: Path) -> None:
    found = faults(written(tmp_path, 'format = 1\nname = "mine"\nexercise = ["choice"]\n')).invalid
    said = "\n".join(found)
    for field in ("title", "learning", "technique", "patient", "target", "tray"):
        assert f"{field}: missing" in said
    assert "patient: missing; should be a table with name, age, sex, complaint" in said
    assert "chart is missing; should be a table with history, conservative_weeks, imaging, diagnosis" in said
    assert "plan is missing; should be a table with decision, reasons, why" in said
    assert len(found) == 8


def _places(data: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield (*at, key)
        yield from _places(value, (*at, key))


def _without(data: dict[str, Any], place: tuple[Any, ...]) -> dict[str, Any]:
    within: Any = data
    for part in place[:-1]:
        within = within[part]
    del within[place[-1]]
    return data


@pytest.mark.parametrize("name", [EXAMPLE, "contrast_allergy", "vascular_s1"])
def test_one_thing_left_out_is_one_fault_at_most_and_is_told_by_its_place(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each field of a case left out in turn: stand-ins bring no faults of their own."""
    text, read = files.library()[name].read_text(encoding="utf-8"), files.read_toml
    seen = 0
    for place in _places(tomllib.loads(text)):
        data = _without(tomllib.loads(text), place)
        monkeypatch.setattr(files, "read_toml", lambda path, data=data: data if path.stem == "mine" else read(path))
        found = faults(Path("mine.toml"))
        assert found.case is not None
        assert len(found.invalid) <= 1, (place, found.invalid)
        seen += len(found.invalid)
    assert seen > 15


def test_a_whole_case_needs_no_stand_in() -> None:
    for path in files.library().values():
        found = faults(path)
        assert (found.invalid, found.unwise, found.doubtful) == ((), (), ()), path


def test_what_holds_nothing_but_nonsense_ends() -> None:
    case, doubtful = mended({"format": [], "name": 3, "goals": 7, "patient": [], "tray": {"needles": [[]], "fluids": {}}, "rubric": 1})
    assert case is not None
    assert {"format", "name", "patient", "rubric"} <= set(doubtful)
