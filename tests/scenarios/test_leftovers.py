"""What a copied case has kept of the other one is told at its field; what only looks like it is not."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from scenarios import files
from scenarios.faults import faults_in
from tests.scenarios.refusal import changed

DISC, FORAMEN, ALLERGIC = ("l4_l5_disc", "old_hives", "contrast_allergy")
"""L4-L5 from the right between the laminae; L5 on the left through the foramen; a plan without contrast"""
TO_L2 = (('level = "L4"\nside', 'level = "L2"\nside'), ('levels = ["L4"]', 'levels = ["L2"]'))
BODY_TO_L2 = ('interspace = "L4-L5"', 'interspace = "L2-L3"')
TO_RIGHT = (('side = "left"\n\n[tray]', 'side = "right"\n\n[tray]'), ('sides = ["left"]', 'sides = ["right"]'))
AXIAL, MIDLINE = '{ plane = "axial", at = "L4-L5/window"', '{ plane = "sagittal", at = "L4-L5/window"'


def data_of(name: str, *changes: tuple[str, str]) -> dict[str, Any]:
    text = files.library()[name].read_text(encoding="utf-8")
    for before, after in changes:
        text = changed(text, before, after)
    return tomllib.loads(text)


def said(data: dict[str, Any]) -> list[str]:
    """All that is told of it, which can be played."""
    found = faults_in(data)
    assert (found.invalid, found.doubtful) == ((), ())
    return list(found.unwise)


def with_hints(data: dict[str, Any], *hints: tuple[str, str]) -> dict[str, Any]:
    return {**data, "hints": [{"at": at, "say": say} for at, say in hints]}


@pytest.mark.parametrize("name", sorted(files.all_shipped()))
def test_no_shipped_case_has_any(name: str) -> None:
    assert said(tomllib.loads(files.all_shipped()[name].read_text(encoding="utf-8"))) == []


def test_slices_of_the_level_from_which_a_case_was_copied() -> None:
    assert said(data_of(DISC, *TO_L2, BODY_TO_L2)) == [
        "chart.slices.1.at: shows L4-L5; no axial slice shows L1-L2, L2-L3, where plan and variants are"
    ]


def test_slices_of_what_the_body_still_has_are_none() -> None:
    """An injection below a stenosis is seen at the stenosis."""
    assert said(data_of(DISC, *TO_L2)) == []


def test_one_slice_that_is_right_speaks_for_the_others() -> None:
    right = (AXIAL, '{ plane = "axial", at = "L2-L3/window", says = "L2-L3, axial" },\n    ' + AXIAL)
    assert said(data_of(DISC, *TO_L2, BODY_TO_L2, right)) == []


def test_a_foramen_of_another_level_or_side() -> None:
    foramen = 'at = "L5/foramen_left"'
    assert said(data_of(FORAMEN, (foramen, 'at = "L4/foramen_left"'))) == [
        "chart.slices.1.at: shows L4-L5; no sagittal slice shows L5-S1, where plan and variants are"
    ]
    assert said(data_of(FORAMEN, *TO_RIGHT)) == ["chart.slices.1.at: lies on the left; no slice lies on the right, the plan's side"]
    both = data_of(FORAMEN, *TO_RIGHT)
    both["chart"]["slices"].append({"plane": "sagittal", "at": "L5/foramen_right", "says": "Through the right foramina"})
    assert said(both) == []


def test_the_disc_above_hurts_the_root_too() -> None:
    shown = data_of(FORAMEN)
    shown["chart"]["slices"] = [{"plane": "axial", "at": "L4-L5/window", "says": "L4-L5"}]
    shown["patient"]["body"]["variants"] = []
    assert said(shown) == []


@pytest.mark.parametrize(
    ("cut", "field"),
    [
        ({"plane": "axial", "at": "L4-L5/window", "says": "L3-L4, axial"}, "names L3-L4, and the slice lies at L4-L5/window"),
        ({"plane": "axial", "at": "L4/inferior_endplate", "says": "L5/S1"}, "names L5-S1, and the slice lies at L4/inferior_endplate"),
        (
            {"plane": "axial", "at": "L4/superior_facet_left", "says": "L5"},
            "names L4-L5, L5-S1, and the slice lies at L4/superior_facet_left",
        ),
        ({"plane": "sagittal", "at": "L4/foramen_right", "says": "Through the LEFT foramina"}, "says left, and"),
    ],
)
def test_a_caption_that_is_another_slice_s(cut: dict[str, str], field: str) -> None:
    data = data_of(DISC)
    data["chart"]["slices"].append(cut)
    (told,) = (one for one in said(data) if one.startswith("chart.slices.3.says: "))
    assert field in told


@pytest.mark.parametrize(
    "cut",
    [
        {"plane": "axial", "at": "L4-L5/window", "says": "L4/5, axial"},
        {"plane": "axial", "at": "L4-L5/window", "says": "L4\u2013L5: not as wide as L3-L4"},
        {"plane": "axial", "at": "L5/superior_facet_left", "says": "L4-L5 facets, both, the right one worse"},
        {"plane": "sagittal", "at": "L4-L5/window", "says": "Midline: L2-L3 is sound"},
        {"plane": "sagittal", "at": "L4/foramen_right", "says": "Right beside left"},
        {"plane": "axial", "at": "L4/inferior_endplate", "says": "The disc below L4, 5 mm thick"},
    ],
)
def test_a_caption_that_only_looks_so(cut: dict[str, str]) -> None:
    data = data_of(DISC)
    data["chart"]["slices"].append(cut)
    assert said(data) == []


def test_a_slice_at_no_place() -> None:
    data = data_of(DISC)
    data["chart"]["slices"][0]["at"] = "L45/window"
    (told,) = said(data)
    assert told.startswith("chart.slices.1.at: begins with none of T11, T12, L1")


def test_a_hint_that_nobody_is_told() -> None:
    data = with_hints(data_of(DISC), ("choice", "Read."), ("entry", "Low."), ("entry", "High."))
    data["exercise"] = ["after"]
    told = [one.split(": ")[0] for one in said(data) if one.startswith("hints.")]
    assert told == ["hints.1.at", "hints.2.at"]
    assert said(with_hints(data_of(ALLERGIC), ("contrast", "Slowly."))) == [
        "hints.1.at: is 'contrast', and the plan gives none, so that nobody is told it; should be 'drug'"
    ]


def test_a_hint_for_the_needle_that_names_other_levels() -> None:
    data = data_of(DISC, *TO_L2, BODY_TO_L2)
    data["chart"]["slices"], data["chart"]["examination"] = [], []
    hints = (
        ("entry", "Over the L5 lamina."),
        ("depth", "L4-L5 is shallow."),
        ("choice", "Not L5?"),
        ("drug", "As far as L1."),
        ("plan", "Count from L5."),
    )
    assert said(with_hints(data, *hints)) == [
        "hints.1.say: names L4-L5, L5-S1, and this case is at L1-L2, L2-L3",
        "hints.2.say: names L4-L5, and this case is at L1-L2, L2-L3",
    ]
    assert said(with_hints(data_of("caudal"), ("drug", "It rises to L3-L4."))) == []


def test_what_hangs_on_a_stand_in_is_not_told() -> None:
    data = data_of(DISC, *TO_L2, BODY_TO_L2)
    data["target"]["level"] = "L22"
    assert faults_in(data).unwise == ()
