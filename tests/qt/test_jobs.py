"""Whatever finishes late carries a ticket: a page that was left hears nothing more, and no fault leaves somebody waiting."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from meshes.anatomy import Anatomy
from meshes.telling import Progress, silent
from scenarios import files
from scenarios.files import InputError
from scenarios.schema import Scenario
from sim.exchange import report
from sim.qt.job import Job, Stopped, Tell
from sim.qt.windows import debriefing, entering, film
from sim.qt.windows.mode import MODES
from sim.records.recording import Recording
from sim.records.store import unfinished
from sim.session.commands import Finish, PressPedal
from sim.session.home import HOME
from sim.session.world import World
from tests.disk import full_after
from tests.qt.conftest import PATIENCE_MS, User

pytestmark = pytest.mark.display
GUIDED, _, EXAM = MODES


class Slow:
    """Bodies that are ready when they are let; asked for in turn. Progress is told before each wait and after it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.gates: dict[str, threading.Event] = {}
        self.after: dict[str, threading.Event] = {}
        self._of = World.of

    def of(self, case: Scenario, anatomy: Anatomy | None = None, progress: Progress = silent) -> World:
        gate = self.gates.get(case.name)
        if gate is not None:
            self.asked.append(case.name)
            progress("drawing the tissues", 0.3)
            assert gate.wait(PATIENCE_MS / 1000)
            try:
                progress("drawing the bones", 0.6)
                return self._of(case, anatomy)
            finally:
                self.after[case.name].set()
        return self._of(case, anatomy)

    def hold(self, case: str) -> None:
        self.gates[case], self.after[case] = threading.Event(), threading.Event()

    def let(self, case: str, user: User) -> None:
        """Let it finish, and let its answer come, if it has one."""
        self.gates[case].set()
        user.wait(self.after[case].is_set)
        for thread in threading.enumerate():
            if thread.name == "loading":
                thread.join(PATIENCE_MS / 1000)
        for _ in range(5):
            QApplication.processEvents()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    found = Slow()
    monkeypatch.setattr(World, "of", staticmethod(found.of))
    yield found
    for gate in found.gates.values():
        gate.set()


@pytest.fixture
def warned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the window said in a box of its own."""
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *words: said.append(str(words[2])))
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.text()))
    return said


def sessions() -> int:
    return sum(thread.name == "session" for thread in threading.enumerate())


def test_a_body_that_is_ready_late_opens_no_room(user: User, slow: Slow, own_home: Path) -> None:
    """The first case is slow and is left; the second, an exam, stays alone, whatever the first brings."""
    slow.hold("caudal")
    user.window.begin(files.find_scenario("caudal"), GUIDED)
    user.wait(lambda: slow.asked)
    user.window.back_to_cases()
    user.begin(mode="exam")
    room = user.room
    slow.let("caudal", user)
    assert user.room is room
    assert room.mode is EXAM
    assert user.window.pages.currentWidget() is room
    assert sessions() == 1
    assert len(list((own_home / "attempts").glob("*.jsonl"))) == 1


def test_what_is_left_while_a_patient_is_made_says_nothing_more(user: User, slow: Slow) -> None:
    """Its bar and its words are gone with the page; what tells them must not look for them."""
    slow.hold("caudal")
    user.window.begin(files.find_scenario("caudal"), GUIDED)
    user.wait(lambda: slow.asked)
    user.window.back_to_cases()
    slow.let("caudal", user)
    assert user.window.pages.currentWidget() is user.window.chooser
    assert user.window.room is None


def test_the_window_can_be_closed_while_a_patient_is_made(user: User, slow: Slow) -> None:
    slow.hold("caudal")
    user.window.begin(files.find_scenario("caudal"), GUIDED)
    user.wait(lambda: slow.asked)
    user.window.close()
    slow.let("caudal", user)
    assert user.window.room is None


def test_the_way_back_is_on_the_page_that_waits(user: User, slow: Slow) -> None:
    slow.hold("caudal")
    user.window.begin(files.find_scenario("caudal"), GUIDED)
    user.wait(lambda: slow.asked)
    user.click(user.window.pages.currentWidget().cancel)
    assert user.window.pages.currentWidget() is user.window.chooser
    slow.let("caudal", user)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device", "/full"), RuntimeError("boom"), InputError("a word")])
def test_no_fault_of_a_load_leaves_it_waiting(
    error: Exception, user: User, warned: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> World:
        raise error

    monkeypatch.setattr(World, "of", staticmethod(broken))
    user.window.begin(files.find_scenario("caudal"), GUIDED)
    user.wait(lambda: warned)
    assert user.window.pages.currentWidget() is user.window.chooser
    if isinstance(error, RuntimeError):
        assert "RuntimeError" in warned[0]
        assert "boom" in capsys.readouterr().err
    else:
        assert str(error.args[-1]).split(":")[0] in warned[0]


def test_a_home_that_cannot_be_written_is_said(user: User, warned: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file stands where the folder should be: so for root too."""
    (tmp_path / "file").touch()
    monkeypatch.setenv(HOME, str(tmp_path / "file"))
    user.window.begin(files.find_scenario("caudal"), GUIDED)
    user.wait(lambda: warned)
    assert str(tmp_path / "file") in warned[0]
    assert user.window.pages.currentWidget() is user.window.chooser
    assert sessions() == 0


