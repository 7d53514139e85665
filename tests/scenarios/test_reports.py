"""What a report says lies in the body, and nothing gross lies there that it keeps quiet about."""

from __future__ import annotations

import pytest

from meshes.asked import Variant
from meshes.morphometry import LUMBAR, Dimensions, interspace, reference
from meshes.population import dimensions
from scenarios import files
from scenarios.schema import Scenario
from tests.scenarios.radiologist import NOWHERE, Reported, lesions

REPORTED = sorted(name for name in files.all_shipped() if files.find_scenario(name).chart)
GROSS = 3
"""The grade from which on a radiologist names what age has grown."""
LOOKS = {"disc_height_loss": "worn disc"}
"""Variants that a report names by their look."""
RECESS = ("disc_protrusion", "facet_arthropathy")
"""What may narrow a lateral recess."""


def who_of(case: Scenario) -> Dimensions:
    """Who lies on the table, with what age has done."""
    person = case.patient.person
    return reference() if person is None else dimensions(person)


def lesion(variant: Variant) -> Reported:
    kind = LOOKS.get(variant.kind, variant.kind)
    where = "" if kind in NOWHERE else str(getattr(variant, "interspace", None) or getattr(variant, "level", ""))
    return Reported(kind, where, "" if kind == "scoliosis" else str(getattr(variant, "side", "")))


def in_body(who: Dimensions) -> set[Reported]:
    """All that a report may name."""
    found = {lesion(one) for one in who.variants} | gassy(who)
    found |= {Reported("recess", one.at, "") for one in found if one.kind in RECESS}
    found |= {Reported("flavum_gap", interspace(level), "") for level in who.flavum_gaps}
    return found | ({Reported("great artery", *who.great_artery)} if who.great_artery else set())


def gassy(who: Dimensions) -> set[Reported]:
    """Discs so worn that they hold gas."""
    return {Reported("worn disc", interspace(level), "") for level in LUMBAR if who.levels[level].gas}


def gross(case: Scenario, who: Dimensions) -> set[Reported]:
    """All that a report has to name: what the case asks for, and of what age has done the most."""
    asked = case.patient.body.variants if case.patient.body else ()
    fresh = {level for cut in (case.chart.slices if case.chart else ()) for level in cut.oedema}
    found = {lesion(one) for one in who.variants if one in asked or getattr(one, "grade", 0) >= GROSS}
    return {one for one in found | gassy(who) if one.kind != "compression_fracture" or one.at not in fresh}  # that one is to be found


@pytest.mark.parametrize("name", REPORTED)
def test_what_the_report_says_lies_in_the_body(name: str) -> None:
    case = files.find_scenario(name)
    assert case.chart is not None
    said = lesions(case.chart.imaging)
    assert said
    assert said - in_body(who_of(case)) == set()


@pytest.mark.parametrize("name", REPORTED)
def test_nothing_gross_lies_in_the_body_of_which_the_report_is_silent(name: str) -> None:
    case = files.find_scenario(name)
    assert case.chart is not None
    assert gross(case, who_of(case)) - lesions(case.chart.imaging) == set()


@pytest.mark.parametrize("name", sorted(set(files.library()) - set(REPORTED)))
def test_who_has_no_chart_has_no_finding_in_the_complaint(name: str) -> None:
    """Oracle: the shipped body, which has no lesion."""
    complaint = files.find_scenario(name).patient.complaint
    assert "MRI" not in complaint
    assert lesions(complaint) == set()


@pytest.mark.parametrize(
    ("report", "said"),
    [
        ("MRI: left paracentral protrusion of the L5-S1 disc.", {Reported("disc_protrusion", "L5-S1", "left")}),
        ("MRI: broad protrusion L3-L4, central. Canal wide.", {Reported("disc_protrusion", "L3-L4", "centre")}),
        ("Laminectomy L4 and L5. No new disc.", {Reported("laminectomy", "L4", ""), Reported("laminectomy", "L5", "")}),
        ("Right foramen L4-L5 closed. Foramen L5-S1 open.", {Reported("foraminal_stenosis", "L4-L5", "right")}),
        ("Left foraminal protrusion at L2-L3.", {Reported("foraminal disc", "L2-L3", "left")}),
        ("L4-L5 disc narrowed and bulging.", {Reported("worn disc", "L4-L5", ""), Reported("disc_bulge", "L4-L5", "")}),
        ("Canal and foramina free. L5-S1 window narrow.", set()),
    ],
)
def test_the_reader_reads(report: str, said: set[Reported]) -> None:
    assert lesions(report) == said
