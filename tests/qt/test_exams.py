"""An exam through the window: set and released on the class page, taken from the first page, and sealed in between."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QMessageBox

from scenarios import words
from scenarios.exam import EXAMS, Exam, Question, exam
from sim.exchange.gradebook.address import DATABASE, database_url
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.exams import begin_case, examinations, release, set_exam
from sim.exchange.gradebook.rows import attempts
from sim.qt.windows.class_page import ClassPage
from sim.qt.windows.exam_dialog import ExamDialog
from sim.qt.windows.exam_page import ExamPage
from sim.records.recording import read
from sim.records.store import unfinished
from sim.session.commands import Finish
from sim.session.session import STEP_S
from tests.qt.conftest import User
from tests.qt.test_layout import SIZES, in_window, resize

pytestmark = pytest.mark.display
SPRING = Exam(
    format=1,
    name="spring",
    title="Spring",
    cases=(Question(case="anticoagulated", seed=3), Question(case="interlaminar_l4_l5", seed=4)),
    minutes=1,
)


@pytest.fixture(autouse=True)
def own_gradebook(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DATABASE, raising=False)


def put(exam: Exam = SPRING) -> None:
    with Gradebook(database_url()) as book:
        set_exam(book, exam)


def choose(user: User, name: str = "Ada") -> None:
    user.window.chooser.learner.setEditText(name)
    user.window.chooser.ask_transcript()
    user.wait(lambda: user.window.chooser.is_told)


def page(user: User) -> ExamPage:
    choose(user)
    user.wait(user.window.chooser.next.exams.isVisible)
    user.click(user.window.chooser.next.exams)
    return told(user)


def told(user: User) -> ExamPage:
    user.wait(lambda: isinstance(user.window.records, ExamPage) and user.window.records.table.rowCount())
    found = user.window.records
    assert isinstance(found, ExamPage)
    return found


def states(found: ExamPage) -> list[tuple[str, str]]:
    return [(found.table.item(row, 0).text(), found.table.item(row, 1).text()) for row in range(found.table.rowCount())]


def begin(user: User, found: ExamPage) -> None:
    user.click(found.begin)
    user.wait(lambda: user.window.room is not None and user.window.room.seen is not None)


def test_an_exam_is_taken_case_by_case_and_nothing_is_told(user: User, one_body: None, own_home: Path) -> None:
    put()
    found = page(user)
    assert user.window.chooser.next.exams.text() == "Exams (2)"
    assert states(found) == [("Spring. Case 1 of 2", "waits"), ("Spring. Case 2 of 2", "waits")], "which cases they are is not told"
    assert not found.see.isEnabled()
    assert found.limit.text().startswith("1 minutes by the clock")
    begin(user, found)
    assert (user.room.mode.name, user.room.controller.session.seed) == ("exam", 3)
    assert user.window.windowTitle() == "Tuohy: Spring, case 1 of 2", "nobody is told the seed"
    assert user.room.console.time.text().endswith(" of 1 min")
    user.room.act("pause")
    assert not user.room.paused
    assert user.room.message.text() == words.exam("no_pause")
    user.room.send(Finish())
    found = told(user)
    assert user.window.debriefing is None
    assert found.said.text() == "Handed in: case 1 of 2. The next one waits."
    user.wait(lambda: states(found)[0][1] == "handed in, sealed")
    assert states(found)[1] == ("Spring. Case 2 of 2", "waits")
    assert {found.table.item(row, 2).text() for row in range(2)} == {""}
    with Gradebook(database_url()) as book:
        assert attempts(book) == []
    user.click(found.back)
    user.wait(lambda: user.window.chooser.is_told)
    user.wait(lambda: user.window.exams.is_under_way)
    assert user.window.studio.open() is None, "what cases are made of stays shut between two of them"
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QMessageBox, "warning", lambda *asked: said.append(asked[2]))
        user.window.packages.take(own_home / "case.tuohy")
    assert said == [words.exam("no_packages")]


def test_its_time_is_up_by_the_clock_of_the_attempt(user: User, one_body: None, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not by the machine's: the recording ends at the very step."""
    from sim.qt.windows.requested import Paper

    monkeypatch.setattr(Paper, "most_steps", property(lambda _: 40))
    put()
    begin(user, page(user))
    told(user)
    (path,) = (own_home / "attempts").glob("*.jsonl")
    recording = read(path)
    assert (recording.finished, recording.header.exam, recording.header.learner) == (True, "spring", "Ada")
    assert [event.step for event in recording.events if event.kind == "finished"] == [40]
    monkeypatch.undo()
    assert Paper(SPRING, 0, "Ada").most_steps == round(60 / STEP_S)


