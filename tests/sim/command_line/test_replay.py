"""A replay tells what the attempt was worth, writes files where they are named, and says in one line why it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from scenarios import files
from scenarios.rubric import measures
from sim.command_line.entry import run
from sim.records.recording import read
from tests.scenarios.refusal import refused
from tests.sim.command_line.told import Output, told


def test_replay_tells_score_measures_and_events(capsys: Output) -> None:
    found = told(capsys, "replay", "interlaminar_l4_l5_careless", "--seed", 4)
    assert (found["scenario"], found["patient"], found["seed"]) == ("interlaminar_l4_l5", "reference", 4)
    assert (found["passed"], found["finished"]) == (False, True)
    assert set(found["measures"]) == set(measures())
    assert "dural_puncture" in found["critical"]
    assert {"text", "measure", "time_s", "critical"} == set(found["remarks"][0])
    assert found["events"][-1]["event"] == "finished"


def test_replay_can_be_read_by_people(capsys: Output) -> None:
    assert run(["replay", "interlaminar_l4_l5_careless"]) == 0
    out = capsys.readouterr().out
    assert "Right L4-L5, interlaminar: " in out
    assert "not passed" in out
    assert "critical: The needle went through the dura" in out


def test_must_pass_is_not_so_for_the_careless_and_so_for_the_competent(capsys: Output) -> None:
    told(capsys, "replay", "interlaminar_l4_l5_careless", "--must-pass", code=1)
    told(capsys, "replay", "transforaminal_l5_competent", "--must-pass", code=0)


def test_a_script_is_also_found_by_its_file(capsys: Output) -> None:
    by_file = told(capsys, "replay", files.scripts()["interlaminar_l4_l5_careless"])
    assert by_file == told(capsys, "replay", "interlaminar_l4_l5_careless")


def test_record_images_and_report_are_written(tmp_path: Path, capsys: Output) -> None:
    record, images, report = tmp_path / "a" / "attempt.jsonl", tmp_path / "b" / "pictures", tmp_path / "c" / "report.html"
    arguments = ["replay", "transforaminal_l5_careless", "--record", record, "--images", images, "--report", report]
    found = told(capsys, *arguments)
    recording = read(record)
    assert [event.line() for event in recording.events] == found["events"]
    runs = [event for event in recording.events if event.kind == "exposure_ended"]
    pictures = sorted(images.glob("*.png"))
    assert [path.name[:3] for path in pictures] == [f"{number:02d}_" for number in range(1, len(runs) + 1)]
    with Image.open(pictures[0]) as picture:
        assert (picture.size, picture.mode) == ((1024, 1024), "L")
    assert report.read_text(encoding="utf-8").startswith("<!doctype html>")
    again = told(capsys, "replay", record)
    assert again.pop("same_as_recorded") is True
    assert again == found


def test_where_things_were_written_is_told(glance: Path, tmp_path: Path, capsys: Output) -> None:
    folder = tmp_path / "[red]"
    assert run(["replay", str(glance), "--images", str(folder)]) == 0
    assert f"written: {folder}" in capsys.readouterr().out


def test_an_unknown_script_is_bad_input(capsys: Output) -> None:
    assert "caudal_reckless: no such file or shipped script; shipped are annular_tear_careless" in refused(
        capsys, "replay", "caudal_reckless"
    )


def test_a_stuck_script_is_bad_input_and_says_where(glance: Path, capsys: Output) -> None:
    stuck = glance.read_text(encoding="utf-8").replace("}]", '}, { do = "withdraw", mm = 5.0 }]')
    glance.write_text(stuck, encoding="utf-8")
    assert f"{glance}: steps.2 (withdraw): there is no needle in your hand" in refused(capsys, "replay", glance)


@pytest.mark.parametrize("option", ["--record", "--images", "--report", "--trace"])
def test_a_place_that_cannot_be_written_to_is_told_in_one_line(option: str, glance: Path, tmp_path: Path, capsys: Output) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    line = refused(capsys, "replay", glance, option, blocked / ("inside.parquet" if option == "--trace" else "inside"))
    assert line.startswith(f"tuohy: {blocked}")
    assert "cannot be read or written" in line
    assert blocked.read_text(encoding="utf-8") == "in the way"
