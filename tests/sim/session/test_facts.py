"""Facts are codes: no sentence decides anything, and none is kept. Oracle: the source's own codes, and the catalogue."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import sim
from scenarios import words
from scenarios.chart import Allergic
from scenarios.words import catalogue, notice
from sim.records.recording import Recording
from sim.session import care_commands as c
from sim.session.session import Session
from sim.session.world import World
from tests.sim.played import SCRIPTS

CORE = Path(sim.__file__).parent
STATIONS = sorted((CORE / "session" / "stations").glob("*.py"))
SENTENCE = re.compile(r"[.!?\u201c](\s|$)|(\S+\s+){4}\S")
"""An end mark, or five words in a row: what no name in a table has, but for a syringe's, which says its parts."""
MIXTURE = re.compile(r"[\d.]+ ml .+ \+ .+")
POSE = re.compile(r"orbit [+-]\d+, tilt [+-]\d+")


def strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, inner in value.items():
                yield from strings(key)
                yield from strings(inner)
        case list() | tuple():
            for inner in value:
                yield from strings(inner)


def calls(name: str) -> Iterator[ast.Call]:
    for path in STATIONS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield node


def constants(node: ast.AST) -> set[str]:
    return {inner.value for inner in ast.walk(node) if isinstance(inner, ast.Constant) and isinstance(inner.value, str)}


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_recording_holds_no_sentence(played: dict[str, Recording], name: str) -> None:
    told = {text for event in played[name].events for text in strings(event.data)}
    assert [text for text in told if SENTENCE.search(text) and not MIXTURE.fullmatch(text) and not POSE.fullmatch(text)] == []


def test_every_refusal_has_its_words_and_all_words_a_refusal() -> None:
    codes = {node.args[1].value for node in calls("refuse") if isinstance(node.args[1], ast.Constant)}
    assert codes | {"steel", "bone"} == set(catalogue()["refused"])


def test_what_the_patient_may_say_has_words() -> None:
    causes = {text for node in calls("Said") if node.args for text in constants(node.args[0])}
    assert causes - {"answer"} <= set(catalogue()["says"])


def test_a_chart_that_speaks_of_pressure_hurts_nobody(worlds: dict[str, World]) -> None:
    """Whatever the words of the case are: pain comes from what was done."""
    world = worlds["l4_l5_disc"]
    chart = world.scenario.chart
    assert chart is not None
    allergy = Allergic(to="latex", reaction="low pressure and a lot of pressure in my back")
    case = world.scenario.model_copy(update={"chart": chart.model_copy(update={"allergies": (allergy,)})})
    session = Session(World.of(case, world.anatomy), 1)
    session.do(c.Ask(about="allergies"))
    session.step()
    (said,) = [event for event in session.events if event.kind == "patient_says"]
    assert "lot of pressure" in str(notice(said.kind, said.data, case.chart))
    assert "lot of pressure" not in str(said.data)
    assert [event for event in session.events if event.kind == "pain"] == []


def test_other_words_change_no_fact(worlds: dict[str, World], monkeypatch: pytest.MonkeyPatch) -> None:
    """In a language in which every sentence is the same, the same happens."""

    def events() -> list[dict[str, object]]:
        session = Session(worlds["l4_l5_disc"], 1)
        for command in (c.Ask(about="now"), c.Consent(risks=("bleeding",)), c.Prepare(item="gloves"), c.OpenChart(page="history")):
            session.do(command)
            session.step()
        return [event.line() for event in session.events]

    before = events()
    same = {part: dict.fromkeys(rows, "pressure") for part, rows in catalogue().items()}
    monkeypatch.setattr(words, "catalogue", lambda language="en": same)
    assert notice("needle_removed", {}) == "pressure"
    assert events() == before


@pytest.mark.parametrize("room", ["session", "procedure", "scoring", "physics"])
def test_what_decides_knows_no_catalogue(room: str) -> None:
    """It may say what was said in codes (``scenarios.words.said``), never make or read a sentence."""
    found = [
        path.name for path in (CORE / room).rglob("*.py") if re.search(r"scenarios\.words import|import words", path.read_text("utf-8"))
    ]
    assert found == []
