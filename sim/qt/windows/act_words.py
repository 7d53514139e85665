"""What the next deed is, in words: with the control that the guide's ring lies round, and how far; a hint begins with it."""

from __future__ import annotations

from scenarios.chart import PAGES
from scenarios.equipment import agents
from scenarios.views import VIEWS
from scenarios.words import told
from sim.procedure.care import CareSeen
from sim.qt.keyed import key_of
from sim.qt.panels.given_so_far import GivenSoFar, held, marked, whole_mg
from sim.qt.pose_words import orbit_words
from sim.qt.words import phrase
from sim.session.observation import Observation

USUAL_OBLIQUE_DEG = 45, 50
"""What the ways through the laminae say of the contralateral oblique; the assist steers along the patient's own."""
KEYS = ("pedal", "keep", "place", "try", "inject", "aspirate", "stylet")
"""Controls beside whose names their keys stand"""
AT_STEP: dict[tuple[str, str], str] = {
    ("contrast_proves", "pedal"): "pedal_live",
    ("depth_judged", "advance"): "advance_look",
    ("loss_felt", "choice"): "choose_saline",
    ("contrast_proves", "choice"): "choose_contrast",
    ("contrast_proves", "inject"): "inject_contrast",
    ("drug_given", "choice"): "choose_drug",
    ("needle_out", "detach"): "detach_last",
}
"""What is said of a control at this step, where it is said otherwise than elsewhere"""
HINTED: dict[str, tuple[str, ...]] = {
    "needle_taken": ("keep",),
    "needle_set": ("click",),
    "loss_felt": ("try",),
    "contrast_proves": ("inject",),
    "contrast_named": ("view",),
    "drug_given": ("inject",),
    "needle_out": ("stylet", "out"),
}
"""Of steps that take several deeds: the ones that their hint is about. What only makes ready for them is told alone."""


def act_words(present: str, code: str, seen: Observation, page: str = "", given: GivenSoFar | None = None) -> str:
    """Empty where nothing is to be said but the hint.

    present : the step that is due
    code : of what the ring lies round, as ``Pointer`` calls it; empty where a whole page is the thing to do
    page : to which it leads, as its tab says, if to another page
    given : what has gone in of what stood ready, where a dose is to be told
    """
    if page:
        return phrase("guide_act.page", page=page)
    if not code:
        return _on_page(present, seen.care)
    if code in VIEWS:
        return phrase("guide_act.turn", view=phrase(f"view.{code}_short"))
    if code == "attach" and seen.syringe.agent:
        code = "detach"
    key = key_of(code) if code in KEYS else ""
    said = phrase(f"guide_act.{AT_STEP.get((present, code), code)}", key=key)
    made = seen.care.decision
    if made is None or not made.steroid:
        return said
    if present == "drug_given" and code in ("choice", "attach", "inject"):
        decided = phrase("guide_act.decided_drug", steroid=told(made.steroid), ml=made.drug_ml)
        said = " ".join(filter(None, (said, decided, _held(made.steroid, made.drug_ml, seen, given) if given is not None else "")))
    elif present == "needle_out" and given is not None and given.is_short(made.steroid, made.drug_ml):
        mg = given.mg.get(made.steroid, 0.0)
        said += " " + phrase("guide_act.short", mg=mg, whole_mg=whole_mg(made.steroid), ml=marked(given.ml["drug"]))
    return said


def _held(steroid: str, ml: float, seen: Observation, given: GivenSoFar) -> str:
    """What the syringe that stood ready holds, where that is not the dose in the volume decided; of what was drawn up its name tells it."""
    drawn_up = any(steroid in name for name in seen.fluids.keys() - agents().keys())
    return "" if drawn_up else held(steroid, ml, given.ready)


def is_all(present: str, code: str, care: CareSeen, page: str = "") -> bool:
    """Whether the deed is all there is to say now, since the step's hint is of another one; all as for ``act_words``."""
    if page:
        return True
    if present == "chart_read":
        return len(care.pages) == len(PAGES)
    return bool(code) and code not in HINTED.get(present, (code,))


def oblique_words(seen: Observation) -> str:
    """Why the C-arm, steered to this patient's view, stands otherwise than it usually does there; empty in other views."""
    if seen.carm.title != VIEWS["clo"].title:
        return ""
    least, most = USUAL_OBLIQUE_DEG
    return phrase("guide_act.oblique", angle=orbit_words(seen.carm.view.pose.orbit_deg), least=least, most=most)


def _on_page(present: str, care: CareSeen) -> str:
    match present:
        case "chart_read":
            left = len(PAGES) - len(care.pages)
            return phrase("guide_act.read", count=left) if left else phrase("guide_act.ask")
        case "decided" | "prepared":
            return phrase(f"guide_act.{present}")
        case "discharged":
            return phrase("guide_act.discharge" if care.observed_min else "guide_act.observe")
    return ""
