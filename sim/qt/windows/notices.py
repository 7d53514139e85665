"""What was noticed stands as a message while it is so: what a hand feels or holds since takes it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scenarios.chart import Chart
from scenarios.ways import NONE_READY, told_so
from scenarios.words import notice
from sim.qt.panels.syringe_card import FIRM_MMHG
from sim.qt.panels.warned_off import LEFT_MM, PAST_MM
from sim.qt.words import phrase
from sim.session.events import Event
from sim.session.observation import NeedleSeen, Observation

BACK_N = 1.4
"""So much more push is felt as resistance that came back (guess: as much as a give is felt by)"""
REFUSED_S = 15.0
"""So long it is read why something could not be done (guess)."""
ON_SKIN_MM = 1.0
"""Deeper the needle stands on the skin no more: it is in."""
GAVE = ("give_felt", "loss_of_resistance")


class Notices:
    """Says what is noticed, and takes back what is past.

    say : a sentence and the kind of what was noticed
    shown : the sentence that stands there now, whoever said it
    guided : whether it is said what a resistance that came back means
    ready : ml by name of what stood ready
    """

    def __init__(
        self,
        say: Callable[[str, str], None],
        shown: Callable[[], str],
        chart: Chart | None,
        guided: bool,
        ready: Mapping[str, float] = NONE_READY,
    ) -> None:
        self._say, self._shown, self._chart, self._guided, self._ready = say, shown, chart, guided, ready
        self._event: Event | None = None
        self._words = ""
        self._then: Observation | None = None
        """What was observed when it was said"""
        self._push_n = 0.0
        """What it took to push on, a moment ago"""

    def observe(self, seen: Observation) -> None:
        """Take back, then say what is new."""
        if self._event is not None and self._then is not None and self._shown() == self._words and _is_past(self._event, self._then, seen):
            firm = self._event.kind in GAVE and _is_firm(seen)
            self._event = None
            self._say(phrase("room.firm_again") if firm and self._guided else "", "")
        approach = seen.care.decision.approach if seen.care.decision is not None else None
        for event in seen.notices:
            said = notice(event.kind, told_so(event.kind, event.data, approach, self._ready), self._chart)
            if said and not (event.kind == "give_felt" and _push_n(seen.needle) > self._push_n):  # it gave, and the hand feels it harder
                self._event, self._then, self._words = event, seen, said[0].upper() + said[1:]
                self._say(self._words, event.kind)
        self._push_n = _push_n(seen.needle)


def _is_past(event: Event, then: Observation, seen: Observation) -> bool:
    """Whether what was told is so no more, as far as anybody in the room can tell."""
    needle = seen.needle
    match event.kind:
        case "refused":
            return _in_hand(seen) != _in_hand(then) or seen.time_s - then.time_s > REFUSED_S
        case "needle_placed":
            return needle is None or not needle.placed or needle.depth_mm >= ON_SKIN_MM
        case "bone_contact":
            return needle is None or not needle.on_bone
        case "give_felt":
            return needle is None or not needle.placed or _is_firm(seen) or needle.force_n > _push_n(then.needle) + BACK_N
        case "loss_of_resistance":
            return needle is None or not needle.placed or _is_firm(seen) or _has_left(needle, then.needle)
    return False


def _is_firm(seen: Observation) -> bool:
    """Whether the thumb that tries meets resistance."""
    return seen.syringe.trying and seen.syringe.pressure_mmhg > FIRM_MMHG


def _has_left(needle: NeedleSeen, then: NeedleSeen | None) -> bool:
    """Whether the tip lies no more where it gave."""
    return then is not None and not -LEFT_MM <= needle.depth_mm - then.depth_mm <= PAST_MM


def _push_n(needle: NeedleSeen | None) -> float:
    return 0.0 if needle is None else needle.force_n


def _in_hand(seen: Observation) -> tuple[object, ...]:
    """What a refusal may have been for want of, or for too much of."""
    needle, syringe = seen.needle, seen.syringe
    return needle is None, needle is not None and (needle.placed, needle.depth_mm > 0, needle.stylet), syringe.agent, syringe.tubing
