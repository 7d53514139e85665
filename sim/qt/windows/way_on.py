"""Where to go from a page: whether what is to be done there is done, and whether anything is left at all."""

from __future__ import annotations

from collections.abc import Collection

from sim.qt.windows.ward import AFTERWARDS
from sim.session.observation import Observation

READY = ("mask", "antiseptic", "gloves", "drape")
PAGE_AT: dict[str, tuple[str, ...]] = {
    "target_seen": ("C-arm",), "needle_taken": ("Needle",), "needle_set": ("Needle",), "on_the_way": ("Needle",),
    "depth_judged": ("C-arm",), "loss_felt": ("Syringe", "Needle"), "contrast_proves": ("Syringe", "Contrast"),
    "contrast_named": ("Contrast",), "drug_given": ("Syringe", "Contrast"), "needle_out": ("Needle",),
}  # fmt: skip
"""The pages of the column that a step of the guide needs, the first of which is opened that lies in a tab."""


def is_done(page: str, seen: Observation) -> bool:
    """As far as anybody in the room can tell, not whether it was right."""
    care = seen.care
    match page:
        case "Chart":
            return bool(care.pages and care.asked)
        case "Decision":
            return care.decision is not None
        case "Preparation":
            return set(READY) <= set(care.prepared) and bool(care.posture) and care.timed_out
    return False


def is_over(seen: Observation, pages: Collection[str], treated: bool) -> bool:
    """Nothing is left but to finish: decided against a needle, or treated, the needle out, and gone home where that is asked for."""
    decision = seen.care.decision
    if decision is not None and decision.decision != "inject":
        return True
    return treated and seen.needle is None and (AFTERWARDS not in pages or seen.care.discharged)
