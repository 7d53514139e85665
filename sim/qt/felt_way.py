"""What the hand has felt on the way to where the tip is: force over depth, also of an attempt that is gone over again."""

from __future__ import annotations

SPAN_MM, STEP_MM = 20.0, 0.1
"""So much of the way is kept, and so far apart it is written down (guesses)."""
Felt = tuple[tuple[float, float], ...]
"""(mm deep, force), of where the tip has been"""


class FeltWay:
    """Of one needle, as long as it stands in the patient."""

    def __init__(self) -> None:
        self.way: Felt = ()

    def follow(self, depth_mm: float | None, force: float) -> bool:
        """The tip stands so deep; None: no needle is in. What is drawn back over is forgotten: pushed again it is felt again.

        Whether that is anything new.
        """
        before = self.way
        if depth_mm is None:
            self.way = ()
        elif not before or before[-1] != (depth_mm, force):
            kept = ((mm, n) for mm, n in before if depth_mm - SPAN_MM <= mm <= depth_mm - STEP_MM)
            self.way = (*kept, (depth_mm, force))
        return self.way != before
