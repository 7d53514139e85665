"""Recordings: written as it happens, read as it was, played again to the same end; a crash loses a line, not an attempt."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import chain, pairwise
from pathlib import Path

import pytest

import sim
from scenarios import files
from scenarios.files import InputError
from sim.records.header import FORMAT, VERSION, header_of
from sim.records.recording import Recorder, Recording, read
from sim.records.replay import first_difference, replay, resume
from sim.records.store import claim_new, earlier
from sim.scoring.rubric import judge
from sim.session.commands import AttachSyringe, Command, Finish, PressPedal, PressPlunger, ReleasePedal, ShowView, TakeNeedle, TryPlunger
from sim.session.events import Event
from sim.session.session import Session
from sim.session.world import World
from tests.sim.played import Played
from tests.sim.records.changed import Rows, rewritten

ATTEMPTS = ("transforaminal_l5_competent", "l4_l5_disc_competent")
"""The needle alone, and a whole procedure with conditions."""
DATED = [f"exchange/gradebook/{name}.py" for name in ("cohort", "comments", "filing", "progress", "rows", "tables", "transcript")]
DATED += [*(f"exchange/paper/{name}.py" for name in ("certificate", "log_book", "period", "sheet")), "exchange/report.py"]
TIMERS = [f"studies/bench/{name}.py" for name in ("attempts", "figures", "first_press", "start", "timed_commands")]
HELD: dict[str, bool] = {"press_pedal": True, "release_pedal": False, "press_plunger": True, "release_plunger": False}


def write(recording: Recording, world: World, path: Path) -> Path:
    """Play a recording again, writing it down, and close it."""
    recorder = Recorder(Session(world, recording.header.seed), recording.header.operator, path)
    go_on(recording, recorder, 0)
    recorder.close()
    return path


def go_on(recording: Recording, recorder: Recorder, done: int) -> None:
    """Give a recording's commands from the ``done``-th on, each at its step, to the recording's end."""
    session = recorder.session
    for step, command in recording.commands[done:]:
        while session.step_number < step:
            session.step()
            recorder.after_step()
        recorder.do(command)


@pytest.fixture(scope="module", params=ATTEMPTS)
def attempt(request: pytest.FixtureRequest, worlds: dict[str, World], played: Played) -> tuple[Recording, World]:
    recording = played[request.param]
    return recording, worlds[recording.header.scenario]


@pytest.fixture
def short(interlaminar: World, tmp_path: Path) -> Path:
    """A few commands, among them letters that take more than one byte."""
    path = tmp_path / "short.jsonl"
    recorder = Recorder(Session(interlaminar, 3), "Zoë \N{MICRO SIGN}", path)
    orders: list[Command] = [PressPedal(), ReleasePedal(), TakeNeedle(needle="spitze Nadel für Übungen"), TakeNeedle(needle="18G Tuohy")]
    for command in orders:
        recorder.do(command)
        for _ in range(8):
            recorder.session.step()
            recorder.after_step()
    recorder.do(Finish())
    recorder.close()
    return path


# --- written, read, played again ---------------------------------------------------------------------------------------------


def test_what_is_written_is_read_and_plays_to_the_same_events_and_score(attempt: tuple[Recording, World], tmp_path: Path) -> None:
    recording, world = attempt
    again = read(write(recording, world, tmp_path / "attempt.jsonl"))
    assert again.header == recording.header
    assert again.commands == recording.commands
    assert (again.steps, again.ended, again.finished) == (recording.steps, True, True)
    assert first_difference(recording.events, again.events) is None
    rubric = files.rubric_of(world.scenario)
    assert judge(again, rubric, world.scenario) == judge(recording, rubric, world.scenario)


def test_every_line_is_one_plain_json_object(short: Path) -> None:
    lines = short.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert rows[0]["tuohy"] == "recording"
    assert rows[0]["format"] == FORMAT
    assert all(("do" in row) + ("event" in row) + ("end" in row) + ("so_far" in row) == 1 for row in rows[1:])
    assert [row["step"] for row in rows[1:]] == sorted(row["step"] for row in rows[1:])


def test_a_recorder_keeps_what_it_writes(interlaminar: World, tmp_path: Path) -> None:
    recorder = Recorder(Session(interlaminar, 1), "user", tmp_path / "kept.jsonl")
    recorder.do(PressPedal())
    recorder.session.step()
    assert recorder.close() == read(tmp_path / "kept.jsonl")


def test_the_header_says_what_the_attempt_was_made_on(interlaminar: World) -> None:
    header = header_of(Session(interlaminar, 5), "user")
    assert header.scenario_hash == files.fingerprint(interlaminar.scenario)
    assert header.patient_hash == interlaminar.anatomy.fingerprint()
    assert (header.scenario, header.patient, header.seed, header.operator) == ("interlaminar_l4_l5", "reference", 5, "user")


def test_no_clock_is_read_below_window_and_command_line() -> None:
    """The day is handed in, and kept as a date. Timings of studies and of a peer's answers are told, and decide nothing."""
    core = Path(sim.__file__).parent
    clocks = re.compile(r"^\s*(?:import|from) (?:datetime|time)\b", re.MULTILINE)
    found = {path.relative_to(core).as_posix() for path in core.rglob("*.py") if clocks.search(path.read_text(encoding="utf-8"))}
    below = {path for path in found if path.split("/")[0] not in ("qt", "command_line")}
    assert below == {
        "exchange/agents/pace.py",
        "exchange/peer.py",
        "studies/bench/department.py",  # made-up days
        *TIMERS,
        *DATED,
    }


