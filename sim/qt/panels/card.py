"""A titled card, and small gauges to put on one."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, radians, sin
from typing import Literal

from PySide6.QtCore import QMargins, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFormLayout, QFrame, QGridLayout, QHBoxLayout, QLabel, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from sim.qt.grown import is_large
from sim.qt.palette import px, tint
from sim.qt.words import phrase

Growth = Literal["words", "picture", "apart"]
GROWTHS: tuple[Growth, ...] = ("words", "picture", "apart")
DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
Stack = QFormLayout | QGridLayout | QVBoxLayout
BAR, FACE = 8, 66
"""Pixels: a gauge is so thick, a clock's face so wide."""
APART, CLOSE = 18, 9
"""Pixels at the usual size of text, by which rows stand further apart at most on a card that got more height than it asked for: questions
with their answers, and boxes and buttons, which are read as one list"""


class Card(QFrame):
    """A framed group, with a title if it has one; add to ``box``.

    grows_as : when what is elastic on it has its room: first what would else be scrolled, then pictures, then rows that
        would only stand further apart
    """

    grows_as: Growth = "picture"

    @property
    def fills(self) -> bool:
        """Whether it looks the better for height that it did not ask for."""
        return self.is_elastic

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.setObjectName("card")
        whole = self.box = QVBoxLayout(self)
        whole.setContentsMargins(10, 6, 10, 7)
        whole.setSpacing(5)
        self._elastic: tuple[QWidget, Callable[[int], tuple[int, int]]] | None = None
        self._stacks: dict[Stack, int] = {}
        """What lays rows out on it, and how far apart they usually are"""
        self._apart = 0
        if title:
            head = QLabel(title)
            head.setObjectName("title")
            head.setWordWrap(True)
            whole.addWidget(head)
            self.box = QVBoxLayout()  # however far its rows stand apart, the first stands under the title
            self.box.setSpacing(5)
            whole.addLayout(self.box, 1)

    @property
    def edges(self) -> QMargins:
        """Round all that is on it, its frame with it: two pixels decide whether a line is wrapped."""
        layout = self.layout()
        assert layout is not None
        return layout.contentsMargins() + self.contentsMargins()

    def add_elastic(self, part: QWidget, high: Callable[[int], tuple[int, int]]) -> None:
        """A picture or a list: it takes what the card gets. ``high``: for a width, how high it is at least and how high it would be."""
        self._elastic = part, high
        self.box.addWidget(part, 1)

    def keep_at_top(self) -> None:
        """Where it gets more height than it can use, what is on it stays at its upper end. After all of that was added."""
        if self._elastic is None:
            self._stacks = {
                one: _between(one) for one in (self.box, *self.box.findChildren(QLayout, options=DIRECT)) if isinstance(one, Stack)
            }
            for line in self.box.findChildren(QLayout, options=DIRECT):  # whose parts would else stand as far apart as the rows
                if isinstance(line, QGridLayout):
                    line.setHorizontalSpacing(line.horizontalSpacing())
                elif isinstance(line, QHBoxLayout):
                    line.setSpacing(line.spacing())
            self.box.addStretch(1)

    def can_use(self) -> int:
        """So many pixels more than it asks for spread its rows well."""
        return sum(_most(stack) * self._gaps_of(stack) for stack in self._stacks)

    def spread(self, more: int) -> None:
        """Its rows share so many pixels more."""
        apart = min(more // max(self.gaps(), 1), px(APART))
        if apart != self._apart:
            self._apart = apart
            for stack, usual in self._stacks.items():
                _put_between(stack, usual + min(apart, _most(stack)))

    @property
    def spread_by(self) -> int:
        """So many pixels more than usual lie between its rows now."""
        return sum(min(self._apart, _most(stack)) * self._gaps_of(stack) for stack in self._stacks)

    def spread_evenly(self, pitch: int) -> int:
        """Its rows stand so many pixels further apart, as far as they may; the sum of them."""
        self.spread(pitch * self.gaps())
        return self.spread_by

    def reserved(self, width: int) -> int:
        """Pixels of its height, at least, whatever comes to stand on it."""
        return self.heights(width)[0]

    @property
    def to_come(self) -> int:
        """Pixels of height that a line will take that says nothing yet."""
        return 0

    def at_ease(self, width: int) -> int:
        """Pixels of its height that it has before rows anywhere on its page stand further apart."""
        return self.reserved(width)

    def gaps(self) -> int:
        """Between rows that are shown."""
        return sum(map(self._gaps_of, self._stacks))

    def _gaps_of(self, stack: Stack) -> int:
        return max(self._rows(stack) - 1, 0)

    def _rows(self, stack: Stack) -> int:
        """Counted without asking for the layout's items, which Python would hold when Qt has freed them."""
        if not isinstance(stack, QVBoxLayout):
            return stack.rowCount()
        parts = self.findChildren(QWidget, options=DIRECT)
        return sum(stack.indexOf(part) >= 0 and not part.isHidden() for part in parts) + len(stack.findChildren(QLayout, options=DIRECT))

    @property
    def is_elastic(self) -> bool:
        """Whether something on it takes what room there is now."""
        return self._elastic is not None and not self._elastic[0].isHidden()

    def heights(self, width: int) -> tuple[int, int]:
        """At this width: at least, and as it would be; both the same but for what is elastic."""
        rows = (self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()) - self.spread_by
        if self._elastic is None or not self.is_elastic:
            return rows, rows
        part, high = self._elastic
        edges = self.edges
        least, wished = high(width - edges.left() - edges.right())
        others = rows - max(part.sizeHint().height(), part.minimumSizeHint().height(), part.minimumHeight())
        return others + least, others + wished


def _most(stack: Stack) -> int:
    """Pixels that its rows may stand further apart."""
    return px(APART if isinstance(stack, QFormLayout) else CLOSE)


def _between(stack: Stack) -> int:
    return stack.spacing() if isinstance(stack, QVBoxLayout) else stack.verticalSpacing()


def _put_between(stack: Stack, pixels: int) -> None:
    stack.setSpacing(pixels) if isinstance(stack, QVBoxLayout) else stack.setVerticalSpacing(pixels)


def narrow(widget: QWidget) -> None:
    """Let a widget be as narrow as its card."""
    widget.setMinimumWidth(40)
    widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)


