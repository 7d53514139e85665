"""Curves over attempts: points joined by lines, limits drawn across, axes with round numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from scenarios.words import decimal
from sim.qt.grown import grow
from sim.qt.palette import px, tint
from sim.qt.panels.limit_line import STROKE, Limit, draw_across
from sim.qt.words import phrase

SERIES = ("accent", "orange", "violet", "ink")
"""Roles of the colours of curves, one after the other: none of those that judge."""
DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
SAMPLE, SAMPLE_HIGH = 22.0, 8
"""Pixels at the usual size of text: of line before a name in the legend, and of height of one that stands in a table"""
MARK, CLEAR = 7, 8.0
"""Pixels at the usual size of text: a mark's breadth, and between the lowest value and the numbers of the attempts"""
HEADROOM = 0.06
"""Of the span, left free beyond the values"""
LEFT, TOP, RIGHT, BOTTOM = 44.0, 24.0, 18.0, 38.0
"""Margins, pixels at the usual size of text; over the chart stands its title"""
ALARM, SIGN = "\u26a0", 14
"""Over the mark of an attempt that raised an alarm, and its breadth, pixels at the usual size of text"""
BESIDE, SPARE = 4.0, 14.0
"""Before a name and after it, pixels at the usual size of text"""
NUMBER = 30.0
"""So wide is an attempt's number with what parts it from the next, pixels at the usual size of text"""
NAMES, LINE, LINES, LEAST = 20.0, 16.0, 8, 200
"""Of a line of names under the title; of any other line; so many of those are a chart's least height, without its margins; and pixels of
its least width"""


@dataclass(frozen=True)
class Series:
    """Values over the attempts 1, 2, ...; where there is none the line is broken."""

    name: str
    values: tuple[float | None, ...]
    passed: tuple[bool, ...] = ()
    """Colours the marks; empty for marks as the line"""
    alarms: tuple[int, ...] = ()
    """Attempts at which an alarm was raised: each has its sign"""


@dataclass(frozen=True)
class Explained:
    """What the legend explains: how it looks, and the word for it."""

    name: str
    colour: QColor
    mark: QPen | bool | str
    """A curve's pen; whether a limit is past; or a sign"""


