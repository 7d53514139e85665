"""Each measure on recordings made by hand. Oracle throughout: the definition in the catalogue, worked out on the few events given."""

from __future__ import annotations

import re
from typing import Any

import pytest

from scenarios import files
from scenarios.rubric import measures as catalogue
from scenarios.schema import Scenario
from scenarios.words import clause
from sim.scoring import measures as module
from sim.scoring.limits import LIMITS
from sim.scoring.measures import measured
from sim.scoring.verdicts import Verdicts
from sim.session import commands as c
from sim.session.session import Session
from sim.session.world import World
from tests.sim.played import made

Row = tuple[int, str, dict[str, Any]]
CASE = files.find_scenario("l4_l5_disc")
"""Has a plan and a chart. Nothing that is judged here by a body's places: the rows say how far from them the tip is."""


AGENTS = {"contrast": "iohexol 240", "drug": "dexamethasone 10 mg", "anaesthetic": "lidocaine 1 %", "saline": "saline"}


def tip(step: int, **data: Any) -> Row:
    """The tip somewhere: far from everything and in muscle, unless said otherwise."""
    far = {"dura_mm": 10.0, "vessel_mm": 10.0, "root_mm": 10.0, "past_mm": 0.0, "off_level_mm": 0.0, "wrong_side_mm": 0.0}
    return step, "tip_at", {"depth_mm": 10.0, "place": [0.0, 0.0, 0.0], "tissue": "MUSCLE", "target_mm": 50.0, **far, **data}


def pictured(step: int, depth: float, target: float = 10.0, depth_view: bool = False) -> Row:
    seen = {"depth_mm": depth, "place": [0.0, 0.0, 0.0], "orbit_deg": 0.0, "target_mm": target, "depth_view": depth_view}
    return step, "tip_pictured", seen


def exposure(step: int, seconds: float, kerma: float = 0.1, dap: float = 0.01, collimated: bool = True) -> Row:
    share = 0.75 if collimated else 0.76
    return (
        step,
        "exposure_ended",
        {"view": "AP", "pulses": 8, "seconds": seconds, "kerma_mgy": kerma, "dap_gycm2": dap, "open_share": share},
    )


def injection(
    step: int, fluid: str, into: dict[str, float], at: tuple[float, ...] = (0.0, 0.0, 0.0), live: float = 0.0, **contrast: float
) -> list[Row]:
    """A push of 32 steps; ``contrast``: where contrast lies as it begins (and as it ends)."""
    where = {"contrast_ml": 0.0, "contrast_outside_ml": 0.0, "contrast_there_ml": 0.0, **contrast}
    ml = sum(into.values())
    return [
        (step, "injection_started", {"agent": AGENTS[fluid], "fluid": fluid, "place": list(at), **where}),
        (step + 32, "injection_ended", {"agent": AGENTS[fluid], "fluid": fluid, "ml": ml, "live_ml": live, "into": into, **where}),
    ]


def filmed(*rows: Row, since: int | None = None, pulses: int = 8) -> list[Row]:
    """A push, its rows, under the beam: from its start, or only since a later step, to its end."""
    on, end = rows[0][0] if since is None else since, rows[-1][0]
    begun: Row = (on, "exposure_started", {"view": "AP", "contrast_ml": 0.0})
    _, kind, data = exposure(end, (end - on) / 32)
    over: Row = (end, kind, {**data, "pulses": pulses})
    return sorted([begun, *rows, over], key=lambda row: row[0])


def value(name: str, *rows: Row, steps: int | None = None, case: Scenario = CASE) -> float | None:
    found = measured(made(*rows, steps=steps), case)[name]
    return None if found is None else found.value


def step_of(name: str, *rows: Row) -> int | None:
    found = measured(made(*rows), CASE)[name]
    assert found is not None
    return found.step


DRUG = injection(100, "drug", {"epidural": 2.0})


def test_catalogue_and_code_have_the_same_measures() -> None:
    assert set(module.FUNCTIONS) == set(catalogue())


