"""Where two recordings part. Oracle: recordings that differ in one thing planted by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.command_line.entry import run
from sim.records.comparing import parting_of
from sim.records.recording import Recorder, read
from sim.session.commands import Finish, PressPedal, ReleasePedal, ShowView
from sim.session.session import Session
from sim.session.world import World
from tests.scenarios.refusal import refused
from tests.sim.command_line.told import Output, told
from tests.sim.records.changed import Rows, header, rewritten


@pytest.fixture
def two(interlaminar: World, tmp_path: Path) -> tuple[Path, Path]:
    """The same attempt twice, by two people on two days: a look at step 0 to 8, another view at 16, the end at 24."""
    paths = (tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    for path, who, mode, day in zip(paths, ("user", "Zoë"), ("guided", "exam"), ("2026-11-27", ""), strict=True):
        recorder = Recorder(Session(interlaminar, 3), who, path, mode, day)
        for command in (PressPedal(), ReleasePedal(), ShowView(view="lateral"), Finish()):
            recorder.do(command)
            for _ in range(8):
                recorder.session.step()
                recorder.after_step()
        recorder.close()
    return paths


def command(name: str, **fields: object) -> Callable[[Rows], object]:
    return lambda rows: next(row for row in rows if row.get("do", {}).get("do") == name)["do"].update(fields)


def event(kind: str, **fields: object) -> Callable[[Rows], object]:
    return lambda rows: next(row for row in rows if row.get("event") == kind)["data"].update(fields)


def without(part: str, name: str) -> Callable[[Rows], object]:
    def change(rows: Rows) -> None:
        rows.remove(next(row for row in rows if (row.get("do", {}).get("do") if part == "do" else row.get("event")) == name))

    return change


PLANTED = {
    "another seed": (header(seed=4), 0, "seed"),
    "another case": (header(scenario="caudal"), 0, "scenario"),
    "another body": (header(patient_hash="0"), 0, "patient_hash"),
    "another command": (command("show_view", view="AP"), 16, "command"),
    "a command less": (without("do", "release_pedal"), 8, "command"),
    "another event": (event("exposure_ended", pulses=9), 8, "event"),
    "an event less": (without("event", "finished"), 24, "event"),
    "a longer end": (lambda rows: rows[-1].update(step=rows[-1]["step"] + 5), 24, "end"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_the_first_step_at_which_they_part_is_found(name: str, two: tuple[Path, Path]) -> None:
    change, step, what = PLANTED[name]
    a, b = two
    found = parting_of(read(a), read(rewritten(b, change)))
    assert found is not None
    assert (found.step, found.what) == (step, what)
    other = parting_of(read(b), read(a))
    assert other is not None
    assert (other.step, other.what, other.a, other.b) == (step, what, found.b, found.a)


def test_of_several_the_first_counts_and_a_command_before_what_came_of_it(two: tuple[Path, Path]) -> None:
    a, b = two
    rewritten(b, event("exposure_ended", pulses=9))
    found = parting_of(read(a), read(rewritten(b, command("show_view", view="AP"))))
    assert found is not None
    assert (found.step, found.what) == (8, "event")
    rewritten(b, without("event", "exposure_started"))
    found = parting_of(read(a), read(rewritten(b, without("do", "press_pedal"))))
    assert found is not None
    assert (found.step, found.what) == (0, "command")


def test_same_differ_and_bad_input_have_their_exit_codes(two: tuple[Path, Path], capsys: Output) -> None:
    a, b = two
    assert told(capsys, "diff", a, b) == {"same": True, "parted": None, "events_compared": True}
    assert run(["diff", str(a), str(b)]) == 0
    assert capsys.readouterr().out == "They are the same.\n"
    rewritten(b, event("exposure_ended", pulses=9))
    found = told(capsys, "diff", a, b, code=1)
    assert (found["same"], found["parted"]["step"], found["parted"]["what"]) == (False, 8, "event")
    assert found["parted"]["b"]["data"]["pulses"] == 9
    assert run(["diff", str(a), str(b)]) == 1
    assert "They part at step 8 (0.2 s): event: {'step': 8, 'event': 'exposure_ended'" in capsys.readouterr().out
    assert "missing.jsonl: no such file" in refused(capsys, "diff", a, a.with_name("missing.jsonl"))


def test_of_two_formats_the_commands_are_compared(two: tuple[Path, Path], capsys: Output) -> None:
    a, b = two
    rewritten(b, header(format=1))
    found = told(capsys, "diff", a, b)
    assert (found["same"], found["events_compared"]) == (True, False)
    assert run(["diff", str(a), str(b)]) == 0
    assert "only their commands are compared" in capsys.readouterr().out