def test_how_when_and_by_which_program_stand_in_the_first_line_and_the_stamp_in_the_last(interlaminar: World, tmp_path: Path) -> None:
    path = tmp_path / "said.jsonl"
    kept = Recorder(Session(interlaminar, 9), "user", path, "exam", "2026-11-27").close()
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    wanted = {"mode": "exam", "started": "2026-11-27", "program": VERSION, "seed": 9, "patient_hash": interlaminar.anatomy.fingerprint()}
    assert {name: rows[0][name] for name in wanted} == wanted
    assert rows[-1] == {"step": 0, "end": True, "program": VERSION, "patient_hash": wanted["patient_hash"]}
    assert read(path) == kept


def test_what_had_been_met_before_is_counted_in_this_home(interlaminar: World) -> None:
    """Oracle: by hand: of four attempts one met another seed. The count stands in the first line, and is 0 where that does not say."""
    met = []
    for seed in (3, 3, 4, 3):
        claim = claim_new("interlaminar_l4_l5")
        session = Session(interlaminar, seed)
        met.append(earlier(header_of(session, "user"), claim.path))
        Recorder(session, "user", claim.path, earlier=met[-1]).close()
        claim.release()
    assert met == [0, 1, 0, 2]
    assert read(claim.path).header.earlier == 2
    (claim.path.parent / "00009_torn.jsonl").write_bytes(b"\xff{")
    assert earlier(header_of(session, "user"), claim.path) == 2


@pytest.mark.parametrize("said", [-1, 2.5, "once", True])
def test_a_count_that_is_none_is_refused(interlaminar: World, tmp_path: Path, said: object) -> None:
    path = tmp_path / "said.jsonl"
    Recorder(Session(interlaminar, 9), "user", path).close()
    with pytest.raises(InputError, match="line 1: earlier: is"):
        read(rewritten(path, lambda rows: rows[0].update(earlier=said)))
    assert read(rewritten(path, lambda rows: rows[0].pop("earlier"))).header.earlier == 0


def test_an_attempt_of_the_first_format_goes_on(interlaminar: World, tmp_path: Path) -> None:
    """It becomes one of the second, which says that nobody knows how it was begun."""
    path = tmp_path / "old.jsonl"
    recorder = Recorder(Session(interlaminar, 1), "user", path)
    recorder.do(PressPedal())
    recorder.session.step()
    recorder.leave()

    def first(rows: Rows) -> None:
        rows[0].update(format=1)
        del rows[0]["mode"], rows[0]["started"]
        rows.insert(2, {"step": 0, "event": "patient_says", "data": {"text": "Ow! That is sharp!"}})

    old = read(rewritten(path, first))
    going = Recorder(Session(interlaminar, 1), "user", tmp_path / "new.jsonl", old.header.mode, old.header.started)
    resume(old, going)
    new = going.close()
    assert (old.coded, new.coded, new.modes, new.steps) == (False, True, ("unknown",), old.steps)
    assert read(tmp_path / "new.jsonl") == new


