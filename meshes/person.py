"""Who somebody is: what is asked for when a patient is made. Everything else about the body is drawn from the tables."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from meshes.asked import Variant, refuse_contradictions


class Person(BaseModel):
    """Sex and seed decide; stature, BMI and age are drawn too where they are not given."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    sex: Literal["male", "female"]
    seed: Annotated[int, Field(ge=0, lt=2**32)] = 0
    stature_mm: Annotated[float, Field(ge=1400, le=2100)] | None = None
    bmi: Annotated[float, Field(ge=15, le=55)] | None = None
    age: Annotated[float, Field(ge=18, le=100)] | None = None
    asymmetry: Annotated[float, Field(ge=0, le=1)] = 1.0
    """How far left and right differ: 0 not at all, 1 as in people."""
    variants: Annotated[list[Variant], Field(max_length=12)] = []

    def model_post_init(self, _: object) -> None:
        refuse_contradictions(self.variants)