def test_an_attempt_in_which_nothing_happened_gives_zeros_or_nothing() -> None:
    nothing = {name for name, found in measured(made(steps=320), CASE).items() if found is None}
    assert nothing == {
        "allergies_known", "approach_right", "imaging_read", "laboratory_read", "medication_read", "pregnancy_asked", "steroids_asked",
        "thinners_asked", "beam_after", "beam_approach", "beam_contrast", "beam_plan",
        "antiseptic_dry", "approach_as_decided", "aspirated", "beam_on_pregnant", "blind_advance", "chart_read", "checklist_order",
        "clearance_dura", "clearance_root", "clearance_vessel", "collimated", "consent_awake", "consented", "contrast_at_target",
        "contrast_before_drug", "contrast_first_live", "contrast_in_joint", "contrast_over_decided", "contrast_rate", "contrast_readied",
        "contrast_seen_live", "contrast_subtracted",
        "contrast_wasted", "decided_for_drug", "deciding_grounds", "decision_right", "depth_steps_guided", "drug_in_joint",
        "drug_in_disc",
        "drug_in_space", "drug_off_decided", "drug_off_level", "drug_unproved", "drug_volume", "drug_wrong_side", "duration",
        "emergencies_treated", "end_plate_off", "faints_treated", "flushed", "given_at_hole", "grounds", "hands_clean", "injection_rate",
        "largest_push", "level_as_decided", "level_side_right", "live_contrast", "longest_exposure", "naming_time", "near_dura",
        "near_root", "near_vessel", "needle_as_decided", "needle_out", "needle_right", "needle_time",
        "off_level", "operator_dose", "outside_space",
        "particulate", "past_limit", "past_loss", "path_in_muscle", "path_inefficiency", "path_length", "patient_asked", "pattern_named",
        "pattern_right", "pictures_named", "pictures_right", "plan_right", "preserved_unproved", "probes_before_loss", "puncture_handled",
        "reason_right", "red_flags_asked", "restart_right", "reversals", "sent_home_unfit", "shielded", "side_as_decided", "smoothness",
        "steroid_as_decided", "steroid_dose", "steroid_load", "steroid_year", "steroids_mixed", "stood_back", "stopped_rightly",
        "swept_area", "test_dose", "test_dose_answers", "time_in_canal", "time_in_patient", "time_out_checked", "time_out_wrong",
        "tip_in_joint", "tip_in_space", "tip_to_target", "tubing_used", "turned_off", "unseen_before_drug", "wrong_side",
        "time_out_as_decided", "drug_in_organ", "advice_untrue", "depth_view_used", "talked",
        "deep_blind", "advice", "driver", "examined", "observed", "loss_of_resistance", "air_kerma", "dose_area", "fluoroscopy_time",
        "corrections", "depth_misread", "depth_off", "drill_time", "dura_met", "flavum_passed", "level_counted", "off_beam", "past_flavum",
        "pushes",
    }  # fmt: skip
    assert all(found.value == 0.0 for found in measured(made(steps=320), CASE).values() if found is not None)


# --- where the tip came to lie -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tissue", ["FORAMINAL_FAT", "VENTRAL_FAT", "LATERAL_FAT", "DORSAL_FAT", "SACRAL_FAT"])
def test_every_compartment_of_epidural_fat_is_the_space(tissue: str) -> None:
    assert value("tip_in_space", tip(1, tissue=tissue)) == 1.0


@pytest.mark.parametrize("tissue", ["MUSCLE", "FLAVUM", "DURA", "CSF", "EPIDURAL_VEIN", "ROOT", "FAT"])
def test_nothing_else_is(tissue: str) -> None:
    assert value("tip_in_space", tip(1, tissue=tissue)) == 0.0


