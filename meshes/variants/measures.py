"""What variants do to a person's measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from meshes import asked as a
from meshes.asked import Variant
from meshes.morphometry import Dimensions
from meshes.sides import ROTATION_PER_TILT, curve

FLAVUM_PER_GRADE = {1: 1.2, 2: 2.2, 3: 3.2}
"""mm more: 4-5 and above counts as thick ([@flavum_known])."""
SLIP_PER_GRADE_MM = {1: 5.0, 2: 10.0}
"""Meyerding: up to a quarter, up to a half of the end-plate (35 mm); grade 2 as far as leaves the arch of this man a canal (guess)."""
FRONT_LOST = {1: 0.20, 2: 0.35, 3: 0.50}
"""Genant's grades: 20-25, 25-40, more than 40 % of the front height."""
DISC_LOST_PER_GRADE = 0.25
FAT_PER_GRADE = 0.13
"""Share of the sac's width and depth that lipomatosis takes by grade (guess: severe leaves a third of the area, Borre)."""
DORSAL_FAT_PER_GRADE_MM = 2.2
"""mm more behind the sac (guess: more than 7 mm is too much, Borre)."""
HIATUS_MM = {1: 3.0, 2: 2.0, 3: 0.0}
LOW_SAC = 1.5
"""Mid-S3, in units of S2."""


def changed(person: Dimensions) -> Dimensions:
    """The measures with the person's variants in them."""
    for variant in person.variants:
        for kind, effect in EFFECTS.items():
            if isinstance(variant, kind):
                person = effect(person, variant)
    return person


def _upper(interspace: str) -> str:
    return interspace.split("-")[0]


def _at(person: Dimensions, level: str, **new: Any) -> Dimensions:
    return replace(person, levels={**person.levels, level: replace(person.levels[level], **new)})


def _thick_flavum(person: Dimensions, v: a.CentralStenosis | a.FlavumHypertrophy) -> Dimensions:
    level = _upper(v.interspace)
    thick = person.levels[level].flavum + FLAVUM_PER_GRADE[v.grade]
    return replace(_at(person, level, flavum=thick), flavum_gaps=person.flavum_gaps - {level})


def _low_disc(person: Dimensions, v: a.DiscHeightLoss | a.ForaminalStenosis) -> Dimensions:
    level = _upper(v.interspace)
    share = DISC_LOST_PER_GRADE * (1.0 if isinstance(v, a.DiscHeightLoss) else 0.5)
    return _at(person, level, disc_height=person.levels[level].disc_height * (1 - share * v.grade))


def _slip(person: Dimensions, v: a.Spondylolisthesis) -> Dimensions:
    return _at(person, v.level, slip_mm=SLIP_PER_GRADE_MM[v.grade])


def _curve(person: Dimensions, v: a.Scoliosis) -> Dimensions:
    levels = dict(person.levels)
    for level, lean in curve(v.cobb_deg if v.side == "right" else -v.cobb_deg, v.apex).items():
        levels[level] = replace(person.levels[level], lean_deg=lean, turn_deg=-ROTATION_PER_TILT * lean)
    return replace(person, levels=levels)


def _wedge(person: Dimensions, v: a.CompressionFracture) -> Dimensions:
    return _at(person, v.level, wedge=FRONT_LOST[v.grade])


def _gap(person: Dimensions, v: a.FlavumGap) -> Dimensions:
    return replace(person, flavum_gaps=person.flavum_gaps | {_upper(v.interspace)})


def _value(name: str, value: Callable[[Any], float]) -> Callable[[Dimensions, Any], Dimensions]:
    return lambda person, v: replace(person, values={**person.values, name: value(v)})


def _fat(person: Dimensions, v: a.Lipomatosis) -> Dimensions:
    k = 1 - FAT_PER_GRADE * v.grade
    nerves = {level: replace(n, sac_depth=n.sac_depth * k, sac_width=n.sac_width * k) for level, n in person.nerves.items()}
    levels = {level: replace(own, dorsal_fat=own.dorsal_fat + DORSAL_FAT_PER_GRADE_MM * v.grade) for level, own in person.levels.items()}
    return replace(person, nerves=nerves, levels=levels)


EFFECTS: dict[type[Variant] | Any, Callable[[Dimensions, Any], Dimensions]] = {
    a.CentralStenosis: _thick_flavum,
    a.FlavumHypertrophy: _thick_flavum,
    a.DiscHeightLoss: _low_disc,
    a.ForaminalStenosis: _low_disc,
    a.Spondylolisthesis: _slip,
    a.Scoliosis: _curve,
    a.CompressionFracture: _wedge,
    a.FlavumGap: _gap,
    a.Lipomatosis: _fat,
    a.LowSac: _value("sac_tip_fraction_s2", lambda v: LOW_SAC),
    a.NarrowHiatus: _value("hiatus_depth", lambda v: HIATUS_MM[v.grade]),
}
"""What each kind does; the kinds that are not here only change shapes."""
