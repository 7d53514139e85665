"""Who may be asked for: absurd people and contradictory variants are refused by field."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from meshes.person import Person

HERNIA = {"kind": "disc_protrusion", "interspace": "L4-L5", "side": "right", "grade": 2}

ABSURD: dict[str, tuple[dict[str, Any], str, str]] = {
    "a BMI of 400": ({"bmi": 400.0}, "bmi", "55"),
    "a negative stature": ({"stature_mm": -1755.0}, "stature_mm", "1400"),
    "a child": ({"age": 7.0}, "age", "18"),
    "no number": ({"bmi": float("nan")}, "bmi", "finite"),
    "another sex": ({"sex": "m"}, "sex", "male"),
    "a seed below nothing": ({"seed": -1}, "seed", "0"),
    "a field nobody knows": ({"height": 3.0}, "height", "not permitted"),
    "an unknown kind": ({"variants": [{"kind": "hernia"}]}, "variants", "disc_protrusion"),
    "an unknown level": ({"variants": [HERNIA | {"interspace": "L6-S1"}]}, "interspace", "L4-L5"),
    "a grade too many": ({"variants": [HERNIA | {"grade": 4}]}, "grade", "3"),
    "a BMI below any": ({"bmi": 4.0}, "bmi", "15"),
    "a giant": ({"stature_mm": 2500.0}, "stature_mm", "2100"),
    "metres for millimetres": ({"stature_mm": 1.75}, "stature_mm", "1400"),
    "a Methuselah": ({"age": 969.0}, "age", "100"),
    "a seed too large": ({"seed": 2**32}, "seed", "4294967296"),
    "a BMI in words": ({"bmi": "25"}, "bmi", "number"),
    "endless": ({"bmi": float("inf")}, "bmi", "finite"),
    "a thoracic slip": ({"variants": [{"kind": "spondylolisthesis", "level": "T12", "grade": 1}]}, "level", "L5"),
    "a slip of grade 3": ({"variants": [{"kind": "spondylolisthesis", "level": "L4", "grade": 3}]}, "grade", "2"),
    "a grade of nothing": ({"variants": [HERNIA | {"grade": 0}]}, "grade", "1"),
    "half a grade": ({"variants": [HERNIA | {"grade": 1.5}]}, "grade", "integer"),
    "a curve too far": ({"variants": [{"kind": "scoliosis", "side": "left", "cobb_deg": 90.0}]}, "cobb_deg", "40"),
    "a side that is none": ({"variants": [HERNIA | {"side": "middle"}]}, "side", "centre"),
    "a field of another kind": ({"variants": [{"kind": "low_sac", "grade": 1}]}, "grade", "not permitted"),
    "thirteen variants": ({"variants": [HERNIA | {"interspace": f"L{n}-L{n + 1}"} for n in (1, 2, 3, 4)] * 4}, "variants", "12"),
    "a side missing": ({"variants": [{k: v for k, v in HERNIA.items() if k != "side"}]}, "side", "required"),
}


@pytest.mark.parametrize("what", ABSURD)
def test_absurd_people_are_refused_by_field_with_what_is_allowed(what: str) -> None:
    given, field, said = ABSURD[what]
    with pytest.raises(ValidationError) as refused:
        Person.model_validate({"sex": "male"} | given)
    fault = refused.value.errors()[0]
    assert field in ".".join(map(str, fault["loc"]))
    assert said in f"{fault['msg']} {fault.get('ctx', '')}"


CONTRADICTIONS = {
    "the same twice": [HERNIA, HERNIA],
    "a bulge that protrudes": [HERNIA, {"kind": "disc_bulge", "interspace": "L4-L5", "grade": 1}],
    "a gap in a thick flavum": [
        {"kind": "flavum_gap", "interspace": "L2-L3"},
        {"kind": "flavum_hypertrophy", "interspace": "L2-L3", "grade": 1},
    ],
    "a stenosis and its own thick flavum": [
        {"kind": "flavum_hypertrophy", "interspace": "L3-L4", "grade": 1},
        {"kind": "central_stenosis", "interspace": "L3-L4", "grade": 1},
    ],
    "a stenosis and its own facets": [
        {"kind": "central_stenosis", "interspace": "L3-L4", "grade": 1},
        {"kind": "facet_arthropathy", "interspace": "L3-L4", "grade": 1},
    ],
    "a thick flavum where there is none": [
        {"kind": "laminectomy", "level": "L4"},
        {"kind": "flavum_hypertrophy", "interspace": "L4-L5", "grade": 2},
    ],
    "a gap where there is no flavum": [{"kind": "flavum_gap", "interspace": "L2-L3"}, {"kind": "laminectomy", "level": "L2"}],
    "a fused vertebra that slips": [{"kind": "transitional_vertebra"}, {"kind": "spondylolisthesis", "level": "L5", "grade": 1}],
    "an extrusion from a fused disc": [
        {"kind": "disc_extrusion", "interspace": "L5-S1", "side": "left", "grade": 1},
        {"kind": "transitional_vertebra"},
    ],
    "a fused vertebra twice": [{"kind": "transitional_vertebra"}, {"kind": "transitional_vertebra"}],
    "two curves": [{"kind": "scoliosis", "side": side, "cobb_deg": 20.0} for side in ("left", "right")],
    "too narrow and too fat": [
        {"kind": "central_stenosis", "interspace": "L3-L4", "grade": 1},
        {"kind": "epidural_lipomatosis", "grade": 1},
    ],
}


@pytest.mark.parametrize("what", CONTRADICTIONS)
def test_contradictory_variants_are_refused(what: str) -> None:
    with pytest.raises(ValidationError, match=r"variants: .*(twice|exclude)"):
        Person.model_validate({"sex": "female", "variants": CONTRADICTIONS[what]})


def test_the_neighbour_s_flavum_is_no_contradiction() -> None:
    asked = [{"kind": "laminectomy", "level": "L4"}, {"kind": "flavum_hypertrophy", "interspace": "L3-L4", "grade": 2}]
    assert len(Person.model_validate({"sex": "female", "variants": asked}).variants) == 2


def test_the_same_kind_at_two_places_is_no_contradiction() -> None:
    person = Person.model_validate({"sex": "female", "variants": [HERNIA, HERNIA | {"interspace": "L5-S1"}]})
    assert len(person.variants) == 2
