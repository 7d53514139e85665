"""The bright line lies round the control that has the focus, wherever it comes to lie."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sim.qt.focus_ring import WIDE, FocusRing, FocusRings, GuideRing


def shown_round(window: QMainWindow, field: QLineEdit, qtbot: QtBot) -> FocusRing:
    """A window whose field has the focus, and its ring."""
    FocusRings(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    field.setFocus()
    return ring_in(window, qtbot)


def ring_in(window: QWidget, qtbot: QtBot) -> FocusRing:
    """Once it is to be seen."""
    qtbot.waitUntil(lambda: any(ring.isVisible() for ring in window.findChildren(FocusRing)))
    (ring,) = window.findChildren(FocusRing)
    return ring


def test_it_goes_along_when_what_the_control_lies_in_is_moved(qtbot: QtBot) -> None:
    window, page, group = QMainWindow(), QWidget(), QWidget()
    qtbot.addWidget(window)
    column, inner = QVBoxLayout(page), QVBoxLayout(group)
    above, field = QLabel("said later"), QLineEdit()
    above.hide()
    inner.addWidget(field)
    column.addWidget(above)
    column.addWidget(group)
    column.addStretch(1)
    window.setCentralWidget(page)
    ring = shown_round(window, field, qtbot)

    def lies_round() -> bool:
        return ring.pos() == field.mapTo(window, QPoint(-WIDE, -WIDE))

    qtbot.waitUntil(lies_round)
    before = ring.pos()
    above.show()  # the field keeps its place in the group; the group moves
    qtbot.waitUntil(lambda: lies_round() and ring.pos() != before)


def test_a_dialog_has_a_ring_of_its_own_while_it_has_the_focus(qtbot: QtBot) -> None:
    """Fault: what had the focus in a dialog had the style's own line, of 1.9 : 1 in the dark theme."""
    window, field = QMainWindow(), QLineEdit()
    qtbot.addWidget(window)
    window.setCentralWidget(field)
    own = shown_round(window, field, qtbot)
    dialog = QDialog(window)
    column, answers = QVBoxLayout(dialog), [QLineEdit(), QLineEdit()]
    for answer in answers:
        column.addWidget(answer)
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    for answer in answers:
        answer.setFocus()
        ring = ring_in(dialog, qtbot)
        qtbot.waitUntil(lambda ring=ring, answer=answer: ring.pos() == answer.mapTo(dialog, QPoint(-WIDE, -WIDE)))
    assert own.isHidden()
    dialog.close()
    dialog.deleteLater()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(own.isVisible)


def test_it_goes_no_farther_than_the_control_is_seen(qtbot: QtBot) -> None:
    """Fault: what was scrolled away had its line over the buttons above."""
    window, area, page, field = QMainWindow(), QScrollArea(), QWidget(), QLineEdit()
    qtbot.addWidget(window)
    column = QVBoxLayout(page)
    column.addWidget(field)
    field.setFixedHeight(60)
    column.addSpacing(2000)
    area.setWidget(page)
    window.setCentralWidget(area)
    window.resize(400, 300)
    ring = shown_round(window, field, qtbot)
    assert ring.mask().isEmpty()
    bar, below = area.verticalScrollBar(), field.mapTo(page, QPoint(0, 0)).y()
    bar.setValue(below + 20)
    top = area.viewport().mapTo(window, QPoint(0, 0)).y()
    qtbot.waitUntil(lambda: not ring.mask().isEmpty())
    assert ring.isVisible()
    assert ring.pos().y() + ring.mask().boundingRect().top() == top - WIDE
    bar.setValue(below + 200)
    qtbot.waitUntil(ring.isHidden)
    bar.setValue(0)
    qtbot.waitUntil(lambda: ring.isVisible() and ring.mask().isEmpty())


def test_round_a_tab_it_lies_inside_for_its_neighbours_touch_it(qtbot: QtBot) -> None:
    """Fault: it lay over the next tab's edge."""
    page = QWidget()
    qtbot.addWidget(page)
    bar, column = QTabBar(), QVBoxLayout(page)
    for name in ("one", "two", "three"):
        bar.addTab(name)
    column.addWidget(bar)
    page.show()
    qtbot.waitExposed(page)
    ring = GuideRing(page)
    ring.go_round(bar, 1)
    assert ring.isVisible()
    tab = bar.tabRect(1)
    assert ring.geometry() == QRect(bar.mapTo(page, tab.topLeft()), tab.size())


def test_the_ring_goes_with_a_card_that_is_moved_elsewhere(qtbot: QtBot) -> None:
    """Fault: on a large screen the needle's panel moved above the tabs, and the ring round its buttons was hidden with their old page."""
    page = QWidget()
    qtbot.addWidget(page)
    stack, above, card, button = QStackedWidget(), QWidget(), QWidget(), QPushButton("+1")
    rows = QVBoxLayout(page)
    for part in (above, stack):
        rows.addWidget(part)
    QVBoxLayout(card).addWidget(button)
    inside = QWidget()
    QVBoxLayout(inside).addWidget(card)
    stack.addWidget(inside)
    stack.addWidget(QWidget())
    page.resize(400, 400)
    page.show()
    qtbot.waitExposed(page)
    ring = GuideRing(page)
    ring.go_round(button)
    assert ring.isVisible()
    QVBoxLayout(above).addWidget(card)
    stack.setCurrentIndex(1)
    card.show()
    qtbot.waitUntil(lambda: ring.isVisible() and ring.geometry().contains(QRect(button.mapTo(page, QPoint(0, 0)), button.size())))
