"""The guide's ring goes round what its hint names first. Oracle: the order in which the hint says it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scenarios import files
from sim.qt.windows.where_to_look import where_to_look
from sim.scoring.milestones import Standing
from sim.session.observation import NeedleSeen
from tests.qt.conftest import User

pytestmark = pytest.mark.display


def test_the_ring_goes_as_the_hint_says(user: User) -> None:
    """Faults: it passed by Aspirate with a drug on the needle, and by Detach and Stylet before the needle came out."""
    user.begin(mode="guided")
    room, way, seen = user.room, files.technique("lumbar_interlaminar"), user.seen
    with_drug = replace(seen, syringe=replace(seen.syringe, agent="methylprednisolone 80 mg"))
    needle = NeedleSeen("18G Tuohy", 90.0, True, None, 48.0, 0.0, 0.0, 12.0, False, 0.0, False)
    for due, now, drawn_back, meant in (
        ("drug_given", with_drug, False, room.syringe.aspirate),
        ("drug_given", with_drug, True, room.syringe.injecting),
        ("needle_out", replace(with_drug, needle=needle), True, room.syringe.attach),
        ("needle_out", replace(seen, needle=needle), True, room.needle.stylet),
        ("needle_out", replace(seen, needle=replace(needle, stylet=True)), True, room.needle.out),
    ):
        room.seen = now
        room.guide.show_standing(Standing(room.guide.steps, frozenset(), due))
        assert where_to_look(room, way, 0.0, drawn_back) is meant, due
