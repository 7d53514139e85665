"""One person drawn from the tables: means by sex, spreads, and what goes with what.

Every quantity has its own stream of chance, named after it, so that a new one leaves the others as they were.
"""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from math import sqrt

import numpy as np

from meshes import tables
from meshes.morphometry import (
    LUMBAR,
    VERTEBRAE,
    Dimensions,
    Level,
    Measures,
    NerveMeasures,
    RootMeasures,
    Sex,
    facet_rows,
    level_rows,
    reference,
    sided,
)
from meshes.noise import scrambled, stream
from meshes.person import Person
from meshes.sides import individual
from meshes.space import Side
from meshes.variants.measures import changed

FARTHEST = 2.5
"""Nobody lies farther from the mean than so many standard deviations: the tables' ranges end there."""
PERSON_SHARE = 0.8
"""Of the variance that stature leaves: the person's, not the single level's (6 % against 3 %, [@sampling_recipe])."""
SEGMENT_OWN = 0.25
"""Of a segment's published spread: its own, once the whole lordosis is given (guess)."""
LORDOSIS_TO_SLOPE = 0.7
"""Correlation of lordosis and sacral slope (guess; strong in every series)."""
LEFT_SHARE = 0.77
"""How often the great artery comes from the left: between 88 % (Murthy 2010) and 68 % (Gregg 2017)."""
OLDER_BONE, PEAK_AGE = 0.006, 40.0
"""Trabecular bone lost by year after PEAK_AGE (guess)."""
LEAST_DISC_MM = 4.0
LEAST_ENDPLATE_MM = 30.0
"""No lumbar body is narrower (guess: the published women's means less three of their sds)."""
LEAST_FAT_MM = 2.0
"""Dorsal fat in the window, at its deepest ([@epidural_depth]: 2-4 at L5-S1)."""


class Chance:
    """The named streams of one person."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def normal(self, name: str) -> float:
        """Standard normal, within FARTHEST."""
        return float(np.clip(stream(self.seed, name).standard_normal(), -FARTHEST, FARTHEST))

    def uniform(self, name: str) -> float:
        return float(stream(self.seed, name).random())


@cache
def _spread(quantity: str, level: str) -> tables.Spread:
    """The row of the table ``spread`` for a level, or the one for all levels."""
    rows = [row for row in tables.read("spread", tables.Spread) if row.quantity == quantity and row.level in ("", level)]
    return max(rows, key=lambda row: len(row.level))


class Draw:
    """Draws one person's quantities."""

    def __init__(self, sex: Sex, chance: Chance, tall: float) -> None:
        self.sex, self.chance, self.tall = sex, chance, tall
        """``tall``: the stature in standard deviations of the sex"""

    def level(self, quantity: str, level: str, mean: float) -> float:
        """A quantity of one level; ``mean`` is a man's."""
        row = _spread(quantity, level)
        rest = 1 - row.with_stature**2
        z = (
            row.with_stature * self.tall
            + sqrt(PERSON_SHARE * rest) * self.chance.normal(_family(quantity))
            + sqrt((1 - PERSON_SHARE) * rest) * self.chance.normal(f"{quantity}/{level}")
        )
        own = mean * (row.female if self.sex == "female" else 1.0)
        return round(own + row.sd * float(np.clip(z, -FARTHEST, FARTHEST)), 3)


def _family(quantity: str) -> str:
    """Quantities that are large or small together: the bodies' widths and depths; the rest each by itself."""
    return "bodies" if quantity in ("endplate_width", "endplate_depth", "transverse_span") else quantity


def one_off(quantity: str, sex: Sex, z: float) -> float:
    """A row of the table ``people`` at ``z`` standard deviations, kept within its range."""
    row = _person_row(quantity)
    sd = mean_of("stature_sd", sex) if row.sd is None else row.sd
    assert row.low is not None
    assert row.high is not None
    return round(float(np.clip(mean_of(quantity, sex) + sd * z, row.low, row.high)), 3)


def mean_of(quantity: str, sex: Sex) -> float:
    row = _person_row(quantity)
    return row.mean_male if sex == "male" else row.mean_female


def _person_row(quantity: str) -> tables.People:
    return next(row for row in tables.read("people", tables.People) if row.quantity == quantity)


def dimensions(person: Person) -> Dimensions:
    """The measures of the person, with what the variants do to them."""
    return changed(_drawn(person))


