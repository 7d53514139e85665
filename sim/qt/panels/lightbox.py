"""The pictures side by side: one as large as the room allows, the others small beside it; a click on a small one makes it the large one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from sim.qt.panels.monitor import Monitor
from sim.qt.panels.theatre_view import TheatreView
from sim.qt.words import phrase

GAP = 6
NAMES = ("live", "reference", "theatre")
"""What can be the large one."""


class Lightbox(QWidget):
    """Lays out squares without a strip left over; a tile stands for the ``theatre`` until it is first opened."""

    enlarged = Signal(str)
    """live, reference or theatre: which has become the large one"""

    def __init__(self, live: Monitor, reference: Monitor, theatre: TheatreView) -> None:
        super().__init__()
        self.live, self.reference, self.theatre = live, reference, theatre
        self.large = "live"
        self._views: Mapping[str, Monitor | TheatreView] = {"live": live, "reference": reference, "theatre": theatre}
        self.tile = QToolButton(self)
        self.tile.setText(phrase("lightbox.tile"))
        self.tile.setObjectName("tile")
        self.tile.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.tile.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tile.setToolTip(phrase("lightbox.tile_about"))
        self.tile.clicked.connect(lambda: self.enlarge("theatre"))
        for name, view in self._views.items():
            view.setParent(self)
            view.wanted.connect(lambda name=name: self.enlarge(name))
        theatre.hide()
        self.setMinimumSize(420, 260)
        self._mark()

    def enlarge(self, name: str) -> None:
        """Put this one into the large place; what is not there stays as it is."""
        if name == self.large or name not in NAMES:
            return
        self.large = name
        self._mark()
        self._arrange()
        self.enlarged.emit(name)

    def next(self) -> None:
        """The next of the two monitors into the large place."""
        self.enlarge("reference" if self.large == "live" else "live")

    def _mark(self) -> None:
        for name, view in self._views.items():
            view.small = name != self.large
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
        large, small = self.places()
        drawn = self.theatre.entered or self.large == "theatre"
        shown: Mapping[str, QWidget] = {**self._views, "theatre": self.theatre if drawn else self.tile}
        for name, place in zip((self.large, *(n for n in NAMES if n != self.large)), (large, *small), strict=True):
            shown[name].setGeometry(place)
            shown[name].show()
        self.tile.setVisible(not drawn)
