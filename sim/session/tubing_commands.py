"""What joins hub and syringe. Part of ``commands``."""

from __future__ import annotations

from typing import Literal

from scenarios.base import Frozen


class SetTubing(Frozen):
    """Put a primed extension tubing on the hub, or take it off; the stylet comes out for it."""

    do: Literal["set_tubing"] = "set_tubing"
    on: bool
