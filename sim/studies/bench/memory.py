"""How much memory this process has, and has had."""

from __future__ import annotations

import sys

import psutil


def resident_mb() -> float:
    """Now, MB."""
    return float(psutil.Process().memory_info().rss / 1e6)


def peak_mb() -> float:
    """The most so far, MB."""
    if sys.platform == "win32":
        return float(psutil.Process().memory_info().peak_wset / 1e6)
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3
