"""What an instructor would say, and when."""

from __future__ import annotations

from typing import Literal

from scenarios.base import Frozen, Text

Stage = Literal["choice", "preparation", "plan", "entry", "way", "depth", "loss", "contrast", "drug", "after"]


class Hint(Frozen):
    """What an instructor would say at this stage, if asked."""

    at: Stage
    say: Text
