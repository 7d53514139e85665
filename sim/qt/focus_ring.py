"""A line round a control: the one that has the focus, as the style's own is hardly seen in a dark room; and the one that is meant now."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QApplication, QMainWindow, QTabBar, QWidget
from shiboken6 import isValid

from sim.qt.keyboard import taken_by_control
from sim.qt.palette import tint

WIDE = 2
AROUND, ROUNDER, DASHES = 4, 6, (3.0, 2.0)
"""Pixels from what is meant to the line round it: outside the line of the focus; and how it is broken, so that no colour tells the two"""


class Ring(QWidget):
    """Lies over a page or a whole window, lets everything through, and goes with its control wherever that moves."""

    def __init__(self, over: QWidget, around: int) -> None:
        super().__init__(over)
        self._over, self._around = over, around
        self.round: QWidget | None = None
        self._tab: int | None = None
        self._moving: list[QWidget] = []
        """The control and all that it lies in: with any of them it moves"""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def go_round(self, control: QWidget | None, tab: int | None = None) -> None:
        """Round this one from now on; round none, or one in another window. Of a bar of tabs round this ``tab`` alone."""
        if control is not None and not self._over.isAncestorOf(control):
            control = None
        before = self.round
        if control is before and tab == self._tab:
            return
        self._tab = tab
        # the focus leaves a control while it is being destroyed too, and there is nothing to take back then
        if before is not None and isValid(before):
            before.destroyed.disconnect(self._gone)
        for one in filter(isValid, self._moving):
            one.removeEventFilter(self)
        self.round, self._moving = control, []
        if control is not None:
            control.destroyed.connect(self._gone)
            self._moving = [control]
            while (outer := self._moving[-1].parentWidget()) is not None and outer is not self._over:
                self._moving.append(outer)
            for one in self._moving:
                one.installEventFilter(self)
        self._place()

    def _gone(self) -> None:
        self.round = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ParentChange:  # a card that is moved elsewhere takes it along
            control, tab = self.round, self._tab
            self.go_round(None)
            self.go_round(control, tab)
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            self._place()
        return False

    def _place(self) -> None:
        """Only as far as the control is to be seen: one that is scrolled away has no line over what lies there instead."""
        control, off = self.round, self._around
        if control is None:
            self.hide()
            return
        around = self._area(control)
        seen = around
        for outer in self._moving[1:]:
            seen = seen.intersected(self._area(outer))
        self.setVisible(control.isVisible() and seen.width() > 2 * off and seen.height() > 2 * off)
        self.setGeometry(around)
        self.setMask(QRegion(seen.translated(-around.topLeft()))) if seen != around else self.clearMask()
        self.raise_()

    def _area(self, inside: QWidget) -> QRect:
        """Of a control, or of what it lies in, with what the line takes round it."""
        off, whole = self._around, inside.rect()
        if inside is self.round and self._tab is not None and isinstance(inside, QTabBar):
            off, whole = 0, inside.tabRect(self._tab)  # its neighbours touch it
        return QRect(inside.mapTo(self._over, whole.topLeft()), whole.size()).adjusted(-off, -off, off, off)


class FocusRing(Ring):
    """Of one window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, WIDE)

    def follow(self, now: QWidget) -> None:
        """This control of its window has the focus now."""
        self.go_round(now if taken_by_control(now) or now.focusPolicy() & Qt.FocusPolicy.TabFocus else None)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tint("focus"), WIDE))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 5, 5)
        painter.end()


class FocusRings(QObject):
    """Go with the focus, in whatever window it is: each, a dialog too, gets a ring when something in it first has the focus."""

    def __init__(self, main: QMainWindow) -> None:
        super().__init__(main)
        self._last: FocusRing | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        ring = _ring_of(now.window()) if now is not None else None
        if self._last is not None and self._last is not ring and isValid(self._last):
            self._last.go_round(None)
        self._last = ring
        if ring is not None and now is not None:
            ring.follow(now)


def _ring_of(window: QWidget) -> FocusRing | None:
    """None where the window is a list that a box opened, or a menu: those show their row themselves."""
    if window.windowType() not in (Qt.WindowType.Window, Qt.WindowType.Dialog, Qt.WindowType.Sheet):
        return None
    own: FocusRing | None = window.findChild(FocusRing, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return own or FocusRing(window)


class GuideRing(Ring):
    """Shows a learner where to look: a broken line round what the next deed is done with. What lies in it stays free."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page, AROUND)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(tint("mark"), WIDE + 1)
        pen.setDashPattern(list(DASHES))
        painter.setPen(pen)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), ROUNDER, ROUNDER)
        painter.end()
