"""A message stands while what it tells is so, and no longer; of what is felt, never of where the tip is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from scenarios.ways import told_so
from scenarios.words import notice
from sim.qt.panels.syringe_card import FIRM_MMHG
from sim.qt.panels.warned_off import PAST_MM
from sim.qt.windows.notices import BACK_N, REFUSED_S, Notices
from sim.qt.words import phrase
from sim.session.events import Event
from sim.session.observation import Observation


class Line:
    """The line in which messages stand."""

    def __init__(self, guided: bool = True) -> None:
        self.words = ""
        self.notices = Notices(self.say, lambda: self.words, None, guided)

    def say(self, words: str, kind: str) -> None:
        self.words = words

    def after(self, *moments: Observation) -> str:
        for moment in moments:
            self.notices.observe(moment)
        return self.words


UNDECIDED = SimpleNamespace(decision=None)


def moment(
    *events: tuple[str, dict[str, Any]], mm: float = 40.0, push_n: float = 3.0, mmhg: float = 0.0, s: float = 0.0, on_bone: bool = False
) -> Observation:
    """With the needle so deep, and so hard to push; the thumb tries where the plunger has a pressure."""
    needle = SimpleNamespace(placed=True, depth_mm=mm, force_n=push_n, on_bone=on_bone, stylet=False)
    syringe = SimpleNamespace(agent="saline", tubing=False, trying=mmhg > 0, pressure_mmhg=mmhg)
    notices = tuple(Event(0, kind, data) for kind, data in events)
    return cast(Observation, SimpleNamespace(needle=needle, syringe=syringe, notices=notices, time_s=s, care=UNDECIDED))


def empty_handed(*events: tuple[str, dict[str, Any]], s: float = 0.0) -> Observation:
    syringe = SimpleNamespace(agent="", tubing=False, trying=False, pressure_mmhg=0.0)
    return cast(
        Observation,
        SimpleNamespace(
            needle=None, syringe=syringe, notices=tuple(Event(0, kind, data) for kind, data in events), time_s=s, care=UNDECIDED
        ),
    )


def first_up(kind: str, data: dict[str, Any]) -> str:
    said = notice(kind, data)
    assert said
    return said[0].upper() + said[1:]


GIVE, LOSS = ("give_felt", {}), ("loss_of_resistance", {})


def test_nothing_gave_way_where_the_hand_feels_it_harder() -> None:
    """Fault: the push rose from 3 to 7 N and the plunger from 74 to 246 mmHg, and then it said that something gave way."""
    assert Line().after(moment(push_n=3.0, mmhg=74.0), moment(GIVE, push_n=7.0, mmhg=246.0)) == ""
    assert Line().after(moment(push_n=7.0), moment(GIVE, push_n=3.0)) == first_up(*GIVE)


@pytest.mark.parametrize("event", [GIVE, LOSS])
@pytest.mark.parametrize("guided", [True, False])
def test_what_gave_is_taken_back_when_the_plunger_is_firm_again(event: tuple[str, dict[str, Any]], guided: bool) -> None:
    """Fault: it stood until 48 mm at 430 mmHg, where somebody injects; whoever is guided is told what it means."""
    line = Line(guided)
    assert line.after(moment(push_n=7.0), moment(event, mmhg=40.0), moment(mm=41.0, mmhg=FIRM_MMHG - 1)) == first_up(*event)
    assert line.after(moment(mm=42.0, mmhg=FIRM_MMHG + 1)) == (phrase("room.firm_again") if guided else "")


def test_a_give_is_taken_back_when_the_needle_is_hard_to_push_again() -> None:
    line = Line()
    assert line.after(moment(push_n=7.0), moment(GIVE, push_n=3.0), moment(push_n=3.0 + BACK_N)) == first_up(*GIVE)
    assert line.after(moment(push_n=3.1 + BACK_N)) == ""


def test_a_needle_that_is_in_does_not_stand_on_the_skin() -> None:
    """Fault: "needle on the skin" stood there at 2 mm."""
    placed = ("needle_placed", {"pass": 1})
    line = Line()
    assert line.after(moment(placed, mm=0.0), moment(mm=0.0)) == first_up(*placed)
    assert line.after(moment(mm=2.0)) == ""


def test_bone_that_was_left_is_under_the_tip_no_more() -> None:
    line = Line()
    assert line.after(moment(("bone_contact", {}), on_bone=True), moment(on_bone=True)) == first_up("bone_contact", {})
    assert line.after(moment(mm=36.0)) == ""


def test_a_refusal_goes_when_what_was_wanting_is_there_or_after_a_while() -> None:
    """Fault: "there is no needle in your hand" stood there for minutes."""
    refused = ("refused", {"code": "no_needle"})
    line = Line()
    assert line.after(empty_handed(refused), empty_handed(s=REFUSED_S)) == first_up(*refused)
    assert line.after(moment(s=1.0)) == ""
    assert line.after(empty_handed(refused), empty_handed(s=REFUSED_S + 0.1)) == ""


def test_what_somebody_else_said_since_is_left_standing() -> None:
    line = Line()
    line.after(moment(push_n=7.0), moment(LOSS, mmhg=40.0))
    line.say("paused", "")
    assert line.after(moment(mmhg=FIRM_MMHG + 1)) == "paused"


def test_a_view_is_called_as_its_button_is() -> None:
    """Faults: "Clo: dorsal epidural"; and said without whose word it is, beside a tip that lay in the sac."""
    assert first_up("pattern_named", {"view": "clo", "pattern": "dorsal epidural"}) == "CLO pattern named: dorsal epidural"


def test_a_loss_of_resistance_is_not_told_where_the_tip_has_gone_past_it() -> None:
    """Fault: it stood there, large, while the needle was 13 mm deeper."""
    line = Line()
    assert line.after(moment(LOSS, mm=48.0), moment(mm=48.0 + PAST_MM)) == first_up(*LOSS)
    assert line.after(moment(mm=48.1 + PAST_MM)) == ""


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        ("methylprednisolone 80 mg", "Methylprednisolone: 53 of 80 mg, 4.0 ml given"),
        ("2 ml methylprednisolone 80 mg + 2 ml saline", "2 ml methylprednisolone 80 mg + 2 ml saline: 27 of 80 mg, 4.0 ml given"),
        ("saline", "Saline: 4.0 ml given"),
    ],
)
def test_of_a_steroid_it_is_told_how_much_went_in(agent: str, told: str) -> None:
    """Fault: "Methylprednisolone 80 mg: 4.0 ml given", of a syringe that holds 80 mg in 6 ml. Oracle: its share of the syringe."""
    data = {"agent": agent, "ml": 4.0}
    assert (
        first_up("injection_ended", dict(told_so("injection_ended", data, None, {"methylprednisolone 80 mg": 6.0, "saline": 9.0}))) == told
    )
