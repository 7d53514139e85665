"""An attempt as a film: any moment is at hand, and is what it was."""

from __future__ import annotations

import numpy as np
import pytest

from sim.exchange.trace import row_of
from sim.records.reel import NEAR, PUSHED_S, Reel, Track, reel_of
from sim.records.replay import replay
from sim.session.observation import Observation
from sim.session.session import STEP_S, Session
from sim.session.world import World
from tests.sim.played import Played

SCRIPTS = ("interlaminar_l4_l5_competent", "interlaminar_l4_l5_careless")


@pytest.fixture(scope="module")
def reels(worlds: dict[str, World], played: Played) -> dict[str, Reel]:
    return {name: reel_of(played[name], worlds["interlaminar_l4_l5"]) for name in SCRIPTS}


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_figures_are_those_of_the_trace(script: str, worlds: dict[str, World], played: Played, reels: dict[str, Reel]) -> None:
    """Oracle: the trace, which asks a session of its own step by step."""
    recording, world, reel = played[script], worlds["interlaminar_l4_l5"], reels[script]
    session, seen = Session(world, recording.header.seed), 0
    columns = {**{name: name for name in NEAR}, "plunger_mmhg": "plunger_mmhg", "pain": "pain_of_10"}

    def watch(_: Observation) -> None:
        nonlocal seen
        row, now = row_of(session), reel.figures_at(session.step_number - 1)
        for name, traced in columns.items():
            assert now[name] == pytest.approx(row.get(traced, np.nan), nan_ok=True, rel=1e-5, abs=1e-5), (session.step_number, name)
        if not np.isnan(now["force_n"]):
            assert now["force_n"] == pytest.approx(row["needle_force_n"], rel=1e-5, abs=1e-5), session.step_number
        seen += 1

    replay(recording, session, watch)
    assert seen == recording.steps == reel.last


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_push_is_told_while_the_needle_moves_and_a_second_longer(script: str, reels: dict[str, Reel]) -> None:
    """Fault: the lane of pushes stood at five newtons for a minute in which nobody pushed. Oracle: the tip's own track."""
    reel = reels[script]
    moved = np.array(reel.tips.steps[1:])
    pushed = ~np.isnan(reel.figures["force_n"])
    for step in np.flatnonzero(pushed):
        assert 0 <= step - moved[moved <= step].max() <= round(PUSHED_S / STEP_S)
    assert 0 < pushed.mean() < 0.7


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_moment_is_where_the_events_say_the_tip_was(script: str, played: Played, reels: dict[str, Reel]) -> None:
    """Oracle: the last event of each step that tells the tip's place."""
    last = {event.step: event.data for event in played[script].events if event.kind == "tip_at"}
    assert len(last) > 5
    for step, data in last.items():
        tip = reels[script].frame(step).tip
        assert tip is not None
        assert tip.shaft[-1] == pytest.approx(data["place"], abs=1e-5)
        assert (tip.depth_mm, tip.tissue.name) == (pytest.approx(data["depth_mm"], abs=1e-3), data["tissue"])
        assert reels[script].figures_at(step)["dura_mm"] == pytest.approx(data["dura_mm"], abs=1e-3)


def test_the_picture_is_the_last_that_had_been_taken(played: Played, reels: dict[str, Reel]) -> None:
    """A run's last picture stays until the next; what came after a moment is not shown in it."""
    reel = reels["interlaminar_l4_l5_competent"]
    ends = [event for event in played["interlaminar_l4_l5_competent"].events if event.kind == "exposure_ended"]
    assert reel.frame(0).picture is None
    for event in ends:
        picture = reel.frame(event.step).picture
        assert picture is not None
        assert event.step - 8 <= picture.step <= event.step
        assert picture.title == event.data["view"]
    for step in range(0, reel.last, 40):
        picture = reel.frame(step).picture
        assert picture is None or picture.step <= step


def test_the_end_is_kept_and_there_is_nothing_beyond_it(reels: dict[str, Reel]) -> None:
    reel = reels["interlaminar_l4_l5_competent"]
    assert reel.frame(reel.last + 100).step == reel.last
    assert reel.frame(-5).step == 0
    assert reel.frame(0).tip is None
    assert reel.frame(reel.last).contrast is not None


def test_whoever_hears_of_the_progress_can_end_it(worlds: dict[str, World], played: Played) -> None:
    heard: list[float] = []

    def enough(share: float) -> None:
        heard.append(share)
        if len(heard) == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        reel_of(played[SCRIPTS[0]], worlds["interlaminar_l4_l5"], enough)
    assert 0 < heard[0] < heard[1] < 1


def test_a_track_tells_what_stood_at_each_step() -> None:
    track = Track("none")
    track.put(3, "a")
    track.put(3, "b")
    track.put(7, "c")
    assert [track.at(step) for step in (0, 2, 3, 6, 7, 99)] == ["none", "none", "b", "b", "c", "c"]
