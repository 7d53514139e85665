"""The command line: exit codes, one JSON document where it is asked for, one line where something is wrong, files where they are named."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import trimesh
from PIL import Image

from meshes import anatomy as anatomy_module
from meshes.anatomy import Anatomy
from scenarios import files
from scenarios.schema import measures
from sim import bench, cli, patients, peer
from sim.cli import run
from sim.records.recording import read
from tests.conftest import PROJECT
from tests.scenarios.refusal import refused

CASES = sorted(files.library())
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def loaded_once(reference: Anatomy, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped patient is not read anew for every command; any other folder is."""
    real = patients.patient_from

    def patient_from(folder: Path) -> Anatomy:
        return reference if folder == patients.SHIPPED / "reference" else real(folder)

    monkeypatch.setattr(patients, "patient_from", patient_from)


@pytest.fixture
def glance(tmp_path: Path) -> Path:
    """A script that looks once and does nothing."""
    path = tmp_path / "glance.toml"
    head = 'format = 1\nscenario = "caudal"\ntitle = "A glance"\nexpect = "fail"\ncritical = "no_drug"\n'
    path.write_text(head + 'steps = [{ do = "expose" }]', encoding="utf-8")
    return path


def told(capsys: Output, *arguments: object, code: int = 0) -> Any:
    """Run with --json: the exit code is as wanted, and standard output is exactly one JSON document without numbers that are none."""
    assert run([*map(str, arguments), "--json"]) == code
    out, err = capsys.readouterr()
    assert err == ""

    def no_number(word: str) -> None:
        raise AssertionError(f"{word} is not JSON")

    return json.loads(out, parse_constant=no_number)


# --- list --------------------------------------------------------------------------------------------------------------------


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


# --- replay ------------------------------------------------------------------------------------------------------------------


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
    assert "caudal_reckless: no such file or shipped script; shipped are anticoagulated_careless" in refused(
        capsys, "replay", "caudal_reckless"
    )


def test_a_stuck_script_is_bad_input_and_says_where(glance: Path, capsys: Output) -> None:
    stuck = glance.read_text(encoding="utf-8").replace("}]", '}, { do = "withdraw", mm = 5.0 }]')
    glance.write_text(stuck, encoding="utf-8")
    assert f"{glance}: steps.2 (withdraw): there is no needle in your hand" in refused(capsys, "replay", glance)


# --- check and rehearse ------------------------------------------------------------------------------------------------------


def test_check_tells_a_verdict_for_each_file(capsys: Output) -> None:
    paths = [files.scripts()[name] for name in ("interlaminar_l4_l5_careless", "transforaminal_l5_careless")]
    verdicts = told(capsys, "check", *paths)
    assert [verdict["file"] for verdict in verdicts] == [str(path) for path in paths]
    assert all(set(verdict) == {"file", "kind", "good", "why", "score"} and verdict["good"] for verdict in verdicts)


def test_rehearse_tells_every_attempt(capsys: Output) -> None:
    found = told(capsys, "rehearse", "transforaminal_l5", "--operator", "fumbling", "--count", 2, "--seed", 3)
    assert (found["scenario"], found["operator"]) == ("transforaminal_l5", "fumbling")
    assert [attempt["seed"] for attempt in found["attempts"]] == [3, 4]
    assert found["passed"] == sum(attempt["passed"] for attempt in found["attempts"])


def test_rehearse_can_be_read_by_people(capsys: Output) -> None:
    assert run(["rehearse", "caudal", "--operator", "fumbling", "--count", "1"]) == 0
    out = capsys.readouterr().out
    assert "seed    1" in out
    assert "of 1 passed, mean" in out


