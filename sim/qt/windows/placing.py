"""Where the main window stands on the screen at its start, and what holds its pages."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QScrollArea, QStackedWidget

from sim.qt.appearance import suit

LARGEST, SMALL, FRAME = (2200, 1300), (1500, 860), (8, 40)
"""Pixels across and down: the window at its start, a screen that it fills, and what a window manager draws round it."""
REST_MS = 200
"""A window that is being dragged larger is of no size yet."""


def fit(window: QMainWindow) -> None:
    """Inside the screen, whatever its size and scaling; a small one is filled."""
    room = window.screen().availableGeometry()
    width, height = min(room.width() - FRAME[0], LARGEST[0]), min(room.height() - FRAME[1], LARGEST[1])
    window.resize(width, height)
    window.move(room.x() + (room.width() - width - FRAME[0]) // 2, room.y() + (room.height() - height - FRAME[1]) // 2)
    if room.width() < SMALL[0] or room.height() < SMALL[1]:
        window.setWindowState(Qt.WindowState.WindowMaximized)


class Suited(QObject):
    """Lets the size of the text follow the window's, once that has come to rest."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window, self._rest = window, QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._suit)
        self._suit()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._rest.start()
        return super().eventFilter(watched, event)

    def _suit(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        suit(application, self._window.width(), self._window.height())


class ScrolledPages(QScrollArea):
    """Holds what fills the window, and scrolls it where large text makes it need more than the window has."""

    def __init__(self, pages: QStackedWidget) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pages = pages
        self.setWidget(pages)
        pages.currentChanged.connect(lambda _: self._fill())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._pages and event.type() == QEvent.Type.LayoutRequest:
            self._fill()
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        """Never smaller than it can be: a widget that scrolls by itself would take the height that its words would like."""
        room = self.maximumViewportSize()
        page = self._pages.currentWidget()  # of a stack the largest page would decide for all
        least = QSize() if page is None else page.minimumSizeHint()
        if least.width() > room.width():
            room.setHeight(room.height() - self.horizontalScrollBar().sizeHint().height())
        if least.height() > room.height():
            room.setWidth(room.width() - self.verticalScrollBar().sizeHint().width())
        self._pages.resize(room.expandedTo(least))
