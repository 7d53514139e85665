"""What is done beside the needle: reading and asking, deciding, preparing, naming what is seen, looking after. Part of ``commands``."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from scenarios.base import AsRow, Frozen, SideName
from scenarios.chart import Decision, Instead, Page, Reason
from scenarios.follow_ups import FollowUp
from scenarios.pattern import Reading
from scenarios.premedication import RegimenName
from scenarios.rationale import RationaleName
from scenarios.views import ViewName

Topic = Literal[
    "pain", "blood thinners", "allergies", "cancer", "injury", "infection", "bladder and bowel", "weakness", "steroids", "pregnancy",
    "diabetes", "now",
]  # fmt: skip
"""What a patient can be asked about; ``now``: how it goes."""
TOPICS: tuple[Topic, ...] = get_args(Topic)
RED_FLAGS: tuple[Topic, ...] = ("cancer", "injury", "infection", "bladder and bowel", "weakness")
"""What may hide behind pain in the back and is no case for a needle: tumour, fracture, infection, a cauda equina, a nerve that dies."""
WorthName = Literal["root pain", "stenosis", "after an operation", "facet joint", "worn disc", "cyst"]
"""As ``scenarios/worth.csv`` names them."""
Risk = Literal[
    "bleeding", "infection", "headache", "nerve injury", "steroid effects", "no relief", "allergy",
    "stroke", "paralysis", "blindness", "death", "off-label use",
]  # fmt: skip
"""As ``scenarios/risks.csv`` names them."""
RISKS: tuple[Risk, ...] = get_args(Risk)
Posture = Literal["prone", "supine", "lateral", "sitting"]
Pillow = Literal["none", "abdomen", "chest", "knees"]
Item = Literal["lead apron", "thyroid shield", "monitors", "mask", "hand hygiene", "antiseptic", "gloves", "drape"]
ITEMS: tuple[Item, ...] = get_args(Item)
"""In the usual order. The antiseptic is chlorhexidine in alcohol."""
Check = Literal["identity", "allergies", "blood thinners", "side marked"]
CHECKS: tuple[Check, ...] = get_args(Check)
"""What a time-out asks once more, beside level and side."""
Sedation = Literal["none", "light", "deep"]
"""Light: sleepy, and answers. Deep: does not."""
Feeling = Literal["legs", "shooting", "head"]
"""What is asked while the needle is in: are the legs warm, heavy or weak; does it shoot into one; is there ringing, a taste, dizziness."""
FEELINGS: tuple[Feeling, ...] = get_args(Feeling)
Treatment = Literal[
    "stop and wait", "legs up", "atropine", "oxygen", "fluids", "lipid emulsion", "airway and ventilation", "vasopressor",
    "adrenaline into the muscle", "midazolam", "call for help",
]  # fmt: skip
TREATMENTS: tuple[Treatment, ...] = get_args(Treatment)
Advice = Literal[
    "flare for two days", "sugar", "headache when upright", "fever", "weakness or numbness", "bladder or bowel", "no driving today",
    "restart blood thinner", "follow-up", "blood patch", "whom to call",
]  # fmt: skip
"""As ``scenarios/advice.csv`` names them."""
ADVICE: tuple[Advice, ...] = get_args(Advice)
Examined = Literal["legs", "sensation", "bladder"]
"""Before the way home: power, feeling between the legs too, and whether water was passed."""
Volume = Annotated[float, Field(ge=0, le=60)]


class OpenChart(Frozen):
    """Read a page of the chart."""

    do: Literal["open_chart"] = "open_chart"
    page: Page


class Ask(Frozen):
    """Ask the patient."""

    do: Literal["ask"] = "ask"
    about: Topic | Feeling | FollowUp


class Decide(Frozen):
    """Say what is to be done. What belongs to an injection is left out when there is to be none."""

    do: Literal["decide"] = "decide"
    decision: Decision
    reason: Reason
    level: str | None = None
    side: SideName | None = None
    approach: str | None = None
    needle: str | None = None
    steroid: str | None = None
    contrast_ml: Volume = 0.0
    drug_ml: Volume = 0.0
    instead: Instead | None = None
    """Where an old reaction speaks against contrast."""
    rationales: Annotated[tuple[RationaleName, ...], AsRow] = ()
    """Why this level, way, needle, drug and volume, as far as it was said."""


class CountPulse(Frozen):
    """Read the pulse off the monitor aloud, or feel it at the wrist."""

    do: Literal["count_pulse"] = "count_pulse"


class Premedicate(Frozen):
    """Have something given against a reaction to contrast. It was begun as many hours ago as its row says: nobody waits at the screen."""

    do: Literal["premedicate"] = "premedicate"
    regimen: RegimenName


class Discuss(Frozen):
    """Tell the patient what an injection is worth for what he has, and decide together."""

    do: Literal["discuss"] = "discuss"
    worth: WorthName


class Consent(Frozen):
    """Name these risks, and hear whether the patient agrees."""

    do: Literal["consent"] = "consent"
    risks: Annotated[tuple[Risk, ...], AsRow]


class PositionPatient(Frozen):
    do: Literal["position_patient"] = "position_patient"
    posture: Posture
    pillow: Pillow = "none"


class Prepare(Frozen):
    """Put on, wash or lay out."""

    do: Literal["prepare"] = "prepare"
    item: Item


class TimeOut(Frozen):
    """Everybody stops; patient, side and level are said aloud."""

    do: Literal["time_out"] = "time_out"
    level: str
    side: SideName
    checked: Annotated[tuple[Check, ...], AsRow] = ()


class Sedate(Frozen):
    """Say that there is to be none, or give it."""

    do: Literal["sedate"] = "sedate"
    level: Sedation


class LetDry(Frozen):
    """Leave the antiseptic alone for so long. Nobody waits at the screen: the minutes are written down."""

    do: Literal["let_dry"] = "let_dry"
    minutes: Annotated[float, Field(gt=0, le=30)]


class Stand(Frozen):
    """Where the operator stands from now on while the beam is on and no hand is needed at the plunger."""

    do: Literal["stand"] = "stand"
    m: Annotated[float, Field(ge=0.3, le=5)]
    """From the middle of the field."""


class NumbSkin(Frozen):
    """Local anaesthetic into the skin, through its own fine needle."""

    do: Literal["numb_skin"] = "numb_skin"
    ml: Annotated[float, Field(gt=0, le=20)]


class NamePattern(Frozen):
    """Say what the contrast looks like in this view."""

    do: Literal["name_pattern"] = "name_pattern"
    view: ViewName
    pattern: Reading


class Part(Frozen):
    agent: str
    ml: Annotated[float, Field(gt=0, le=60)]


class DrawUp(Frozen):
    """Draw fluids of the tray into one syringe."""

    do: Literal["draw_up"] = "draw_up"
    parts: Annotated[tuple[Part, ...], AsRow, Field(min_length=2, max_length=4)]


class Treat(Frozen):
    """Do something for the patient now."""

    do: Literal["treat"] = "treat"
    by: Treatment


class ObserveAfter(Frozen):
    """Keep the patient under observation after the needle is out."""

    do: Literal["observe_after"] = "observe_after"
    minutes: Annotated[float, Field(gt=0, le=600)]


class Examine(Frozen):
    """Look, before the patient goes home."""

    do: Literal["examine"] = "examine"
    of: Examined


class Discharge(Frozen):
    """Send the patient home."""

    do: Literal["discharge"] = "discharge"
    driver: bool
    advice: Annotated[tuple[Advice, ...], AsRow]
    restart_h: Annotated[float, Field(ge=0, le=240)] | None = None
    """Hours from now after which the blood thinner is taken again, as it is written down; None: nothing is."""


CareCommand = (
    OpenChart | Ask | CountPulse | Decide | Premedicate | Discuss | Consent | PositionPatient | Prepare | TimeOut | Sedate | LetDry
    | Stand | NumbSkin | NamePattern | DrawUp | Treat | ObserveAfter | Examine | Discharge
)  # fmt: skip
