"""Acts in foramina, at the great artery, from below, in a joint, and where contrast is forbidden."""

from __future__ import annotations

from scenarios import care_script as care
from scenarios import needle_script as needle
from scenarios.script import Aspiration, Wait
from sim.studies.acts.act import DEXA, IOHEXOL, METHYL, TRIAM, Act
from sim.studies.acts.edits import (
    OUT,
    after,
    ahead_of,
    behind,
    both,
    changed,
    contrast_last,
    every,
    filled,
    given,
    into_the_vein,
    never,
    step,
    unlooked,
    without,
)

ROOT, KAMBIN, S1, CAUDAL = "transforaminal_l5_competent", "left_l2_artery_competent", "l5_s1_disc_competent", "caudal_competent"
ADRENALINE = "lidocaine 1.5 % adrenaline"
JOINT, ALLERGY, VEIN = "facet_joint_competent", "contrast_allergy_competent", "vascular_s1_competent"
HIVES = "old_hives_competent"
BESIDE = (step("place", at="{level}/spinous_tip", aside_mm=50.0), step("advance", mm=85.0, step_mm=5.0))
"""Straight down beside the spine, where the kidney lies"""
SOME_DRUG = (step("attach", agent=DEXA), step("inject", ml=1.0, rate_ml_s=0.1), step("detach"))
FORAMEN = [
    Act("particles into a foramen", ROOT, filled("drug", TRIAM), "particulate_foraminal"),
    Act("six ml of contrast at 1.5 ml/s into a foramen", ROOT, given("contrast", ml=6.0, rate_ml_s=1.5), "contrast_given",
        tray={IOHEXOL: 8.0}),
    Act("contrast at 1.5 ml/s into a foramen", ROOT, given("contrast", rate_ml_s=1.5), "contrast_rate"),
    Act("six ml of drug into a foramen", ROOT, given("drug", ml=6.0), "drug_given", tray={DEXA: 12.0}),
    Act("ten ml of drug into a foramen", ROOT, given("drug", ml=10.0), "drug_given", "flooded", {DEXA: 12.0}),
    Act("the drug at 1 ml/s beside a root", ROOT, given("drug", rate_ml_s=1.0), "injection_rate"),
    Act("contrast not watched live in a foramen", ROOT, given("contrast", live=False), "contrast_seen_live", "contrast_not_live"),
    Act("a ml of contrast in the dark, then one live, in a foramen", ROOT,
        both(behind("contrast", step("inject", ml=1.0, rate_ml_s=0.3, live=True)), given("contrast", live=False)), "contrast_first_live",
        tray={IOHEXOL: 8.0}),
    Act("on to the ganglion, and contrast pushed on it", ROOT,
        both(changed(needle.Aim, 0, aside_mm=4.0, up_mm=-4.0), ahead_of("contrast", step("advance", mm=5.0, step_mm=0.5))),
        "given_on_nerve"),
    Act("no drawing back beside the arteries of the cord", ROOT, without(Aspiration), "aspirated"),
    Act("no contrast in a foramen", ROOT, never("contrast"), "contrast_before_drug", "drug_without_contrast"),
    Act("contrast after the drug in a foramen", ROOT, contrast_last, "contrast_before_drug", "drug_without_contrast"),
    Act("both steroids, six ml, into a foramen", ROOT,
        both(given("drug", ml=3.0), behind("drug", step("detach"), step("attach", agent=TRIAM), step("inject", ml=3.0, rate_ml_s=0.2))),
        "steroids_mixed"),
    Act("particles at the great artery of the cord", KAMBIN, both(filled("drug", TRIAM), changed(care.Decided, steroid=TRIAM)),
        "particulate_great_artery", "particles_great_artery"),
    Act("another way decided than gone", KAMBIN, changed(care.Decided, approach="lumbar_transforaminal"), "approach_as_decided"),
    Act("another steroid decided than given, at the great artery", KAMBIN, filled("drug", TRIAM), "steroid_as_decided",
        "particles_great_artery"),
    Act("fifteen ml at 2 ml/s through S1, two planned", S1, given("drug", ml=15.0, rate_ml_s=2.0), "drug_given", "flooded", {DEXA: 20.0}),
    Act("four ml through S1, two decided", S1, given("drug", ml=4.0), "drug_off_decided", tray={DEXA: 6.0}),
    Act("syringes changed on the bare hub", ROOT, without(needle.Tubing), "tubing_used"),
    Act("syringes changed on the bare hub, in somebody lean at the great artery", KAMBIN, without(needle.Tubing), "contrast_before_drug",
        "drug_without_contrast"),
    Act("a needle into the kidney", KAMBIN, after(needle.Take, *BESIDE, OUT), "organ_entries", "organ_entered"),
    Act("drug into the kidney", KAMBIN, after(needle.Take, *BESIDE, *SOME_DRUG, OUT), "drug_in_organ", "organ_entered"),
    Act("on into the disc, and the drug there", KAMBIN, ahead_of("drug", step("advance", mm=20.0)), "drug_in_disc"),
    Act("contrast that nobody looks at, in a foramen", ROOT, unlooked, "contrast_before_drug", "drug_without_contrast"),
    Act("the drug into the vein that contrast had shown", VEIN, into_the_vein, "drug_intravascular", "intravascular_drug"),
    Act("the blood thinner again after a day though the needle bled", VEIN, changed(care.SendHome, restart_h=24.0), "restart_right"),
    Act("no hour at which the blood thinner is taken again", VEIN, changed(care.SendHome, restart_h=None), "restart_right"),
]  # fmt: skip
BELOW = [
    Act("one ml from below", CAUDAL, given("drug", ml=1.0), "drug_volume"),
    Act("twenty-six ml from below", CAUDAL, given("drug", ml=26.0), "drug_given", tray={METHYL: 40.0}),
    Act("thirty-five ml from below", CAUDAL, given("drug", ml=35.0), "drug_given", "flooded", {METHYL: 40.0}),
    Act("the drug at 1.2 ml/s from below", CAUDAL, given("drug", rate_ml_s=1.2), "injection_rate"),
    Act("contrast not watched live from below", CAUDAL, given("contrast", live=False), "contrast_seen_live"),
    Act("twenty ml of contrast from below", CAUDAL, given("contrast", ml=20.0), "contrast_given", tray={IOHEXOL: 25.0}),
]  # fmt: skip
INSIDE = [
    Act("three ml at 1 ml/s into a joint", JOINT, given("drug", ml=3.0, rate_ml_s=1.0), "drug_given", tray={DEXA: 6.0}),
    Act("four ml into a joint", JOINT, given("drug", ml=4.0), "drug_given", "flooded", {DEXA: 6.0}),
    Act("two ml of contrast into a joint", JOINT, given("contrast", ml=2.0), "contrast_given"),
    Act("the arthrogram named epidural in both views", JOINT, every(care.NameIt, pattern="dorsal epidural"), "pattern_right"),
]  # fmt: skip
FORBIDDEN = [
    Act("contrast into the allergic", ALLERGY,
        ahead_of("drug", step("attach", agent=IOHEXOL), step("inject", ml=1.0, rate_ml_s=0.3, live=True), step("detach")),
        "contrast_given", "contrast_in_allergy"),
    Act("gadolinium instead of iodine", ALLERGY,
        ahead_of("drug", step("attach", agent="gadobutrol"), step("inject", ml=1.0, rate_ml_s=0.3, live=True), step("detach")),
        "gadolinium_given", "gadolinium_given"),
    Act("premedication for a throat that closed", ALLERGY, changed(care.Decided, instead="premedication"), "plan_right", least=0.1),
    Act("methylprednisolone where no contrast shows the place", ALLERGY,
        both(filled("drug", METHYL), changed(care.Decided, steroid=METHYL)), "plan_right", least=0.1),
    Act("the agent that had made the hives, once more", HIVES, filled("contrast", "iopamidol 200"), "contrast_readied"),
    Act("no premedication after hives all over", HIVES, without(care.GiveBefore), "contrast_readied"),
    Act("premedication within the last hour", HIVES, changed(care.GiveBefore, regimen="last hour"), "contrast_readied"),
    Act("no test dose where contrast is forbidden", ALLERGY, never("anaesthetic"), "test_dose"),
    Act("no wait after the test dose", ALLERGY, every(Wait, seconds=5.0), "test_dose"),
    Act("nine milligrams and a minute for a test dose", ALLERGY,
        both(given("anaesthetic", ml=0.6), every(Wait, seconds=15.0)), "test_dose"),
    Act("ninety milligrams for a test dose", ALLERGY, given("anaesthetic", ml=6.0), "test_dose", tray={ADRENALINE: 8.0}),
    Act("nobody asks for the legs after the test dose", ALLERGY,
        both(changed(care.AskAbout, 3, about=("now",)), changed(care.AskAbout, 4, about=("now",))), "test_dose_answers"),
    Act("a vial with a preservative where contrast is forbidden", ALLERGY,
        both(filled("drug", DEXA + " multi-dose"), changed(care.Decided, steroid=DEXA + " multi-dose")), "preserved_unproved"),
]  # fmt: skip
