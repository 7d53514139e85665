"""A case's text under changes of single values: every other line stays as its author wrote it."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meshes.asked import KINDS
from scenarios import files, words
from scenarios.files import InputError
from scenarios.schema import CaseParts
from sim.qt.studio.blanks import Blank, blanks_of, blanks_of_kind
from sim.qt.studio.case_tabs import TABS
from sim.qt.studio.complaints import Complaints
from sim.qt.studio.manuscript import EMPTY, Manuscript, Place, opened_case, tables_of, value_at
from sim.qt.studio.value_words import about

FOREIGN = sorted(path.stem for path in words.FOLDER.glob("*.toml") if path.stem != words.WHOLE)
LATE = 0.1
"""Share of the fields that may wait for their translation"""
BY_HAND = """\
# a case for Monday
format = 1
name = "monday"   # its file is called so
exercise = ["choice"]

[patient]
age = 40 # years
"""


def changed(before: str, after: str) -> list[str]:
    """Lines that went and came."""
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[:2] in ("- ", "+ ")]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("patient", "age"), 41),
        (("title"), "Another"),
        (("target", "side"), "left"),
        (("patient", "body", "variants", 0, "grade"), 3),
        (("tray", "fluids", 2, "ml"), 7.5),
        (("plan", "drug_ml", "most"), 9.0),
        (("goals", 1, "shown", 0, "at_least"), 70.0),
        (("chart", "examination", 0, "power"), 3),
        (("exercise",), ["choice", "after"]),
    ],
)
def test_of_a_shipped_case_one_line_changes_and_no_other(place: Place | str, value: object) -> None:
    case = opened_case(files.library()["l4_l5_disc"])
    before = case.text
    place = (place,) if isinstance(place, str) else place
    case.write(place, value)
    assert len(changed(before, case.text)) == 2
    assert value_at(case.data, place) == value


@pytest.mark.parametrize("name", files.library())
def test_every_shipped_case_is_opened_letter_by_letter_and_written_back_so(name: str) -> None:
    case = opened_case(files.library()[name])
    before = case.text
    case.write(("title",), "Another")
    case.write(("title",), tables_of(before)["title"])
    assert case.text == before
    assert case.path is None  # the program's own file is nobody's to write


def test_comments_stay_where_they_were() -> None:
    case = Manuscript(BY_HAND)
    case.write(("patient", "age"), 41)
    case.write(("name",), "tuesday")
    case.write(("patient", "sex"), "male")
    assert case.text == BY_HAND.replace("40 #", "41 #").replace('"monday"', '"tuesday"') + 'sex = "male"\n'


def test_text_over_several_lines_stays_so() -> None:
    case = opened_case(files.library()["l4_l5_disc"])
    before = case.text
    case.write(("plan", "why"), case.data["plan"]["why"].replace("Ibuprofen", "Naproxen"))
    assert changed(before, case.text) == ["- Ibuprofen need not be stopped.", "+ Naproxen need not be stopped."]


def test_tables_and_rows_are_made_where_there_are_none() -> None:
    case = Manuscript(EMPTY)
    case.write(("patient", "body", "variants", 0), {})
    case.write(("patient", "body", "variants", 0, "kind"), "low_sac")
    case.write(("patient", "body", "variants", 1), {"kind": "scoliosis"})
    case.write(("title",), "One")
    assert case.data == {"format": 1, "title": "One", "patient": {"body": {"variants": [{"kind": "low_sac"}, {"kind": "scoliosis"}]}}}
    case.move(("patient", "body", "variants", 0), 1)
    assert [row["kind"] for row in case.data["patient"]["body"]["variants"]] == ["scoliosis", "low_sac"]
    case.write(("patient", "body", "variants", 0), None)
    case.write(("patient", "body", "variants", 0), None)
    case.write(("patient",), None)
    assert case.data == {"format": 1, "title": "One"}


def test_what_stands_where_a_table_should_gives_way_to_one() -> None:
    case = Manuscript('format = 1\npatient = 3\ngoals = ["in words"]\n')
    case.write(("patient", "age"), 40)
    case.write(("goals", 0, "say"), "in other words")
    assert case.data == {"format": 1, "patient": {"age": 40}, "goals": [{"say": "in other words"}]}


def test_every_state_is_gone_back_to_and_on_to() -> None:
    case = Manuscript(BY_HAND)
    case.write(("patient", "age"), 41)
    case.write(("patient", "age"), 42)
    assert case.dirty
    case.undo()
    case.undo()
    case.undo()
    assert (case.text, case.dirty, case.can_undo) == (BY_HAND, False, False)
    case.redo()
    assert case.data["patient"]["age"] == 41
    case.write(("patient", "age"), 50)
    assert not case.can_redo


def test_what_is_no_toml_is_refused_and_changes_nothing() -> None:
    case = Manuscript(BY_HAND)
    with pytest.raises(InputError, match="not TOML"):
        case.rewrite("name = ")
    assert (case.text, case.can_undo) == (BY_HAND, False)


WRITTEN = st.text(st.characters(blacklist_categories=["Cs"]), max_size=60)


@settings(deadline=None)
@example("\r\n", ("title",))
@given(WRITTEN, st.sampled_from([("title",), ("plan", "why"), ("hints", 0, "say"), ("chart", "signs")]))
def test_any_text_is_read_as_it_was_written(text: str, place: Place) -> None:
    case = opened_case(files.library()["l4_l5_disc"])
    case.write(place, text)
    assert value_at(case.data, place) == text


def every(blanks: tuple[Blank, ...]) -> list[Blank]:
    return [one for blank in blanks for one in (blank, *(every(blanks_of(blank.model)) if blank.model else ()))]


def test_every_field_of_a_case_stands_in_one_tab_and_says_what_it_is_for() -> None:
    placed = [name for names in TABS.values() for name in names]
    assert len(set(placed)) == len(placed)
    assert set(placed) < set(CaseParts.model_fields)

    assert not [blank.name for blank in every(blanks_of(CaseParts)) if not about(blank)]


@pytest.mark.parametrize("language", FOREIGN)
def test_what_a_field_is_for_is_said_in_the_language_that_is_spoken(language: str) -> None:
    """A new field may wait for its translation; none that is translated may be gone."""
    asked = [*every(blanks_of(CaseParts)), *(blank for kind in KINDS for blank in blanks_of_kind(kind))]
    docs = {" ".join(blank.doc.split()) for blank in asked}
    known = words.translations(language)
    assert len(missing := {doc for doc in docs - {""} if doc not in known}) <= LATE * len(docs), missing
    own = tomllib.loads(words.FOLDER.joinpath(language, "fields.toml").read_text(encoding="utf-8"))
    assert len(lost := set(own) - docs) <= LATE * len(docs), lost


def test_faults_are_placed_as_authors_count() -> None:
    said = Complaints(
        (
            "patient.body.bmi: is 90; should be less than or equal to 55",
            "patient.body.variants.2.disc_bulge.grade: missing",
            "plan.colour: not a known field",
            "two of the same",
        )
    )
    assert said.at(("patient", "body", "bmi")).endswith("equal to 55")
    assert said.at(("patient", "body", "variants", 1, "grade")) == "missing"
    assert said.within(("patient", "body", "variants", 1)) == "Grade: missing"
    assert said.within(("patient", "body")).splitlines()[1] == "Variants 2 > Grade: missing"
    assert said.within(("patient", "body", "variants", 0)) == ""
    assert said.homeless(("plan",), ["why"]) == "Colour: not a known field"
    assert said.every[0].told() == "Patient > Body > BMI (kg/m²): is 90; should be less than or equal to 55"
    assert said.every[3].told() == said.every[3].words
    assert said.every[3].spot == ()


def test_a_file_of_ones_own_is_gone_on_with_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "monday.toml"
    path.write_text(BY_HAND)
    assert opened_case(path).path == path


def test_a_row_is_written_as_the_shipped_cases_write_theirs() -> None:
    case = opened_case(files.library()["l4_l5_disc"])
    before = case.text
    rows: Place = ("patient", "body", "variants")
    case.write((*rows, 1), {})
    for name, value in (("kind", "scoliosis"), ("side", "left"), ("cobb_deg", 12.0)):
        case.write((*rows, 1, name), value)
    case.write((*rows, 0, "note"), "x")
    assert [line.strip() for line in changed(before, case.text)] == [
        '-     { kind = "disc_protrusion", interspace = "L4-L5", side = "right", grade = 2 },',
        '+     { kind = "disc_protrusion", interspace = "L4-L5", side = "right", grade = 2, note = "x" },',
        '+     { kind = "scoliosis", side = "left", cobb_deg = 12.0 },',
    ]
