"""What stands in a patient's JSON, taken as what it should be. Raises ValueError or TypeError where it is not."""

from __future__ import annotations

from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_VOLUMES = 50
FAR_MM = 10_000.0
"""No body reaches so far from its own sacrum; what lies beyond would run over where squares and voxels are counted."""
MEASURES = ("stature_mm", "bmi", "age")


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(text(each) for each in value)


def count(value: Any) -> int:
    """How many volumes, one at least."""
    if not 1 <= int(value) <= MOST_VOLUMES:
        raise ValueError
    return int(value)


def measures(value: Any) -> dict[str, Any]:
    """Of a person; those that something is worked out from are numbers, or not known."""
    found = dict(value)
    for known in (found[name] for name in MEASURES if found.get(name) is not None):
        if not isinstance(known, int | float) or not isfinite(known):
            raise ValueError
    return found


def places(value: Any) -> NDArray[np.float64]:
    """(n,) or (n, 3) mm, all of them numbers that a body can have."""
    found = np.asarray(value, float)
    if not (np.abs(found) <= FAR_MM).all():  # nor is what is no number
        raise ValueError
    return found


def landmarks(value: Any) -> dict[str, NDArray[np.float64]]:
    """(3,) mm by name."""
    return {name: places(at).reshape(3) for name, at in value.items()}


def curve(value: Any) -> NDArray[np.float64]:
    """(n, 3) mm, two points at least."""
    found = places(value).reshape(-1, 3)
    if len(found) < 2:
        raise ValueError
    return found


def way(value: Any) -> NDArray[np.float64]:
    """(n, 3) mm: a curve that goes somewhere at each of its points."""
    found = curve(value)
    if not np.gradient(found, axis=0).any(axis=1).all():
        raise ValueError
    return found
