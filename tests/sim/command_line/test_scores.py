"""Recordings judged: proved, or as they lie. Oracle: the score that the replay gave, and a rubric of one line worked out by hand."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from sim.command_line.entry import run
from sim.records.header import VERSION
from sim.records.recording import read
from sim.session.home import home
from sim.session.patients import SHIPPED
from tests.scenarios.refusal import refused
from tests.sim.command_line.told import told
from tests.sim.records.changed import Rows, header, rewritten

Output = pytest.CaptureFixture[str]
NOTHING: dict[str, Any] = {"contrast_ml": 0.0, "contrast_outside_ml": 0.0, "contrast_near_ml": {}, "patterns": {}}
GONE: dict[str, Any] = {"drug_lies": {}, "drug_gone_ml": 0.0, "drug_at_root_ml": 0.0}
FINISHED = {"event": "finished", "data": {**NOTHING, **GONE}}
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


def test_a_recording_is_judged_without_being_played_if_asked_and_that_is_said(
    recording: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    capsys.readouterr()
    assert run(["replay", str(recording), "--json"]) == 0
    played = json.loads(capsys.readouterr().out)

    def nobody(*_: object) -> None:
        raise AssertionError("nothing is to be played")

    monkeypatch.setattr("sim.session.session.Session.step", nobody)
    assert run(["score", str(recording), "--as-recorded", "--json"]) == 0
    first = capsys.readouterr().out
    (found,) = json.loads(first)
    assert {name: found[name] for name in ("total", "marks", "measures", "critical", "rating", "themes")} == {
        name: played[name] for name in ("total", "marks", "measures", "critical", "rating", "themes")
    }
    assert (found["judged"], found["note"]) == ("as recorded", "its commands were not played again: unproved")
    assert run(["score", str(recording), "--as-recorded", "--json"]) == 0
    assert capsys.readouterr().out == first  # byte for byte


def test_an_old_recording_is_judged_by_a_new_rubric(recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """4 ml of 8 wanted, fading over 8: half."""
    rubric = tmp_path / "rubric.toml"
    rubric.write_text(RUBRIC, encoding="utf-8")
    assert run(["score", str(recording), "--as-recorded", "--rubric", str(rubric), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["total"] == pytest.approx(50.0, abs=0.1)
    assert found["themes"] == {"the drug": pytest.approx(0.5, abs=1e-3), "safety": 1.0}


def test_a_rubric_that_is_none_is_refused(recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rubric = tmp_path / "rubric.toml"
    rubric.write_text(RUBRIC.replace("drug_given", "drug_taken"), encoding="utf-8")
    assert "criteria.1.measure: 'drug_taken' is not a measure" in refused(capsys, "score", recording, "--rubric", rubric)


def test_attempts_in_a_row_make_a_curve(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cusum", *[str(recording)] * 13, "--as-recorded", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["verdict"], found["competent_after"], len(found["curve"])) == ("competent", 13, 13)
    assert run(["cusum", str(recording), "--as-recorded", "--acceptable", "0.2", "--unacceptable", "0.4"]) == 0
    assert "s 0.293" in capsys.readouterr().out


def test_rates_that_make_no_sense_are_refused(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "rates: 0.5 acceptable" in refused(capsys, "cusum", recording, "--acceptable", "0.5")


# --- proof -------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def glanced(glance: Path, tmp_path: Path, capsys: Output) -> Path:
    """A recording of one look, which is soon played again."""
    path = tmp_path / "glanced.jsonl"
    told(capsys, "replay", glance, "--record", path)
    return path


def forged(rows: Rows) -> None:
    """The dose of the one run halved by hand."""
    (run_,) = (row for row in rows if row.get("event") == "exposure_ended")
    run_["data"]["dap_gycm2"] /= 2


def older(rows: Rows) -> None:
    """As another version left it, on its own body."""
    rows[0].update(program="0.0.9", patient_hash="0" * 16)
    rows[-1].update(program="0.0.9", patient_hash="0" * 16)


def first_format(rows: Rows) -> None:
    """As the first format was: no mode and no day, no stamp, sentences in its events."""
    rows[0].update(format=1)
    del rows[0]["mode"], rows[0]["started"]
    del rows[-1]["program"], rows[-1]["patient_hash"]
    rows.insert(-1, {"step": rows[-1]["step"], "event": "patient_says", "data": {"text": "That is a lot of pressure in my back."}})


def test_what_is_judged_was_proved(glanced: Path, capsys: Output) -> None:
    (found,) = told(capsys, "score", glanced)
    assert (found["judged"], found["note"], found["made_with"]) == ("replayed", "", VERSION)
    assert found["modes"] == ["script"]
    assert len(found["started"]) == len("2026-11-27")


def test_an_event_changed_by_hand_is_refused_with_its_step_and_believed_only_if_asked(glanced: Path, capsys: Output) -> None:
    (event,) = (e for e in read(glanced).events if e.kind == "exposure_ended")
    rewritten(glanced, forged)
    line = refused(capsys, "score", glanced)
    assert f"{glanced}: step {event.step}: its events are not what comes of its commands" in line
    assert "exposure_ended: dap_gycm2: " in line
    (found,) = told(capsys, "score", glanced, "--as-recorded")
    assert found["judged"] == "as recorded"
    assert found["measures"]["dose_area"]["value"] == pytest.approx(event.data["dap_gycm2"] / 2, abs=1e-6)
    assert run(["score", str(glanced), "--as-recorded"]) == 0
    assert "unproved" in capsys.readouterr().out


def test_what_does_not_describe_its_body_cannot_be_judged_as_it_lies(glanced: Path, capsys: Output) -> None:
    rewritten(glanced, lambda rows: [rows.remove(row) for row in rows[:] if row.get("event") == "body_described"])
    assert "its events do not describe the body" in refused(capsys, "score", glanced, "--as-recorded")


def test_an_event_taken_away_or_put_in_is_refused(glanced: Path, capsys: Output) -> None:
    rewritten(glanced, lambda rows: rows.insert(-1, {"step": rows[-1]["step"], "event": "skin_entered"}))
    assert "skin_entered and nothing" in refused(capsys, "score", glanced)
    rewritten(glanced, lambda rows: [rows.remove(row) for row in rows[:] if row.get("event") in ("skin_entered", "exposure_ended")])
    assert "finished and exposure_ended" in refused(capsys, "score", glanced)


def test_the_last_events_of_what_a_crash_cut_may_be_missing(glanced: Path, capsys: Output) -> None:
    def cut(rows: Rows) -> None:
        while rows[-1].get("do", {}).get("do") != "release_pedal":
            rows.pop()

    rewritten(glanced, cut)
    (found,) = told(capsys, "score", glanced)
    assert (found["judged"], found["broken_off"]) == ("replayed", True)


def test_what_another_version_made_on_another_body_is_judged_as_recorded_and_both_are_said(glanced: Path, capsys: Output) -> None:
    (before,) = told(capsys, "score", glanced)
    rewritten(glanced, older)
    (found,) = told(capsys, "score", glanced)
    assert found["total"] == before["total"]
    assert found["judged"] == "as recorded"
    assert found["note"] == "made with 0.0.9, on another body than this version's: judged as recorded, unproved"
    assert run(["score", str(glanced)]) == 0
    assert found["note"] in capsys.readouterr().out


def test_what_this_version_made_on_another_body_is_not_believed(glanced: Path, capsys: Output) -> None:
    rewritten(glanced, header(patient="Jane"))
    rewritten(glanced, lambda rows: rows[-1].update(patient_hash="0" * 16))
    assert "made on 'Jane', not on 'reference' as it is: say --patient DIR, or --as-recorded" in refused(capsys, "score", glanced)


def test_ones_own_patient_is_found_by_name_as_long_as_it_is_that_body(glance: Path, tmp_path: Path, capsys: Output) -> None:
    """Oracle: the score of the replay that was told where the patient lies."""
    jane, path = home() / "patients" / "Jane", tmp_path / "on_jane.jsonl"
    shutil.copytree(SHIPPED / "reference", jane)
    changed(jane)
    given = told(capsys, "replay", glance, "--patient", jane, "--record", path)
    (found,) = told(capsys, "score", path)
    assert (found["total"], found["judged"], found["note"]) == (given["total"], "replayed", "")
    assert told(capsys, "replay", path)["same_as_recorded"]
    changed(jane, tip=[0.0, -61.0, 0.0])
    assert "made on 'Jane', not on 'reference' as it is: say --patient DIR" in refused(capsys, "score", path)
    (jane / "patient.json").write_text("{", encoding="utf-8")
    assert f"{jane}" in refused(capsys, "score", path)


def changed(folder: Path, tip: Sequence[float] = (0.0, -60.0, 0.0)) -> None:
    """Jane, one landmark of whose lies elsewhere."""
    document = json.loads((folder / "patient.json").read_text(encoding="utf-8"))
    document["name"], document["landmarks_mm"]["L2/spinous_tip"] = "Jane", tip
    (folder / "patient.json").write_text(json.dumps(document), encoding="utf-8")


def test_the_first_format_is_judged_by_its_commands_alone(glanced: Path, capsys: Output) -> None:
    (before,) = told(capsys, "score", glanced)
    rewritten(glanced, first_format)
    (found,) = told(capsys, "score", glanced)
    assert (found["total"], found["modes"], found["started"]) == (before["total"], ["unknown"], "")
    assert "format 1, whose events hold sentences" in found["note"]
    assert "format 1, whose events hold sentences" in refused(capsys, "score", glanced, "--as-recorded")
    assert "same_as_recorded" not in told(capsys, "replay", glanced)


def test_the_first_format_on_another_body_cannot_be_judged(glanced: Path, capsys: Output) -> None:
    rewritten(glanced, first_format)
    rewritten(glanced, header(program="0.0.9", patient_hash="0" * 16))
    assert "made with 0.0.9, on another body" in refused(capsys, "score", glanced)


# --- who counts --------------------------------------------------------------------------------------------------------------


def broken_off(path: Path) -> Path:
    """A copy without its finish and its end."""
    lines = path.read_text(encoding="utf-8").splitlines()
    cut = path.with_name("cut.jsonl")
    cut.write_text("\n".join(line for line in lines if '"end":true' not in line and "finish" not in line), encoding="utf-8")
    return cut


def test_broken_off_attempts_are_counted_as_is_said(recording: Path, capsys: Output) -> None:
    rows = (recording, broken_off(recording), recording)
    found = told(capsys, "cusum", *rows, "--as-recorded")
    assert (found["broken_off"], found["broken_off_counts"], found["successes"]) == (1, "fail", [True, False, True])
    found = told(capsys, "cusum", *rows, "--as-recorded", "--broken-off", "leave-out")
    assert (found["broken_off"], found["broken_off_counts"], found["successes"]) == (1, "leave-out", [True, True])
    assert run(["cusum", *map(str, rows), "--as-recorded"]) == 0
    out = capsys.readouterr().out
    assert "broken off: 1, counted as failures; --broken-off leave-out leaves them out" in out
    assert "failure (broken off)" in out


def unaided(rows: list[dict[str, Any]]) -> None:
    """Nobody steered the C-arm to where the target is."""
    for row in rows:
        if row.get("do", {}).get("do") == "show_view":
            row["do"]["assisted"] = False


def test_only_whole_exams_count_as_exams(recording: Path, tmp_path: Path, capsys: Output) -> None:
    """One of practice, one that was begun as an exam and gone on with as guided, one exam with views that find the target, and one exam."""
    paths = []
    for name, mode in (("practice", "practice"), ("mixed", "exam"), ("helped", "exam"), ("exam", "exam")):
        path = tmp_path / f"{name}.jsonl"
        path.write_bytes(recording.read_bytes())
        paths.append(rewritten(path, header(mode=mode)))
        if name != "helped":
            rewritten(path, unaided)
    rewritten(paths[1], lambda rows: rows.insert(1, {"step": 0, "event": "mode_set", "data": {"mode": "guided"}}))
    found = told(capsys, "cusum", *paths, "--as-recorded", "--mode", "exam")
    assert (found["files"], found["of_another_mode"]) == ([str(paths[3])], 3)
    said = refused(capsys, "cusum", *paths[:3], "--as-recorded", "--mode", "exam")
    assert "none of 3 attempts is left to count: 3 of another mode" in said


def test_a_curve_of_forged_attempts_is_refused(glanced: Path, capsys: Output) -> None:
    rewritten(glanced, forged)
    rewritten(glanced, lambda rows: rows.insert(-1, {**FINISHED, "step": rows[-1]["step"]}))
    assert "not what comes of its commands" in refused(capsys, "cusum", glanced)
