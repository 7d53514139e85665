"""Recordings judged as they lie. Oracle: the score that the replay gave, and a rubric of one line worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.command_line.entry import run
from tests.scenarios.refusal import refused

RUBRIC = """
pass_mark = 50.0
[[criteria]]
measure = "drug_given"
unit = "ml"
weight = 1.0
at_least = 8.0
fade = 8.0
remark = "{value} ml"
"""


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "one.jsonl"
    assert run(["replay", "interlaminar_l4_l5_competent", "--record", str(path), "--json"]) == 0
    return path


def test_a_recording_is_judged_without_being_played(
    recording: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    capsys.readouterr()
    assert run(["replay", str(recording), "--json"]) == 0
    played = json.loads(capsys.readouterr().out)

    def nobody(*_: object) -> None:
        raise AssertionError("nothing is to be played")

    monkeypatch.setattr("sim.session.session.Session.step", nobody)
    assert run(["score", str(recording), "--json"]) == 0
    first = capsys.readouterr().out
    (found,) = json.loads(first)
    assert {name: found[name] for name in ("total", "marks", "measures", "critical", "rating", "themes")} == {
        name: played[name] for name in ("total", "marks", "measures", "critical", "rating", "themes")
    }
    assert run(["score", str(recording), "--json"]) == 0
    assert capsys.readouterr().out == first  # byte for byte


def test_an_old_recording_is_judged_by_a_new_rubric(recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """4 ml of 8 wanted, fading over 8: half."""
    rubric = tmp_path / "rubric.toml"
    rubric.write_text(RUBRIC, encoding="utf-8")
    assert run(["score", str(recording), "--rubric", str(rubric), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["total"] == pytest.approx(50.0, abs=0.1)
    assert found["themes"] == {"the drug": pytest.approx(0.5, abs=1e-3)}


def test_a_rubric_that_is_none_is_refused(recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rubric = tmp_path / "rubric.toml"
    rubric.write_text(RUBRIC.replace("drug_given", "drug_taken"), encoding="utf-8")
    assert "criteria.1.measure: 'drug_taken' is not a measure" in refused(capsys, "score", recording, "--rubric", rubric)


def test_attempts_in_a_row_make_a_curve(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cusum", *[str(recording)] * 13, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["verdict"], found["competent_after"], len(found["curve"])) == ("competent", 13, 13)
    assert run(["cusum", str(recording), "--acceptable", "0.2", "--unacceptable", "0.4"]) == 0
    assert "s 0.293" in capsys.readouterr().out


def test_rates_that_make_no_sense_are_refused(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "rates: 0.5 acceptable" in refused(capsys, "cusum", recording, "--acceptable", "0.5")
