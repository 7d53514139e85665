"""What is done beside the needle: reading and asking, deciding, preparing, naming what is seen, looking after. Part of ``commands``."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from scenarios.base import AsRow, Frozen, SideName
from scenarios.chart import Decision, Instead, Page, Reason
from scenarios.pattern import Reading
from scenarios.views import ViewName

Topic = Literal["pain", "blood thinners", "allergies", "infection", "pregnancy", "diabetes", "now"]
"""What a patient can be asked about; ``now``: how it goes."""
TOPICS: tuple[Topic, ...] = ("pain", "blood thinners", "allergies", "infection", "pregnancy", "diabetes", "now")
Feeling = Literal["legs", "shooting", "head"]
"""What is asked while the needle is in: are the legs warm, heavy or weak; does it shoot into one; is there ringing, a taste, dizziness."""
FEELINGS: tuple[Feeling, ...] = ("legs", "shooting", "head")
Risk = Literal["bleeding", "infection", "headache", "nerve injury", "steroid effects", "no relief", "allergy"]
RISKS: tuple[Risk, ...] = ("bleeding", "infection", "headache", "nerve injury", "steroid effects", "no relief", "allergy")
Posture = Literal["prone", "supine", "lateral", "sitting"]
Pillow = Literal["none", "abdomen", "chest", "knees"]
Item = Literal["monitors", "mask", "gloves", "antiseptic", "drape"]
ITEMS: tuple[Item, ...] = ("monitors", "mask", "antiseptic", "gloves", "drape")
Treatment = Literal[
    "stop and wait", "legs up", "atropine", "oxygen", "fluids", "lipid emulsion", "airway and ventilation", "vasopressor",
    "adrenaline into the muscle", "midazolam", "call for help",
]  # fmt: skip
TREATMENTS: tuple[Treatment, ...] = (
    "stop and wait", "legs up", "atropine", "oxygen", "fluids", "lipid emulsion", "airway and ventilation", "vasopressor",
    "adrenaline into the muscle", "midazolam", "call for help",
)  # fmt: skip
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
    about: Topic | Feeling


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


class CountPulse(Frozen):
    """Read the pulse off the monitor aloud, or feel it at the wrist."""

    do: Literal["count_pulse"] = "count_pulse"


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


CareCommand = (
    OpenChart | Ask | CountPulse | Decide | Consent | PositionPatient | Prepare | TimeOut | NumbSkin | NamePattern | DrawUp | Treat
    | ObserveAfter | Examine | Discharge
)  # fmt: skip
