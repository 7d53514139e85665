"""One person drawn from the tables: means by sex, spreads, and what goes with what.

Every quantity has its own stream of chance, named after it, so that a new one leaves the others as they were. Levels go together as living
people's do: neighbours more than those far apart.
"""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from math import sqrt

import numpy as np

from meshes import tables
from meshes.ageing import aged
from meshes.chance import FARTHEST, Chance
from meshes.morphometry import (
    LUMBAR,
    VERTEBRAE,
    Dimensions,
    Level,
    Lying,
    Measures,
    NerveMeasures,
    RootMeasures,
    Sex,
    facet_rows,
    given_up,
    level_rows,
    reference,
    sided,
)
from meshes.noise import scrambled
from meshes.numbering import numbered
from meshes.person import Person
from meshes.sides import individual
from meshes.space import Side
from meshes.variants.measures import changed

SEGMENT_OWN = 0.25
"""Of a segment's published spread: its own, once the whole lordosis is given (guess)."""
LORDOSIS_TO_SLOPE = 0.7
"""Correlation of lordosis and sacral slope (guess; strong in every series)."""
LEFT_SHARE = 0.77
"""How often the great artery comes from the left: between 88 % (Murthy 2010) and 68 % (Gregg 2017)."""
COLUMN = (*VERTEBRAE, "S1")
LEAST_ENDPLATE_MM = 30.0
"""No lumbar body is narrower (guess: the published women's means less three of their sds)."""
LEAST_FAT_MM = 2.0
"""Dorsal fat in the window, at its deepest ([@epidural_depth]: 2-4 at L5-S1)."""


@cache
def _spread(quantity: str, level: str) -> tables.Spread:
    """The row of the table ``spread`` for a level, or the one for all levels."""
    rows = [row for row in tables.read("spread", tables.Spread) if row.quantity == quantity and row.level in ("", level)]
    return max(rows, key=lambda row: len(row.level))


@cache
def _living(quantity: str, level: str) -> tables.LivingLevel | None:
    """The row of the table ``population``, if men and women are told apart there."""
    rows = tables.read("population", tables.LivingLevel)
    return next((row for row in rows if (row.quantity, row.level) == (quantity, level)), None)


@cache
def _kinship(quantity: str, level: str) -> tables.Kinship:
    """The closest row of the table ``kinship``."""
    rows = [row for row in tables.read("kinship", tables.Kinship) if row.quantity in ("", quantity) and row.level in ("", level)]
    return max(rows, key=lambda row: (bool(row.quantity), bool(row.level)))


class Draw:
    """Draws one person's quantities."""

    def __init__(self, sex: Sex, chance: Chance, tall: float) -> None:
        self.sex, self.chance, self.tall = sex, chance, tall
        """``tall``: the stature in standard deviations of the sex"""

    def level(self, quantity: str, level: str, mean: float) -> float:
        """A quantity of one level; ``mean`` is the reference man's."""
        row, living = _spread(quantity, level), _living(quantity, level)
        own, sd = mean * (row.female if self.sex == "female" else 1.0), row.sd
        if living is not None:
            own, sd = (living.male, living.male_sd) if self.sex == "male" else (living.female, living.female_sd)
        return round(own + sd * self.deviation(quantity, level), 3)

    def deviation(self, quantity: str, level: str) -> float:
        """In standard deviations: what stature brings, what is the person's, what comes down from the level above and what is new here."""
        kin, tied = _kinship(quantity, level), _spread(quantity, level).with_stature
        person = self.chance.normal(kin.family or quantity)
        z = sqrt(kin.person) * person + sqrt(1 - kin.person) * self._own(quantity, level)
        return float(np.clip(tied * self.tall + sqrt(1 - tied**2) * z, -FARTHEST, FARTHEST))

    def _own(self, quantity: str, level: str) -> float:
        """The level's own part, which it shares with the levels above it."""
        found = 0.0
        for at in COLUMN[: COLUMN.index(level) + 1]:
            above = _kinship(quantity, at).above if at != COLUMN[0] else 0.0
            found = above * found + sqrt(1 - above**2) * self.chance.normal(f"{quantity}/{at}")
        return found


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


def dimensions(person: Person, lying: Lying = "pillow") -> Dimensions:
    """The measures of the person, with what age and the variants do to them."""
    chance = Chance(person.seed)
    return changed(aged(numbered(_drawn(person, lying), chance), chance))


def _drawn(person: Person, lying: Lying) -> Dimensions:
    """The measures before age and any variant."""
    sex, chance, base = person.sex, Chance(person.seed), reference(lying=lying)
    stature = person.stature_mm if person.stature_mm is not None else one_off("stature", sex, chance.normal("stature"))
    bmi = person.bmi if person.bmi is not None else one_off("bmi", sex, chance.normal("bmi"))
    age = person.age if person.age is not None else one_off("age", sex, chance.normal("age"))
    draw = Draw(sex, chance, (stature - mean_of("stature", sex)) / mean_of("stature_sd", sex))

    bend = chance.normal("lordosis_recumbent")
    lordosis = one_off("lordosis_recumbent", sex, bend) - given_up(base.values, lying)
    usual = base.values["lordosis_recumbent"] - given_up(base.values, lying)
    tip = LORDOSIS_TO_SLOPE * bend + sqrt(1 - LORDOSIS_TO_SLOPE**2) * chance.normal("sacral_slope_standing")
    lost = base.values["lordosis_standing"] - usual
    slope = one_off("sacral_slope_standing", sex, tip) - base.values["slope_share"] * lost

    levels = {level: _level(level, draw, base.levels[level], lordosis / usual if level in LUMBAR else 1.0) for level in VERTEBRAE}
    nerves = {level: _nerve(level, draw, base.nerves[level]) for level in (*VERTEBRAE, "S1")}
    roots = {level: _root(level, draw, base.roots[level]) for level in VERTEBRAE}
    values = dict(base.values)
    for quantity in ("sac_tip_fraction_s2", "hiatus_depth", "pelvis_scale", "conus_below_l1", "crest_rise"):
        values[quantity] = one_off(quantity, sex, chance.normal(quantity))
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
        disc_height=draw.level("disc_height", level, mean.disc_height),
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
