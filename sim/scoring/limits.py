"""Where the lines run by which what happened is judged: whoever thinks of others hands others in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What counts as near, as looked at, as seen."""

    near_miss_mm: float = 1.0
    """So near is a near miss (guess; half the fine lattice's cell more than it can tell)."""
    near_target_mm: float = 25.0
    """From here on a needle goes on by pictures (guess)."""
    depth_judged_mm: float = 15.0
    """Depth was judged by a picture if the tip stood so near the target in it (guess)."""
    depth_view_deg: float = 12.0
    """So near in orbit a view still is the named one (guess; contralateral oblique is taken at 45 to 55)."""
    same_place_mm: float = 2.0
    """A bevel that has moved on by more proves nothing of where it is now (guess)."""
    collimated_share: float = 0.75
    """A field no larger than this share of the whole counts as collimated (guess)."""
    looked_ml: float = 0.1
    """A view shows contrast if more than this had been given (guess)."""
    named_ml: float = 0.1
    """Less contrast is not to be named (guess; a study's reader sees 0.1 ml too) ..."""
    named_share: float = 0.1
    """... nor what is less than so much of all that was given (guess)."""


LIMITS = Limits()
