"""An error line stays a line: whatever is too long in somebody's file or on the command line is cut, and its true length said."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from string import Formatter

import pytest

from meshes.quoting import MOST, cut, quoted
from scenarios.words import catalogue, notice
from sim.command_line.entry import run
from tests.scenarios.refusal import CASE, SCRIPT, changed, refused
from tests.sim.command_line.told import Output
from tests.sim.played import HEADER

LONG = "x" * 100_000
LONGEST_LINE = 900
"""A path that is read to its end, three values that are cut, and a list of the measures alike or of the cases known."""


@pytest.mark.parametrize("value", ["x" * 61, "'\"" * 50_000, LONG, 10**90, ["x" * 30] * 30, b"x" * 100])
def test_a_long_value_is_cut_and_its_length_named(value: object) -> None:
    assert len(quoted(value)) < 2 * MOST + 30
    length = len(value) if isinstance(value, str) else len(repr(value))
    assert f"({length} characters)" in quoted(value)


@pytest.mark.parametrize("value", ["", "x" * 60, 5, None, ["a"], {"a": 1.5}])
def test_a_short_value_is_shown_as_it_is(value: object) -> None:
    assert quoted(value) == repr(value)
    assert cut(str(value), MOST) == str(value)


def test_a_number_that_python_does_not_write_is_said_to_be_one() -> None:
    assert quoted(10**10_000) == "a value too long to show"


def short(line: str, path: Path) -> None:
    assert len(line) - len(str(path)) < LONGEST_LINE, line[:2000]
    assert "xxxxxxxxxx" not in line or re.search(r"\(1000\d\d characters\)", line), line


CASES = [
    ("title = ", f'name = "{LONG}"\ntitle = '),
    ("title = ", f"{LONG} = 1\ntitle = "),
    ("title = ", f'title = ["{LONG}"]  # '),
    ('technique = "lumbar_interlaminar"', f'technique = "{LONG}"'),
    ('level = "', f'level = "{LONG}'),
    ('anatomy = "', f'anatomy = "{LONG}'),
    ("[target]", f"[target]\n{LONG} = 1"),
    ("[target]", f"[{LONG}]\n[{LONG}]\n[target]"),
    ("[target]", f"[[{LONG}]]\n[target]"),
    ('needles = ["', f'needles = ["{LONG}'),
    ('agent = "', f'agent = "{LONG}'),
    ("[target]", f"[rubric.measures]\n{LONG} = 1\n[target]"),
]


@pytest.mark.parametrize(("before", "after"), CASES, ids=lambda text: text[:40])
def test_a_case(before: str, after: str, tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "case.toml"
    path.write_text(changed(CASE, before, after), encoding="utf-8")
    short(refused(capsys, "check", path), path)


STEPS = "steps = [\n"
SCRIPTS = [
    f'scenario = "{LONG}"\nsteps = []',
    f"{LONG} = 1\nsteps = []",
    changed(SCRIPT, 'scenario = "', f'scenario = "{LONG}'),
    changed(SCRIPT, STEPS, f'{STEPS} {{ do = "{LONG}" }},\n'),
    changed(SCRIPT, STEPS, f'{STEPS} {{ do = "routine", name = "{LONG}" }},\n'),
    changed(SCRIPT, STEPS, f'{STEPS} {{ do = "take", needle = "{LONG}" }},\n'),
    changed(SCRIPT, STEPS, f'{STEPS} {{ do = "take", {LONG} = 1 }},\n'),
    changed(SCRIPT, STEPS, f'{STEPS} {{ do = "show", view = "{LONG}" }},\n'),
    changed(SCRIPT, STEPS, f'{STEPS} {{ do = "place", over = "{LONG}", right_mm = 1.0, up_mm = 1.0 }},\n'),
    changed(SCRIPT, 'critical = "', f'critical = "{LONG}'),
]


@pytest.mark.parametrize("number", range(len(SCRIPTS)))
def test_a_script(number: int, tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "script.toml"
    path.write_text(SCRIPTS[number], encoding="utf-8")
    short(refused(capsys, "replay", path), path)


ROWS = [
    {"step": 0, "do": {"do": LONG}},
    {"step": 0, "do": {"do": "advance_needle", "mm": LONG}},
    {"step": 0, "do": {"do": "advance_needle", "mm": 1.0, LONG: 1}},
    {"step": LONG, "do": {}},
    {"step": 0, LONG: 1},
    [LONG],
]


@pytest.mark.parametrize("number", range(len(ROWS)))
def test_a_line_of_a_recording(number: int, tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "made.jsonl"
    head = {"tuohy": "recording", **asdict(HEADER)}
    path.write_text("\n".join(json.dumps(row) for row in (head, ROWS[number], {"step": 1, "end": True})), encoding="utf-8")
    short(refused(capsys, "score", path), path)


@pytest.mark.parametrize("field", sorted(asdict(HEADER)))
@pytest.mark.parametrize("value", [LONG, [LONG]], ids=["text", "list"])
def test_the_first_line_of_a_recording(field: str, value: object, tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "made.jsonl"
    path.write_text(json.dumps({"tuohy": "recording", **asdict(HEADER), field: value}) + "\n", encoding="utf-8")
    short(refused(capsys, "score", path), path)


RUBRICS = [
    f"{LONG} = 1",
    f"[measures.{LONG}]\nfull = 1",
    f'critical = ["{LONG}"]',
    f'[[themes]]\nname = "{LONG}"',
    f'[[{LONG}]]\nmeasure = "{LONG}"',
]


@pytest.mark.parametrize("number", range(len(RUBRICS)))
def test_a_rubric(number: int, tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "rubric.toml"
    path.write_text(RUBRICS[number], encoding="utf-8")
    short(refused(capsys, "score", tmp_path / "absent.jsonl", "--rubric", path), path)


PEOPLE = [f"{LONG} = 1", f'sex = "{LONG}"', f'age = "{LONG}"', f'[[variants]]\nkind = "{LONG}"', f'name = ["{LONG}"]']


@pytest.mark.parametrize("number", range(len(PEOPLE)))
def test_a_person(number: int, tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "person.toml"
    path.write_text(PEOPLE[number], encoding="utf-8")
    short(refused(capsys, "build", "--patient", path, "--out", tmp_path / "made"), path)


@pytest.mark.parametrize(
    "arguments",
    [
        (LONG,),
        ("replay", LONG),
        ("replay", f"{LONG}.toml"),
        ("replay", f"{LONG}.jsonl"),
        ("replay", "caudal_careless", "--seed", LONG),
        ("replay", "caudal_careless", "--patient", LONG),
        ("check", LONG),
        ("score", LONG),
        ("score", "absent", "--rubric", LONG),
        ("rehearse", LONG),
        ("rehearse", "caudal", "--operator", LONG),
        ("xray", "caudal", "--out", LONG),
        ("xray", "caudal", "--out", "x.png", "--view", LONG),
        ("study", LONG),
        ("list", LONG),
        ("list", f"--{LONG}"),
    ],
    ids=lambda arguments: " ".join(text[:20] for text in arguments),
)
def test_the_command_line(arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.chdir(tmp_path)
    short(refused(capsys, *arguments), Path())
    assert list(tmp_path.iterdir()) == []


def test_a_path_of_usual_length_is_read_to_its_end(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / ("y" * 100) / "absent.toml"
    assert run(["check", str(path)]) == 2
    assert f"{path}: no such file" in capsys.readouterr().err


@pytest.mark.parametrize("code", sorted(catalogue()["refused"]))
def test_a_refusal(code: str) -> None:
    """Which names a command gives is nobody's but the operator's."""
    fields = [(field, form) for _, field, form, _ in Formatter().parse(catalogue()["refused"][code]) if field]
    data = {field: 1.0 if form else [LONG] * 50 if field in ("there", "known") else LONG for field, form in fields}
    short(str(notice("refused", {"code": code, **data})), Path())


def test_what_an_operator_said_aloud() -> None:
    short(str(notice("time_out", {"level": LONG, "side": "left"})), Path())
