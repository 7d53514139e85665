"""People as they are drawn: the published means and spreads, by sex and stature; nobody beyond the range; each by his seed."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from meshes import tables
from meshes.chance import FARTHEST
from meshes.morphometry import LUMBAR, Dimensions, Measures, reference
from meshes.person import Person
from meshes.population import dimensions

COUNT = 600
MEASURES = [f.name for f in fields(Measures)]


@pytest.fixture(scope="module")
def men() -> list[Dimensions]:
    return [dimensions(Person(sex="male", seed=seed)) for seed in range(COUNT)]


@pytest.fixture(scope="module")
def women() -> list[Dimensions]:
    return [dimensions(Person(sex="female", seed=seed)) for seed in range(COUNT)]


def values(people: list[Dimensions], measure: str, level: str) -> np.ndarray:
    return np.array([getattr(p.levels[level].measures, measure) for p in people])


def spread(measure: str, level: str) -> tables.Spread:
    rows = [r for r in tables.read("spread", tables.Spread) if r.quantity == measure and r.level in ("", level)]
    return max(rows, key=lambda r: len(r.level))


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("level", LUMBAR)
def test_a_measure_has_the_published_mean_and_spread(men: list[Dimensions], women: list[Dimensions], measure: str, level: str) -> None:
    """Oracle: [@lumbar_build] through the tables, spans and canal widths [@openspine_2026]; the mean within 4 standard errors, the spread
    within 10 %."""
    row, mean = spread(measure, level), getattr(reference().levels[level].measures, measure)
    told = next((r for r in tables.read("population", tables.LivingLevel) if (r.quantity, r.level) == (measure, level)), None)
    of_men, of_women = (mean, row.sd), (row.female * mean, row.sd)
    if told is not None:
        of_men, of_women = (told.male, told.male_sd), (told.female, told.female_sd)
    for people, (wanted, sd) in ((men, of_men), (women, of_women)):
        drawn = values(people, measure, level)
        assert abs(drawn.mean() - wanted) < 4 * sd / np.sqrt(COUNT)
        assert drawn.std() == pytest.approx(sd, rel=0.10)
        assert np.abs(drawn - wanted).max() <= FARTHEST * sd + 1e-3


def test_taller_people_have_taller_bodies_but_hardly_deeper_canals(men: list[Dimensions]) -> None:
    """Oracle: the correlations of [@sampling_recipe] (0.54 and 0.15), within 4 standard errors of a correlation."""
    stature = [p.stature_mm for p in men]
    error = 1 / np.sqrt(COUNT)
    for measure, wanted in (("body_height", 0.54), ("canal_depth", 0.15)):
        assert np.corrcoef(stature, values(men, measure, "L3"))[0, 1] == pytest.approx(wanted, abs=4 * error)


def test_levels_of_one_person_go_together(men: list[Dimensions]) -> None:
    """Half of what stature leaves is the person's, half of the rest comes down from the level above (table ``kinship``): 0.76 between
    neighbours, by the closed form 0.2**2 + (1 - 0.2**2) (0.5 + 0.5 * 0.5)."""
    between = np.corrcoef(values(men, "canal_width", "L3"), values(men, "canal_width", "L4"))[0, 1]
    assert between == pytest.approx(0.76, abs=0.07)


def test_what_is_asked_for_is_so() -> None:
    person = dimensions(Person(sex="female", seed=4, stature_mm=1500.0, bmi=41.0, age=81.0))
    assert (person.sex, person.stature_mm, person.bmi, person.age) == ("female", 1500.0, 41.0, 81.0)


def test_old_bone_is_thin_bone() -> None:
    young, old = (dimensions(Person(sex="female", seed=1, age=age)) for age in (30.0, 85.0))
    assert old.values["trabecular_share"] < 0.8 * young.values["trabecular_share"]


def test_a_seed_is_a_person() -> None:
    assert dimensions(Person(sex="male", seed=7)) == dimensions(Person(sex="male", seed=7))
    assert dimensions(Person(sex="male", seed=7)) != dimensions(Person(sex="male", seed=8))


def test_a_variant_leaves_the_rest_of_the_person_alone() -> None:
    plain = dimensions(Person(sex="male", seed=7))
    asked = {"kind": "disc_height_loss", "interspace": "L4-L5", "grade": 2}
    worn = dimensions(Person.model_validate({"sex": "male", "seed": 7, "variants": [asked]}))
    assert worn.levels["L4"].disc_height == pytest.approx(plain.levels["L4"].disc_height / 2)
    assert [worn.levels[level] for level in LUMBAR if level != "L4"] == [plain.levels[level] for level in LUMBAR if level != "L4"]
    assert worn.nerves == plain.nerves


def test_gaps_and_great_arteries_are_as_common_as_published(men: list[Dimensions], women: list[Dimensions]) -> None:
    """Oracle: Lirk 2004 (L1-L2 22.2 %, L5-S1 none); Murthy 2010 (17 % at L1 or below, 77 % left), within 4 binomial standard errors."""
    people = men + women
    n = len(people)

    def close(share: float, wanted: float, of: int = n) -> bool:
        return abs(share - wanted) <= 4 * np.sqrt(wanted * (1 - wanted) / of)

    assert close(sum("L1" in p.flavum_gaps for p in people) / n, 0.222)
    assert not any("L5" in p.flavum_gaps for p in people)
    with_artery = [p.great_artery for p in people if p.great_artery]
    assert close(len(with_artery) / n, 0.17)
    assert close(sum(side == "left" for _, side in with_artery) / len(with_artery), 0.77, len(with_artery))
