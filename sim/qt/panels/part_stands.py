"""Where each part of a group stands: in the room, in a window of its own, or put away; and those windows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QWidget

from sim.qt.panels.own_window import OwnWindow
from sim.qt.room_layout import PartStand, keep

NO_HEADS: Mapping[str, QWidget] = MappingProxyType({})


class PartStands(QObject):
    """What is moved is remembered for the next time. The group lays out anew what it has left.

    lent : the widgets of each part, that go into its window and come back
    at_first : the size of a part's window where nobody has put it anywhere yet
    fill : whether their windows take the whole of a second screen
    heads : what stands over a part in its window
    """

    moved = Signal(str)
    """A part stands elsewhere from now on, and is not shown there yet"""
    settled = Signal()
    """All is where it stands now"""

    def __init__(
        self,
        group: QWidget,
        lent: Mapping[str, tuple[QWidget, ...]],
        at_first: Callable[[str], QSize],
        fill: bool,
        heads: Mapping[str, QWidget] = NO_HEADS,
    ) -> None:
        super().__init__(group)
        self._heads = heads
        self.stands: dict[str, PartStand] = dict.fromkeys(lent, "room")
        self._group, self._lent, self._at_first, self._fill = group, lent, at_first, fill
        self._windows: dict[str, OwnWindow] = {}

    def window(self, part: str) -> OwnWindow:
        """Its own; made when it is first asked for."""
        if part not in self._windows:
            window = self._windows[part] = OwnWindow(self._group, part, self._at_first(part), self._fill, self._heads.get(part))
            window.gone.connect(lambda: self._take_back(part))
        return self._windows[part]

    def put(self, part: str, stand: PartStand) -> None:
        """Let it stand there from now on, here and the next time."""
        if stand == self.stands[part]:
            return
        if self.stands[part] == "window":
            self.window(part).close()  # and it is taken back
        self.stands[part] = stand
        keep(part, stand)
        self.moved.emit(part)
        if stand == "window":
            self.window(part).open_with(*self._lent[part])
        self.settled.emit()

    def _take_back(self, part: str) -> None:
        self.stands[part] = "room"
        self.moved.emit(part)
        self.settled.emit()

    def closing(self) -> None:
        """With the room; where its windows stood is remembered."""
        for part, window in self._windows.items():
            if self.stands[part] == "window":
                window.remember()
                window.hide()
