"""What all data of a case is made of: frozen values, plain names, texts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

FOLDER = Path(__file__).parent
ViewName = Literal["AP", "lateral", "oblique", "clo", "s1", "caudal"]
SideName = Literal["left", "right"]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
PLAIN_NAME = re.compile(r"^[a-z0-9_]{1,60}$")
Name = Annotated[str, Field(pattern=PLAIN_NAME.pattern)]


class Frozen(BaseModel):
    """Data that nobody changes, with no field that nobody knows, and no number that is none."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)


def _row(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


AsRow = BeforeValidator(_row)
"""A list, as TOML and JSON write it, taken for a tuple."""
