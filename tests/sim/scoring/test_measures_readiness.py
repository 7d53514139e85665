"""Time-out, clean hands, a dry antiseptic, lead and distance, on a few events. Oracle: the catalogue's definitions, worked out by hand."""

from __future__ import annotations

import pytest

from scenarios import files
from scenarios.protection import scattered_usv
from scenarios.schema import Scenario
from sim.scoring.measures import Value, measured
from tests.sim.played import made
from tests.sim.scoring.test_measures import CASE, Row, injection

SKIN: Row = (9600, "pass_begun", {"number": 1, "entry": [0.0, 0.0, 0.0], "direction": [0.0, 1.0, 0.0]})
FIRST_DAY = files.find_scenario("interlaminar_l4_l5")


def found(name: str, *rows: Row, case: Scenario = CASE) -> Value | None:
    return measured(made(*rows, steps=32000), case)[name]


def prepared(step: int, item: str) -> Row:
    return step, "prepared", {"item": item}


def time_out(step: int, *checked: str) -> Row:
    return step, "time_out", {"level": "L4", "side": "right", "checked": list(checked)}


def look(step: int, dap: float = 0.4) -> list[Row]:
    ended = {"view": "AP", "seconds": 1.0, "kerma_mgy": 0.1, "dap_gycm2": dap, "open_share": 0.5}
    return [(step, "exposure_started", {"view": "AP"}), (step + 32, "exposure_ended", ended)]