def test_an_attempt_that_ends_late_opens_nothing(user: User) -> None:
    """Its end was on its way when the room was left."""
    user.begin()
    controller = user.room.controller
    controller.send(Finish())
    controller._thread.join(PATIENCE_MS / 1000)
    user.window.back_to_cases()
    for _ in range(10):
        QApplication.processEvents()
    assert user.window.pages.currentWidget() is user.window.chooser


def test_an_attempt_that_fails_late_says_nothing(user: User, warned: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    user.begin()
    controller = user.room.controller

    def broken() -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(controller.session, "step", broken)
    controller._thread.join(PATIENCE_MS / 1000)
    user.window.back_to_cases()
    for _ in range(10):
        QApplication.processEvents()
    assert warned == []


def test_a_picture_that_cannot_be_made_is_said(
    user: User, warned: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    user.begin()

    def broken(*_: object, **__: object) -> None:
        raise MemoryError("boom")

    monkeypatch.setattr(user.room.darkroom.imager, "greys", broken)
    user.room.controller.send(PressPedal())
    user.wait(lambda: warned)
    assert "MemoryError" in warned[0]
    assert "is saved in" in warned[0]
    assert user.window.pages.currentWidget() is user.window.chooser


def test_a_room_that_cannot_be_opened_leaves_nothing_held(
    user: User, warned: list[str], own_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    user.begin()
    user.click(user.room.needle.take)
    user.wait(lambda: user.seen.needle is not None)
    user.window.back_to_cases()
    (path,) = (own_home / "attempts").glob("*.jsonl")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(entering, "Room", broken)
    user.click(user.window.chooser.broken.goes_on)
    user.wait(lambda: warned)
    assert list((own_home / "attempts").glob("*.jsonl")) == [path]
    assert unfinished()[0].held_by == ""
    assert not any(thread.name == "darkroom" and thread.is_alive() for thread in threading.enumerate())


def test_a_disk_that_fills_up_ends_an_attempt_and_takes_nothing_of_it(user: User, warned: list[str], own_home: Path) -> None:
    """What there was room for can be gone on with when there is room again."""
    user.begin()
    user.click(user.room.needle.take)
    user.wait(lambda: user.seen.needle is not None)
    user.wait(unfinished)
    (path,) = (own_home / "attempts").glob("*.jsonl")
    user.wait(lambda: b"take_needle" in path.read_bytes())
    with full_after(path.stat().st_size):
        user.click(user.room.needle.take)
        user.wait(lambda: warned)
    assert warned == [f"The attempt had to stop. File too large: {path}. Your work is saved in {path}."]
    (kept,) = unfinished()
    assert (kept.path, kept.held_by, [command.do for _, command in kept.recording.commands][-1]) == (path, "", "take_needle")


def test_a_disk_that_is_full_when_an_attempt_goes_on_leaves_the_old_one(user: User, warned: list[str], own_home: Path) -> None:
    """Fault: half of it stood there twice."""
    user.begin()
    user.click(user.room.needle.take)
    user.wait(lambda: user.seen.needle is not None)
    user.window.back_to_cases()
    (path,) = (own_home / "attempts").glob("*.jsonl")
    before = path.read_bytes()
    with full_after(len(before) // 2):
        user.click(user.window.chooser.broken.goes_on)
        user.wait(lambda: warned)
    assert f"Your work is saved in {path}." in warned[0]
    assert [(kept.path, kept.held_by) for kept in unfinished()] == [(path, "")]
    assert list((own_home / "attempts").glob("*.jsonl")) == [path]
    assert path.read_bytes() == before


def test_a_room_that_was_left_is_gone_with_its_attempt(user: User) -> None:
    """Fault: a signal of its controller named the room, and each attempt stayed in memory, with the view of its body."""
    user.begin()
    left = weakref.ref(user.room.controller.session)
    user.window.back_to_cases()

    def gone() -> bool:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        return left() is None

    user.wait(gone)


def finish(user: User) -> debriefing.Debriefing:
    user.begin()
    user.room.send(Finish())
    user.wait(lambda: user.window.debriefing is not None)
    assert user.window.debriefing is not None
    return user.window.debriefing


def test_a_report_that_cannot_be_written_is_said_on_the_page(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = finish(user)
    user.wait(lambda: "deep" in page.caption.text() or "No needle" in page.caption.text())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(tmp_path / "report.html"))

    monkeypatch.setattr(report, "of_recording", full)
    page.write_report(str(tmp_path / "report.html"))
    user.wait(lambda: "No space left" in page.caption.text())
    assert user.window.pages.currentWidget() is page


def test_a_film_that_cannot_be_made_is_said_on_the_page(
    user: User, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(recording: Recording, world: World, heard: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(film, "reel_of", broken)
    page = finish(user)
    user.wait(lambda: "RuntimeError" in page.caption.text())
    assert "boom" in capsys.readouterr().err


def test_the_second_window_is_told_who_is_at_an_attempt(user: User, qtbot: QtBot, warned: list[str], own_home: Path) -> None:
    user.begin()
    user.click(user.room.needle.take)
    user.wait(lambda: user.seen.needle is not None)
    user.wait(lambda: len(unfinished()) == 1)
    (path,) = (own_home / "attempts").glob("*.jsonl")
    other = User(qtbot)
    other.window.chooser.refresh()
    assert "open in another window: process" in other.window.chooser.broken.list.item(0).text()
    other.click(other.window.chooser.broken.goes_on)
    other.wait(lambda: warned)
    assert "open in another window: process" in warned[0]
    assert other.window.room is None
    assert path.exists()
    user.room.send(Finish())
    user.wait(lambda: user.window.debriefing is not None)
    assert path.exists()
    other.leave()


def test_each_attempt_has_a_seed_of_its_own_and_the_same_is_a_choice(user: User) -> None:
    """Drawn, shown, recorded, and to be had again."""
    chooser = user.window.chooser
    user.click(chooser.start)
    user.wait(lambda: user.window.room is not None)
    first = user.room.controller.session.seed
    assert f"seed {first}" in user.window.windowTitle()
    user.room.send(Finish())
    user.wait(lambda: user.window.debriefing is not None)
    page = user.window.debriefing
    assert page is not None
    assert page.recording.header.seed == first
    page.same.emit()
    user.wait(lambda: user.window.room is not None)
    assert user.room.controller.session.seed == first
    user.room.send(Finish())
    user.wait(lambda: user.window.debriefing is not None)
    again = user.window.debriefing
    assert again is not None
    again.again.emit()
    user.wait(lambda: user.window.room is not None)
    assert user.room.controller.session.seed != first  # one in a million
    user.window.back_to_cases()
    chooser.seed.setValue(77)
    user.click(chooser.start)
    user.wait(lambda: user.window.room is not None)
    assert user.room.controller.session.seed == 77


def heard() -> tuple[list[object], Callable[[object], None]]:
    said: list[object] = []
    return said, said.append


def test_a_job_answers_once_and_only_who_still_listens(qtbot: QtBot) -> None:
    done, on_done = heard()
    failed, on_failed = heard()
    gate = threading.Event()

    def work(tell: Tell) -> int:
        assert gate.wait(10)
        return 5

    left = Job("test", work, on_done, on_failed)
    kept = Job("test", work, on_done, on_failed)
    left.abandon()
    gate.set()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE_MS)
    left.abandon(patience_s=10)
    QApplication.processEvents()
    assert (done, failed) == ([5], [])
    assert kept is not left


def test_a_job_that_is_stopped_ends_at_its_next_word(qtbot: QtBot) -> None:
    failed, on_failed = heard()
    told: list[str] = []
    gate = threading.Event()

    def work(tell: Tell) -> None:
        tell("one", 0.1)
        assert gate.wait(10)
        tell("two", 0.2)
        raise AssertionError("went on")

    job = Job("test", work, lambda _: None, on_failed, lambda stage, share: told.append(stage))
    qtbot.waitUntil(lambda: told == ["one"], timeout=PATIENCE_MS)
    job.stop()
    gate.set()
    qtbot.waitUntil(lambda: bool(failed), timeout=PATIENCE_MS)
    assert failed[0].words == ""  # type: ignore[attr-defined]
    assert told == ["one"]
    assert issubclass(Stopped, Exception)
