"""The cases are listed, with their scripts."""

from __future__ import annotations

from scenarios import files
from sim.command_line.entry import run
from tests.sim.command_line.told import Output, told

CASES = sorted(files.library())


def test_list_tells_every_case_with_its_scripts(capsys: Output) -> None:
    cases = told(capsys, "list")
    assert [case["name"] for case in cases] == CASES
    for case in cases:
        assert set(case) == {"name", "title", "technique", "level", "side", "scripts"}
        assert case["scripts"] == [f"{case['name']}_careless", f"{case['name']}_competent"]


def test_list_can_be_read_by_people(capsys: Output) -> None:
    assert run(["list"]) == 0
    out = capsys.readouterr().out
    assert all(files.find_scenario(name).title in out for name in CASES)