@pytest.mark.parametrize(("name", "key"), [("tip_to_target", "target_mm"), ("off_level", "off_level_mm"), ("wrong_side", "wrong_side_mm")])
def test_the_tip_is_judged_when_the_first_drug_is_given(name: str, key: str) -> None:
    before, at, after = tip(50, **{key: 9.0}), tip(90, **{key: 4.5}), tip(300, **{key: 1.0})
    assert value(name, before, at, *DRUG, after, *injection(400, "drug", {"epidural": 1.0})) == 4.5
    assert step_of(name, before, at, *DRUG, after) == 90
    assert value(name, before, at, after) == 1.0
    assert value(name, before, *injection(60, "contrast", {"epidural": 1.0}), at) == 4.5


@pytest.mark.parametrize(("name", "key"), [("clearance_dura", "dura_mm"), ("clearance_vessel", "vessel_mm"), ("clearance_root", "root_mm")])
def test_a_clearance_is_the_least_of_the_whole_way(name: str, key: str) -> None:
    rows = [tip(1, **{key: 8.0}), tip(2, **{key: 1.25}), tip(3, **{key: 6.0})]
    assert value(name, *rows) == 1.25
    assert step_of(name, *rows) == 2


def test_past_the_limit_counts_the_furthest_even_if_the_needle_was_drawn_back() -> None:
    rows = [tip(1), tip(2, past_mm=3.5), tip(3)]
    assert value("past_limit", *rows) == 3.5
    assert step_of("past_limit", *rows) == 2


# --- the way there -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("passes", "pass_begun"),
        ("bone_contacts", "bone_contact"),
        ("dural_punctures", "dural_puncture"),
        ("vessel_entries", "vessel_entered"),
        ("root_contacts", "root_contact"),
        ("disc_entries", "disc_entered"),
    ],
)
def test_counts_are_counts(name: str, kind: str) -> None:
    assert value(name) == 0.0
    assert value(name, (3, kind, {}), (5, "other", {}), (7, kind, {})) == 2.0


def test_a_complication_is_of_its_first_moment_and_a_pass_of_its_last() -> None:
    assert step_of("dural_punctures", (3, "dural_puncture", {}), (7, "dural_puncture", {})) == 3
    assert step_of("passes", (3, "pass_begun", {}), (7, "pass_begun", {})) == 7


def test_duration_runs_from_the_first_entry_to_the_last_injection() -> None:
    """From step 32 to the drug's end at step 132: 100 steps of 1/32 s; what is tidied up after it does not count."""
    rows = [(32, "pass_begun", {}), (64, "pass_begun", {}), *DRUG, (900, "finished", {})]
    assert value("duration", *rows) == 100 / 32


@pytest.mark.parametrize("fluid", ["contrast", "anaesthetic", "drug"])
def test_placing_ends_with_the_first_of_what_is_given_but_saline(fluid: str) -> None:
    """From step 32 to step 96; what numbed the skin before, saline on the way and what comes later do not count."""
    before = [(8, "injection_started", injection(8, "anaesthetic", {"outside": 1.0})[0][2]), (12, *injection(8, "anaesthetic", {})[1][1:])]
    rows = [*before, (32, "pass_begun", {}), (60, "pass_begun", {})]
    way = [*injection(40, "saline", {"outside": 1.0}), *injection(96, fluid, {"outside": 1.0}), *injection(800, "drug", {"outside": 1.0})]
    assert value("needle_time", *rows, *way) == 64 / 32
    assert value("needle_time", *rows) is None
    assert value("needle_time", *way) is None


def test_duration_runs_to_the_end_where_nothing_was_injected() -> None:
    assert value("duration", (32, "pass_begun", {}), (96, "finished", {})) == 2.0
    assert value("duration", *DRUG) is None


def test_a_loss_of_resistance_counts_if_it_was_the_epidural_spaces() -> None:
    false, true = (
        (40, "loss_of_resistance", {"tissue": "INTERSPINOUS", "depth_mm": 40.0}),
        (70, "loss_of_resistance", {"tissue": "DORSAL_FAT", "depth_mm": 52.0}),
    )
    assert value("loss_of_resistance", false) == 0.0
    assert value("loss_of_resistance", false, true) == 1.0
    assert step_of("loss_of_resistance", false, true) == 70


