"""Acts between the laminae: what is given, and the way there."""

from __future__ import annotations

from scenarios import care_script as care
from scenarios import needle_script as needle
from scenarios.script import Aspiration, Collimate, Inject
from sim.studies.acts.act import DEXA, IOHEXOL, METHYL, Act
from sim.studies.acts.edits import (
    OUT,
    after,
    ahead_of,
    before,
    behind,
    both,
    changed,
    contrast_last,
    every,
    filled,
    given,
    never,
    step,
    unlooked,
    without,
)

WAIT_MANY = tuple(step("wait", seconds=600.0) for _ in range(3))
PASS = (step("withdraw", mm=25.0), step("aim", lateral_deg=4.0, cephalad_deg=4.0), step("advance", mm=20.0))
FROM_ELSEWHERE = tuple(one for orbit in (10.0, 0.0) for one in (step("show", orbit_deg=orbit), step("expose", seconds=0.4)))
"""Two pictures, each of which shows something new"""
PATTERNS = ("soft tissue", "venous", "arterial", "intrathecal", "subdural", "intradiscal", "facet joint", "neurogram")

DISC = "l4_l5_disc_competent"
SPACE = [
    Act("twelve ml of drug between the laminae", DISC, given("drug", ml=12.0), "drug_given", tray={METHYL: 15.0}),
    Act("eighteen ml of drug between the laminae", DISC, given("drug", ml=18.0), "drug_given", "flooded", {METHYL: 20.0}),
    Act("the drug at 1.2 ml/s", DISC, given("drug", rate_ml_s=1.2), "injection_rate"),
    Act("the drug at 2 ml/s", DISC, given("drug", rate_ml_s=2.0), "injection_rate", "forced_injection"),
    Act("half a ml of drug, four decided", DISC, given("drug", ml=0.5), "drug_off_decided"),
    Act("nine ml of contrast", DISC, given("contrast", ml=9.0), "contrast_given", tray={IOHEXOL: 10.0}),
    Act("contrast at 1.5 ml/s", DISC, given("contrast", rate_ml_s=1.5), "contrast_rate"),
    Act("contrast not watched live", DISC, given("contrast", live=False), "contrast_seen_live"),
    Act("contrast under a single shot, the pedal held", DISC,
        both(behind("contrast", step("console", beam="pulsed")), ahead_of("contrast", step("console", beam="single"))),
        "contrast_seen_live"),
    Act("two ml of contrast in the dark, then two live", DISC,
        both(behind("contrast", step("inject", ml=2.0, rate_ml_s=0.4, live=True)), given("contrast", live=False)), "contrast_first_live",
        tray={IOHEXOL: 8.0}),
    Act("no drawing back before injecting", DISC, without(Aspiration), "aspirated"),
    Act("no contrast at all", DISC, never("contrast"), "contrast_before_drug", "drug_without_contrast"),
    Act("contrast that nobody looks at", DISC, unlooked, "contrast_before_drug", "drug_without_contrast"),
    Act("contrast after the drug", DISC, contrast_last, "contrast_before_drug", "drug_without_contrast"),
    Act("both steroids", DISC, behind("drug", step("detach"), step("attach", agent=DEXA), step("inject", ml=3.0, rate_ml_s=0.4)),
        "steroids_mixed"),
    Act("both steroid syringes to the last drop", DISC,
        both(given("drug", ml=6.0), behind("drug", step("detach"), step("attach", agent=DEXA), step("inject", ml=6.0, rate_ml_s=0.4))),
        "steroid_load"),
    Act("another steroid than decided", DISC, filled("drug", DEXA), "steroid_as_decided"),
    Act("another needle than decided", DISC, changed(needle.Take, needle="20G Tuohy"), "needle_as_decided"),
    Act("the needle two and a half mm on after its proof, then the drug", DISC,
        ahead_of("drug", step("advance", mm=2.5, step_mm=0.5)), "contrast_before_drug", "drug_without_contrast"),
    Act("ten minutes between the last picture and the drug", DISC, ahead_of("drug", step("wait", seconds=600.0)), "unseen_before_drug"),
    Act("half an hour in the canal, then the drug", DISC, ahead_of("drug", *WAIT_MANY), "unseen_before_drug", "place_not_proved_again"),
    Act("one pattern after another named until one fits", DISC,
        before(care.NameIt, *(step("name", view="clo", pattern=p) for p in PATTERNS)), "pattern_guesses", "guessed_reading"),
    Act("one name taken back", DISC, before(care.NameIt, step("name", view="clo", pattern="venous")), "pattern_guesses"),
    Act("the contrast named in no view", DISC, without(care.NameIt), "pattern_named"),
    Act("the contrast named a vein, and the drug given", DISC, every(care.NameIt, pattern="venous"), "reading_overridden"),
    Act("the contrast named wrongly", DISC, every(care.NameIt, pattern="soft tissue"), "pattern_right"),
    Act("no flush", DISC, changed(Inject, -1, ml=0.05), "flushed"),
]  # fmt: skip
UNDER_SKIN = (step("place", at="{level}/spinous_tip", aside_mm=20.0), step("advance", mm=8.0))
ALL_DRUG = (step("attach", agent=METHYL), step("inject", ml=8.0, rate_ml_s=0.5), step("detach"))
WAY = [
    Act("eight ml under the skin though it swells", DISC, after(needle.Take, *UNDER_SKIN, *ALL_DRUG, OUT), "swelling_ignored",
        "drug_without_contrast", {METHYL: 15.0}),
    Act("the last of the way without a picture", DISC,
        both(changed(needle.Advance, 1, mm=38.0, step_mm=1.0), without(needle.Advance, 2)), "blind_advance"),
    Act("four millimetres at a push near the dura", DISC, changed(needle.Advance, 3, step_mm=4.0), "largest_push"),
    Act("four millimetres on after the plunger gave", DISC, after(needle.Advance, step("advance", mm=4.0, step_mm=0.5), number=3),
        "past_loss", "on_past_loss"),
    Act("two millimetres on after the plunger gave", DISC, after(needle.Advance, step("advance", mm=2.0, step_mm=0.5), number=3),
        "past_loss"),
    Act("on through the dura", DISC, after(needle.Advance, step("advance", mm=18.0), number=3), "dural_punctures", "dural_puncture"),
    Act("the drug through that dura", DISC, ahead_of("drug", step("advance", mm=11.0)), "drug_intrathecal", "intrathecal_drug"),
    Act("back out of the dura, and the drug beside its hole", DISC,
        ahead_of("drug", step("advance", mm=11.0), step("withdraw", mm=11.0)), "drug_leaked"),
    Act("back out of the dura, and fourteen ml of drug close to its hole", DISC,
        both(given("drug", ml=14.0), ahead_of("drug", step("advance", mm=11.0), step("withdraw", mm=8.0))), "drug_leaked", "leaked_drug",
        {METHYL: 20.0}),
    Act("contrast into the clear fluid that came back", DISC, ahead_of("contrast", step("advance", mm=11.0)), "contrast_on_return"),
    Act("the drug into the clear fluid that came back", DISC,
        ahead_of("drug", step("advance", mm=11.0), step("attach", agent="saline"), step("aspirate"), step("detach")), "return_ignored"),
    Act("no ask how it goes", DISC, without(care.AskAbout, 1), "talked"),
]  # fmt: skip
ANYWHERE = [
    Act("the needle pushed on under the beam, the hand in the field", DISC, changed(needle.Advance, beam=True), "hand_in_beam"),
    Act("five passes through muscle first", DISC, after(needle.Advance, *(PASS * 5)), "passes"),
    Act("fifteen passes through muscle first", DISC, after(needle.Advance, *(PASS * 15)), "passes", "many_passes"),
    Act("forty seconds of beam for nothing", DISC, before(needle.Place, step("expose", seconds=40.0)), "longest_exposure"),
    Act("thirty pictures of the same", DISC, before(needle.Place, *(step("expose", seconds=0.4) for _ in range(30))),
        "unneeded_exposures"),
    Act("a hundred exposures, each from elsewhere", DISC, before(needle.Place, *(FROM_ELSEWHERE * 50)), "exposures"),
    Act("the whole field open", DISC, without(Collimate), "collimated"),
]  # fmt: skip
"""On any way in."""
