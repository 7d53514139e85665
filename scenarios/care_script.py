"""A script's steps beside the needle. What they leave out is taken from the case: a time-out without a level names the case's own."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenarios.base import AsRow, Frozen, Name, SideName
from scenarios.chart import Decision, Instead, Page, Reason
from scenarios.premedication import RegimenName
from scenarios.rationale import RationaleName
from scenarios.views import ViewName

Item = Literal["lead apron", "thyroid shield", "monitors", "mask", "hand hygiene", "antiseptic", "gloves", "drape"]
Volume = Annotated[float, Field(ge=0, le=60)]


class Read(Frozen):
    """Open pages of the chart; all of them if none is named."""

    do: Literal["read"]
    pages: Annotated[tuple[Page, ...], AsRow] = ()


class AskAbout(Frozen):
    """Ask the patient; about everything if nothing is named."""

    do: Literal["ask"]
    about: Annotated[tuple[str, ...], AsRow] = ()


class FeelPulse(Frozen):
    """Count the pulse, aloud."""

    do: Literal["pulse"]


class Decided(Frozen):
    """Say what is to be done and why."""

    do: Literal["decide"]
    decision: Decision
    reason: Reason
    level: str | None = None
    side: SideName | None = None
    approach: Name | None = None
    needle: str | None = None
    steroid: str | None = None
    contrast_ml: Volume = 0.0
    drug_ml: Volume = 0.0
    instead: Instead | None = None
    """Where an old reaction speaks against contrast."""
    rationales: Annotated[tuple[RationaleName, ...], AsRow] = ()
    """Why this level, way, needle, drug and volume, as far as it is said."""


class GiveBefore(Frozen):
    """Premedication against contrast, begun as many hours ago as its row of ``premedication.csv`` says."""

    do: Literal["premedicate"]
    regimen: RegimenName = "oral, thirteen hours"


class TellWorth(Frozen):
    """What an injection is worth, in the figures of this row of ``worth.csv``."""

    do: Literal["discuss"]
    worth: Literal["root pain", "stenosis", "after an operation", "facet joint", "worn disc", "cyst"]


class TellRisks(Frozen):
    """Consent; all risks if none is named."""

    do: Literal["consent"]
    risks: Annotated[tuple[str, ...], AsRow] = ()


class Lay(Frozen):
    """Position the patient."""

    do: Literal["position"]
    posture: Literal["prone", "supine", "lateral", "sitting"] = "prone"
    pillow: Literal["none", "abdomen", "chest", "knees"] = "abdomen"


class Ready(Frozen):
    """Put on, wash, lay out: these, in this order."""

    do: Literal["prepare"]
    items: Annotated[tuple[Item, ...], AsRow, Field(min_length=1)]


class StopAndSay(Frozen):
    """The time-out; with all checks if none is named."""

    do: Literal["time-out"]
    level: str | None = None
    side: SideName | None = None
    checked: Annotated[tuple[Literal["identity", "allergies", "blood thinners", "side marked"], ...], AsRow] = ()


class Sedated(Frozen):
    """Sedation, or that there is to be none."""

    do: Literal["sedate"]
    level: Literal["none", "light", "deep"] = "none"


class Dry(Frozen):
    """Let the antiseptic dry."""

    do: Literal["dry"]
    minutes: Annotated[float, Field(gt=0, le=30)] = 3.0


class StepBack(Frozen):
    """Stand so far off for every picture that needs no hand at the plunger."""

    do: Literal["stand"]
    away_m: Annotated[float, Field(ge=0.3, le=5)] = 1.5


class Numb(Frozen):
    """Local anaesthetic into the skin."""

    do: Literal["numb"]
    ml: Annotated[float, Field(gt=0, le=20)] = 2.0


class NameIt(Frozen):
    """Name the contrast in a view; what it looks like, if no pattern is said."""

    do: Literal["name"]
    view: ViewName
    pattern: str


class Draw(Frozen):
    """Draw fluids into one syringe: [{ agent = ..., ml = ... }, ...]; and put it on the needle."""

    do: Literal["draw"]
    parts: Annotated[tuple[DrawPart, ...], AsRow, Field(min_length=2, max_length=4)]


class DrawPart(Frozen):
    agent: str
    ml: Annotated[float, Field(gt=0, le=60)]


class Help(Frozen):
    """Treat the patient now."""

    do: Literal["treat"]
    by: str


class WatchAfter(Frozen):
    do: Literal["observe"]
    minutes: Annotated[float, Field(gt=0, le=600)] = 30.0


class LookAfter(Frozen):
    """Examine the patient before the way home; all of it if nothing is named."""

    do: Literal["examine"]
    of: Annotated[tuple[Literal["legs", "sensation", "bladder"], ...], AsRow] = ()


class SendHome(Frozen):
    """Discharge; if none is named with all advice but that of what was not done."""

    do: Literal["discharge"]
    driver: bool = True
    advice: Annotated[tuple[str, ...], AsRow] = ()
    restart_h: Annotated[float, Field(ge=0, le=240)] | None = None
    """Hours after which the blood thinner is taken again."""


class Routine(Frozen):
    """Do the steps of a routine of ``scenarios/routines``: what every case of a technique has in common."""

    do: Literal["routine"]
    name: Name


CareStep = (
    Read | AskAbout | FeelPulse | Decided | GiveBefore | TellWorth | TellRisks | Lay | Ready | Sedated | Dry | StepBack | StopAndSay
    | Numb | NameIt | Draw | Help | WatchAfter | LookAfter | SendHome | Routine
)  # fmt: skip