def test_probes_are_those_of_the_last_15_mm_before_the_loss() -> None:
    """At 52 mm: probes at 37 and 50 mm count, those at 36.9 (too shallow), 53 (deeper) and after the loss do not."""
    tries = [(n, "plunger_tried", {"depth_mm": depth}) for n, depth in enumerate((53.0, 36.9, 37.0, 50.0), 1)]
    loss = (70, "loss_of_resistance", {"tissue": "DORSAL_FAT", "depth_mm": 52.0})
    assert value("probes_before_loss", *tries, loss, (80, "plunger_tried", {"depth_mm": 52.0})) == 2.0
    assert value("probes_before_loss", *tries) is None


def test_blind_advance_is_the_longest_way_between_pictures_near_the_target() -> None:
    """From the picture at 20 mm to 32 mm is 12 mm; from that at 32 to 41 is 9; the 30 mm far from the target do not count."""
    rows = [
        tip(1, depth_mm=0.0, target_mm=60.0),
        tip(2, depth_mm=20.0, target_mm=40.0),
        pictured(3, 20.0),
        tip(4, depth_mm=32.0, target_mm=25.0),
        pictured(5, 32.0),
        tip(6, depth_mm=41.0, target_mm=12.0),
    ]
    assert value("blind_advance", *rows) == 12.0
    assert step_of("blind_advance", *rows) == 4


def limit_in_words(name: str, unit: str) -> float:
    """The figure that the catalogue tells the reader, before its unit."""
    (figure,) = re.findall(rf"within ([\d.]+) {unit}\b", catalogue()[name].definition)
    return float(figure)


@pytest.mark.parametrize("name", ["blind_advance", "depth_steps_guided"])
def test_the_way_near_the_target_begins_where_the_catalogue_says(name: str) -> None:
    """Oracle: the text that a resident reads. A step just within it counts, one just outside does not."""
    near = limit_in_words(name, "mm")

    def stepped(target: float) -> float | None:
        return value(name, tip(1, depth_mm=0.0, target_mm=60.0), pictured(2, 0.0, depth_view=True), tip(3, depth_mm=10.0, target_mm=target))

    counts, does_not = {"blind_advance": (10.0, 0.0), "depth_steps_guided": (100.0, None)}[name]
    assert stepped(near - 0.1) == counts
    assert stepped(near + 0.1) == does_not


@pytest.mark.parametrize(("name", "key"), [("near_dura", "dura_mm"), ("near_vessel", "vessel_mm"), ("near_root", "root_mm")])
def test_a_near_miss_is_as_near_as_the_catalogue_says(name: str, key: str) -> None:
    """Oracle: the text that a resident reads: 16 steps just within it are half a second, just outside they are none."""
    near = limit_in_words(name, "mm")
    for distance, seconds in ((near - 0.05, 0.5), (near + 0.05, 0.0)):
        assert value(name, tip(16, **{key: distance}), tip(32), steps=64) == pytest.approx(seconds)


def test_drawing_back_begins_a_new_way() -> None:
    """Down to 30 and a picture, back to 25, down to 33: 8 mm are new."""
    down, *on = [tip(n, depth_mm=depth, target_mm=target) for n, depth, target in ((1, 30.0, 20.0), (3, 25.0, 20.0), (4, 33.0, 12.0))]
    assert value("blind_advance", pictured(2, 30.0), *on) == 8.0
    assert value("blind_advance", down, pictured(2, 30.0)) == 30.0  # from the skin on, wherever the first push ended