class CurveView(QWidget):
    """One chart. With nothing to show it says so."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self.series: tuple[Series, ...] = ()
        self.limits: tuple[Limit, ...] = ()
        self.span = (0.0, 1.0)
        self._most, self._rows = 0, 0
        self.setMinimumWidth(LEAST)
        self._fit()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(title)

    def _fit(self) -> None:
        """High enough to be read, whatever there is to see."""
        names = NAMES if len(self.series) > 1 else 0.0
        grow(self, least_height=round(TOP + names + LINES * LINE + CLEAR + BOTTOM))

    def show_curves(
        self, title: str, series: Sequence[Series], limits: Sequence[Limit] = (), span: tuple[float, float] | None = None
    ) -> None:
        """Values of one unit, which the title says. ``span``: where the axis begins and ends; None: as far as the values go."""
        self.title, self.series, self.limits = title, tuple(series), tuple(limits)
        self.span = span or _span(self.series, self.limits)
        self.setAccessibleName(title)
        self._fit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.lettered())
        painter.setPen(tint("ink"))
        painter.drawText(QRectF(4, 0, self.width() - 8, px(NAMES)), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.title)
        self._most = max((len(one.values) for one in self.series), default=0)
        if not any(value is not None for one in self.series for value in one.values):
            code = "nothing" if self._most == 0 else "not_measured"
            middle = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()), middle, phrase(f"curve_view.{code}"))
            painter.end()
            return
        self._rows = len(self.named())
        self._grid(painter)
        for number, one in enumerate(self.series):
            self._line(painter, one, _pen(number))
        self._legend(painter)
        painter.end()

    def _place(self, attempt: int, value: float) -> QPointF:
        """``attempt`` counts from 1."""
        least, most = self.span
        across = (attempt - 1) / max(self._most - 1, 1)
        up = (value - least) / (most - least)
        top = px(TOP) + self._rows * px(NAMES)
        foot = self.height() - px(BOTTOM + CLEAR)
        return QPointF(px(LEFT) + across * (self.right - px(LEFT)), foot - up * (foot - top))

    def lettered(self) -> QFont:
        """Of all that is written here."""
        font = QFont(self.font())
        font.setPixelSize(px(12))
        return font

    def _wide(self, name: str) -> int:
        return QFontMetrics(self.lettered()).horizontalAdvance(name)

    @property
    def right(self) -> float:
        """Where the last attempt stands."""
        return self.width() - RIGHT

    def legend(self) -> list[Explained]:
        """Each curve where there are several, else its name is the title; each kind of limit once; and the sign of an alarm."""
        keys = (
            [Explained(one.name, _pen(number).color(), _pen(number)) for number, one in enumerate(self.series)]
            if len(self.series) > 1
            else []
        )
        for name, past in {limit.name: limit.past for limit in self.limits}.items():
            roles = {limit.role for limit in self.limits if limit.name == name}
            # each in its curve's colour: told by the shape alone
            keys.append(Explained(name, tint(roles.pop() if len(roles) == 1 else "muted"), past))
        if any(one.alarms for one in self.series):
            keys.append(Explained(phrase("curve_view.alarm"), tint("bad" if len(self.series) == 1 else "muted"), ALARM))
        return keys

    def _grid(self, painter: QPainter) -> None:
        right = self.right
        for value in ticks(*self.span):
            y = self._place(1, value).y()
            painter.setPen(QPen(tint("track"), 1))
            painter.drawLine(QPointF(px(LEFT), y), QPointF(right, y))
            painter.setPen(tint("ink"))
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, y - px(8), px(LEFT) - 6, px(16)), side, decimal(f"{value:g}".replace("-", "\N{MINUS SIGN}")))
        for attempt in numbered(self._most, int((right - px(LEFT)) / px(NUMBER))):
            x = self._place(attempt, self.span[0]).x() - px(20)
            painter.drawText(QRectF(x, self.height() - px(BOTTOM) + 4, px(40), px(16)), Qt.AlignmentFlag.AlignHCenter, str(attempt))
        painter.setPen(tint("muted"))
        foot = QRectF(px(LEFT), self.height() - px(17), right - px(LEFT), px(16))
        painter.drawText(foot, Qt.AlignmentFlag.AlignHCenter, phrase("curve_view.attempt"))
        for limit in self.limits:
            first, last = limit.over or (1, max(self._most, 2))
            across = self._place(first, limit.value), self._place(last, limit.value)
            draw_across(painter, *across, tint(limit.role), limit.past)

    def _line(self, painter: QPainter, one: Series, pen: QPen) -> None:
        before: QPointF | None = None
        places = [None if value is None else self._place(at, value) for at, value in enumerate(one.values, 1)]
        painter.setPen(pen)
        for place in places:
            if place is not None and before is not None:
                painter.drawLine(before, place)
            before = place
        for number, place in enumerate(places):
            if place is None:
                continue
            if one.passed:
                draw_outcome(painter, place, one.passed[number])
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(pen.color())
            painter.drawEllipse(place, 2.6, 2.6)
        painter.setPen(tint("bad") if one.passed else pen.color())
        for number in one.alarms:
            place = places[number - 1]
            if place is not None:
                painter.drawText(self.sign_place(place), Qt.AlignmentFlag.AlignCenter, ALARM)

    def sign_place(self, mark: QPointF) -> QRectF:
        """Of the sign of an alarm: over the mark, and at the chart's upper edge under it."""
        square = QRectF(0, 0, px(SIGN), px(SIGN))
        square.moveCenter(mark - QPointF(0, px(SIGN)))
        if square.top() < px(TOP) + self._rows * px(NAMES):
            square.moveCenter(mark + QPointF(0, px(SIGN)))
        return square

    def _legend(self, painter: QPainter) -> None:
        keys = self.legend()
        for row, numbers in enumerate(self.named(), 1):
            x, y = px(LEFT) + 8.0, row * px(NAMES)
            for key in (keys[number] for number in numbers):
                _draw_sample(painter, QRectF(x, y, px(SAMPLE), px(LINE)), key)
                painter.setPen(key.colour)
                painter.drawText(
                    QRectF(x + px(SAMPLE + BESIDE), y, self._wide(key.name) + 4, px(LINE)), Qt.AlignmentFlag.AlignLeft, key.name
                )
                x += self._wide(key.name) + px(SAMPLE + BESIDE + SPARE)

    def named(self) -> list[list[int]]:
        """Numbers of the keys that stand in each line over the chart."""
        found, x = list[list[int]](), px(LEFT) + 8.0
        for number, key in enumerate(self.legend()):
            wide = self._wide(key.name) + px(SAMPLE + BESIDE + SPARE)
            if not found or x + wide > self.width():
                found.append([])
                x = px(LEFT) + 8.0
            found[-1].append(number)
            x += wide
        return found