def test_what_is_flushed_is_on_disk_while_the_attempt_goes_on(interlaminar: World, tmp_path: Path) -> None:
    path = tmp_path / "going.jsonl"
    recorder = Recorder(Session(interlaminar, 1), "user", path)
    recorder.do(PressPedal())
    for _ in range(10):
        recorder.session.step()
        recorder.after_step()
    recorder.flush()
    so_far = read(path)
    assert len(so_far.commands) == 1
    assert (so_far.steps, so_far.ended, so_far.finished) == (10, False, False)
    recorder.leave()


def test_a_replay_can_stop_at_a_step(attempt: tuple[Recording, World]) -> None:
    recording, world = attempt
    session = Session(world, recording.header.seed)
    replay(recording, session, until=100)
    assert session.step_number == 100
    assert session.events == tuple(event for event in recording.events if event.step < 100)


def test_a_replay_shows_every_step_to_whom_watches(short: Path, interlaminar: World) -> None:
    seen: list[int] = []
    replay(read(short), Session(interlaminar, 3), lambda observation: seen.append(observation.step))
    assert seen == list(range(1, 33))


# --- differences -------------------------------------------------------------------------------------------------------------


def test_the_first_difference_is_found_wherever_it_is_planted(short: Path) -> None:
    events = read(short).events
    assert first_difference(events, events) is None
    for number, event in enumerate(events):
        planted = (*events[:number], replace(event, data={**event.data, "depth_mm": -1.0}), *events[number + 1 :])
        found = first_difference(events, planted)
        assert found is not None
        assert (found.number, found.recorded) == (number, event)
        missing = first_difference(events, events[:number])
        assert missing is not None
        assert (missing.number, missing.recorded, missing.replayed) == (number, event, None)
        late = first_difference(events, (*events[:number], replace(event, step=event.step + 1), *events[number + 1 :]))
        assert late is not None
        assert late.number == number


def test_an_event_too_many_is_a_difference(short: Path) -> None:
    events = read(short).events
    found = first_difference(events, (*events, Event(99, "bone_contact")))
    assert found is not None
    assert (found.number, found.recorded) == (len(events), None)


def test_a_changed_command_leaves_its_trace(short: Path, interlaminar: World) -> None:
    recording = read(short)
    other = replace(recording, commands=((0, ShowView(view="lateral")), *recording.commands))
    session = Session(interlaminar, 3)
    replay(other, session)
    found = first_difference(recording.events, session.events)
    assert found is not None
    assert found.number == 1  # behind what the body is like
    assert found.replayed is not None
    assert found.replayed.data["view"] == "lateral"


# --- cut ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sampled", [97, pytest.param(1, marks=pytest.mark.long)])
def test_a_file_cut_at_any_byte_reads_up_to_its_last_whole_line(sampled: int, short: Path, tmp_path: Path) -> None:
    whole, everything = short.read_bytes(), read(short)
    cut = tmp_path / "cut.jsonl"
    ends = [at for at, byte in enumerate(whole) if byte == ord("\n")]
    steps = [1 if end - start < 1000 else sampled for start, end in pairwise(ends)]  # one line, of all that was perceived, is very long
    for length in chain(*(range(start, end, step) for (start, end), step in zip(pairwise(ends), steps, strict=True))):
        cut.write_bytes(whole[:length])
        # a line whose line break alone is missing is whole
        lines = whole[: length + 1].count(b"\n") if whole[length : length + 1] == b"\n" else whole[:length].count(b"\n")
        rows = [json.loads(line) for line in whole.split(b"\n")[1:lines]]
        some = read(cut)
        assert some.header == everything.header
        assert some.commands == everything.commands[: sum("do" in row for row in rows)]
        assert some.events == everything.events[: sum("event" in row for row in rows)]
        assert some.ended == any("end" in row for row in rows)