@pytest.mark.parametrize(
    ("depth", "blind"), [(50.0, 20.0), (60.0, 30.0), (72.0, 30.0)], ids=["short of it", "as near as it came", "past it"]
)
@pytest.mark.parametrize("beside", [0.0, 8.0])
def test_the_way_beyond_the_target_is_no_way_to_it(depth: float, blind: float, beside: float) -> None:
    """Oracle: Pythagoras. A straight way that passes the target at 60 mm, in it or beside it; without a picture since 30 mm."""
    down, on = (tip(n, depth_mm=mm, target_mm=((60.0 - mm) ** 2 + beside**2) ** 0.5) for n, mm in ((1, 30.0), (3, depth)))
    assert value("blind_advance", down, pictured(2, 30.0), on) == pytest.approx(blind, abs=0.001)
    skin = (1, "needle_placed", {"pass": 1, "entry": [0.0, 0.0, 0.0], "target_mm": (60.0**2 + beside**2) ** 0.5})
    assert value("blind_advance", skin, on) == pytest.approx(blind + 30.0, abs=0.001)


def test_the_way_ends_at_the_nearest_of_all_its_pushes() -> None:
    """Oracle: Pythagoras. 3 mm at a time past a target at 43 mm, 14.4 mm beside; each push beyond began where it was no nearer."""
    pushes = [tip(n, depth_mm=mm, target_mm=((43.0 - mm) ** 2 + 14.4**2) ** 0.5) for n, mm in enumerate(range(3, 57, 3), 1)]
    skin = (0, "needle_placed", {"pass": 1, "entry": [0.0, 0.0, 0.0], "target_mm": (43.0**2 + 14.4**2) ** 0.5})
    assert value("blind_advance", skin, *pushes) == pytest.approx(43.0, abs=0.001)
    assert step_of("blind_advance", skin, *pushes) == 15  # that from 42 to 45 mm


# --- looking -----------------------------------------------------------------------------------------------------------------


def test_exposures_sum() -> None:
    rows = [exposure(10, 0.5, 0.125, 0.25), exposure(50, 1.5, 0.375, 0.5)]
    assert value("fluoroscopy_time", *rows) == 2.0
    assert value("air_kerma", *rows) == 0.5
    assert value("dose_area", *rows) == 0.75
    assert step_of("fluoroscopy_time", *rows) == 50


def test_collimated_is_a_share_of_the_time_not_of_the_pictures() -> None:
    """One second of four is open: 75 %; the moment told is the first open one."""
    rows = [exposure(10, 3.0), exposure(20, 0.5, collimated=False), exposure(30, 0.5, collimated=False)]
    assert value("collimated", *rows) == 75.0
    assert step_of("collimated", *rows) == 20


@pytest.mark.parametrize(
    ("depth_view", "target", "step", "used"),
    [(True, 15.0, 50, 1.0), (True, 0.0, 100, 1.0), (False, 5.0, 50, 0.0), (True, 15.1, 50, 0.0), (True, 5.0, 101, 0.0)],
)
def test_depth_is_judged_in_a_depth_view_near_the_target_before_the_drug(depth_view: bool, target: float, step: int, used: float) -> None:
    assert value("depth_view_used", pictured(step, 50.0, target, depth_view), *DRUG) == used


@pytest.mark.parametrize(
    ("case", "orbit", "counts"),
    [
        ("interlaminar_l4_l5", -50.0, True),
        ("interlaminar_l4_l5", 50.0, False),  # the oblique to the painful side
        ("interlaminar_l4_l5", 90.0, True),
        ("interlaminar_l4_l5", 0.0, False),
        ("transforaminal_l5", 90.0, True),
        ("transforaminal_l5", -90.0, True),
        ("transforaminal_l5", 50.0, False),  # no contralateral oblique for a foramen
        ("caudal", -50.0, False),
    ],
)
def test_a_depth_view_is_one_of_the_techniques_own(worlds: dict[str, World], case: str, orbit: float, counts: bool) -> None:
    session = Session(worlds[case], 1)
    needle = worlds[case].scenario.tray.needles[0]
    x, _, z = worlds[case].target
    centre = tuple(float(c) for c in worlds[case].target)
    for command in (
        c.TakeNeedle(needle=needle),
        c.PlaceNeedle(right_mm=float(x), superior_mm=float(z)),
        c.MoveCArm(orbit_deg=orbit, tilt_deg=0.0, centre_mm=centre),
        c.PressPedal(),
    ):
        session.do(command)
    session.step()
    judged = Verdicts(worlds[case].scenario, LIMITS).all(session.events)
    told = [event.data["depth_view"] for event in judged if event.kind == "tip_pictured"]
    assert told == [counts]