def _draw_sample(painter: QPainter, place: QRectF, key: Explained) -> None:
    left, right = QPointF(place.left(), place.center().y()), QPointF(place.right(), place.center().y())
    if isinstance(key.mark, QPen):
        painter.setPen(key.mark)
        painter.drawLine(left, right)
    elif isinstance(key.mark, bool):
        draw_across(painter, left, right, key.colour, key.mark)
    else:
        painter.setPen(key.colour)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, key.mark)


def draw_outcome(painter: QPainter, place: QPointF, passed: bool) -> None:
    """A disc for who passed, a square as large for who did not: told by shape as well as by colour."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint("good" if passed else "bad"))
    half = px(MARK) / 2
    if passed:
        painter.drawEllipse(place, half, half)
    else:
        painter.drawRect(QRectF(place.x() - half, place.y() - half, 2 * half, 2 * half))


def sample_icon(number: int) -> QIcon:
    """A piece of a curve's line, to be put beside the name of whose it is."""
    sample = QPixmap(px(SAMPLE), px(SAMPLE_HIGH))
    sample.fill(QColor("transparent"))
    painter = QPainter(sample)
    painter.setPen(_pen(number))
    painter.drawLine(QPointF(0, px(SAMPLE_HIGH) / 2), QPointF(px(SAMPLE), px(SAMPLE_HIGH) / 2))
    painter.end()
    return QIcon(sample)


def _pen(number: int) -> QPen:
    """Of a curve: lines are told apart by their dashes as well as by their colour."""
    return QPen(tint(SERIES[number % len(SERIES)]), STROKE, DASHES[number % len(DASHES)])


def _span(series: Sequence[Series], limits: Sequence[Limit]) -> tuple[float, float]:
    """From 0 to somewhat above what is drawn: what is twice as much stands twice as high, and nothing runs along the upper edge."""
    values = [value for one in series for value in one.values if value is not None] + [limit.value for limit in limits]
    return with_room(min(values, default=0.0), max(values, default=1.0))


def with_room(least: float, most: float) -> tuple[float, float]:
    """An axis with both and 0 on it, and something to spare beyond each that is not 0."""
    low, high = min(least, 0.0), max(most, 0.0)
    spare = HEADROOM * (high - low) or 1.0
    return low - (spare if low < 0 else 0.0), high + (spare if high > 0 or low == 0 else 0.0)


def ticks(least: float, most: float) -> list[float]:
    """Two to six round numbers between these two: beyond the last there is less than one more step."""
    if most <= least:
        return [least]
    rough = (most - least) / 5
    scale = 10.0 ** floor(log10(rough))
    step = next(scale * k for k in (1, 2, 2.5, 5, 10) if scale * k >= rough)
    return [round(k * step, 10) for k in range(ceil(least / step), floor(most / step) + 1)]


def numbered(most: int, room: int) -> list[int]:
    """Under which of so many attempts a number stands, of which there is room for so many: each, or every so many, and the last."""
    every = next(10**power * k for power in range(10) for k in (1, 2, 5) if (most - 1) / (10**power * k) <= max(room, 1))
    between = [at for at in range(every, most, every) if at > 1 and most - at >= every / 2]
    return sorted({1, *between, most})