def _moments_with_free_hands(recording: Recording) -> list[int]:
    """How many commands were given when, at a command's end, nothing was held down."""
    held: set[str] = set()
    free = []
    for number, (_, command) in enumerate(recording.commands, 1):
        if isinstance(command, TryPlunger):
            (held.add if command.pressing else held.discard)("try")
        elif command.do in HELD:
            name = command.do.split("_")[1]
            (held.add if HELD[command.do] else held.discard)(name)
        if not held:
            free.append(number)
    return free


def test_a_broken_off_attempt_goes_on_to_the_same_end(attempt: tuple[Recording, World], tmp_path: Path) -> None:
    recording, world = attempt
    whole = write(recording, world, tmp_path / "whole.jsonl").read_bytes()
    rows = [json.loads(line) for line in whole.splitlines()]
    free = _moments_with_free_hands(recording)
    for done in (free[len(free) // 3], free[-3]):
        # cut in the middle of the line behind that command
        line = [number for number, row in enumerate(rows) if "do" in row][done - 1] + 1
        broken = tmp_path / f"broken{done}.jsonl"
        broken.write_bytes(b"\n".join(whole.splitlines()[:line]) + b"\n" + whole.splitlines()[line][:9])
        recorder = Recorder(Session(world, recording.header.seed), recording.header.operator, tmp_path / f"going{done}.jsonl")
        resume(read(broken), recorder)
        go_on(recording, recorder, done)
        ended = recorder.close()
        assert first_difference(recording.events, ended.events) is None
        rubric = files.rubric_of(world.scenario)
        assert judge(ended, rubric, world.scenario) == judge(recording, rubric, world.scenario)
        assert read(tmp_path / f"going{done}.jsonl") == ended


def test_nothing_is_held_down_after_a_resume(attempt: tuple[Recording, World]) -> None:
    """No hand is on the pedal and the plunger of an attempt that was broken off while contrast went in live."""
    recording, world = attempt
    number = next(n for n, (_, command) in enumerate(recording.commands, 1) if isinstance(command, PressPlunger))
    at = recording.commands[number - 1][0]
    broken = replace(recording, commands=recording.commands[:number], events=(), steps=at + 16, ended=False)
    held = Session(world, recording.header.seed)
    replay(broken, held)
    assert held.look().carm.beam_on
    assert held.look().syringe.rate_ml_s > 0
    recorder = Recorder(Session(world, recording.header.seed), "user")
    resume(broken, recorder)
    seen = recorder.session.step()
    assert not seen.carm.beam_on
    assert seen.syringe.rate_ml_s == 0
    assert seen.step == at + 17


# --- judged later ------------------------------------------------------------------------------------------------------------


def test_an_old_attempt_can_be_judged_by_another_rubric(attempt: tuple[Recording, World], tmp_path: Path) -> None:
    """The file is enough: no session is run, and the new rubric's criteria are the ones that count."""
    recording, world = attempt
    old = read(write(recording, world, tmp_path / "old.jsonl"))
    rubric = files.rubric_of(world.scenario)
    criterion = next(c for c in rubric.criteria if c.measure == "fluoroscopy_time")
    strict = rubric.model_copy(update={"criteria": (criterion.model_copy(update={"at_most": 0.0, "fade": 0.001}),), "critical": ()})
    assert judge(old, rubric, world.scenario).passed
    score = judge(old, strict, world.scenario)
    assert (score.total, score.passed) == (0.0, False)
    assert [remark.measure for remark in score.remarks] == ["fluoroscopy_time"]


def test_a_syringe_that_does_not_fit_leaves_the_recording_playable(interlaminar: World, tmp_path: Path) -> None:
    """Refusals are events like others."""
    path = tmp_path / "refused.jsonl"
    recorder = Recorder(Session(interlaminar, 1), "user", path)
    recorder.do(AttachSyringe(agent="saline"))
    recorder.close()
    old, session = read(path), Session(interlaminar, 1)
    replay(old, session)
    assert first_difference(old.events, session.events) is None
    assert [event.kind for event in old.events] == ["body_described", "refused"]
