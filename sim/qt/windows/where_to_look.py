"""Which control the next deed of a guided attempt is done with: by the step that is due, and by what is so now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from scenarios.equipment import agents, parts_of
from scenarios.views import VIEWS
from sim.fluoroscopy.picture import Picture
from sim.qt.focus_ring import GuideRing
from sim.qt.windows.ward import AFTERWARDS, TABLE
from sim.session.observation import Observation

if TYPE_CHECKING:
    from sim.qt.windows.room import Room

PAGES = {"chart_read": "Chart", "decided": "Decision", "prepared": "Preparation", "discharged": AFTERWARDS}
"""Where a step is done that is not done at the table"""
BACK = ("in_sac", "in_vessel", "too_far", "other_level", "contrast_elsewhere")
"""Troubles out of which the needle is drawn back"""
LOOK_AGAIN_MM = 5.0
"""Farther no needle goes on without a picture while depth is judged (guess)."""
FEELS = ("saline", "air")
"""What resistance is felt with"""


class Pointer(GuideRing):
    """Goes round what is meant, moment by moment; it belongs to the room, and goes with it."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._room = room
        self._meant: QWidget | None = None
        self._picture: Picture | None = None
        self._pictured_mm = 0.0
        """How deep the needle stood when the last picture came"""

    def follow(self) -> None:
        """What is newly meant is brought to the hand; where a hand has turned the page since, the way to it is shown."""
        meant, column = where_to_look(self._room, self._since_picture()), self._room.column
        if meant is not self._meant and meant is not None:
            column.bring(meant)
        self._meant = meant
        away = meant is not None and column.isAncestorOf(meant) and not meant.isVisible()
        self.go_round(column.tabs.tabBar() if away else meant)

    def _since_picture(self) -> float:
        """How far the needle has gone since the last picture, mm."""
        seen = self._room.seen
        deep = 0.0 if seen is None or seen.needle is None else seen.needle.depth_mm
        if seen is not None and seen.live is not self._picture:
            self._picture, self._pictured_mm = seen.live, deep
        return abs(deep - self._pictured_mm)


def where_to_look(room: Room, unseen_mm: float = 0.0) -> QWidget | None:
    """None where nothing is meant: while there are no hints, while a hand does it, or where a whole page is the thing to do.

    unseen_mm : how far the needle has gone since the last picture
    """
    seen, guide = room.seen, room.guide
    if seen is None or room.drill is not None or not (room.mode.hints and guide.on.isChecked()):
        return None
    page = PAGES.get(guide.present, TABLE)
    if guide.present == "finish":
        return room.console.finish
    if room.ward.title != page:
        return room.console.next if room.console.next.isVisible() and room.ward.following == page else room.ward.bar
    if page != TABLE:
        return None
    return _trouble(room, seen) or _step(room, seen, unseen_mm)


def _trouble(room: Room, seen: Observation) -> QWidget | None:
    trouble = room.guide.trouble
    if trouble in BACK:
        return room.needle.back
    if trouble == "contrast_in_the_dark" and not seen.carm.beam_on:
        return room.carm.pedal
    return room.syringe.attach if trouble == "drug_too_soon" else None


def _step(room: Room, seen: Observation, unseen_mm: float) -> QWidget | None:
    carm, needle, syringe = room.carm, room.needle, room.syringe
    match room.guide.present:
        case "target_seen":
            return None if seen.carm.beam_on else carm.pedal
        case "needle_taken":
            return needle.take
        case "needle_set":
            return None if room.live.placing else needle.place
        case "on_the_way":
            return needle.on
        case "depth_judged":
            views = room.controller.session.world.technique.depth_views
            return needle.on if _pictured(seen, views) and unseen_mm < LOOK_AGAIN_MM else _look(room, seen, views)
        case "loss_felt":
            ready = _on_needle(room, seen, FEELS)
            return ready or (needle.little if seen.syringe.trying else syringe.trying)
        case "contrast_proves":
            ready = _on_needle(room, seen, [name for name, one in agents().items() if one.iodine_mg_ml > 0])
            return ready or (syringe.injecting if seen.carm.beam_on else carm.pedal)
        case "contrast_named":
            return room.reading.pattern if room.reading.pattern.currentIndex() < 0 else room.reading.name
        case "drug_given":
            return _on_needle(room, seen, _drugs(room)) or syringe.injecting
        case "needle_out":
            return needle.out
    return None


def _look(room: Room, seen: Observation, views: tuple[str, ...]) -> QWidget:
    """The way to a picture in one of these views."""
    stands = seen.carm.title in [VIEWS[view].title for view in views]
    return room.carm.pedal if stands else room.carm.views[views[0]]


def _pictured(seen: Observation, views: tuple[str, ...]) -> bool:
    """Whether the picture that stands there was taken in one of these views with the C-arm as it stands."""
    return seen.live is not None and seen.live.title in [VIEWS[view].title for view in views] and seen.live.view == seen.carm.view


def _drugs(room: Room) -> list[str]:
    return [name for name in room.syringe.fluids if any(agents()[part].kind == "drug" for part, _ in parts_of(name))]


def _on_needle(room: Room, seen: Observation, names: list[str] | tuple[str, ...]) -> QWidget | None:
    """What brings one of these onto the needle; None when one is on it."""
    syringe = room.syringe
    if seen.syringe.agent in names:
        return None
    chosen = syringe.choice.currentData() in names
    return syringe.attach if seen.syringe.agent or chosen else syringe.choice
