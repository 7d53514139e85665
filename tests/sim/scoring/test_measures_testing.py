"""The test dose by hand. Oracles: 30 mg of lidocaine in the sac warm the legs by three minutes and weaken them by five (Pratt 2013); 45 mg
with 15 micrograms of adrenaline are the classic dose, and a pulse ten higher within a minute is positive."""

from __future__ import annotations

import pytest

from sim.session.session import STEP_S
from tests.sim.played import made
from tests.sim.scoring.test_measures import CASE, Row, injection, measured, value

PLAIN, ADRENALINE, WEAK = "lidocaine 1 %", "lidocaine 1.5 % adrenaline", "bupivacaine 0.25 %"
GIVEN = 100
"""The step at which the test dose begins; it takes 32."""


def at(seconds: float) -> int:
    """The step so long after the test dose."""
    return GIVEN + 32 + round(seconds / STEP_S)


def dose(ml: float, agent: str = PLAIN, where: str = "epidural", place: tuple[float, ...] = (0.0, 0.0, 0.0)) -> list[Row]:
    return [(n, kind, {**data, "agent": agent}) for n, kind, data in injection(GIVEN, "anaesthetic", {where: ml}, at=place)]


def drug(seconds: float) -> list[Row]:
    return injection(at(seconds), "drug", {"epidural": 2.0})


def asked(seconds: float, about: str = "legs") -> Row:
    return at(seconds), "asked", {"about": about}


def pulse(seconds: float, per_min: int) -> Row:
    return at(seconds), "pulse_counted", {"per_min": per_min}


@pytest.mark.parametrize(
    ("given", "wait_s", "told"),
    [
        (dose(3.0), 300.0, 1.0),
        (dose(4.5), 300.0, 1.0),
        (dose(3.0, ADRENALINE), 300.0, 1.0),
        (dose(4.0, WEAK), 300.0, 1.0),
        (dose(3.0), 299.0, 0.0),
        (dose(2.9), 300.0, 0.0),
        (dose(4.6), 300.0, 0.0),
        (dose(0.6), 62.0, 0.0),
        (dose(3.0, place=(0.0, 0.0, 2.0)), 300.0, 1.0),
        (dose(3.0, place=(0.0, 0.0, 2.1)), 400.0, 0.0),
        ([], 400.0, 0.0),
    ],
)
def test_a_dose_counts_that_could_have_shown_it(given: list[Row], wait_s: float, told: float) -> None:
    """Two millimetres off is still the same place."""
    assert value("test_dose", *given, *drug(wait_s)) == told


def test_without_a_drug_there_is_nothing_to_judge() -> None:
    assert value("test_dose", *dose(3.0)) is None
    assert value("test_dose_answers", *dose(3.0)) is None


LOOKS = [asked(150.0), asked(290.0)]


@pytest.mark.parametrize(
    ("given", "looks", "share", "missing"),
    [
        (dose(3.0), LOOKS, 100.0, ""),
        (dose(3.0), [asked(149.0), asked(290.0)], 50.0, "legs at three minutes"),
        (dose(3.0), [asked(240.0), asked(284.0)], 50.0, "legs at five"),
        (dose(3.0), [asked(180.0, "now"), asked(290.0, "now")], 0.0, "legs at three minutes, legs at five"),
        (dose(3.0, ADRENALINE), [pulse(60.0, 75), *LOOKS], 100.0, ""),
        (dose(3.0, ADRENALINE), [pulse(61.0, 75), *LOOKS], 66.667, "the pulse within the minute"),
        ([], [], 0.0, "legs at three minutes, legs at five"),
    ],
)
def test_what_it_can_show_is_looked_for_in_time(given: list[Row], looks: list[Row], share: float, missing: str) -> None:
    found = measured(made(*given, *looks, *drug(320.0)), CASE)["test_dose_answers"]
    assert found is not None
    assert (found.value, found.what) == (share, missing)


def test_five_minutes_that_were_cut_short_by_seconds_are_told_once() -> None:
    """The drug came after 286 s: that was told, and that nobody had looked at the legs in the one second that was left for it."""
    found = measured(made(*dose(3.0), asked(155.0), asked(271.0), *drug(286.0)), CASE)
    waited, answers = found["test_dose"], found["test_dose_answers"]
    assert waited is not None
    assert answers is not None
    assert "4 min 46 s" in str(waited.what)
    assert answers.told_by == ("test_dose",)