def tall(*buttons: QPushButton) -> None:
    """A row of nothing but buttons: they are the larger for height that their page has to spare, up to what the style lets them be."""
    for button in buttons:
        button.setSizePolicy(button.sizePolicy().horizontalPolicy(), QSizePolicy.Policy.Preferred)
        button.setProperty("tall", True)


class Gauge(QWidget):
    """A bar with a number: quiet below ``warm``, warm above; a tick stands where that is."""

    def __init__(self, title: str, unit: str, full: float, warm: float, short: str = "") -> None:
        """``short``: its title where the whole one has no room beside the number."""
        super().__init__()
        self._title, self._short, self.unit, self.full, self.warm = title, short or title, unit, full, warm
        self.value = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(title)

    @property
    def title(self) -> str:
        """As it is written now."""
        needed = self.fontMetrics().horizontalAdvance(f"{self._title}  {self.widest}")
        return self._title if needed <= self.width() else self._short

    @property
    def widest(self) -> str:
        """The longest that stands beside the title."""
        return f"{self.full:.0f} {self.unit}"

    @property
    def figure(self) -> str:
        """As it stands beside the title."""
        return f"{self.value:.0f} {self.unit}"

    @property
    def bar_value(self) -> float:
        """What the bar shows."""
        return self.value

    def sizeHint(self) -> QSize:
        return QSize(px(120), px(16) + BAR + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def set(self, value: float) -> None:
        if abs(value - self.value) > 1e-3 * self.full:
            self.value = value
            self.update()

    def _paint_words(self, painter: QPainter) -> None:
        painter.setPen(tint("ink"))
        text = QRectF(0, 0, self.width(), px(16))
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.title)
        painter.drawText(text, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.figure)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_words(painter)
        bar = QRectF(0, px(16) + 3, self.width(), BAR)
        painter.fillRect(bar, tint("track"))
        shown = self.bar_value
        share = min(max(shown / self.full, 0.0), 1.0)
        painter.fillRect(QRectF(bar.x(), bar.y(), bar.width() * share, bar.height()), tint("mark" if shown > self.warm else "accent"))
        painter.fillRect(QRectF(bar.x() + bar.width() * self.warm / self.full - 1, bar.y() - 3, 2, bar.height() + 3), tint("ink"))
        painter.end()


class Clock(QWidget):
    """The bevel as an hour, seen down the barrel of the hub."""

    def __init__(self) -> None:
        super().__init__()
        self.hour = 12.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(phrase("card.bevel"))
        self.setToolTip(phrase("card.bevel_about"))

    def sizeHint(self) -> QSize:
        return QSize(self._face, self._face + self._over)

    @property
    def _face(self) -> int:
        """Pixels: as large as the text, but where large text needs the place."""
        return FACE if is_large() else px(FACE)

    @property
    def _over(self) -> int:
        """Pixels of height for the word over it, which gives its place to others where text is large."""
        return 0 if is_large() else px(16) - 2

    def set(self, hour: float) -> None:
        self.hour = hour
        self.setAccessibleDescription(phrase("card.bevel_at", hour=hour))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, radius = QPointF(self._face / 2, self._over + self._face / 2), 0.42 * self._face
        painter.setPen(QPen(tint("hint"), 2))
        painter.drawEllipse(middle, radius, radius)
        for hour in range(12):
            angle = radians(hour * 30)
            outer = middle + QPointF(radius * sin(angle), -radius * cos(angle))
            inner = middle + QPointF((radius - 4) * sin(angle), -(radius - 4) * cos(angle))
            painter.drawLine(inner, outer)
        angle = radians(self.hour * 30)
        painter.setPen(QPen(tint("accent"), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(middle, middle + QPointF((radius - 8) * sin(angle), -(radius - 8) * cos(angle)))
        painter.setPen(tint("ink"))
        if self._over:
            painter.drawText(QRectF(0, 0, self._face, px(16)), Qt.AlignmentFlag.AlignHCenter, phrase("card.head"))
        painter.end()
