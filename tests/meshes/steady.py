"""Settings for property tests: the same examples on every run and machine, and no clock."""

from __future__ import annotations

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

steady = settings(derandomize=True, deadline=None, max_examples=60)
"""For tests of small closed forms."""
brief = settings(derandomize=True, deadline=None, max_examples=12)
"""Where an example costs a lattice."""


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    """Between two bounds, each to the nearest float32."""
    return st.floats(float(np.float32(low)), float(np.float32(high)), allow_nan=False, width=32)


def places(reach: float = 60.0) -> st.SearchStrategy[np.ndarray]:
    """(3,) mm"""
    return arrays.arrays(np.float64, 3, elements=numbers(-reach, reach))


def clouds(count: int = 40, reach: float = 60.0) -> st.SearchStrategy[np.ndarray]:
    """(count, 3) mm"""
    return arrays.arrays(np.float64, (count, 3), elements=numbers(-reach, reach), fill=st.nothing())


def directions() -> st.SearchStrategy[np.ndarray]:
    """(3,) of a length well away from zero"""
    return places(1.0).filter(lambda v: float(np.linalg.norm(v)) > 0.1)
