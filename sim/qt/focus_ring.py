"""A bright line round the control that has the focus: the style's own is hardly seen in a dark room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from shiboken6 import isValid

from sim.qt.keyboard import taken_by_control
from sim.qt.palette import tint

WIDE = 2


class FocusRing(QWidget):
    """Lies over the window, lets everything through, and follows the focus."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._round: QWidget | None = None
        self._moving: list[QWidget] = []
        """The control and all that it lies in: with any of them it moves"""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        before = self._round
        # the focus leaves a control while it is being destroyed too, and there is nothing to take back then
        if before is not None and isValid(before):
            before.destroyed.disconnect(self._gone)
        for one in filter(isValid, self._moving):
            one.removeEventFilter(self)
        inside = now is not None and self.window().isAncestorOf(now)
        marked = inside and (taken_by_control(now) or (now is not None and bool(now.focusPolicy() & Qt.FocusPolicy.TabFocus)))
        self._round = now if marked else None
        self._moving = []
        if self._round is not None:
            self._round.destroyed.connect(self._gone)
            self._moving = [self._round]
            while (outer := self._moving[-1].parentWidget()) is not None and outer is not self.window():
                self._moving.append(outer)
            for one in self._moving:
                one.installEventFilter(self)
        self._place()

    def _gone(self) -> None:
        self._round = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            self._place()
        return False

    def _place(self) -> None:
        control = self._round
        self.setVisible(control is not None and control.isVisible())
        if control is not None:
            at = control.mapTo(self.window(), QPoint(0, 0))
            self.setGeometry(QRect(at, control.size()).adjusted(-WIDE, -WIDE, WIDE, WIDE))
            self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tint("focus"), WIDE))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 5, 5)
        painter.end()
