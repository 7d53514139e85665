"""What age does to a person's spine: discs narrow and hold gas, end-plates whiten, lips and facets grow, flavum thickens, spongiosa thins,
the aorta's wall calcifies; each as often as published (table ``ageing``), and the worn parts of one person, and of one disc, together.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import sqrt
from statistics import NormalDist

import numpy as np

from meshes import asked, tables
from meshes.asked import Variant, refuse_contradictions
from meshes.chance import Chance
from meshes.morphometry import LUMBAR, Dimensions, Level, interspace

PERSONS_WEAR, DISCS_WEAR = 0.4, 0.3
"""Of the variance of how worn a part is: the person's, and what lips and facets share with their disc (guesses)."""
LEAST_LOST, MOST_LOST = 0.20, 0.60
"""Of a narrow disc's height (guess: from where narrowing is read to end-plates that almost touch)."""
LOST_PER_YEAR_MM, LOSING_FROM = 0.02, 55.0
"""Height that every disc loses: the medians of the 802 fall so [@openspine_2026]."""
GRADE_SHARES = (0.55, 0.85)
"""Of those who have lips or facets, up to where they are of grade 1 and of grade 2 (guess)."""
GAS_SHARE = (0.25, 0.6)
"""How far a cleft with gas reaches, of the disc's half width (guess)."""
SCLEROSIS_MM = (0.8, 2.0)
"""How much thicker the dense layer at a white end-plate is (guess)."""
CALCIUM_SHARE = (0.12, 0.6)
"""Of the aorta's wall before the spine: calcified, if any of it is (guess)."""
FLAVUM_WITH_AGE = 0.55
"""Correlation of the flavum's thickness with age (Yoshiiwa 2016, L4-L5; Khasawneh 2023 found it smaller)."""
FROM_AGE, TO_AGE = 41.0, 84.5
UPRIGHT_LOST, LEVEL_LOST = {"male": 0.38, "female": 0.51}, {"male": 0.29, "female": 0.64}
"""Of the upright and of the level trabeculae of L3, between these ages (Bergot 1988, 61 people)."""
LEAST_DISC_MM = 3.0
"""The lowest disc that is drawn: the 5th percentile at L5-S1 of the living."""


@cache
def _rows(feature: str, level: str, sex: str) -> tables.Ageing:
    rows = tables.read("ageing", tables.Ageing)
    return next(row for row in rows if row.feature == feature and row.level == level and row.sex in ("", sex))


def prevalence(feature: str, level: str, sex: str, age: float) -> float:
    """The share of people of an age who have a feature at a level (``""`` for one that has none)."""
    row = _rows(feature, level, sex)
    return float(np.interp(age, [30, 45, 55, 65, 77], [row.at_30, row.at_45, row.at_55, row.at_65, row.at_77]))


class _Wear:
    """How worn somebody's parts are."""

    def __init__(self, sex: str, age: float, chance: Chance) -> None:
        self.sex, self.age, self.chance = sex, age, chance

    def rank(self, feature: str, level: str) -> float:
        """0 to 1: the rank of a part among all people's."""
        mine, disc = sqrt(PERSONS_WEAR) * self.chance.normal("wear"), self.chance.normal(f"wear/{level}")
        if feature in ("gas", "narrow", "sclerosis"):  # of one disc: who has gas in it has it narrow, too
            own = sqrt(1 - PERSONS_WEAR) * disc
        else:
            own = sqrt(DISCS_WEAR) * disc + sqrt(1 - PERSONS_WEAR - DISCS_WEAR) * self.chance.normal(f"{feature}/{level}")
        return NormalDist().cdf(mine + own)

    def beyond(self, feature: str, level: str) -> float | None:
        """0 to 1: the rank among those who have the feature; None if one has not."""
        share, rank = prevalence(feature, level, self.sex, self.age), self.rank(feature, level)
        return (rank - (1 - share)) / share if rank > 1 - share else None

    def between(self, feature: str, level: str, low: float, high: float) -> float:
        """A size of a feature, by the rank among those who have it; 0 if one has not."""
        found = self.beyond(feature, level)
        return 0.0 if found is None else round(low + (high - low) * found, 4)

    def grade(self, feature: str, level: str) -> int:
        found = self.beyond(feature, level)
        return 0 if found is None else 1 + sum(found > share for share in GRADE_SHARES)


def aged(person: Dimensions, chance: Chance) -> Dimensions:
    """The measures with what age has done; what was asked for stays as it was asked for."""
    wear = _Wear(person.sex, person.age, chance)
    levels = {level: _level(level, own, wear) if level in LUMBAR else own for level, own in person.levels.items()}
    years = min(max(person.age - FROM_AGE, 0.0), TO_AGE - FROM_AGE) / (TO_AGE - FROM_AGE)
    upright, across = 1 - UPRIGHT_LOST[person.sex] * years, 1 - LEVEL_LOST[person.sex] * years
    values = {
        "trabecular_share": round(person.values["trabecular_share"] * (upright + across) / 2, 4),
        "trabecular_length": round(1 / across, 4),
        "aortic_calcium": wear.between("aorta", "", *CALCIUM_SHARE),
    }
    return replace(person, levels=levels, values=person.values | values, variants=(*person.variants, *_grown(person, wear)))


def _level(level: str, own: Level, wear: _Wear) -> Level:
    lost = wear.between("narrow", level, LEAST_LOST, MOST_LOST)
    height = (own.disc_height - LOST_PER_YEAR_MM * max(wear.age - LOSING_FROM, 0.0)) * (1 - lost)
    return replace(
        own,
        disc_height=round(max(height, LEAST_DISC_MM), 3),
        flavum=round(own.flavum + _thicker(level, wear.age), 3),
        gas=wear.between("gas", level, *GAS_SHARE),
        sclerosis=wear.between("sclerosis", level, *SCLEROSIS_MM),
    )


def _thicker(level: str, age: float) -> float:
    """mm that a flavum has gained against one of the mean age."""
    rows = [row for row in tables.read("spread", tables.Spread) if row.quantity == "flavum" and row.level in ("", level)]
    spread = max(rows, key=lambda row: row.level)
    mean = next(row for row in tables.read("people", tables.People) if row.quantity == "age")
    assert mean.sd is not None
    return FLAVUM_WITH_AGE * spread.sd * (age - mean.mean_male) / mean.sd


def _grown(person: Dimensions, wear: _Wear) -> tuple[Variant, ...]:
    """Lips and large facets, but where what was asked for leaves no room for them."""
    found: list[Variant] = []
    for level in LUMBAR:
        for feature, kind in (("lips", asked.Osteophytes), ("facets", asked.FacetArthropathy)):
            grade = wear.grade(feature, level)
            if not grade:
                continue
            one = kind.model_validate({"kind": KIND_OF[feature], "interspace": interspace(level), "grade": grade})
            try:
                refuse_contradictions([*person.variants, one])
            except ValueError:
                continue
            found.append(one)
    return tuple(found)


KIND_OF = {"lips": "osteophytes", "facets": "facet_arthropathy"}