# --- pictures ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["AP", "lateral", "oblique", "clo"])
def test_xray_writes_a_picture_of_the_asked_size(view: str, tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "new" / "picture.png"
    found = told(capsys, "xray", "interlaminar_l4_l5", "--view", view, "--size", 160, "--out", path)
    assert found["out"] == str(path)
    low, high = {"AP": (0, 0), "lateral": (90, 90), "oblique": (20, 30), "clo": (-50, -40)}[view]  # fact sheet 3.2
    assert low <= found["orbit_deg"] <= high
    assert 60.0 <= found["kvp"] <= 120.0
    with Image.open(path) as picture:
        assert (picture.size, picture.format) == ((160, 160), "PNG")
        assert np.asarray(picture).std() > 10


def test_peer_scene_writes_what_another_projector_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    """Oracle for the picture: attenuation lies between none and that of the thickest way, and the body throws a shadow."""
    monkeypatch.setattr(peer, "RUNS", 2)
    scene = told(capsys, "peer-scene", "caudal", "--view", "lateral", "--size", 64, "--out", tmp_path)
    assert scene == json.loads((tmp_path / "scene.json").read_text(encoding="utf-8"))
    assert scene["pixels"] == [64, 64]
    assert scene["pixel_mm"] * 64 == pytest.approx(300.0)
    source, detector, up = (np.array(scene[key]) for key in ("source_mm", "detector_centre_mm", "detector_up"))
    assert np.linalg.norm(detector - source) == pytest.approx(1000.0)
    assert np.linalg.norm(up) == pytest.approx(1.0)
    assert (detector - source) @ up == pytest.approx(0.0, abs=1e-9)
    image = np.load(tmp_path / scene["transmission"])
    assert (image.shape, image.dtype) == ((64, 64), np.float32)
    assert 0.0 < image.min() < 0.2
    assert image.max() <= 1.0
    body = trimesh.load_mesh(tmp_path / scene["body"]["file"])
    assert body.is_watertight
    assert len(scene["inner"]) >= 5
    for part in scene["inner"]:
        mesh = trimesh.load_mesh(tmp_path / part["file"])
        assert mesh.is_watertight, part["file"]
        assert part["mu_per_cm"] > scene["body"]["mu_per_cm"]
        assert (mesh.bounds[0] > body.bounds[0]).all()
        assert (mesh.bounds[1] < body.bounds[1]).all()


# --- patients ----------------------------------------------------------------------------------------------------------------


def test_build_writes_a_patient_that_can_be_replayed(
    reference: Anatomy, glance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    """Building itself is tested with the bodies; here it hands out the one that is there."""
    monkeypatch.setattr(cli, "reference_built", lambda progress: reference)
    found = told(capsys, "build", "--out", tmp_path / "patient")
    assert found == {"out": str(tmp_path / "patient"), "name": "reference", "fingerprint": reference.fingerprint(), "inferred": []}
    assert anatomy_module.load(tmp_path / "patient").fingerprint() == reference.fingerprint()
    own = told(capsys, "replay", glance)
    assert told(capsys, "replay", glance, "--patient", tmp_path / "patient") == own


def test_import_tells_what_it_had_to_infer(reference: Anatomy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setattr(cli, "import_surfaces", lambda *_: replace(reference, name="jane", inferred=("sac",)))
    assert run(["import", "bones", "--out", str(tmp_path / "jane")]) == 0
    out, err = capsys.readouterr()
    assert f"jane: written to {tmp_path / 'jane'}" in out
    assert "inferred, not seen in the source: sac" in out
    assert err == ""


def test_an_import_of_nothing_is_bad_input(tmp_path: Path, capsys: Output) -> None:
    assert str(tmp_path / "absent") in refused(capsys, "import", tmp_path / "absent", "--out", tmp_path / "patient")
    assert not (tmp_path / "patient").exists()


# --- bench -------------------------------------------------------------------------------------------------------------------


def test_bench_prints_its_figures_as_they_are(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    figures = {"machine": bench.machine(), "xray_512_ms": bench._spread([3.0, 1.0, 2.0])}
    monkeypatch.setattr(bench, "measure", lambda anatomy, tell: figures)
    found = told(capsys, "bench")
    assert found["xray_512_ms"] == {"median": 2.0, "min": 1.0, "max": 3.0, "runs": 3.0}
    assert "Python" in found["machine"]
    assert run(["bench"]) == 0
    assert "xray_512_ms" in capsys.readouterr().out


# --- bad input ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["fly"], "invalid choice: 'fly'"),
        (["replay"], "the following arguments are required: file"),
        (["replay", "caudal_careless", "--seed", "-1"], "argument --seed: is '-1', should be a whole number, 0 or more"),
        (["replay", "caudal_careless", "--seed", "one"], "argument --seed: is 'one'"),
        (["rehearse", "caudal", "--count", "0"], "argument --count: is '0', should be a whole number, 1 or more"),
        (["rehearse", "caudal", "--workers", "1.5"], "argument --workers: is '1.5'"),
        (["rehearse", "caudal", "--operator", "best"], "invalid choice: 'best'"),
        (["rehearse", "caudl"], "did you mean 'caudal'?"),
        (["xray", "caudal", "--out", "x.png", "--size", "100"], "--size is 100, should be a multiple of 32"),
        (["xray", "caudal", "--out", "x.png", "--size", "320000"], "--size is 320000"),
        (["xray", "caudal", "--out", "x.doc"], "--out is 'x.doc', should end in .png"),
        (["xray", "caudal", "--out", "x.png", "--view", "PA"], "invalid choice: 'PA'"),
        (["xray", "caudal"], "the following arguments are required: --out"),
        (["peer-scene", "caudal", "--out", "x", "--size", "33"], "--size is 33"),
        (["replay", "caudal_careless", "--patient", "nowhere"], "nowhere: no patient.json there"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_understood_is_told_in_one_line(
    arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.chdir(tmp_path)
    assert words in refused(capsys, *arguments)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["--record", "--images", "--report"])
def test_a_place_that_cannot_be_written_to_is_told_in_one_line(option: str, glance: Path, tmp_path: Path, capsys: Output) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    line = refused(capsys, "replay", glance, option, blocked / "inside")
    assert line.startswith(f"tuohy: {blocked}")
    assert "cannot be read or written" in line
    assert blocked.read_text(encoding="utf-8") == "in the way"


def test_the_program_itself(tmp_path: Path) -> None:
    """main.py with arguments is the command line: exit code, standard output and standard error are its own."""

    def main(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "main.py", *arguments], cwd=PROJECT, capture_output=True, text=True, check=False)

    listed = main("list", "--json")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert [case["name"] for case in json.loads(listed.stdout)] == CASES
    failed = main("replay", "interlaminar_l4_l5_careless", "--must-pass", "--json")
    assert (failed.returncode, failed.stderr, json.loads(failed.stdout)["passed"]) == (1, "", False)
    unknown = main("replay", "caudal_reckless")
    assert (unknown.returncode, unknown.stdout, len(unknown.stderr.splitlines())) == (2, "", 1)


def test_an_interruption_is_no_crash(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "library", interrupted)
    assert run(["list"]) == 130
    assert capsys.readouterr().err == "tuohy: interrupted\n"
