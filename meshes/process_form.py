"""How one person's processes differ from the usual ones of the table ``processes``: what is drawn per person, level and side."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ProcessForm:
    """One process against the usual one; shares of it, and degrees added to it about its root."""

    length: float = 1.0
    """Beyond its root."""
    height: float = 1.0
    """Growing from nothing at the root to this at the tip, as ``thickness``: the root stays as broad as the bone that it springs from."""
    thickness: float = 1.0
    tilt_deg: float = 0.0
    """Of its cross sections: a transverse process's upper edge forward, a spinous one's to the right."""
    rise_deg: float = 0.0
    """The tip up."""
    turn_deg: float = 0.0
    """The tip of a transverse process back, of a spinous one to the right."""


USUAL = ProcessForm()


@dataclass(frozen=True)
class ProcessForms:
    """The processes of one vertebra."""

    transverse_right: ProcessForm = USUAL
    transverse_left: ProcessForm = USUAL
    spinous: ProcessForm = USUAL


USUAL_FORMS = ProcessForms()
