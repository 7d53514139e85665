"""How much help there is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scenarios.drill import Drill
from sim.qt.words import phrase
from sim.records.recording import Recording
from sim.session.attempt_commands import ModeName


@dataclass(frozen=True)
class Mode:
    """What the room shows before the end."""

    name: ModeName
    hints: bool
    """The list of steps."""
    sights: bool
    """Landmarks drawn into the pictures from the start."""
    may_show_sights: bool
    glass: bool
    """Whether the skin of the patient in the room can be seen through."""
    assist: bool
    """Whether somebody steers the C-arm to this patient's views, or only to the usual angles."""

    @property
    def title(self) -> str:
        return phrase(f"mode.{self.name}")

    @property
    def about(self) -> str:
        return phrase(f"mode.{self.name}_about")

    def within(self, drill: Drill | None) -> Mode:
        """As it is in this drill: nobody draws what is asked for."""
        asks = drill is not None and drill.asks in ("depth", "level")
        return replace(self, sights=False, may_show_sights=False, glass=False) if asks else self


PRACTICE = Mode("practice", True, False, True, True, True)
MODES = (
    Mode("guided", True, True, True, True, True),
    PRACTICE,
    Mode("exam", False, False, False, False, False),
)


def mode_of(recording: Recording) -> Mode:
    """The one in which an attempt was done last: in it it goes on. Old recordings do not say: those were practice."""
    return next((mode for mode in MODES if mode.name == recording.mode), PRACTICE)
