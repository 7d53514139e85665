"""Packing in the window: what goes in by itself is said, pictures are chosen, and what is none is refused while it can still be changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from sim.exchange.package.opening import opened as opened_package
from sim.qt.studio.pack_dialog import PackDialog
from sim.qt.studio.studio_page import StudioPage
from sim.qt.words import phrase
from tests.qt.conftest import User
from tests.qt.test_studio import studio
from tests.sim.exchange.package.conftest import JPEG, own_case

pytestmark = pytest.mark.display
PNG = b"\x89PNG\r\n\x1a\n" + b"more is not asked"


@pytest.fixture
def author(tmp_path: Path) -> Path:
    """A case with a script and one picture beside it."""
    case = own_case(tmp_path / "author")
    (case.parent / "pictures").mkdir()
    (case.parent / "hiatus.jpg").rename(case.parent / "pictures" / "hiatus.jpg")
    return case


def packed(user: User, monkeypatch: pytest.MonkeyPatch, page: StudioPage, target: Path, does: Callable[[PackDialog], None]) -> None:
    """As a user does it in the dialog, and where its file goes."""

    def go_through(dialog: PackDialog) -> int:
        does(dialog)
        dialog.go_on.click()
        return dialog.result()

    monkeypatch.setattr(PackDialog, "exec", go_through)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    user.click(page.buttons["pack"])
    user.wait(lambda: page.said.text().startswith("Package made"))


def test_pictures_are_chosen_where_the_case_is_packed(user: User, author: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = studio(user, None)
    page.open_file(author)
    (tmp_path / "Sagittal T2.PNG").write_bytes(PNG)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(tmp_path / "Sagittal T2.PNG")], ""))

    def add(dialog: PackDialog) -> None:
        assert [dialog.list.item(i).text() for i in range(dialog.list.count())] == ["hiatus.jpg (lies beside the case)"]
        dialog.list.setCurrentRow(0)
        assert not dialog.remove.isEnabled(), "it lies there"
        dialog.add.click()
        dialog.list.setCurrentRow(1)
        assert dialog.remove.isEnabled()

    packed(user, monkeypatch, page, tmp_path / "one.tuohy", add)
    pictures = opened_package(tmp_path / "one.tuohy").of("picture")
    assert pictures == {"pictures/hiatus.jpg": JPEG, "pictures/sagittal_t2.png": PNG}

    def take_out(dialog: PackDialog) -> None:
        assert [path.name for path in dialog.chosen] == ["Sagittal T2.PNG"], "the next time it is still chosen"
        dialog.list.setCurrentRow(1)
        dialog.remove.click()

    page.said.clear()
    packed(user, monkeypatch, page, tmp_path / "two.tuohy", take_out)
    assert set(opened_package(tmp_path / "two.tuohy").of("picture")) == {"pictures/hiatus.jpg"}


def test_what_can_be_no_picture_of_the_package_is_said_and_not_taken(user: User, author: Path, tmp_path: Path) -> None:
    page = studio(user, None)
    page.open_file(author)
    said: list[str] = []
    (tmp_path / "text.jpg").write_bytes(b"<script>")
    (tmp_path / "Hiatus.JPEG").write_bytes(JPEG)
    dialogs: list[PackDialog] = []

    def look(dialog: PackDialog) -> int:
        dialogs.append(dialog)
        for path in (tmp_path / "text.jpg", tmp_path / "gone.jpg", tmp_path / "Hiatus.JPEG"):
            dialog.take([path])
            said.append(dialog.said.text())
        return 0

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(PackDialog, "exec", look)
        user.click(page.buttons["pack"])
    assert said[:2] == [phrase("studio.no_picture", name=name, most=10) for name in ("text.jpg", "gone.jpg")]
    assert said[2] == phrase("studio.picture_twice", name="Hiatus.JPEG")
    assert dialogs[0].chosen == []
    assert dialogs[0].list.count() == 1
