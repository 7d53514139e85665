"""What stands in a case is read in the author's language and written to the file as it was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from meshes.asked import KINDS
from scenarios import words
from scenarios.schema import CaseParts
from sim.qt.studio.blanks import Blank, blanks_of, blanks_of_kind
from sim.qt.studio.editors import LineEditor, ProseEditor, SeveralEditor
from sim.qt.studio.forms import RowsBox
from sim.qt.studio.value_words import choice_words, told_in_row, usual_words
from sim.qt.words import WHOLE, catalogue
from tests.qt.conftest import User
from tests.qt.test_manuscript import every
from tests.qt.test_studio import leaf, part_of, studio, type_in

pytestmark = pytest.mark.display
CODED = {"level", "levels", "root", "interspace", "oedema", "apex", "sequence", "follows", "unit", "needles"}
"""Fields whose names are the same in every language: vertebrae, sequences, guidelines, units, trade names"""


def asked() -> list[Blank]:
    return [*every(blanks_of(CaseParts)), *(blank for kind in KINDS for blank in blanks_of_kind(kind))]


def test_a_code_is_no_word_in_english_either() -> None:
    """Fault: the English list of what is wrong in a body read foraminal_stenosis. A name that nobody knows stays as its author wrote it."""
    assert choice_words("kind", "foraminal_stenosis") == "foraminal stenosis"
    assert choice_words("anatomy", "my_own_body") == "my_own_body"


def test_whatever_can_be_chosen_is_said_in_german(german: None) -> None:
    """Fault: reasons, drugs, measures and conditions stood in English among German fields.

    Oracle: a word that stays as its code does so because both languages write it so, but for a capital.
    """
    known = words.translations("de").keys() | catalogue("de")["term"].keys() | catalogue(WHOLE)["landmark"].keys()
    for blank in asked():
        for one in blank.choices:
            if isinstance(one, str) and one and blank.name not in CODED:
                assert one in known or choice_words(blank.name, one) != one.replace("_", " "), (blank.name, one)


def test_numbers_are_written_as_the_language_writes_them(german: None) -> None:
    usual = {blank.name: usual_words(blank) for blank in asked() if blank.kind == "number" and blank.usual}
    assert usual["faints"] == "0,02"
    assert usual["pass_mark"] == "70"
    volume = next(blank for blank in asked() if blank.name == "ml")
    assert told_in_row(volume, 2.5) == "2,5 ml"


def test_a_long_row_shows_what_it_has_room_for_and_in_no_other_language(user: User, german: None) -> None:
    """Fault: "choice, Read every page, then ask what no page tells. First rule out what for... (130 characters)", in German too."""
    page = studio(user, "l4_l5_disc")
    leaf(page, "hints", 0, "at")
    hints = part_of(page.tabs.forms["hints"], ("hints",))
    assert isinstance(hints, RowsBox)
    said = hints.list.item(0).text()
    assert said.startswith("Entscheidung: Jede Seite lesen")
    assert said.endswith("Höhe und Seite.")
    assert hints.list.textElideMode() == Qt.TextElideMode.ElideRight
    assert not hints.list.wordWrap()


def test_a_list_tells_its_rows_in_words(user: User) -> None:
    """Fault: a goal's row read "reason right, yes, 1.0"."""
    page = studio(user, "l4_l5_disc")
    leaf(page, "tray", "needles")
    fluids = part_of(page.tabs.forms["procedure"], ("tray", "fluids"))
    assert isinstance(fluids, RowsBox)
    assert fluids.list.item(0).text() == "Saline, 10 ml"
    goals = part_of(page.tabs.forms["case"], ("goals",))
    assert isinstance(goals, RowsBox)
    assert goals.form is not None
    shown = goals.form.parts["shown"]
    assert isinstance(shown, RowsBox)
    assert shown.list.item(0).text().endswith(", yes or no, At least 1")
    assert "_" not in shown.list.item(0).text()


def test_a_grade_is_told_with_its_scale_and_a_slice_by_its_title(user: User) -> None:
    """Faults: "L5, right, reduced, 4 MRC 0 to 5" and "Axial, L4-L5: interlaminar window: L4-L5, axial"."""
    page = studio(user, "l4_l5_disc")
    leaf(page, "chart", "history")
    for name, first in (("examination", "L5, right, reduced, Power 4/5"), ("slices", "L4-L5, axial")):
        box = part_of(page.tabs.forms["chart"], ("chart", name))
        assert isinstance(box, RowsBox)
        assert box.list.item(0).text() == first


def test_a_list_s_code_is_not_read_beside_its_word_and_names_with_commas_are_parted(user: User, german: None) -> None:
    """Faults: "Zu lesen als: male" under the word for it; "lumbar interlaminar, paramedian, lumbar transforaminal, subpedicular"."""
    page = studio(user, "l4_l5_disc")
    for place in (("difficulty",), ("technique",), ("patient", "sex")):
        assert leaf(page, *place).read.isHidden(), place
    assert leaf(page, "patient", "name").read.text().startswith("Englischer Falltext")
    ways = leaf(page, "plan", "approaches").editor
    assert isinstance(ways, SeveralEditor)
    assert ways.box.itemText(0) == "; ".join(choice_words("approaches", one) for one in ways._chosen)
    assert next(iter(page.tabs.forms["more"].parts)) != "format", "a file's format is not what an author begins with"


def test_a_number_may_be_typed_with_a_comma_and_stays_a_number_in_the_file(user: User, german: None) -> None:
    page = studio(user, "l4_l5_disc")
    field = leaf(page, "patient", "body", "bmi")
    type_in(user, field, "27,5")
    assert page.manuscript.data["patient"]["body"]["bmi"] == 27.5
    assert isinstance(field.editor, LineEditor)
    assert field.editor.line.text() == "27,5"


def test_prose_flows_and_what_is_not_touched_keeps_its_lines(user: User) -> None:
    """Fault: the breaks of the file's own width stood in the middle of a wider field."""
    page = studio(user, "l4_l5_disc")
    field = leaf(page, "learning")
    assert isinstance(field.editor, ProseEditor)
    assert "\n" not in field.editor.paper.toPlainText()
    before = page.manuscript.text
    user.focus(field.editor.paper)
    user.focus(page.tabs)
    assert page.manuscript.text == before
    assert not page.manuscript.dirty


def test_a_long_line_is_read_from_its_beginning(user: User) -> None:
    """Faults: the sources were shown at their end; then in a line that cut them."""
    page = studio(user, "l4_l5_disc")
    assert isinstance(leaf(page, "sources").editor, ProseEditor)
    line = leaf(page, "chart", "signs").editor.inside
    assert isinstance(line, QLineEdit)
    assert line.cursorPosition() == 0


def test_several_that_are_chosen_look_as_one_does(user: User) -> None:
    """Fault: centred words with an arrow of their own, left out in their middle.

    Oracle: the edge of the ink: at the left where the box of one choice has its own.
    """
    page = studio(user, "l4_l5_disc")
    several, one = leaf(page, "exercise").editor, leaf(page, "technique").editor
    assert isinstance(several, SeveralEditor)
    assert type(several.inside).__mro__[1] is type(one.inside)
    user.focus(several.box)
    several.box.showPopup()
    assert several.menu.isVisible()
    assert several.menu.width() >= several.box.width()
    several.menu.close()
