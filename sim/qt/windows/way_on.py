"""Where to go from a page: whether what is to be done there is done, and whether anything is left at all."""

from __future__ import annotations

from collections.abc import Collection

from sim.qt.panels.console import Left
from sim.qt.windows.ward import AFTERWARDS, TABLE, page_title
from sim.qt.windows.where_to_look import PAGES, AtTable
from sim.qt.words import phrase
from sim.session.observation import Observation

READY = ("mask", "antiseptic", "gloves", "drape")
PAGE_AT: dict[str, tuple[str, ...]] = {
    "target_seen": ("carm",), "needle_taken": ("needle",), "needle_set": ("needle",), "on_the_way": ("needle",),
    "depth_judged": ("carm",), "loss_felt": ("syringe", "needle"), "contrast_proves": ("syringe", "contrast"),
    "contrast_named": ("contrast",), "drug_given": ("syringe", "contrast"), "needle_out": ("needle",),
    "see_to_patient": ("patient",),
}  # fmt: skip
"""The pages of the column that a step of the guide needs, the first of which is opened that lies in a tab."""


def is_done(page: str, seen: Observation, treated: bool) -> bool:
    """As far as anybody in the room can tell, not whether it was right. ``treated``: a drug was given."""
    care = seen.care
    match page:
        case "chart":
            return bool(care.pages and care.asked)
        case "decision":
            return care.decision is not None
        case "preparation":
            return set(READY) <= set(care.prepared) and bool(care.posture) and care.timed_out
        case "table":
            return treated and (seen.needle is None or not seen.needle.placed)
        case "afterwards":
            return care.discharged
    return False


def done_of(pages: Collection[str], seen: Observation | None, treated: bool) -> frozenset[str]:
    """Those of these pages on which all is done."""
    return frozenset(page for page in pages if seen is not None and is_done(page, seen, treated))


def left_of(seen: Observation, pages: Collection[str], treated: bool) -> Left:
    """Nothing but to finish: decided against a needle, or treated, the needle out, and gone home where that is asked for."""
    decision = seen.care.decision
    if seen.needle is not None and seen.needle.placed:
        return "needle"
    if decision is not None and decision.decision != "inject":
        return ""
    if not treated:
        return "drug"
    return "" if AFTERWARDS not in pages or seen.care.discharged else "much"


def held_back(room: AtTable) -> str:
    """Why nobody is led on from this page yet; empty where nothing speaks against it. Its tabs turn all the same."""
    seen, page, codes = room.seen, room.ward.code, room.ward.codes
    if page == TABLE and seen is not None and seen.needle is not None and seen.needle.placed:
        return phrase("after_page.needle_in")
    due = PAGES.get(room.guide.present, TABLE) if room.mode.hints and room.guide.present else page
    if due in codes and codes.index(due) < codes.index(page):
        return phrase("console.first", page=page_title(due))
    if room.mode.hints and due == page == TABLE and room.guide.present not in ("", "finish"):
        return phrase("console.first", page=room.guide.step.text())
    return ""