@pytest.mark.parametrize(
    ("rows", "ignored"),
    [
        ([(at(60.0), "sign", {"of": "spinal_block", "level": 0.95})], 1.0),
        ([(at(340.0), "sign", {"of": "spinal_block", "level": 0.95})], 0.0),
        ([(GIVEN - 10, "pulse_counted", {"per_min": 70}), pulse(30.0, 80)], 1.0),
        ([(GIVEN - 10, "pulse_counted", {"per_min": 70}), pulse(30.0, 79)], 0.0),
        ([(GIVEN - 10, "pulse_counted", {"per_min": 70}), pulse(61.0, 90)], 0.0),
        ([pulse(30.0, 120)], 0.0),
    ],
)
def test_a_drug_after_a_warning_is_counted(rows: list[Row], ignored: float) -> None:
    assert value("warning_ignored", *dose(3.0, ADRENALINE), *rows, *drug(320.0)) == ignored


@pytest.mark.parametrize(
    ("agent", "ml", "where", "mg"),
    [
        (PLAIN, 5.0, "venous", 50.0),
        (PLAIN, 5.0, "epidural", 0.0),
        (ADRENALINE, 2.0, "intrathecal", 30.0),
        (WEAK, 5.0, "venous", 50.0),
        ("2 ml lidocaine 1 % + 2 ml saline", 4.0, "arterial", 20.0),
    ],
)
def test_what_went_astray_is_weighed(agent: str, ml: float, where: str, mg: float) -> None:
    """Bupivacaine is four times as toxic by mass: 12.5 mg of it count as 50 of lidocaine."""
    assert value("anaesthetic_astray", *dose(ml, agent, where)) == pytest.approx(mg)


def sign(seconds: float, of: str, level: float) -> Row:
    return at(seconds), "sign", {"of": of, "level": level}


@pytest.mark.parametrize(
    ("rows", "share"),
    [
        ([sign(10.0, "toxicity", 0.95)], None),
        ([sign(10.0, "toxicity", 2.5)], 0.0),
        ([sign(10.0, "toxicity", 2.5), (at(20.0), "treated", {"by": "lipid emulsion"})], 100.0),
        ([(at(5.0), "treated", {"by": "lipid emulsion"}), sign(10.0, "toxicity", 2.5)], 0.0),
        ([sign(10.0, "allergy", 2.0), (at(20.0), "treated", {"by": "lipid emulsion"})], 0.0),
        ([sign(10.0, "allergy", 2.0), (at(20.0), "treated", {"by": "adrenaline into the muscle"})], 100.0),
        ([sign(10.0, "spinal_block", 3.0), (at(20.0), "treated", {"by": "airway and ventilation"})], 100.0),
        ([sign(10.0, "spinal_block", 3.0), sign(11.0, "toxicity", 2.5), (at(20.0), "treated", {"by": "lipid emulsion"})], 50.0),
    ],
)
def test_who_is_in_danger_gets_what_helps(rows: list[Row], share: float | None) -> None:
    """Oracle: the remedies of the guidelines named in the table."""
    assert value("emergencies_treated", *dose(3.0), *rows) == share


SWELLS: Row = (110, "patient_says", {"cause": "swelling"})


@pytest.mark.parametrize(
    ("rows", "ignored"),
    [
        (injection(100, "drug", {"soft tissue": 6.0}), 0.0),
        ([*injection(100, "drug", {"soft tissue": 6.0}), SWELLS], 0.0),
        ([*injection(100, "drug", {"soft tissue": 6.0}), SWELLS, *injection(400, "drug", {"soft tissue": 1.0})], 1.0),
        ([*injection(100, "drug", {"soft tissue": 6.0}), SWELLS, *injection(400, "drug", {"epidural": 1.0}, at=(0.0, 0.0, 2.1))], 0.0),
        ([*injection(100, "contrast", {"soft tissue": 6.0}), SWELLS, *injection(400, "saline", {"soft tissue": 1.0})], 0.0),
    ],
)
def test_who_hears_that_it_swells_stops_there(rows: list[Row], ignored: float) -> None:
    """Oracle: the catalogue's definition; a push of one second cannot have gone on for three."""
    assert value("swelling_ignored", *sorted(rows, key=lambda row: row[0])) == ignored


def test_a_push_that_goes_on_though_it_swells_is_counted() -> None:
    """Of the moment at which it was said."""
    start, (_, kind, data) = injection(100, "drug", {"soft tissue": 8.0})
    for seconds, ignored in ((2.9, 0.0), (3.1, 1.0)):
        assert value("swelling_ignored", start, SWELLS, (110 + round(seconds * 32), kind, data)) == ignored
    found = measured(made(start, SWELLS, (300, kind, data)), CASE)["swelling_ignored"]
    assert found is not None
    assert found.step == 110
