"""What only a drill asks for. Part of ``commands``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenarios.base import Frozen
from scenarios.drill_script import Counted
from scenarios.pattern import Reading


class NamePicture(Frozen):
    """Say what the contrast of this picture is."""

    do: Literal["name_picture"] = "name_picture"
    pattern: Reading


class NextPicture(Frozen):
    """Show the next one."""

    do: Literal["next_picture"] = "next_picture"


class SayDepth(Frozen):
    """Say how far the tip lies behind the ventral interlaminar line; in front of it if negative."""

    do: Literal["say_depth"] = "say_depth"
    behind_mm: Annotated[float, Field(ge=-50, le=50)]


class SayLevel(Frozen):
    """Say over which vertebra the marker lies."""

    do: Literal["say_level"] = "say_level"
    level: Counted


DrillCommand = NamePicture | NextPicture | SayDepth | SayLevel