# --- contrast and drug -------------------------------------------------------------------------------------------------------


SEEN = pictured(95, 50.0)
"""A picture after the contrast, and before the drug."""
NO_IMAGE = "1 ml had been given, but no image showed it before the drug"


@pytest.mark.parametrize(
    ("contrast", "why"),
    [
        ([SEEN], "none had been given"),
        ([*injection(20, "contrast", {"epidural": 0.3}), SEEN], ""),
        ([*injection(20, "contrast", {"epidural": 0.29}), SEEN], "only 0.29 ml had been given"),
        ([*injection(20, "contrast", {"epidural": 0.2}), *injection(60, "contrast", {"epidural": 0.1}), SEEN], ""),
        ([*injection(20, "contrast", {"elsewhere": 1.0}, at=(0.0, 2.0, 0.0)), SEEN], ""),
        (
            [*injection(20, "contrast", {"epidural": 1.0}, at=(0.0, 2.1, 0.0)), SEEN],
            "the needle lay 2.1 mm from where contrast had been given",
        ),
        ([*injection(200, "contrast", {"epidural": 1.0}), SEEN], "none had been given"),
        ([*injection(20, "saline", {"epidural": 1.0}), SEEN], "none had been given"),
        (injection(20, "contrast", {"epidural": 1.0}), NO_IMAGE),
        ([pictured(22, 50.0), *injection(20, "contrast", {"epidural": 1.0})], NO_IMAGE),
        ([pictured(25, 50.0), *injection(20, "contrast", {"epidural": 1.0})], ""),
        ([*injection(20, "contrast", {"epidural": 1.0}), pictured(101, 50.0)], NO_IMAGE),
        ([*injection(20, "contrast", {"epidural": 1.0}), tip(60), SEEN, tip(98, place=[0.0, 0.0, 2.0])], ""),
        (
            [*injection(20, "contrast", {"epidural": 1.0}), tip(60, place=[0.0, 0.0, 2.1]), SEEN, tip(98)],
            "1 ml had been given, but the needle had moved 2.1 mm since the image that showed it",
        ),
    ],
    ids=["none", "enough", "too little", "in two pushes", "2 mm away", "further away", "afterwards", "saline", "no picture",
         "a picture as it began", "a picture as it flowed", "a picture of the drug", "pictured, and 2 mm on", "pictured elsewhere"],
)  # fmt: skip
def test_contrast_proves_the_place_from_which_the_drug_is_given(contrast: list[Row], why: str) -> None:
    rows = sorted([*contrast, *DRUG], key=lambda row: row[0])
    found = measured(made(*rows), CASE)["contrast_before_drug"]
    assert found is not None
    assert (found.value, clause(found.what)) == (float(not why), why)


@pytest.mark.parametrize(
    ("shown", "why"),
    [
        ({"dorsal epidural": 0.2, "soft tissue": 0.8}, ""),
        ({"neurogram": 1.0}, ""),
        ({"dorsal epidural": 0.09, "soft tissue": 0.91}, "it had shown muscle and fat"),
        ({"venous": 0.6, "intradiscal": 0.4}, "it had shown a vein and a disc"),
        ({}, "it had shown nothing"),
    ],
)
def test_contrast_that_showed_another_place_proves_none(shown: dict[str, float], why: str) -> None:
    before, drug = injection(20, "contrast", {"epidural": 1.0}), injection(100, "drug", {"epidural": 2.0}, contrast_ml=1.0)
    drug[0][2]["patterns"] = shown
    found = measured(made(*before, SEEN, *drug), CASE)["contrast_before_drug"]
    assert found is not None
    assert clause(found.what) == why


