"""The data of a case: frozen, without unknown fields, without numbers that are none; and what it says of equipment."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from scenarios.equipment import agents, needles
from scenarios.rubric import Criterion, CriticalError, Rubric, measures
from scenarios.schema import Target

CRITERION: dict[str, Any] = {"measure": "passes", "unit": "count", "weight": 5.0, "at_most": 2.0, "fade": 3.0, "remark": "{value}"}


def test_what_is_read_cannot_be_changed() -> None:
    target = Target(level="L4", side="right")
    with pytest.raises(ValidationError, match="frozen"):
        target.level = "L5"  # type: ignore[misc]


@pytest.mark.parametrize("field", ["weight", "at_most", "fade"])
@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf"), "5", True])
def test_a_criterion_takes_numbers_alone(field: str, number: object) -> None:
    with pytest.raises(ValidationError, match=field):
        Criterion(**{**CRITERION, field: number})


def test_a_measure_is_graded_in_its_own_unit() -> None:
    with pytest.raises(ValidationError, match="passes is in 'count'"):
        Criterion(**{**CRITERION, "unit": "mm"})


@pytest.mark.parametrize("limits", [{}, {"above": 0.0, "below": 1.0}])
def test_a_critical_error_has_one_limit(limits: dict[str, float]) -> None:
    with pytest.raises(ValidationError, match="one of above and below"):
        CriticalError(name="many", measure="passes", unit="count", remark="too many", **limits)


def test_a_rubric_needs_a_criterion_and_a_mark_that_can_be_reached() -> None:
    with pytest.raises(ValidationError, match="at least 1 item"):
        Rubric(criteria=())
    with pytest.raises(ValidationError, match="less than or equal to 100"):
        Rubric(criteria=(Criterion(**CRITERION),), pass_mark=101.0)


def test_every_measure_of_the_catalogue_has_a_unit_a_definition_and_a_source() -> None:
    units = {"mm", "ml", "s", "%", "count", "mGy", "Gycm2", "yes", "mm2", "mg", "ml/s", "min", "ratio", "log", "of 10", "uSv", "deg"}
    for name, row in measures().items():
        assert name == row.name
        assert row.unit in units, name
        assert row.title, name
        assert len(row.definition) > 15, name
        assert row.source, name


def test_needles_are_as_thick_as_their_gauge() -> None:
    """Oracle: ISO 9626, outer diameters of 17, 18, 20, 22 and 25 G: 1.47, 1.27, 0.91, 0.72 and 0.51 mm within its tolerance of 0.03 mm."""
    outer = {17: 1.47, 18: 1.27, 20: 0.91, 22: 0.72, 25: 0.51}
    assert {needle.gauge for needle in needles().values()} == set(outer)
    for needle in needles().values():
        assert needle.outer_mm == pytest.approx(outer[needle.gauge], abs=0.03)
        assert 0.4 * needle.outer_mm < needle.inner_mm < 0.75 * needle.outer_mm
        assert needle.curve_radius_mm > (0.9 if needle.style == "bent tip" else 1.9) * needle.length_mm


def test_the_tray_can_hold_every_needle_of_the_practice() -> None:
    """Oracle: [@iso_9626]: kinds, gauges and lengths in use, and what the bent tip is."""
    have = {(n.style, n.gauge, n.length_mm) for n in needles().values()}
    asked = {("Tuohy", 17, 90), ("Tuohy", 18, 90), ("Tuohy", 18, 110), ("Tuohy", 18, 150), ("Tuohy", 20, 90), ("Tuohy", 20, 115)}
    asked |= {("Tuohy", 22, 90), ("Quincke", 25, 60), ("Quincke", 25, 90), ("Chiba", 22, 90), ("Chiba", 25, 90), ("Whitacre", 25, 90)}
    asked |= {("Quincke", 22, mm) for mm in (90, 125, 150, 180)} | {("bent tip", 22, 90)}
    assert asked <= have
    for needle in needles().values():
        expected = {"Quincke": (15, 20), "Chiba": (24, 30), "bent tip": (15, 20)}.get(needle.style, (90, 90))
        assert expected[0] <= needle.bevel_deg <= expected[1]
        assert (needle.front_mm > 0) == (needle.style == "bent tip")
        assert needle.bends_towards_opening == (needle.style == "Tuohy")
        assert 2.0 <= needle.tents_mm <= 6.0


def test_only_contrast_shows_and_says_how_strongly() -> None:
    """Oracle: iohexol's and iopamidol's names are their strength, mg of iodine in a ml; gadobutrol, which no X-ray wants, has none."""
    for agent in agents().values():
        assert (agent.kind == "contrast" and agent.name != "gadobutrol") == (agent.iodine_mg_ml > 0)
        if agent.iodine_mg_ml > 0:
            assert agent.name in {f"{name} {agent.iodine_mg_ml:.0f}" for name in ("iohexol", "iopamidol")}


def test_which_steroids_are_particles() -> None:
    """Oracle: Derby 2008 and Benzon 2007: all but dexamethasone are suspensions."""
    drugs = {agent.name.split()[0]: agent.particulate for agent in agents().values() if agent.kind == "drug"}
    assert drugs == {"dexamethasone": False, "methylprednisolone": True, "triamcinolone": True, "betamethasone": True}
