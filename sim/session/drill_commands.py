"""What only a drill asks for. Part of ``commands``."""

from __future__ import annotations

from typing import Literal

from scenarios.base import Frozen
from scenarios.pattern import Reading


class NamePicture(Frozen):
    """Say what the contrast of this picture is."""

    do: Literal["name_picture"] = "name_picture"
    pattern: Reading


class NextPicture(Frozen):
    """Show the next one."""

    do: Literal["next_picture"] = "next_picture"


DrillCommand = NamePicture | NextPicture
