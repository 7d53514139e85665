"""Acts beside the needle: choice, preparation, time-out, and the time after."""

from __future__ import annotations

from scenarios import care_script as care
from scenarios import needle_script as needle
from scenarios.chart import PAGES
from scenarios.equipment import agents
from scenarios.files import technique
from scenarios.risks import usual
from scenarios.schema import Scenario
from sim.session.care_commands import ADVICE, ITEMS, RISKS, TOPICS
from sim.studies.acts.act import Act
from sim.studies.acts.edits import after, before, both, changed, instead, lacking, step, without
from sim.studies.acts.interlaminar import DISC

ASEPSIS = ("mask", "antiseptic", "gloves", "drape")
PREGNANT, THINNED, SUGAR = "pregnant_competent", "anticoagulated_competent", "sugar_competent"
CARE = [
    Act("no page read and no question asked", DISC, both(without(care.Read), without(care.AskAbout, 0)), "grounds", "guessed_decision"),
    Act("no question asked", DISC, without(care.AskAbout, 0), "patient_asked"),
    Act("no page read", DISC, without(care.Read), "chart_read", "unfounded_decision"),
    Act("the pictures of the spine not looked at, nor the roots", DISC,
        changed(care.Read, pages=tuple(p for p in PAGES if p not in ("examination", "imaging"))), "deciding_grounds", "unfounded_decision"),
    Act("blood thinners neither read of nor asked for", DISC,
        both(changed(care.Read, pages=tuple(p for p in PAGES if p != "medication")),
             changed(care.AskAbout, about=tuple(t for t in TOPICS if t not in ("now", "blood thinners")))),
        "deciding_grounds", "unfounded_decision"),
    Act("the wrong level decided", DISC, changed(care.Decided, level="L3"), "level_side_right", "wrong_level_or_side"),
    Act("the wrong side decided", DISC, changed(care.Decided, side="left"), "level_side_right", "wrong_level_or_side"),
    Act("no time-out", DISC, without(care.StopAndSay), "time_out_done", least=12.0),
    Act("a time-out with the wrong side", DISC, changed(care.StopAndSay, side="left"), "time_out_wrong", "time_out_wrong"),
    Act("a time-out with the wrong level", DISC, changed(care.StopAndSay, level="L5"), "time_out_wrong", "time_out_wrong"),
    *(
        Act(f"no {item}", DISC, lacking(item), "needled_unsterile", "unsterile")
        for item in ASEPSIS
    ),
    Act("a time-out against one's own decision", DISC, changed(care.Decided, level="L3"), "time_out_as_decided", "wrong_level_or_side"),
    Act("no monitors", DISC, lacking("monitors"), "checklist"),
    Act("gloves over hands that were not cleaned", DISC, lacking("hand hygiene"), "hands_clean"),
    Act("the drape on a wet antiseptic", DISC, without(care.Dry), "antiseptic_dry"),
    Act("half a minute for the antiseptic", DISC, changed(care.Dry, minutes=0.5), "antiseptic_dry"),
    Act("no lead", DISC, both(lacking("lead apron"), lacking("thyroid shield")), "shielded"),
    Act("no thyroid shield", DISC, lacking("thyroid shield"), "shielded"),
    Act("beside the table for every picture", DISC, without(care.StepBack), "stood_back"),
    Act("a time-out of level and side alone", DISC, changed(care.StopAndSay, checked=("side marked",)), "time_out_checked"),
    Act("a page turned in sterile gloves", DISC, after(care.Ready, step("read", pages=["imaging"]), number=1), "needled_unsterile",
        "unsterile"),
    Act("a page turned in sterile gloves, with the needle set", DISC, after(needle.Place, step("read", pages=["imaging"])),
        "needled_unsterile", "unsterile"),
    Act("a page turned in sterile gloves, with the needle in", DISC, after(needle.Advance, step("read", pages=["imaging"])),
        "sterility_breaks"),
    Act("told of a hole that was not made", DISC, changed(care.SendHome, advice=ADVICE), "advice_untrue"),
    Act("forty ml of lidocaine into the skin", DISC, after(care.Numb, step("numb", ml=20.0), step("numb", ml=20.0)), "anaesthetic_load"),
    Act("the skin not numbed", DISC, without(care.Numb), "skin_numbed"),
    Act("no consent", DISC, without(care.TellRisks), "consented", "no_consent"),
    Act("two risks named", DISC, changed(care.TellRisks, risks=RISKS[:2]), "consent_risks"),
    Act("the grave risks not named", DISC, changed(care.TellRisks, risks=usual()), "consent_grave"),
    Act("not a word of what it is worth", DISC, without(care.TellWorth), "worth_told"),
    Act("another pain's figures", DISC, changed(care.TellWorth, worth="stenosis"), "worth_told"),
    Act("no word of sedation", DISC, without(care.Sedated), "checklist"),
    Act("deep sedation", DISC, changed(care.Sedated, level="deep"), "deep_sedation"),
    Act("consent of a sedated patient", DISC, before(care.TellRisks, step("sedate", level="light")), "consent_awake"),
    Act("supine", DISC, changed(care.Lay, posture="supine"), "position_right"),
    Act("no pillow", DISC, changed(care.Lay, pillow="none"), "position_right"),
    Act("five minutes of observation", DISC, changed(care.WatchAfter, minutes=5.0), "observed"),
    Act("home alone by car", DISC, changed(care.SendHome, driver=False), "driver"),
    Act("one piece of advice", DISC, changed(care.SendHome, advice=("fever",)), "advice"),
    Act("nobody looks at legs, sensation and bladder before the way home", DISC, without(care.LookAfter), "examined"),
    Act("the needle left in", DISC,
        both(without(needle.Remove), without(care.WatchAfter), without(care.LookAfter), without(care.SendHome)), "needle_out"),
]  # fmt: skip
INTO = (step("take", needle="18G Tuohy"), step("place", at="{level}/spinous_tip", aside_mm=12.0), step("advance", mm=15.0), step("remove"))
PREPARED = (step("consent"), step("position"), step("prepare", items=list(ITEMS)), step("time-out"), step("numb"))
FOR_IT = {"decision": "inject", "reason": "radicular_pain", "side": "left", "approach": "lumbar_interlaminar", "needle": "18G Tuohy",
          "steroid": "methylprednisolone 80 mg", "contrast_ml": 2.0, "drug_ml": 4.0}  # fmt: skip