@pytest.mark.parametrize(("elsewhere_mm", "why"), [(9.0, "it had shown muscle and fat"), (0.0, "")])
def test_contrast_of_a_pass_that_was_left_proves_nothing_where_the_drug_goes(elsewhere_mm: float, why: str) -> None:
    """Muscle was shown, the right place 9 mm away, and muscle again: the drug in muscle was proved by what had been left."""

    def push(step: int, mm: float, lay: float, **patterns: float) -> list[Row]:
        begun, ended = injection(step, "contrast", {"epidural": 0.3}, (mm, 0.0, 0.0))
        before = dict(lain)
        for name, ml in patterns.items():
            lain[name] = lain.get(name, 0.0) + ml
        begun[2].update(patterns=before, contrast_ml=lay)
        ended[2].update(patterns=dict(lain), contrast_ml=lay + 0.3)
        return [begun, ended]

    lain: dict[str, float] = {}
    rows = [*push(20, 0.0, 0.0, **{"soft tissue": 0.3}), *push(120, elsewhere_mm, 0.3, **{"dorsal epidural": 0.3})]
    rows += push(220, 0.0, 0.6, **{"soft tissue": 0.3})
    drug = injection(400, "drug", {"epidural": 2.0}, contrast_ml=0.9)
    drug[0][2]["patterns"] = dict(lain)
    found = measured(made(*rows, (300, *SEEN[1:]), *drug), CASE)["contrast_before_drug"]
    assert found is not None
    assert clause(found.what) == why


@pytest.mark.parametrize(("live", "seen"), [(0.0, 0.0), (0.49, 0.0), (0.5, 1.0), (1.0, 1.0)])
def test_contrast_is_seen_live_if_half_of_it_was(live: float, seen: float) -> None:
    assert value("contrast_seen_live", *injection(20, "contrast", {"epidural": 1.0}, live=live), *DRUG) == seen


def test_contrast_is_judged_where_it_lay_when_the_drug_began() -> None:
    first = injection(20, "contrast", {"epidural": 2.0}, contrast_ml=2.0, contrast_outside_ml=2.0, contrast_there_ml=0.0)
    drug = injection(100, "drug", {"epidural": 2.0}, contrast_ml=2.0, contrast_outside_ml=0.5, contrast_there_ml=1.25)
    assert value("contrast_at_target", *first, *drug) == 1.25
    assert value("outside_space", *first, *drug) == 25.0
    assert value("outside_space", *first) == 100.0
    assert value("outside_space", *DRUG) is None


def test_the_drug_is_followed_to_where_it_went() -> None:
    """4 ml: 2.5 epidural, 0.5 leaked into the sac, 0.5 given there, 0.25 each in vein and artery; 62.5 % where it belongs."""
    rows = [
        *injection(100, "drug", {"epidural": 2.5, "intrathecal": 0.5}),
        *injection(200, "drug", {"intrathecal": 0.5, "venous": 0.25, "arterial": 0.25}),
        *injection(300, "contrast", {"elsewhere": 5.0}),
    ]
    assert value("drug_given", *rows) == 4.0
    assert value("drug_in_space", *rows) == 62.5
    assert value("drug_intrathecal", *rows) == 0.5
    assert value("drug_leaked", *rows) == 0.5
    assert value("drug_intravascular", *rows) == 0.5
    at = {"drug_given": 200, "drug_in_space": 200, "drug_intrathecal": 200, "drug_leaked": 100, "drug_intravascular": 200}
    assert {name: step_of(name, *rows) for name in at} == at  # the last push; the one that missed most; the first that went there


def test_a_push_that_never_ended_gave_nothing_that_is_known() -> None:
    assert value("drug_given", DRUG[0]) == 0.0
