"""What takes up the image: a flat panel, or an image intensifier with its camera."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ReceptorName = Literal["flat panel", "image intensifier"]


@dataclass(frozen=True)
class Receptor:
    """One kind of image receptor."""

    name: ReceptorName
    blur_mm: float
    """Standard deviation of the spread of light, at the entrance."""
    glare: float
    """Share of the light that is spread over the whole field: veiling glare, 5-10 % ([@detector_known])."""
    glare_mm: float
    """How far, as a standard deviation (guess)."""
    vignetting: float
    """Share of light lost at the rim against the middle (guess)."""
    round: bool
    magnified_dose: float
    """Kerma at the receptor grows with this power of the magnification."""


FLAT_PANEL = Receptor("flat panel", 0.16, 0.05, 15.0, 0.0, False, 1.0)
"""Modulation 60 % at 1 line pair a mm, 10 % at 2.1 (guess: usual of caesium iodide panels)."""
INTENSIFIER = Receptor("image intensifier", 0.25, 0.10, 25.0, 0.2, True, 2.0)
"""Modulation 29 % at 1 line pair a mm, 10 % at 1.4 (guess); its gain falls with the area that it uses, and the dose makes up for that."""
RECEPTORS: dict[ReceptorName, Receptor] = {r.name: r for r in (FLAT_PANEL, INTENSIFIER)}
