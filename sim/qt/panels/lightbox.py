"""The pictures side by side: one as large as the room allows, the others small beside it; a click on a small one makes it the large one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QToolButton, QWidget

from sim.qt.keyed import key_of, keyed
from sim.qt.panels.monitor import Monitor
from sim.qt.panels.monitors_window import MonitorsWindow, was_open
from sim.qt.panels.theatre_view import TheatreView
from sim.qt.words import phrase

GAP = 6
NAMES = ("live", "reference", "theatre")
"""What can be the large one."""


class Lightbox(QWidget):
    """Lays out squares without a strip left over; a tile stands for the ``theatre`` until it is first opened."""

    enlarged = Signal(str)
    """live, reference or theatre: which has become the large one"""
    parted = Signal()
    """The monitors have gone into a window of their own, or come back: whatever is held is to be let go"""

    def __init__(self, live: Monitor, reference: Monitor, theatre: TheatreView) -> None:
        super().__init__()
        self.live, self.reference, self.theatre = live, reference, theatre
        self.large = "live"
        self._views: Mapping[str, Monitor | TheatreView] = {"live": live, "reference": reference, "theatre": theatre}
        self.tile = QToolButton(self)
        keyed(self.tile, self.tile.setText, lambda: phrase("lightbox.tile", key=key_of("theatre")))
        self.tile.setObjectName("tile")
        self.tile.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.tile.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keyed(self.tile, self.tile.setToolTip, lambda: phrase("lightbox.tile_about", key=key_of("theatre")))
        self.tile.clicked.connect(lambda: self.enlarge("theatre"))
        for name, view in self._views.items():
            view.setParent(self)
            view.wanted.connect(lambda name=name: self.enlarge(name))
        theatre.hide()
        self.beside = MonitorsWindow(self)
        self.beside.gone.connect(self._take_back)
        self.away = False
        """Whether the monitors stand in their own window; the room in 3D has the whole place then"""
        self._asked = was_open()
        self.setMinimumSize(420, 260)
        self._mark()

    def enlarge(self, name: str) -> None:
        """Put this one into the large place; what is not there stays as it is."""
        if name == self.large or name not in NAMES or self.away:
            return
        self.large = name
        self._mark()
        self._arrange()
        self.enlarged.emit(name)

    def next(self) -> None:
        """The next of the two monitors into the large place."""
        self.enlarge("reference" if self.large == "live" else "live")

    def toggle_theatre(self) -> None:
        """The room in 3D into the large place, or the live monitor again."""
        self.enlarge("live" if self.large == "theatre" else "theatre")

    def part(self) -> None:
        """The monitors into a window of their own, or back."""
        if self.away:
            self.beside.close()
            return
        self.enlarge("theatre")
        self.away = True
        self._mark()
        self.beside.open_with(self.live, self.reference)
        self._arrange()
        self.parted.emit()

    def _take_back(self) -> None:
        self.away = False
        for monitor in (self.live, self.reference):
            monitor.setParent(self)
        self.enlarge("live")
        self.parted.emit()

    def closing(self) -> None:
        """With the room; where the monitors stood is remembered."""
        if self.away:
            self.beside.remember(True)
            self.beside.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """The monitors stand where they stood in the last room."""
        super().showEvent(event)
        if self._asked:
            self._asked = False
            QTimer.singleShot(0, self, self.part)

    def _mark(self) -> None:
        for name, view in self._views.items():
            view.small = name != self.large and not self.away
            view.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def places(self) -> tuple[QRect, list[QRect]]:
        """The large square, and the small ones from above."""
        width, height = self.width(), self.height()
        large = min(height, int((width - GAP) * 2 / 3))
        small = min(width - GAP - large, (height - GAP) // 2)
        if 2 * small + GAP > large:  # as high together as the large one
            small = (large - GAP) // 2
        left = (width - large - GAP - small) // 2
        top = (height - large) // 2
        return QRect(left, top, large, large), [QRect(left + large + GAP, top + i * (small + GAP), small, small) for i in range(2)]

    def _arrange(self) -> None:
        if self.away:
            self.theatre.setGeometry(self.rect())
            return
        large, small = self.places()
        drawn = self.theatre.entered or self.large == "theatre"
        shown: Mapping[str, QWidget] = {**self._views, "theatre": self.theatre if drawn else self.tile}
        for name, place in zip((self.large, *(n for n in NAMES if n != self.large)), (large, *small), strict=True):
            shown[name].setGeometry(place)
            shown[name].show()
        self.tile.setVisible(not drawn)
