"""What a measure counts, and of which moment, where an attempt pushes, stops and begins again. Oracle: the catalogue, by hand."""

from __future__ import annotations

import pytest

from sim.scoring.measures.story import Value
from tests.sim.scoring.test_measures import Row, injection, tip
from tests.sim.scoring.test_measures_harm import BLOOD, DEXA, SKIN, decided, found, given


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