def test_that_its_time_is_almost_over_is_told_five_minutes_and_one_before(user: User, one_body: None) -> None:
    put(SPRING.model_copy(update={"minutes": 20}))
    begin(user, page(user))
    console, said = user.room.console, list[str]()
    console.warned.connect(lambda words, kind: said.append(words))
    seen = user.seen
    for time_s in (899.9, 900.0, 900.1, 1139.9, 1140.0, 1199.0):
        user.room.observe(replace(seen, time_s=time_s, notices=()))
        assert console.time.text().endswith("\N{WARNING SIGN}") == (time_s >= 900.0)
    assert said == ["5 minutes are left.", "One minute is left."]
    assert user.room.message.text() == said[-1]
    console.limit_to(4)
    console.observe(replace(seen, time_s=1.0))
    assert len(said) == 2, "of a limit that is shorter only the last minute is told"


def test_who_leaves_hands_in_and_never_begins_it_again(user: User, one_body: None, monkeypatch: pytest.MonkeyPatch) -> None:
    put()
    begin(user, page(user))
    asked: list[str] = []
    answer = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(QMessageBox, "question", lambda *said: (asked.append(said[2]), answer.pop(0))[1])
    user.window.back_to_cases()
    assert user.window.room is not None, "a slip of the hand is asked about"
    user.window.back_to_cases()
    assert asked == [words.exam("leave")] * 2
    assert user.window.room is None
    assert unfinished() == []
    found = page(user)
    user.wait(lambda: states(found)[0][1] == "handed in, sealed")
    with Gradebook(database_url()) as book:
        assert examinations(book)[0].of("Ada").handed_in == (True, False)
        release(book, "spring")
        (row,) = attempts(book)
    assert (row.exam, row.passed, row.basis) == ("spring", False, "replayed")


def test_released_results_are_seen_by_their_learner_who_comes_back_to_their_page(user: User, one_body: None) -> None:
    put()
    begin(user, page(user))
    user.room.send(Finish())
    found = told(user)
    user.wait(lambda: states(found)[0][1] == "handed in, sealed")
    user.click(found.back)
    with Gradebook(database_url()) as book:
        release(book, "spring")
    found = page(user)
    assert user.window.chooser.next.exams.text() == "Exams"
    assert [state for _, state in states(found)] == ["not passed", "not handed in"]
    assert not found.begin.isEnabled()
    found.table.selectRow(0)
    user.click(found.see)
    user.wait(lambda: user.window.debriefing is not None)
    shown = user.window.debriefing
    assert shown is not None
    assert "Back to the exams" in {button.text() for button in shown.findChildren(type(found.see))}
    shown.leave.emit()
    assert isinstance(told(user), ExamPage)


def class_page(user: User) -> ClassPage:
    user.window.gradebook.open_class()
    found = user.window.records
    assert isinstance(found, ClassPage)
    user.wait(lambda: found.found is not None)
    if found.nobody.isVisible():
        user.click(found.nobody.also)
    found.tabs.setCurrentWidget(found.exams)
    return found


