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


def test_the_same_kind_at_two_places_is_no_contradiction() -> None:
    person = Person.model_validate({"sex": "female", "variants": [HERNIA, HERNIA | {"interspace": "L5-S1"}]})
    assert len(person.variants) == 2
