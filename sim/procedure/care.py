"""How far the patient's care has come: part of the state, and what is perceived of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from meshes.morphometry import Lying
from scenarios.words.said import Said
from sim.procedure.body_signs import Vitals
from sim.session.care_commands import Decide

HEARD = 16
"""So many of the patient's answers are still remembered by the operator."""
HANGS_S = 20.0
"""So long a word hangs in the air: afterwards the patient lies still, or has to be asked again (guess)."""


@dataclass
class Care:
    """The truth."""

    pages: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    decision: Decide | None = None
    discussed: str = ""
    """Which figures of its worth were told last."""
    premedicated: str = ""
    """By which regimen, last."""
    risks: set[str] = field(default_factory=set)
    posture: str = ""
    pillow: str = ""
    prepared: list[str] = field(default_factory=list)
    timed_out: bool = False
    sedation: str = "none"
    sedation_said: bool = False
    """Whether anybody decided about it."""
    dried_min: float = 0.0
    """Minutes for which the antiseptic was left alone."""
    stands_m: float | None = None
    """How far the operator steps back for a picture; None: beside the table."""
    numb_ml: float = 0.0
    sterile: bool = True
    """As far as it ever was made so."""
    patterns: dict[str, str] = field(default_factory=dict)
    """What was named, by view."""
    observed_min: float = 0.0
    discharged: bool = False
    read_to: int = 0
    """How many events the patient has reacted to."""
    pain: float = 0.0
    """0 to 10, now."""
    faint_s: float = 0.0
    """Seconds of fainting left."""
    chances: int = 0
    """How often chance was asked."""
    toxic: float = 0.0
    """Anaesthetic at work in the brain, 1 = first signs."""
    toxic_coming: float = 0.0
    """In the blood, on its way there."""
    spinal: float = 0.0
    """Anaesthetic at work on the roots in the sac, 1 = heavy legs."""
    spinal_coming: float = 0.0
    adrenaline: float = 0.0
    """At work on the heart, 1 = 15 micrograms."""
    adrenaline_coming: float = 0.0
    allergy: float = 0.0
    """1 = the skin itches, 3 = the pressure falls."""
    allergy_coming: float = 0.0
    shot: Said | None = None
    """Which root an electric shock went into last."""
    quiet_s: float = 0.0
    """Since the patient spoke last."""
    told: set[str] = field(default_factory=set)
    """Signs that were spoken of."""
    said: list[Said] = field(default_factory=list)
    """By the patient, the latest last."""

    @property
    def levels(self) -> dict[str, float]:
        """How much of each ailment is at work."""
        return {"toxic": self.toxic, "spinal": self.spinal, "adrenaline": self.adrenaline, "allergy": self.allergy}


@dataclass(frozen=True)
class CareSeen:
    """What an operator knows of it."""

    pages: frozenset[str]
    asked: frozenset[str]
    decision: Decide | None
    discussed: str
    premedicated: str
    risks: frozenset[str]
    posture: str
    pillow: str
    lies: Lying
    """In which of his bodies."""
    prepared: tuple[str, ...]
    timed_out: bool
    sedation: str | None
    """None: nobody has decided."""
    dried_min: float
    stands_m: float | None
    numb_ml: float
    sterile: bool
    patterns: Mapping[str, str]
    observed_min: float
    discharged: bool
    monitored: bool
    vitals: Vitals
    """Only what a look tells, unless the monitors are on."""
    said: tuple[Said, ...]
    """By the patient, the latest last: as far back as HEARD."""
    quiet_s: float
    """Since then."""

    @property
    def says(self) -> Said | None:
        """What the patient said just now; None if that is some time ago, or nothing was said."""
        return self.said[-1] if self.said and self.quiet_s <= HANGS_S else None