def test_an_instructor_sets_one_from_a_list_and_releases_it(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    found = class_page(user)

    def filled(dialog: ExamDialog) -> int:
        ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.click()
        assert dialog.said.text() == words.exam("dialog_lacks")
        dialog.title.setText("Spring term")
        for row in (2, 0):
            dialog.cases.item(row).setCheckState(Qt.CheckState.Checked)
        dialog.minutes.setValue(20)
        dialog.learners.setText("Ada,  Bob  B.")
        ok.click()
        return dialog.result()

    monkeypatch.setattr(ExamDialog, "exec", filled)
    for number in (1, 2):
        user.click(found.exams.new)
        user.wait(lambda number=number: found.exams.table.rowCount() == number)  # type: ignore[misc]
    with Gradebook(database_url()) as book:
        first, second = (one.exam for one in examinations(book))
    assert (first.name, second.name, first.title) == ("spring_term", "spring_term_2", "Spring term")
    assert (len(first.cases), first.minutes, first.learners) == (2, 20.0, ("Ada", "Bob B."))
    assert [one.seed for one in first.cases] != [one.seed for one in second.cases]
    assert not found.exams.release.isEnabled()
    found.exams.table.selectRow(0)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    user.click(found.exams.release)
    user.wait(lambda: found.exams.table.item(0, 5).text() == "released")
    found.exams.table.selectRow(0)
    assert not found.exams.release.isEnabled()
    choose(user, "Cy")
    assert not user.window.chooser.next.exams.isVisible(), "it is set for others"


def test_an_instructor_takes_one_back_that_nobody_has_begun(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    put()
    put(SPRING.model_copy(update={"name": "summer", "title": "Summer"}))
    with Gradebook(database_url()) as book:
        begin_case(book, "spring", "Ada", 0)
    tab = class_page(user).exams
    user.wait(lambda: tab.table.rowCount() == 2)
    assert not tab.withdraw.isEnabled()
    tab.table.selectRow(0)
    assert not tab.withdraw.isEnabled(), "Ada has begun it"
    tab.table.selectRow(1)
    answers = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(QMessageBox, "question", lambda *_: answers.pop(0))
    user.click(tab.withdraw)
    assert tab.table.rowCount() == 2
    user.click(tab.withdraw)
    user.wait(lambda: tab.table.rowCount() == 1)
    with Gradebook(database_url()) as book:
        assert [one.exam.name for one in examinations(book)] == ["spring"]


def test_one_is_read_from_a_file_and_what_is_wrong_is_said(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = class_page(user)
    bad = tmp_path / "bad.toml"
    bad.write_text("format = 1\n", encoding="utf-8")
    for path, said in ((bad, "name: missing"), (EXAMS / "example.toml", "is set: 2 cases"), (EXAMS / "example.toml", "is set already")):
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, path=path: (str(path), ""))
        user.click(found.exams.from_file)
        user.wait(lambda said=said: said in found.exams.said.text())  # type: ignore[misc]


def test_an_example_of_an_exam_is_saved_to_be_changed(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: "the README tells how to write one": who teaches has no README."""
    tab = class_page(user).exams
    user.wait(tab.example.isVisible)
    assert tab.nothing.isVisible(), "an empty page says what an exam is"
    assert not tab.table.isVisible()
    assert tab.new.objectName() == "main"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), ""))
    user.click(tab.example)
    assert tab.said.text() == words.exam("example_saved", path=tmp_path / "mine.toml")
    tab.fix(exam(tmp_path / "mine.toml"))
    user.wait(lambda: tab.table.rowCount() == 1)
    assert not tab.example.isVisible(), "there is one to go by"
    assert not tab.nothing.isVisible()
    assert tab.table.isVisible()


def test_all_that_is_needed_lies_in_a_small_screen(user: User) -> None:
    put()
    choose(user)
    user.wait(user.window.chooser.next.exams.isVisible)
    card = user.window.chooser.next
    user.window.chooser.mode.setCurrentIndex(2)  # not what is next: that has a button of its own then
    for size in SIZES:
        resize(user, size)
        assert [one for one in (card.exams, card.studio, card.take) if not in_window(user, one)] == [], size
    found = page(user)
    needed = [found.back, found.begin, found.see, found.table, found.rules]
    for size in SIZES:
        resize(user, size)
        assert [one for one in needed if not in_window(user, one)] == [], size
    tab = class_page(user).exams
    for size in SIZES:
        resize(user, size)
        assert [one for one in (tab.new, tab.from_file, tab.withdraw, tab.release, tab.table) if not in_window(user, one)] == [], size