UNASKED = [
    Act("the red flags not asked", DISC, changed(care.AskAbout, about=("pain", "blood thinners", "allergies", "pregnancy", "diabetes")),
        "red_flags_asked"),
    Act("bladder and bowel not asked", DISC,
        changed(care.AskAbout, about=tuple(t for t in TOPICS if t not in ("now", "bladder and bowel"))), "red_flags_asked"),
]  # fmt: skip
CHART = [
    Act("a needle into an infected disc", "discitis_competent",
        instead(care.Decided, step("decide", level="L4", **{**FOR_IT, "side": "right"}), *PREPARED, *INTO),
        "contraindicated", "needled_contraindicated"),
    Act("a needle where the cauda equina dies", "cauda_equina_competent",
        instead(care.Decided, step("decide", level="L4", **{**FOR_IT, "side": "right"}), *PREPARED, *INTO),
        "contraindicated", "needled_contraindicated"),
    Act("a cauda equina sent home for four weeks", "cauda_equina_competent",
        changed(care.Decided, decision="defer", reason="conservative_care"), "decision_right", "wrong_decision"),
    Act("a steroid beside a booster", "boosted_competent",
        instead(care.Decided, step("decide", level="L4", **{**FOR_IT, "side": "right"}), *PREPARED, *INTO),
        "contraindicated", "needled_contraindicated"),
    Act("a fracture taken for a foramen", "fracture_competent", changed(care.Decided, reason="no_benefit"), "reason_right"),
    Act("twenty seconds of beam over a pregnant woman who said so", PREGNANT,
        after(care.AskAbout, step("show", view="AP"), step("expose", seconds=20.0)), "beam_on_pregnant", "beam_on_pregnant"),
    Act("a needle into a pregnant woman", PREGNANT, instead(care.Decided, step("decide", level="L5", **FOR_IT), *PREPARED, *INTO),
        "contraindicated", "needled_contraindicated"),
    Act("a needle into an anticoagulated patient", THINNED, instead(care.Decided, step("decide", level="L4", **FOR_IT), *PREPARED, *INTO),
        "contraindicated", "needled_contraindicated"),
    Act("deferred for the wrong reason", THINNED, changed(care.Decided, reason="infection"), "reason_right"),
    Act("deferred at once, by a guess", THINNED, both(without(care.Read), without(care.AskAbout)), "grounds", "guessed_decision"),
    Act("deferred after every page, the question not asked that decides", THINNED,
        changed(care.AskAbout, about=tuple(t for t in TOPICS if t not in ("now", "blood thinners"))), "deciding_grounds",
        "unfounded_decision"),
    Act("referred where it should be deferred", SUGAR, changed(care.Decided, decision="refer"), "decision_right", "wrong_decision"),
]  # fmt: skip
AGAINST = [
    Act("decided at once, by a guess", THINNED, both(without(care.Read), without(care.AskAbout)), "grounds", "guessed_decision"),
    Act("no page read", THINNED, without(care.Read), "chart_read"),
    Act("no question asked", THINNED, without(care.AskAbout), "patient_asked"),
]
"""Where no needle is right, whatever speaks against it."""


def needle_all_the_same(case: Scenario) -> Act:
    """A needle where none is right, with what stands on the tray and at what can be felt."""
    way, target = technique(case.technique), case.target
    steroid = next((fluid.agent for fluid in case.tray.fluids if agents()[fluid.agent].kind == "drug"), None)
    choice = {"decision": "inject", "reason": "radicular_pain", "level": target.level, "side": target.side, "approach": way.name}
    more = {"needle": case.tray.needles[0], "steroid": steroid, "contrast_ml": 2.0, "drug_ml": 4.0}
    into = (step("take", needle=case.tray.needles[0]), step("place", at=way.palpable[0]), step("advance", mm=15.0), step("remove"))
    edit = instead(care.Decided, step("decide", **choice, **more), *PREPARED, *into)
    return Act("a needle where none is right", THINNED, edit, "contraindicated", "needled_contraindicated")
