"""What a measure counts, and of which moment, where an attempt pushes, stops and begins again. Oracle: the catalogue, by hand."""

from __future__ import annotations

import pytest

from scenarios.words import clause
from scenarios.words.said import Clause
from sim.scoring.measures.story import Value
from tests.sim.scoring.test_measures import Row, injection, tip
from tests.sim.scoring.test_measures_harm import BLOOD, DEXA, METHYL, SKIN, TRIAM, decided, found, given


def sign(step: int, of: str, level: float) -> Row:
    return step, "sign", {"of": of, "level": level}


LIPID: Row = (60, "treated", {"by": "lipid emulsion"})
FITS, BLOCK = sign(50, "toxicity", 2.5), sign(70, "spinal_block", 3.0)
DECIDED_NOT = decided(150, decision="defer")
AGAIN = given(DEXA, step=200)
NOTHING = given(DEXA, ml=0.0)
MOMENTS: dict[str, tuple[str, list[Row], Value | None]] = {
    "more drug than decided": (
        "drug_off_decided",
        [decided(drug_ml=2.0), *given(DEXA), *AGAIN, *given(DEXA, step=300)],
        Value(200.0, 200, "2 ml, and gave 6"),
    ),
    "less than decided": ("drug_off_decided", [decided(drug_ml=8.0), *given(DEXA), *AGAIN], Value(50.0, 200, "8 ml, and gave 4")),
    "another steroid, after the one decided": (
        "steroid_as_decided",
        [decided(), *given(DEXA), *given(METHYL, step=200)],
        Value(0.0, 200, f"{DEXA}, and gave {DEXA} and {METHYL}"),
    ),
    "drug once it had been decided not to": ("decided_for_drug", [decided(), *given(DEXA), DECIDED_NOT, *AGAIN], Value(0.0, 200)),
    "none once it had been decided not to": ("decided_for_drug", [decided(), *given(DEXA), DECIDED_NOT], Value(1.0, 100)),
    "the first danger was met, the second was not": (
        "emergencies_treated",
        [FITS, LIPID, BLOCK],
        Value(50.0, 70, "airway and ventilation or vasopressor"),
    ),
    "a drug astray before any anaesthetic alone": (
        "anaesthetic_astray",
        [*given(f"2 ml {DEXA} + 2 ml lidocaine 1 %", into="venous", ml=4.0), *injection(200, "anaesthetic", {"venous": 1.0})],
        Value(30.0, 100),
    ),
    "blood, and a plunger that would not go down": ("return_ignored", [SKIN, tip(80), BLOOD, *NOTHING], Value(0.0)),
    "blood, and a plunger that went down at last": ("return_ignored", [SKIN, tip(80), BLOOD, *NOTHING, *AGAIN], Value(1.0, 200)),
}


@pytest.mark.parametrize("what", MOMENTS)
def test_a_measure_has_the_value_and_the_moment_that_a_hand_would_find(what: str) -> None:
    name, rows, expected = MOMENTS[what]
    assert found(name, *rows) == expected


def proved(step: int, at: tuple[float, float, float], ml: float = 1.0) -> list[Row]:
    """Contrast at a place, pictured there."""
    seen: Row = (step + 40, "tip_pictured", {"depth_mm": 10.0, "place": list(at), "orbit_deg": 0.0, "target_mm": 5.0, "depth_view": False})
    return [tip(step - 1, place=list(at)), *injection(step, "contrast", {"epidural": ml}, at), seen]


HERE, THERE = (0.0, 0.0, 0.0), (0.0, 9.0, 0.0)
MORE = given(DEXA, THERE, step=300)


def test_each_place_that_the_drug_is_given_at_is_proved_by_itself() -> None:
    """A drop of it where contrast had shown the place, and the rest wherever the needle went then: nothing was said of it."""
    once = [SKIN, *proved(20, HERE), *given(DEXA)]
    assert found("contrast_before_drug", *once) == Value(1.0, 100)
    moved = found("contrast_before_drug", *once, tip(250, place=list(THERE)), *MORE)
    assert moved == Value(0.0, 300, Clause("unproved", "moved", mm=9.0))
    assert found("drug_unproved", *once, tip(250, place=list(THERE)), *MORE) == Value(1.0, 300, Clause("unproved", "moved", mm=9.0))
    assert found("contrast_before_drug", *once, *proved(200, THERE), *MORE) == Value(1.0, 100)


def test_too_little_contrast_where_the_drug_goes_is_told_as_that() -> None:
    """A vein was shown, the needle moved, 0.2 ml given there: "the needle lay 9 mm from where contrast had been given"."""
    value = found("contrast_before_drug", SKIN, *proved(20, THERE), *proved(60, HERE, 0.2), *given(DEXA, step=150))
    assert value is not None
    assert (value.value, clause(value.what)) == (0.0, "only 0.2 ml had been given where the needle then lay")


@pytest.mark.parametrize(
    ("left", "here", "told"),
    [
        ("soft tissue", "epidural", ", all of it where the needle no longer lay"),
        ("epidural", "soft tissue", ": reposition before you inject"),
        ("facet", "soft tissue", ", some of it where the needle no longer lay: reposition before you inject"),
    ],
)
def test_contrast_outside_the_space_is_told_of_where_it_went_in(left: str, here: str, told: str) -> None:
    """ "Some of it from a place that you had left" was told where all of it was, and where what had been left was the space itself."""
    drug = injection(200, "drug", {"epidural": 2.0}, contrast_ml=2.0, contrast_outside_ml=1.0)
    pushes = [*injection(40, "contrast", {left: 1.0}, THERE), *injection(80, "contrast", {here: 1.0}, HERE)]
    assert found("outside_space", SKIN, *pushes, *drug) == Value(50.0, 200, told)


def test_a_preservative_is_told_of_the_push_that_brought_it() -> None:
    """A drug without one had gone in unproved elsewhere, and this one where contrast had shown the place: "no contrast had shown where"."""
    blind, shown = given(DEXA, THERE), [*proved(200, HERE), *given(TRIAM, HERE, step=300)]
    assert found("preserved_unproved", SKIN, *blind, *shown) == Value(0.0, 300)
    assert found("preserved_unproved", SKIN, *given(TRIAM, THERE), *shown) == Value(1.0, 100)
