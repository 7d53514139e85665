"""Every control of every page says its name and its role to a screen reader, and is reached by Tab.

Oracle: Qt's own accessibility interface of each widget: what a screen reader is given.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

from sim.qt.panels.stop_times import StopTimes
from sim.qt.studio.bring_dialog import BringDialog
from sim.qt.studio.studio_page import StudioPage
from sim.qt.windows.class_page import ClassPage
from sim.qt.windows.curve_page import CurvePage
from sim.qt.windows.keys_dialog import KeysDialog
from sim.session.commands import Finish
from tests.qt.conftest import User

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body", "own_home")]
CONTROL = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTabBar, QTextEdit,
)  # fmt: skip
INSIDE = (QAbstractSpinBox, QComboBox, QLineEdit, QTabBar, QTextEdit, QPlainTextEdit)
"""Hold controls that Qt made: whoever reaches these reaches those."""
NO_ROLE = (QAccessible.Role.NoRole, QAccessible.Role.Client)


def controls(page: QWidget) -> list[QWidget]:
    found = []
    for kind in CONTROL:
        for widget in page.findChildren(kind):
            inner = widget.parentWidget()
            made_by_qt = isinstance(widget, QScrollBar | QHeaderView) or widget.objectName().startswith("qt_")
            while inner is not None and inner is not page and not made_by_qt:
                made_by_qt = isinstance(inner, INSIDE) or (isinstance(inner, QAbstractItemView) and isinstance(widget, QHeaderView))
                inner = inner.parentWidget()
            if not made_by_qt and widget not in found:
                found.append(widget)
    return found


def attribute(widget: QWidget) -> str:
    """As whoever made it calls it."""
    owner = widget.parentWidget()
    while owner is not None:
        for name, value in vars(owner).items():
            if value is widget:
                return f"{type(owner).__name__}.{name}"
        owner = owner.parentWidget()
    return ""


def told(widget: QWidget) -> str:
    """Which control this is, for who has to mend it."""
    owner = widget.parentWidget()
    text = getattr(widget, "text", lambda: "")() if isinstance(widget, QAbstractButton) else ""
    return f"{type(owner).__name__} > {attribute(widget)} {type(widget).__name__} {text!r} tip {widget.toolTip()[:30]!r}"


def nameless(page: QWidget) -> list[str]:
    found = []
    for widget in controls(page):
        heard = QAccessible.queryAccessibleInterface(widget)
        assert heard is not None
        name = heard.text(QAccessible.Text.Name).strip()
        if isinstance(widget, QComboBox) and name == widget.currentText():  # where Qt finds no name it says what is chosen
            name = widget.accessibleName()
        if not name:
            found.append(told(widget))
        assert heard.role() not in NO_ROLE, told(widget)
    return sorted(set(found))


def out_of_reach(page: QWidget) -> list[str]:
    return sorted({told(widget) for widget in controls(page) if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus})


def room(case: str) -> Callable[[User], QWidget]:
    def opened(user: User) -> QWidget:
        user.begin(case)
        return user.room

    return opened


def debriefing(user: User) -> QWidget:
    user.begin("l4_l5_disc")
    user.room.send(Finish())
    user.wait(lambda: user.window.debriefing is not None)
    assert user.window.debriefing is not None
    return user.window.debriefing


def curve(user: User) -> QWidget:
    user.window.gradebook.open_curve()
    user.wait(lambda: isinstance(user.window.records, CurvePage))  # once the gradebook has said who may come in
    assert isinstance(user.window.records, CurvePage)
    return user.window.records


def the_class(user: User) -> QWidget:
    user.window.gradebook.open_class()
    assert isinstance(user.window.records, ClassPage)
    return user.window.records


def studio(user: User) -> QWidget:
    user.window.studio.open()
    user.wait(lambda: isinstance(user.window.records, StudioPage))
    assert isinstance(user.window.records, StudioPage)
    return user.window.records


PAGES: dict[str, Callable[[User], QWidget]] = {
    "chooser": lambda user: user.window.chooser,
    "whole procedure": room("l4_l5_disc"),
    "needle": room("interlaminar_l4_l5"),
    "drill": room("name_the_pattern"),
    "debriefing": debriefing,
    "curve": curve,
    "class": the_class,
    "studio": studio,
    "keys": lambda user: KeysDialog(user.window, user.window.inputs.devices),
    "stop times": lambda user: StopTimes(user.window),
    "bringing in": lambda user: BringDialog(user.window),
}


@pytest.mark.parametrize("page", PAGES)
def test_every_control_is_named_and_reached(page: str, user: User) -> None:
    shown = PAGES[page](user)
    QApplication.processEvents()
    assert len(controls(shown)) > 1
    assert "\n".join(nameless(shown)) == ""
    assert "\n".join(out_of_reach(shown)) == ""
