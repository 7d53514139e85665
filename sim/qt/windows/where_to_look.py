"""Which control the next deed of a guided attempt is done with: by the step that is due, and by what is so now."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QWidget

from scenarios.equipment import agents, parts_of
from scenarios.schema import Technique
from scenarios.views import VIEWS, ViewName
from sim.fluoroscopy.picture import Picture
from sim.qt.focus_ring import GuideRing
from sim.qt.panels.carm_card import CArmCard
from sim.qt.panels.console import Console
from sim.qt.panels.drill_card import DrillCard
from sim.qt.panels.guide_bar import GuideBar
from sim.qt.panels.images_card import ImagesCard
from sim.qt.panels.monitor import Monitor
from sim.qt.panels.needle_card import NeedleCard
from sim.qt.panels.reading_card import ReadingCard
from sim.qt.panels.syringe_card import SyringeCard
from sim.qt.windows.act_words import act_words, is_all, oblique_words
from sim.qt.windows.column import Column
from sim.qt.windows.mode import Mode
from sim.qt.windows.ward import AFTERWARDS, TABLE, Ward
from sim.qt.words import phrase
from sim.scoring.milestones import ON_THE_WAY_MM
from sim.session.observation import Observation

PAGES = {"chart_read": "chart", "decided": "decision", "prepared": "preparation", "discharged": AFTERWARDS}
"""Where a step is done that is not done at the table"""
BACK = ("in_sac", "in_vessel", "too_far", "other_level", "contrast_elsewhere")
"""Troubles out of which the needle is drawn back"""
LOOK_AGAIN_MM = 8.0
"""Farther no needle goes on without a picture while depth is judged (guess)."""
FEELS = ("saline", "air")
"""What resistance is felt with"""


class AtTable(Protocol):
    """What of the room is looked at, and pointed to."""

    seen: Observation | None
    mode: Mode
    guide: GuideBar
    console: Console
    ward: Ward
    column: Column
    drill: DrillCard | None
    live: Monitor
    carm: CArmCard
    images: ImagesCard
    needle: NeedleCard
    syringe: SyringeCard
    reading: ReadingCard


class Pointer(GuideRing):
    """Goes round what is meant, moment by moment; it belongs to the room, and goes with it.

    technique : the way in, with the views in which its line is planned and its depth judged
    """

    def __init__(self, page: QWidget, room: AtTable, technique: Technique) -> None:
        super().__init__(page)
        self._room, self._technique = room, technique
        self._meant: QWidget | None = None
        self._picture: Picture | None = None
        self._pictured_mm = 0.0
        """How deep the needle stood when the last picture came"""
        self._drawn_back = False
        """Whether it was aspirated since this syringe came on"""

    def follow(self) -> None:
        """What is newly meant is brought to the hand; where a hand has turned the page since, the way to it is shown."""
        self._hear()
        meant = where_to_look(self._room, self._technique, self._since_picture(), self._drawn_back)
        column = self._room.column
        if meant is not self._meant and meant is not None:
            column.bring(meant)
        self._meant = meant
        away = meant is not None and column.isAncestorOf(meant) and not meant.isVisible()
        bar = self._room.ward.bar
        if away and meant is not None:
            self.go_round(column.tab_of(meant))
        elif meant is bar:
            self.go_round(bar, self._room.ward.codes.index(PAGES.get(self._room.guide.present, TABLE)))
        else:
            self.go_round(meant)
        self._room.guide.begin_with(*self._act(meant))

    def _act(self, meant: QWidget | None) -> tuple[str, bool]:
        """What is meant, in words, as a hint begins with it; and whether that is all there is to say."""
        room, present = self._room, self._room.guide.present
        if room.seen is None or present in ("finish", "see_to_patient"):
            return "", False
        page = PAGES.get(present, TABLE)
        if meant in (room.console.next, room.ward.bar):
            return act_words(present, "", room.seen, told := phrase(f"ward.{page}")), is_all(present, "", room.seen.care, told)
        code = next((code for code, part in _named(room).items() if part is meant), "")
        if present == "needle_set" and room.live.placing:
            code = "click"
        said = act_words(present, code, room.seen, given=room.syringe.given)
        steered = present == "depth_judged" and room.carm.assisted
        return f"{said} {oblique_words(room.seen)}".strip() if steered else said, is_all(present, code, room.seen.care)

    def _hear(self) -> None:
        for notice in () if self._room.seen is None else self._room.seen.notices:
            if notice.kind in ("aspirated", "syringe_attached"):
                self._drawn_back = notice.kind == "aspirated"

    def _since_picture(self) -> float:
        """How far the needle has gone since the last picture, mm."""
        seen = self._room.seen
        deep = 0.0 if seen is None or seen.needle is None else seen.needle.depth_mm
        if seen is not None and seen.live is not self._picture:
            self._picture, self._pictured_mm = seen.live, deep
        return abs(deep - self._pictured_mm)


def where_to_look(room: AtTable, technique: Technique, unseen_mm: float, drawn_back: bool) -> QWidget | None:
    """None where nothing is meant: while there are no hints, while a hand does it, or where a whole page is the thing to do.

    unseen_mm : how far the needle has gone since the last picture
    drawn_back : whether it was aspirated with the syringe that is on the needle
    """
    seen, guide = room.seen, room.guide
    if seen is None or room.drill is not None or not (room.mode.hints and guide.on.isChecked()):
        return None
    page = PAGES.get(guide.present, TABLE)
    if guide.present == "finish":
        return room.console.finish
    if room.ward.code != page:
        return room.console.next if room.console.next.isVisible() and room.ward.following == page else room.ward.bar
    if page != TABLE:
        return None
    return _trouble(room, seen) or _step(room, seen, technique, unseen_mm, drawn_back)


def _trouble(room: AtTable, seen: Observation) -> QWidget | None:
    trouble = room.guide.trouble
    if trouble in BACK:
        return room.needle.back
    if trouble == "contrast_in_the_dark" and not seen.carm.beam_on:
        return room.carm.pedal
    return room.syringe.attach if trouble == "drug_too_soon" else None


def _step(room: AtTable, seen: Observation, technique: Technique, unseen_mm: float, drawn_back: bool) -> QWidget | None:
    views, carm, needle, syringe = technique.depth_views, room.carm, room.needle, room.syringe
    match room.guide.present:
        case "target_seen":
            return None if seen.carm.beam_on else _look(room, seen, (technique.line_view,))
        case "needle_taken":
            return room.images.keep if seen.reference is None else needle.take
        case "needle_set":
            return None if room.live.placing else needle.place
        case "on_the_way":
            deep = seen.needle is not None and seen.needle.depth_mm >= ON_THE_WAY_MM
            return None if seen.carm.beam_on else carm.pedal if deep else needle.on
        case "depth_judged":
            return needle.on if _pictured(seen, views) and unseen_mm < LOOK_AGAIN_MM else _look(room, seen, views)
        case "loss_felt":
            ready = _on_needle(room, seen, FEELS)
            return ready or (needle.little if seen.syringe.trying else syringe.trying)
        case "contrast_proves":
            ready = _on_needle(room, seen, [name for name, one in agents().items() if one.iodine_mg_ml > 0])
            return ready or (syringe.injecting if seen.carm.beam_on else carm.pedal)
        case "contrast_named":
            return next((choice for choice in (room.reading.view, room.reading.pattern) if choice.is_open), room.reading.name)
        case "drug_given":
            return _on_needle(room, seen, _drugs(room)) or (syringe.injecting if drawn_back else syringe.aspirate)
        case "needle_out":
            if seen.syringe.agent:
                return syringe.attach
            return needle.out if seen.needle is None or seen.needle.stylet else needle.stylet
    return None


def _named(room: AtTable) -> dict[str, QWidget]:
    """What is pointed to, by what ``act_words`` calls it."""
    needle, syringe, reading = room.needle, room.syringe, room.reading
    return {
        **room.carm.views, "pedal": room.carm.pedal, "keep": room.images.keep,
        "take": needle.take, "place": needle.place, "advance": needle.on, "quarter": needle.little, "back": needle.back,
        "stylet": needle.stylet, "out": needle.out,
        "choice": syringe.choice, "attach": syringe.attach, "try": syringe.trying, "inject": syringe.injecting,
        "aspirate": syringe.aspirate, "view": reading.view, "pattern": reading.pattern, "name": reading.name,
    }  # fmt: skip


def _look(room: AtTable, seen: Observation, views: tuple[ViewName, ...]) -> QWidget:
    """The way to a picture in one of these views."""
    stands = seen.carm.title in [VIEWS[view].title for view in views]
    return room.carm.pedal if stands else room.carm.views[views[0]]


def _pictured(seen: Observation, views: tuple[ViewName, ...]) -> bool:
    """Whether the picture that stands there was taken in one of these views with the C-arm as it stands."""
    return seen.live is not None and seen.live.title in [VIEWS[view].title for view in views] and seen.live.view == seen.carm.view


def _drugs(room: AtTable) -> list[str]:
    return [name for name in room.syringe.fluids if any(agents()[part].kind == "drug" for part, _ in parts_of(name))]


def _on_needle(room: AtTable, seen: Observation, names: list[str] | tuple[str, ...]) -> QWidget | None:
    """What brings one of these onto the needle; None when one is on it."""
    syringe = room.syringe
    if seen.syringe.agent in names:
        return None
    chosen = syringe.choice.currentData() in names
    return syringe.attach if seen.syringe.agent or chosen else syringe.choice