def _drawn(person: Person) -> Dimensions:
    """The measures before any variant."""
    sex, chance, base = person.sex, Chance(person.seed), reference()
    stature = person.stature_mm if person.stature_mm is not None else one_off("stature", sex, chance.normal("stature"))
    bmi = person.bmi if person.bmi is not None else one_off("bmi", sex, chance.normal("bmi"))
    age = person.age if person.age is not None else one_off("age", sex, chance.normal("age"))
    draw = Draw(sex, chance, (stature - mean_of("stature", sex)) / mean_of("stature_sd", sex))

    bend = chance.normal("lordosis_recumbent")
    lordosis = one_off("lordosis_recumbent", sex, bend) - base.values["lordosis_pillow"]
    usual = base.values["lordosis_recumbent"] - base.values["lordosis_pillow"]
    tip = LORDOSIS_TO_SLOPE * bend + sqrt(1 - LORDOSIS_TO_SLOPE**2) * chance.normal("sacral_slope_standing")
    lost = base.values["lordosis_standing"] - usual
    slope = one_off("sacral_slope_standing", sex, tip) - base.values["slope_share"] * lost

    levels = {level: _level(level, draw, base.levels[level], lordosis / usual if level in LUMBAR else 1.0) for level in VERTEBRAE}
    nerves = {level: _nerve(level, draw, base.nerves[level]) for level in (*VERTEBRAE, "S1")}
    roots = {level: _root(level, draw, base.roots[level]) for level in VERTEBRAE}
    values = dict(base.values)
    for quantity in ("sac_tip_fraction_s2", "hiatus_depth", "pelvis_scale", "conus_below_l1"):
        values[quantity] = one_off(quantity, sex, chance.normal(quantity))
    values["trabecular_share"] = round(base.values["trabecular_share"] * (1 - OLDER_BONE * max(age - PEAK_AGE, 0.0)), 4)
    gaps = frozenset(row.level for row in tables.read("flavum_gaps", tables.Share) if chance.uniform(f"flavum_gap/{row.level}") < row.share)
    return replace(
        base,
        sex=sex,
        stature_mm=stature,
        bmi=bmi,
        age=age,
        levels=sided(levels, own := individual(person.seed, person.asymmetry)),
        own=own,
        nerves=nerves,
        roots=roots,
        sacral_slope_deg=round(slope, 3),
        values=values,
        flavum_gaps=gaps,
        great_artery=_great_artery(chance),
        variants=tuple(person.variants),
        grain=scrambled(person.seed) % 2**31,
    )


def _level(level: str, draw: Draw, mean: Level, bend: float) -> Level:
    measures = Measures(**{f.name: draw.level(f.name, level, getattr(mean.measures, f.name)) for f in fields(Measures)})
    if level in LUMBAR:
        measures = replace(measures, endplate_width=max(measures.endplate_width, LEAST_ENDPLATE_MM))
    sd, facets = level_rows()[level].number("segment_sd_deg"), facet_rows()[level]
    return replace(
        mean,
        measures=measures,
        disc_height=max(draw.level("disc_height", level, mean.disc_height), LEAST_DISC_MM),
        segment_deg=round(mean.segment_deg * bend + SEGMENT_OWN * sd * draw.chance.normal(f"segment/{level}"), 3),
        skin_to_epidural=draw.level("skin_to_epidural", level, mean.skin_to_epidural),
        flavum=draw.level("flavum", level, mean.flavum),
        window_height=draw.level("window_height", level, mean.window_height) if mean.window_height else 0.0,
        facet_turn_deg=round(mean.facet_turn_deg + facets.facet_sd_deg * draw.chance.normal("facets"), 3),
        dorsal_fat=max(draw.level("dorsal_fat", level, mean.dorsal_fat), LEAST_FAT_MM),
    )


def _nerve(level: str, draw: Draw, mean: NerveMeasures) -> NerveMeasures:
    return NerveMeasures(**{f.name: draw.level(f.name, level, getattr(mean, f.name)) for f in fields(NerveMeasures)})


def _root(level: str, draw: Draw, mean: RootMeasures) -> RootMeasures:
    return RootMeasures(**{f.name: draw.level(f.name.removesuffix("_deg"), level, getattr(mean, f.name)) for f in fields(RootMeasures)})


def _great_artery(chance: Chance) -> tuple[str, Side] | None:
    """(level, side) where it enters, None if that is above L1."""
    at = chance.uniform("great_artery")
    side: Side = "left" if chance.uniform("great_artery/side") < LEFT_SHARE else "right"
    for row in tables.read("great_artery", tables.Share):
        at -= row.share
        if at < 0:
            return None if row.level == "above" else (row.level, side)
    return None
