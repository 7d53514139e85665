"""What all data of a case is made of: frozen values, plain names, texts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from meshes.quoting import quoted

FOLDER = Path(__file__).parent
SideName = Literal["left", "right"]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
PLAIN_NAME = re.compile(r"^[a-z0-9_]{1,60}$")
Name = Annotated[str, Field(pattern=PLAIN_NAME.pattern)]
PATIENTS_NAME = re.compile(r"\w(?:[\w .-]{0,58}[\w-])?")
"""What a patient may be called: a folder gets the name, on any system, and it leads into no other."""


def patients_name(name: str) -> str:
    """The same name. Raises ValueError for one that no patient can have."""
    if not PATIENTS_NAME.fullmatch(name):
        raise ValueError(
            f"is {quoted(name)}, should be up to 60 letters, digits, spaces, dots, - and _, and begin with a letter or a digit"
        )
    return name


PatientName = Annotated[str, AfterValidator(patients_name)]


class Frozen(BaseModel):
    """Data that nobody changes, with no field that nobody knows, and no number that is none."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)


def _row(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


AsRow = BeforeValidator(_row)
"""A list, as TOML and JSON write it, taken for a tuple."""
