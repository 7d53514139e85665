"""The schemas of files: every shipped file keeps its own, and what a schema refuses the program refuses too."""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scenarios import files
from scenarios.curriculum import curricula
from scenarios.exam import EXAMS
from sim.command_line.entry import run
from sim.exchange.schemas import MODELS, schema_of
from tests.sim.command_line.told import Output, told
from tests.sim.exchange.kept_schema import faults

SHIPPED = {
    "case": list(files.library().values()),
    "script": list(files.scripts().values()),
    "technique": sorted(files.TECHNIQUES.glob("*.toml")),
    "rubric": sorted(files.RUBRICS.glob("*.toml")),
    "curriculum": list(curricula().values()),
    "exam": sorted(EXAMS.glob("*.toml")),
}


@pytest.mark.parametrize("kind", MODELS)
def test_every_shipped_file_keeps_its_schema(kind: str) -> None:
    schema = schema_of(kind)
    for path in SHIPPED[kind]:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        assert list(faults(data, schema, schema)) == [], path
    assert SHIPPED[kind]


@pytest.mark.parametrize(
    "change",
    [
        lambda case: case.pop("title"),
        lambda case: case.update(title=3),
        lambda case: case.update(colour="red"),
        lambda case: case.update(difficulty="impossible"),
        lambda case: case.update(format=2),
        lambda case: case.update(name="No Name"),
        lambda case: case.update(faints=1.5),
        lambda case: case["patient"].update(age=17),
        lambda case: case["patient"].update(sex="other"),
        lambda case: case["target"].pop("side"),
        lambda case: case["tray"].update(needles=[]),
        lambda case: case["goals"][0].update(say=""),
    ],
)
def test_what_a_schema_refuses_the_program_refuses(change: Callable[[dict[str, Any]], object], tmp_path: Path) -> None:
    schema, path = schema_of("case"), tmp_path / "own.toml"
    case = tomllib.loads(files.library()["l4_l5_disc"].read_text(encoding="utf-8"))
    other = copy.deepcopy(case)
    change(other)
    assert list(faults(other, schema, schema)) != []
    with pytest.raises(files.InputError):
        files.validated(path, MODELS["case"], other)
    assert files.validated(path, MODELS["case"], case)


def test_fields_are_explained_in_the_words_of_the_program() -> None:
    fields = schema_of("case")["properties"]
    assert fields["learning"]["description"] == "A note for who practises: what this case teaches."
    assert "shipped patient" in schema_of("case")["$defs"]["Patient"]["properties"]["anatomy"]["description"]


def test_a_schema_is_printed_or_written(tmp_path: Path, capsys: Output) -> None:
    assert told(capsys, "schema") == schema_of("case")
    assert told(capsys, "schema", "--of", "script")["title"] == "Tuohy script"
    assert run(["schema", "--to", str(tmp_path / "case.json")]) == 0
    capsys.readouterr()
    assert json.loads((tmp_path / "case.json").read_text(encoding="utf-8")) == schema_of("case")
    assert run(["schema", "--of", "nothing"]) == 2
    assert "invalid choice" in capsys.readouterr().err
