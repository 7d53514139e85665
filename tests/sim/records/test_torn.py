"""Files of lines as editors, crashes and power cuts leave them: what is whole in them is read, nothing of it is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scenarios.files import InputError
from sim.qt.actions import keep_keys, keys
from sim.records.recording import Recorder, read
from sim.session.session import Session
from sim.session.stations.carm import PressPedal, ReleasePedal
from sim.session.world import World
from sim.studies.run import read_kept

TORN = b'{"step":1,"do":{"do":"release_pe'
MARK = b"\xef\xbb\xbf"
LEFT = {
    "torn": TORN,
    "torn, then blank": TORN + b"\n\n",
    "torn, then blank as Windows writes it": TORN + b"\r\n\r\n",
    "torn, then spaces": TORN + b"\n  \n\t\n",
    "torn in a letter": '{"step":1,"event":"é'.encode()[:-1] + b"\n\n",
    "zeros": b"\0" * 512,
    "torn, then zeros": TORN + b"\0" * 512 + b"\n",
    "blank": b"\n\n \n",
}


@pytest.fixture
def begun(interlaminar: World, tmp_path: Path) -> Path:
    """An attempt that was broken off."""
    recorder = Recorder(Session(interlaminar, 1), "user", tmp_path / "attempt.jsonl")
    for command in (PressPedal(), ReleasePedal()):
        recorder.do(command)
        recorder.session.step()
        recorder.after_step()
    recorder.leave()
    return tmp_path / "attempt.jsonl"


@pytest.mark.parametrize("mark", [b"", MARK], ids=["plain", "marked"])
@pytest.mark.parametrize("name", LEFT)
def test_a_recording_reads_up_to_its_last_whole_line(name: str, mark: bytes, begun: Path) -> None:
    """Fault: refused whole for its mark, or for the blank behind the torn line."""
    whole = read(begun)
    begun.write_bytes(mark + begun.read_bytes() + LEFT[name])
    assert read(begun) == whole


@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["unix", "windows"])
def test_what_an_editor_makes_of_a_recording_is_the_same_one(end: bytes, begun: Path) -> None:
    whole = read(begun)
    begun.write_bytes(MARK + begun.read_bytes().replace(b"\n", end) + end)
    assert read(begun) == whole


def test_a_torn_line_with_another_behind_it_is_a_fault(begun: Path) -> None:
    lines = begun.read_bytes().splitlines(keepends=True)
    begun.write_bytes(b"".join([*lines[:2], TORN + b"\n", *lines[2:]]))
    with pytest.raises(InputError, match="line 3: not JSON"):
        read(begun)


SHAPE = {"seed": int, "total": float}
ROWS = [{"seed": 1, "total": 90.0, "more": "kept"}, {"seed": 2, "total": 80.0, "more": "kept"}]


@pytest.mark.parametrize("mark", [b"", MARK], ids=["plain", "marked"])
@pytest.mark.parametrize("name", LEFT)
def test_a_study_goes_on_after_its_last_whole_record(name: str, mark: bytes, tmp_path: Path) -> None:
    """And what is in the file beside what this study reads stays in it."""
    kept = tmp_path / "kept.jsonl"
    kept.write_bytes(mark + "".join(json.dumps(row) + "\n" for row in ROWS).encode() + LEFT[name])
    found = read_kept(kept, SHAPE)
    assert [record["seed"] for record in found] == [1, 2]
    assert [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()] == ROWS


@pytest.mark.parametrize("line", [b'{"case": "caudal"}\n', b"[]\n", b'{"seed": "x", "total": 1}\n'])
def test_another_studys_file_is_refused_and_left_as_it_is(line: bytes, tmp_path: Path) -> None:
    """Fault: a file of one strange line was taken for a torn one, and emptied."""
    kept = tmp_path / "kept.jsonl"
    kept.write_bytes(line)
    with pytest.raises(InputError, match="line 1 is no record of this study"):
        read_kept(kept, SHAPE)
    assert kept.read_bytes() == line


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    kept.write_bytes(b"\xff\xfe\n" + json.dumps(ROWS[0]).encode() + b"\n")
    with pytest.raises(InputError, match="line 1 is no record of a study"):
        read_kept(kept, SHAPE)


def test_keys_that_an_editor_marked_are_read(own_home: Path) -> None:
    keep_keys({"keep": "G"})
    path = own_home / "keys.json"
    path.write_bytes(MARK + path.read_bytes())
    assert keys()["keep"] == "G"
