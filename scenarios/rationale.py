"""Why a choice of the decision was made, by the table ``rationales.csv``: coded, so that it is recorded, and shown in any language."""

from __future__ import annotations

from functools import cache
from typing import Literal, get_args

from pydantic import field_validator

from meshes.table import Row, read
from scenarios.base import FOLDER
from scenarios.chart import Page

Reasoned = Literal["level", "approach", "needle", "steroid", "volume"]
"""Choices for which one is named. Level: with its side."""
REASONED: tuple[Reasoned, ...] = get_args(Reasoned)
RationaleName = Literal[
    "level_pain", "level_signs", "level_imaging", "level_earlier", "level_access",
    "way_target", "way_spread", "way_scar", "way_narrow", "way_vessels", "way_earlier",
    "needle_feel", "needle_thin", "needle_reach",
    "steroid_particles", "steroid_lasting", "steroid_sugar", "steroid_year", "steroid_allergy",
    "volume_way", "volume_narrow", "volume_year", "volume_legs",
]  # fmt: skip
"""As the table names them."""


class Rationale(Row):
    """A row of ``rationales.csv``."""

    name: RationaleName
    choice: Reasoned
    page: Page | None
    """Of the chart, on which it can be read."""
    source: str

    @field_validator("page", mode="before")
    @classmethod
    def _nowhere(cls, text: object) -> object:
        return text or None


@cache
def rationales() -> dict[str, Rationale]:
    """By name."""
    return {row.name: row for row in read(FOLDER / "rationales.csv", Rationale)}
