"""Pictures as handles: what a monitor writes beside an image is on them, what the X-ray hid in the patient is not.

The exposure stands in a register that only ``opened`` reads: no attribute leads from a picture to the needle in the body or to the iodine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal
from weakref import WeakKeyDictionary

from meshes.morphometry import Lying
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.collimator import Collimator
from sim.fluoroscopy.dose import ExposureFactors
from sim.fluoroscopy.exposure import Exposure, Orientation

Shadow = tuple[float, float]
"""(u, v): to the right and up from the detector's middle, mm."""
NONE: Mapping[str, Shadow] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Picture:
    """An image on a monitor, and what a trained eye finds on it. Made by ``pictured``."""

    title: str
    frame: int
    """Counts the pulses of an attempt from 1."""
    step: int
    view: View
    factors: ExposureFactors
    opening: Collimator
    """What of the field was exposed, which anybody sees."""
    moved_mm: Shadow
    """How far breathing has carried the patient's shadow."""
    orientation: Orientation
    subtracted: Literal["off", "subtract", "roadmap"]
    sights: Mapping[str, Shadow]
    """The target's landmarks by name."""
    others: Mapping[str, Shadow]
    """Those of other levels, of the other side and of other ways in: what somebody aims at who mistakes one for another."""
    shaft: tuple[Shadow, ...]
    """The needle's shadow from hub to tip."""
    lies: Lying
    """How the patient lay."""

    def shadow_of(self, landmark: str) -> Shadow | None:
        """Where a landmark is in it; None if it is not seen."""
        return self.sights.get(landmark) or self.others.get(landmark)


_exposures: WeakKeyDictionary[Picture, Exposure] = WeakKeyDictionary()


def pictured(
    exposure: Exposure, title: str, sights: Mapping[str, Shadow], shaft: tuple[Shadow, ...], others: Mapping[str, Shadow] = NONE
) -> Picture:
    """The picture that an exposure becomes."""
    mask = exposure.subtracted
    picture = Picture(
        title=title,
        frame=exposure.frame,
        step=exposure.step,
        view=exposure.view,
        factors=exposure.technique,
        opening=exposure.shot.opening,
        moved_mm=exposure.moved_mm,
        orientation=exposure.orientation,
        subtracted="off" if mask is None else "roadmap" if mask.roadmap else "subtract",
        sights=MappingProxyType(dict(sights)),
        others=MappingProxyType(dict(others)),
        shaft=tuple(shaft),
        lies=exposure.lies,
    )
    _exposures[picture] = exposure
    return picture


def processed(picture: Picture, exposure: Exposure) -> Picture:
    """The same picture, its exposure as the console's settings have it now."""
    return pictured(exposure, picture.title, picture.sights, picture.shaft, picture.others)


def opened(picture: Picture) -> Exposure:
    """The exposure behind a picture, for the imaging chain alone: never for panels or hands.

    KeyError for a picture that ``pictured`` did not make.
    """
    return _exposures[picture]
