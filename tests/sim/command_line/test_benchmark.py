"""Figures of this machine are printed as they were measured."""

from __future__ import annotations

import pytest

from sim.command_line.entry import run
from sim.studies.bench import measuring
from sim.studies.bench.figures import spread
from tests.sim.command_line.told import Output, told


def test_bench_prints_its_figures_as_they_are(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    figures = {"machine": measuring.machine(), "xray_512_ms": spread([3.0, 1.0, 2.0]), "slowest_command": "press_plunger"}
    monkeypatch.setattr(measuring, "measure", lambda anatomy, tell: figures)
    found = told(capsys, "bench")
    assert found["xray_512_ms"] == {"median": 2.0, "min": 1.0, "max": 3.0, "runs": 3.0}
    assert "Python" in found["machine"]
    assert run(["bench"]) == 0
    printed = capsys.readouterr().out
    assert "xray_512_ms" in printed
    assert "slowest_command: press_plunger" in printed
    assert printed.count(figures["machine"].split(",")[0]) <= 1  # it is the title
