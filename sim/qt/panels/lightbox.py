"""The pictures side by side: one as large as the room allows, the others small beside it; a click on a small one makes it the large one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from sim.qt.panels.body_view import BodyView
from sim.qt.panels.monitor import Monitor

GAP = 6
LARGE_OF_TWO = 0.62
"""Of the width, where there is only one picture beside."""


class Lightbox(QWidget):
    """Lays out squares without a strip left over; ``body`` is drawn only while it is the large one, a tile stands for it else."""

    enlarged = Signal(str)
    """live, reference or body: which has become the large one"""

    def __init__(self, live: Monitor, reference: Monitor, body: BodyView | None) -> None:
        super().__init__()
        self.live, self.reference, self.body = live, reference, body
        self.large = "live"
        self._monitors: Mapping[str, Monitor] = {"live": live, "reference": reference}
        self.tile = QToolButton(self)
        self.tile.setText("3D view (V)")
        self.tile.setObjectName("tile")
        self.tile.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.tile.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tile.setToolTip("The patient in three dimensions, in the large place (V)")
        self.tile.clicked.connect(lambda: self.enlarge("body"))
        self.tile.setVisible(body is not None)
        for name, monitor in self._monitors.items():
            monitor.setParent(self)
            monitor.wanted.connect(lambda name=name: self.enlarge(name))
        if body is not None:
            body.setParent(self)
            body.hide()
        self.setMinimumSize(420, 260)
        self._mark()

    @property
    def names(self) -> tuple[str, ...]:
        """What can be the large one."""
        return ("live", "reference") if self.body is None else ("live", "reference", "body")

    def enlarge(self, name: str) -> None:
        """Put this one into the large place; what is not there stays as it is."""
        if name == self.large or name not in self.names:
            return
        if self.large == "body" and self.body is not None:
            self.tile.setIcon(QIcon(self.body.still()))
            self.body.hide()
        self.large = name
        self._mark()
        self._arrange()
        self.enlarged.emit(name)

    def next(self) -> None:
        """The next of the two monitors into the large place."""
        self.enlarge("reference" if self.large == "live" else "live")

    def _mark(self) -> None:
        for name, monitor in self._monitors.items():
            monitor.small = name != self.large
            monitor.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def places(self) -> tuple[QRect, list[QRect]]:
        """The large square, and the small ones from above."""
        width, height = self.width(), self.height()
        count = len(self.names) - 1
        large = min(height, int((width - GAP) * (2 / 3 if count == 2 else LARGE_OF_TWO)))
        small = min(width - GAP - large, (height - (count - 1) * GAP) // count)
        if count == 2 and 2 * small + GAP > large:  # as high together as the large one
            small = (large - GAP) // 2
        left = (width - large - GAP - small) // 2
        top = (height - large) // 2
        return QRect(left, top, large, large), [QRect(left + large + GAP, top + i * (small + GAP), small, small) for i in range(count)]

    def _arrange(self) -> None:
        large, small = self.places()
        shown: Mapping[str, QWidget | None] = {**self._monitors, "body": self.body if self.large == "body" else self.tile}
        for name, place in zip((self.large, *(n for n in self.names if n != self.large)), (large, *small), strict=True):
            widget = shown[name]
            assert widget is not None
            widget.setGeometry(place)
            widget.show()
        self.tile.setVisible(self.body is not None and self.large != "body")
        self.tile.setIconSize(self.tile.size() * 0.8)
