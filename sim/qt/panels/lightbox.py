"""The pictures side by side: one as large as the room allows, the others small beside it; a click on a small one makes it the large one.

The two monitors, and the room in 3D, may each stand in a window of their own; what is left shares the place.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QToolTip, QWidget

from sim.qt.grown import wears_anew
from sim.qt.keyed import key_of, keyed
from sim.qt.panels.caption import Caption
from sim.qt.panels.lamp_strip import LampStrip
from sim.qt.panels.monitor import Monitor
from sim.qt.panels.part_stands import PartStands
from sim.qt.panels.theatre_view import TheatreView
from sim.qt.panels.tile import Tile
from sim.qt.words import phrase

GAP = 6
SMALL_PX, SMALL_MOST, SQUARE_MOST = 150, 0.4, 0.7
"""A small one has so many pixels, and a third of the height, even where the width is short; beside the room in 3D it takes at most such a
share of the width, and over it of the height."""
NAMES = ("live", "reference", "theatre")
"""What can be the large one."""
AT_FIRST = {"monitors": QSize(1100, 620), "theatre": QSize(820, 640)}
"""Their windows' sizes"""


class Lightbox(QWidget):
    """Lays out the pictures without a strip left over; the ``theatre`` has its name over its lower edge while it is small."""

    enlarged = Signal(str)
    """live, reference or theatre: which has become the large one"""
    parted = Signal()
    """Something has gone into a window of its own, or come back: whatever is held is to be let go"""

    def __init__(self, live: Monitor, reference: Monitor, theatre: TheatreView, wall: LampStrip) -> None:
        """``wall``: what stands over the monitors in their own window, as at the wall of a room."""
        super().__init__()
        wall.setParent(self)
        wall.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # the window is as narrow as somebody makes it
        wall.hide()
        back = QPushButton()
        keyed(back, back.setText, lambda: phrase("lightbox.back", key=key_of("monitors")))
        back.clicked.connect(lambda: self.part())
        back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        wall.row.addWidget(back)
        self.live, self.reference, self.theatre = live, reference, theatre
        self.large = "live"
        self._views: Mapping[str, Monitor | TheatreView] = {"live": live, "reference": reference, "theatre": theatre}
        self._lent: Mapping[str, tuple[QWidget, ...]] = {"monitors": (live, reference), "theatre": (theatre,)}
        self.parts = PartStands(self, self._lent, AT_FIRST.__getitem__, fill=True, heads={"monitors": wall})
        self.stands = self.parts.stands
        self.parts.moved.connect(self._move)
        self.parts.settled.connect(self._settle)
        self.tile = Caption(self)
        """The name of the room in 3D while that is small"""
        self._named(self.tile, "tile", "theatre")
        self.tile.clicked.connect(lambda: self.enlarge("theatre"))
        for each in (self.tile, theatre):
            each.installEventFilter(self)
        self.empty = Tile(self, "monitors")
        self._named(self.empty, "empty", "monitors")
        """In the place that nothing stands in"""
        self.empty.clicked.connect(lambda: self.parts.put("monitors", "room"))
        for name, view in self._views.items():
            view.setParent(self)
            view.wanted.connect(lambda name=name: self.enlarge(name))
        self.setMinimumSize(420, 260)
        self.setObjectName("surround")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._mark()

    @staticmethod
    def _named(button: QToolButton, code: str, act: str) -> None:
        keyed(button, button.setText, lambda: phrase(f"lightbox.{code}", key=key_of(act)))
        keyed(button, button.setToolTip, lambda: phrase(f"lightbox.{code}_about", key=key_of(act)))

    @property
    def away(self) -> bool:
        """Whether the monitors stand in their own window."""
        return self.stands["monitors"] == "window"

    @property
    def within(self) -> tuple[str, ...]:
        """What stands in the room, by name."""
        monitors = () if self.away else NAMES[:2]
        return (*monitors, "theatre") if self.stands["theatre"] == "room" else monitors

    def enlarge(self, name: str) -> None:
        """Put this one into the large place; what is not there stays as it is, and two share the place alike."""
        if name == self.large or name not in self.within or self.within != NAMES:
            return
        self.large = name
        self._mark()
        self._arrange()
        self.enlarged.emit(name)

    def next(self) -> None:
        """The next of the two monitors into the large place."""
        self.enlarge("reference" if self.large == "live" else "live")

    def toggle_theatre(self) -> None:
        """The room in 3D into the large place, or the live monitor again; from its own window it is called before the others."""
        match self.stands["theatre"]:
            case "window":
                self.parts.window("theatre").raise_()
            case "away":
                self.parts.put("theatre", "room")
                self.enlarge("theatre")
            case "room":
                self.enlarge("live" if self.large == "theatre" else "theatre")

    def part(self, what: str = "monitors") -> None:
        """The monitors, or the room in 3D, into a window of their own, or back."""
        self.parts.put(what, "room" if self.stands[what] == "window" else "window")

    def _move(self, part: str) -> None:
        """Before it is shown there: by what stands in the room it lays out what lies over it."""
        if self.stands[part] == "room":
            for view in self._lent[part]:
                view.setParent(self)
        self._mark()

    def _settle(self) -> None:
        """What stands here now shares the place anew."""
        self.large = "theatre" if self.within == ("theatre",) else "live"
        self._mark()
        self._arrange()
        self.parted.emit()

    def _mark(self) -> None:
        for name, view in self._views.items():
            view.small = name != self.large and self.within == NAMES
            view.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Who rests on the tile to read what it is may open it next, and the room takes a second or two; passing over it begins nothing."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.theatre.small:
            self.theatre.prepare()
            if watched is self.theatre:
                QToolTip.showText(event.globalPos(), self.tile.toolTip(), self.theatre)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            QTimer.singleShot(0, self, self._arrange)  # when the name has its new size too

    def places(self) -> tuple[QRect, list[QRect]]:
        """The large one's, and the small ones' from above; their upper edge is that of the instruments beside them.

        X-rays have squares. The room in 3D, which can be of any shape, takes what they leave: no band remains at the sides.
        """
        width, height = self.width(), self.height()
        if self.large == "theatre":
            side = min((height - GAP) // 2, int((width - GAP) * SMALL_MOST))
            left = width - side
            return QRect(0, 0, left - GAP, height), [QRect(left, i * (side + GAP), side, side) for i in range(2)]
        least = max(SMALL_PX, height // 3)
        large = min(height, max(int((width - GAP) * 2 / 3), width - GAP - least))
        left = large + GAP
        side = min(width - left, int((large - GAP) * SQUARE_MOST))
        small = QRect(left, 0, side, side), QRect(left, side + GAP, width - left, large - side - GAP)
        return QRect(0, 0, large, large), list(small)

    def halves(self) -> tuple[QRect, QRect]:
        """Two squares of one size side by side."""
        side = min(self.height(), (self.width() - GAP) // 2)
        left = (self.width() - 2 * side - GAP) // 2
        return QRect(left, 0, side, side), QRect(left + side + GAP, 0, side, side)

    def _placed(self) -> Mapping[str, QRect]:
        """Of what stands here."""
        if self.within == NAMES:
            large, small = self.places()
            return dict(zip((self.large, *(n for n in NAMES if n != self.large)), (large, *small), strict=True))
        if len(self.within) == 2:
            return dict(zip(self.within, self.halves(), strict=True))
        return dict.fromkeys(self.within, self.rect())

    def _arrange(self) -> None:
        placed = self._placed()
        for name, place in placed.items():
            self._views[name].setGeometry(place)
            self._views[name].show()
        if "theatre" in placed and not self.theatre.small:
            self.theatre.prepare()
        self.tile.setVisible(self.theatre.small and "theatre" in placed)
        if self.tile.isVisibleTo(self):
            self.tile.lie_on(placed["theatre"])
            self.tile.raise_()
        if self.stands["theatre"] == "away":
            self.theatre.hide()
        self.empty.setGeometry(self.rect())
        self.empty.setVisible(not placed)
