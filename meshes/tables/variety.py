"""Rows that say how people differ: from each other, from side to side, with age."""

from __future__ import annotations

from typing import Literal

from meshes.table import Row


class Ageing(Row):
    """``ageing``: the share of people who have a feature at an age, between the ages by line."""

    feature: Literal["gas", "narrow", "sclerosis", "lips", "facets", "aorta"]
    level: str = ""
    sex: Literal["male", "female", ""] = ""
    at_30: float
    at_45: float
    at_55: float
    at_65: float
    at_77: float


class Share(Row):
    """``flavum_gaps``, ``great_artery``: how often, by level."""

    level: str
    share: float


class Kinship(Row):
    """``kinship``: how much the levels of one person go together in a quantity, shares of the variance that stature leaves."""

    quantity: str = ""
    """Empty: in all that have no row."""
    level: str = ""
    person: float
    above: float
    family: str = ""


class People(Row):
    """``people``: one number of a person. Without a spread of its own it has the stature's."""

    quantity: str
    mean_male: float
    mean_female: float
    sd: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    source: str


class Feature(Row):
    """``numbering``: the share of people who have a feature."""

    feature: str
    share: float


class LivingLevel(Row):
    """``population``: a measure of men and of women at a level, mm."""

    quantity: str
    level: str
    male: float
    female: float
    male_sd: float
    female_sd: float


class Published(Row):
    """``published``: what a source says of a figure."""

    figure: str
    mean: float
    sd: float | None = None
    n: int | None = None
    source: str


class SideDifference(Row):
    """``sides``: the size of what tells right from left."""

    quantity: str
    level: str = ""
    median: float
    p95: float
    unit: str
    source: str


class SurfaceLayer(Row):
    """``surface``: a layer of the displacement, or how large it is on a part."""

    part: str
    knots_mm: float | None = None
    share: float | None = None
    amplitude_mm: float | None = None


class Spread(Row):
    """``spread``: of a quantity at one level, or at all."""

    quantity: str
    level: str = ""
    sd: float
    with_stature: float
    female: float
    note: str = ""