LIVE = injection(115, "contrast", {"epidural": 1.0})
LIVE_1 = injection(115, "contrast", {"epidural": 1.0}, live=1.0)
LIVE_2 = injection(250, "contrast", {"epidural": 1.0}, live=1.0)
ELSEWHERE = injection(60, "contrast", {"epidural": 1.0}, (9.0, 0.0, 0.0))
DRUG = injection(400, "drug", {"epidural": 2.0})
LEAD = [prepared(1, "lead apron"), prepared(2, "thyroid shield")]
DECIDED: Row = (5, "decided", {"decision": "refer", "reason": "x", "pages": [], "asked": ["cancer", "pain", "weakness"]})
MEASURED: dict[str, tuple[str, list[Row], Value | None]] = {
    "two of five red flags": ("red_flags_asked", [DECIDED],
        Value(40.0, 5, "injury, infection, bladder and bowel")),
    "consent first": ("consent_awake", [(5, "consent", {"risks": []}), (5, "sedated", {"level": "light"})], Value(1.0, 5)),
    "sedation first": ("consent_awake", [(5, "sedated", {"level": "light"}), (5, "consent", {"risks": []})], Value(0.0, 5)),
    "none first": ("consent_awake", [(4, "sedated", {"level": "none"}), (5, "consent", {"risks": []})], Value(1.0, 5)),
    "light is not deep": ("deep_sedation", [(5, "sedated", {"level": "light"})], Value(0.0)),
    "deep": ("deep_sedation", [(5, "sedated", {"level": "deep"}), (9, "sedated", {"level": "none"})], Value(1.0, 5)),
    "tubing": ("tubing_used", [(50, "tubing_put_on", {}), *LIVE, *DRUG], Value(1.0, 400)),
    "tubing too late": ("tubing_used", [*LIVE, (200, "tubing_put_on", {}), *DRUG], Value(0.0, 400)),
    "tubing off between": ("tubing_used", [(50, "tubing_put_on", {}), *LIVE, (200, "tubing_taken_off", {}), *DRUG], Value(0.0, 400)),
    "tubing on a needle that was set anew": (
        "tubing_used",
        [(50, "tubing_put_on", {}), *ELSEWHERE, (100, "needle_removed", {}), (110, "tubing_put_on", {}), *LIVE, *DRUG],
        Value(1.0, 400),
    ),
    "tubing for the look that counts": ("tubing_used", [*LIVE, (200, "tubing_put_on", {}), *LIVE_2, *DRUG], Value(1.0, 400)),
    "moved forth and back": ("hub_moved", [(300, "needle_nudged", {"mm": 1.5}), (310, "needle_nudged", {"mm": -2.0}), *DRUG,
        (500, "needle_nudged", {"mm": 9.0})], Value(3.5, 300)),
    "half subtracted": ("contrast_subtracted", [(50, "mask_taken", {}), *LIVE_1, (200, "mask_dropped", {}), *LIVE_2, *DRUG],
        Value(50.0, 115)),
    "never subtracted": ("contrast_subtracted", [*LIVE_1, *DRUG], Value(0.0, 115)),
    "the figures for his pain": ("worth_told", [(5, "discussed", {"worth": "root pain"}), SKIN], Value(1.0, 5)),
    "another's": ("worth_told", [(5, "discussed", {"worth": "stenosis"}), SKIN], Value(0.0, 5, "the figures for stenosis")),
    "none": ("worth_told", [SKIN], Value(0.0, 9600, "nothing before the needle")),
    "two of four checks": ("time_out_checked", [time_out(5, "allergies", "identity"), SKIN], Value(50.0, 5, "blood thinners, side marked")),
    "the last time-out counts": ("time_out_checked", [time_out(5), time_out(9, "side marked"), SKIN],
        Value(25.0, 9, "identity, allergies, blood thinners")),
    "a time-out of before": ("time_out_checked", [(5, "time_out", {"level": "L4", "side": "right"}), SKIN], None),
    "hands before gloves": ("hands_clean", [prepared(1, "hand hygiene"), prepared(2, "gloves"), SKIN], Value(1.0, 2)),
    "hands in the same moment, after": ("hands_clean", [prepared(2, "gloves"), prepared(2, "hand hygiene"), SKIN], Value(0.0, 2)),
    "no gloves at all": ("hands_clean", [SKIN], None),
    "three seconds of drying": ("antiseptic_dry", [prepared(32, "antiseptic"), prepared(128, "drape"), SKIN], Value(3.0, 128)),
    "on the clock": ("antiseptic_dry", [prepared(32, "antiseptic"), prepared(6432, "drape"), SKIN], Value(200.0, 6432)),
    "as said": ("antiseptic_dry", [prepared(32, "antiseptic"), (40, "let_dry", {"minutes": 3.0}), prepared(128, "drape"), SKIN],
        Value(183.0, 128)),
    "said too late": ("antiseptic_dry", [prepared(32, "antiseptic"), prepared(128, "drape"), (140, "let_dry", {"minutes": 3.0}), SKIN],
        Value(3.0, 128)),
    "no drape": ("antiseptic_dry", [prepared(0, "antiseptic"), SKIN], Value(300.0, 9600)),
    "painted again": ("antiseptic_dry", [prepared(0, "antiseptic"), prepared(96, "antiseptic"), prepared(128, "drape"), SKIN],
        Value(1.0, 128)),
    "no antiseptic": ("antiseptic_dry", [prepared(5, "drape"), SKIN], None),
    "lead": ("shielded", [*LEAD, *look(10)], Value(100.0, 10)),
    "an apron alone": ("shielded", [LEAD[0], *look(10)], Value(50.0, 10, "thyroid shield")),
    "lead too late": ("shielded", [*look(0), *LEAD], Value(0.0, 0, "lead apron and thyroid shield")),
    "beside the table": ("stood_back", [*look(10)], Value(0.0, 10)),
    "a step back for the second": ("stood_back", [*look(10), (50, "stands", {"m": 1.5}), *look(60)], Value(50.0, 10)),
    "a hand at the plunger": ("stood_back", [(1, "stands", {"m": 1.5}), look(110)[0], *LIVE, look(110)[1]], None),
}  # fmt: skip


@pytest.mark.parametrize("what", MEASURED)
def test_a_measure_is_what_a_hand_would_work_out(what: str) -> None:
    name, rows, expected = MEASURED[what]
    assert found(name, *rows) == expected


def test_the_operators_dose_falls_with_lead_and_with_the_square_of_the_distance() -> None:
    """Oracle: by hand: 2.5 uGy for each Gycm2 at a metre; four times as much at half a metre; 0.05 of it with apron and thyroid shield."""
    bare = found("operator_dose", *look(10))
    assert bare is not None
    assert bare.value == pytest.approx(0.4 * 2.5 * 4.0)
    back = found("operator_dose", *LEAD, (3, "stands", {"m": 2.0}), *look(10))
    assert back is not None
    assert back.value == pytest.approx(0.05 * 0.4 * 2.5 / 4.0)
    live = found("operator_dose", *LEAD, (3, "stands", {"m": 2.0}), look(110)[0], *LIVE, look(110)[1])
    assert live is not None
    assert live.value == pytest.approx(0.05 * 0.4 * 2.5 * 4.0)
    assert scattered_usv(1.0, 1.0, apron=True, thyroid=False) == pytest.approx(0.09 * 2.5)


def test_who_finds_everything_prepared_wears_lead() -> None:
    assert found("shielded", *look(10), case=FIRST_DAY) == Value(100.0, 10)
