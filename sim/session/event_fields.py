"""What each kind of event says: its fields and their types. A new kind or field is added here; what reads a recording asks here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import isfinite

from meshes.quoting import cut, quoted
from meshes.tissues import Tissue
from scenarios.equipment import agents, needles, parts_of

LARGEST = 1e9
"""No quantity of an attempt is larger; its square still is a number."""


@dataclass(frozen=True)
class Kind:
    """A type of field."""

    words: str
    """What it should be, as an error says it."""
    holds: Callable[[object], bool]
    needed: bool = True


def optional(kind: Kind) -> Kind:
    """The same, where it may be left out."""
    return replace(kind, needed=False)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST and isfinite(value)


def _list_of(value: object, holds: Callable[[object], bool]) -> bool:
    return isinstance(value, list | tuple) and all(holds(each) for each in value)


def _table_of(value: object, holds: Callable[[object], bool]) -> bool:
    return isinstance(value, dict) and all(isinstance(key, str) and holds(each) for key, each in value.items())


def _text(value: object) -> bool:
    return isinstance(value, str)


def _fluid(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        parts = parts_of(value)
    except ValueError:
        return False
    known = all(name in agents() and 0 < ml <= LARGEST for name, ml in parts)
    # a mixture is by the volume of what flows, and of air alone nothing does
    return known and (len(parts) == 1 or any(agents()[name].kind != "air" for name, _ in parts))


def _answer(value: object) -> bool:
    kinds = {"code": _text, "name": _text, "number": _number}
    return isinstance(value, dict) and "code" in value and all(name in kinds and kinds[name](each) for name, each in value.items())


NUMBER = Kind(f"a number, no larger than {LARGEST:.0e}", _number)
WHOLE = Kind("a whole number, 0 or more", lambda value: _number(value) and isinstance(value, int) and value >= 0)
TEXT = Kind("text", _text)
TRUTH = Kind("true or false", lambda value: isinstance(value, bool))
PLACE = Kind("a list of three numbers", lambda value: isinstance(value, list | tuple) and len(value) == 3 and _list_of(value, _number))
TEXTS = Kind("a list of texts", lambda value: _list_of(value, _text))
AMOUNTS = Kind("numbers by name", lambda value: _table_of(value, _number))
PLACES = Kind("lists of three numbers by name", lambda value: _table_of(value, PLACE.holds))
LINE = Kind(
    "a list of two places or more", lambda value: _list_of(value, PLACE.holds) and isinstance(value, list | tuple) and len(value) > 1
)
TISSUE = Kind("a tissue's name", lambda value: isinstance(value, str) and value in Tissue.__members__)
NEEDLE = Kind("a needle of the table", lambda value: isinstance(value, str) and value in needles())
AGENT = Kind("a fluid of the table, or a mixture of them", _fluid)
ANSWERS = Kind("a list of answers (code, name, number)", lambda value: _list_of(value, _answer))

WHERE_CONTRAST_IS = {"contrast_ml": NUMBER, "contrast_outside_ml": NUMBER, "contrast_near_ml": AMOUNTS, "patterns": AMOUNTS}
WHERE_DRUG_IS = {"drug_lies": AMOUNTS, "drug_gone_ml": NUMBER, "drug_at_root_ml": NUMBER}
MET = {"depth_mm": NUMBER, "place": PLACE}
POSE = {"orbit_deg": NUMBER, "tilt_deg": NUMBER}

FIELDS: dict[str, dict[str, Kind]] = {
    # the needle
    "needle_taken": {"needle": NEEDLE},
    "needle_placed": {"pass": WHOLE, "entry": PLACE},
    "pass_begun": {"number": WHOLE, "entry": PLACE, "direction": PLACE},
    "needle_removed": {},
    "tip_at": {
        **MET,
        "tissue": TISSUE,
        "at_tip": TISSUE,
        "dura_mm": NUMBER,
        "vessel_mm": NUMBER,
        "root_mm": NUMBER,
    },
    # what it meets
    "tissue_entered": {**MET, "tissue": TISSUE, "left": TISSUE},
    "skin_entered": {},
    "bone_contact": MET,
    "bone_pressed": {"depth_mm": NUMBER, "mm": NUMBER},
    "bone_grazed": {"depth_mm": NUMBER},
    "give_felt": {"depth_mm": NUMBER},
    "root_contact": {**MET, "nerve": TEXT, "entered": TRUTH},
    "dura_tented": MET,
    "dural_puncture": MET,
    "vessel_rolled_aside": {**MET, "vessel": TEXT},
    "vessel_entered": {**MET, "vessel": TEXT},
    "disc_entered": MET,
    "fluid_drips": {},
    "blood_drips": {},
    # the syringe and the drop
    "tubing_put_on": {},
    "tubing_taken_off": {},
    "syringe_attached": {"agent": AGENT},
    "needle_nudged": {"mm": NUMBER},
    "plunger_tried": {"depth_mm": NUMBER},
    "plunger_blocked": {"tissue": TISSUE},
    "loss_of_resistance": {"depth_mm": NUMBER, "tissue": TISSUE},
    "drop_hung": {"depth_mm": NUMBER},
    "drop_drawn_in": {"depth_mm": NUMBER, "space_mmhg": NUMBER},
    "drop_stayed": {"depth_mm": NUMBER, "space_mmhg": NUMBER},
    "aspirated": {"result": TEXT},
    "injection_started": {"agent": AGENT, "fluid": TEXT, "tissue": TISSUE, "place": PLACE, **WHERE_CONTRAST_IS},
    "injection_ended": {
        "agent": AGENT,
        "fluid": TEXT,
        "ml": NUMBER,
        "live_ml": NUMBER,
        "into": AMOUNTS,
        **WHERE_CONTRAST_IS,
        **WHERE_DRUG_IS,
    },
    "drawn_up": {"agent": AGENT, "fluid": TEXT},
    "steroid_given": {"mg": NUMBER, "particulate": TRUTH, "into": AMOUNTS},
    # the C-arm and its pictures
    "exposure_started": {"view": TEXT, **POSE, "contrast_ml": NUMBER, "levels": optional(TEXTS)},
    "exposure_ended": {
        "view": TEXT,
        "seconds": NUMBER,
        "pulses": WHOLE,
        "kerma_mgy": NUMBER,
        "dap_gycm2": NUMBER,
        "kvp": NUMBER,
        "open_share": NUMBER,
        "contrast_ml": NUMBER,
    },
    "hand_in_beam": {"seconds": NUMBER},
    "tip_pictured": {"view": TEXT, **POSE, **MET},
    "image_kept": {},
    "image_stored": {"number": WHOLE, "view": TEXT, "pictures": WHOLE},
    "subtraction_set": {"mode": TEXT},
    "mask_taken": {},
    "mask_dropped": {},
    "contrast_lay": {"contrast_ml": NUMBER, "patterns": AMOUNTS},
    "pattern_named": {"view": TEXT, "pattern": TEXT},
    # the patient
    "breath_held": {},
    "breathing_again": {},
    "patient_says": {
        "cause": TEXT,
        "root": optional(TEXT),
        "side": optional(TEXT),
        "about": optional(TEXT),
        "answers": optional(ANSWERS),
    },
    "pain": {"level": NUMBER, "cause": TEXT},
    "fainted": {},
    "time_short": {"left_s": NUMBER},
    "time_up": {},
    "sign": {"of": TEXT, "level": NUMBER},
    "ailing": {"faint_s": NUMBER, "toxic": NUMBER, "spinal": NUMBER, "allergy": optional(NUMBER)},
    # care
    "chart_opened": {"page": TEXT},
    "asked": {"about": TEXT},
    "pulse_counted": {"per_min": NUMBER},
    "decided": {
        "decision": TEXT,
        "reason": optional(TEXT),
        "level": optional(TEXT),
        "side": optional(TEXT),
        "approach": optional(TEXT),
        "needle": optional(TEXT),
        "steroid": optional(TEXT),
        "contrast_ml": optional(NUMBER),
        "drug_ml": optional(NUMBER),
        "instead": optional(TEXT),
        "rationales": optional(TEXTS),
        "pages": TEXTS,
        "asked": TEXTS,
    },
    "premedicated": {"regimen": TEXT},
    "discussed": {"worth": TEXT},
    "consent": {"risks": TEXTS},
    "positioned": {"posture": TEXT, "pillow": TEXT},
    "lies_alike": {},
    "prepared": {"item": TEXT},
    "time_out": {"level": TEXT, "side": TEXT, "checked": optional(TEXTS)},
    "sedated": {"level": TEXT},
    "let_dry": {"minutes": NUMBER},
    "stands": {"m": NUMBER},
    "numbed": {"ml": NUMBER},
    "sterility_broken": {"by": TEXT, "missing": optional(TEXTS), "item": optional(TEXT)},
    "treated": {"by": TEXT},
    "observed_after": {"minutes": NUMBER},
    "examined": {"of": TEXT, "finding": TEXT},
    "discharged": {"driver": TRUTH, "advice": TEXTS, "restart_h": optional(NUMBER)},
    # a drill
    "picture_set": {"number": WHOLE, "level": TEXT},
    "picture_named": {"number": WHOLE, "pattern": TEXT, "contrast_ml": NUMBER, "patterns": AMOUNTS},
    "picture_told": {"pattern": TEXT, "contrast_ml": NUMBER, "patterns": AMOUNTS},
    "view_pictured": {**POSE, "centre": PLACE},
    "drill_set": {"needle": NEEDLE, "hub": PLACE, **MET, **POSE, "centre": PLACE},
    "needle_held": {"hub": PLACE, **MET},
    "depth_said": {"said_mm": NUMBER, "lies_mm": NUMBER},
    "level_said": {"level": TEXT, "lies": TEXT},
    # the attempt itself
    "body_described": {"landmarks": PLACES, "canal": LINE},
    "mode_set": {"mode": TEXT},
    "aid_shown": {"aid": TEXT},
    "aid_hidden": {"aid": TEXT},
    "paused": {},
    "resumed": {},
    "refused": {"code": TEXT},
    "finished": {**WHERE_CONTRAST_IS, **WHERE_DRUG_IS},
}
"""By kind. A refusal carries besides its code what the sentence for it needs."""


def fault_of(kind: str, data: Mapping[str, object]) -> str | None:
    """The first thing that keeps an event from being one, as "field: what is wrong"; None if it is sound.

    A field that the table does not know is passed over: nothing reads it.
    """
    if kind not in FIELDS:
        return f"event: is {quoted(kind)}, which is not an event"
    for name, wanted in FIELDS[kind].items():
        if name not in data:
            if wanted.needed:
                return f"data.{name}: missing in {kind}"
        elif not wanted.holds(data[name]):
            return f"data.{name}: is {cut(quoted(data[name]), 200)}; should be {wanted.words}"
    return None
