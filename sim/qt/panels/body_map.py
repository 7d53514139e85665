"""A body from front and back with the areas of roots: where the examination found less feeling, and where it was as it should be.

Schematic, after Foerster [@foerster_dermatomes]; neighbours overlap in people. Front and back are drawn as who stands opposite sees them.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from scenarios.chart import Finding, Root
from sim.qt.palette import px, tint
from sim.qt.panels.lettering import fit
from sim.qt.words import phrase, term

Seen = Literal["front", "back"]
VIEWS: tuple[Seen, ...] = ("front", "back")
Polygon = tuple[tuple[float, float], ...]
HALF: Polygon = (
    (0, 0), (18, 0), (17.5, 10), (21, 22), (22, 34), (20, 60), (16, 90), (16.5, 108), (13, 140), (12, 152), (16, 164), (13, 168), (6, 168),
    (5, 152), (5, 140), (4.5, 108), (4.5, 90), (2.5, 60), (0.8, 36), (0, 35),
)  # fmt: skip
"""One half of the lower body, from the middle outwards and from the waist down."""
AREAS: dict[Seen, dict[Root, tuple[Polygon, ...]]] = {
    "front": {
        "L1": (((0.5, 24), (20.5, 14), (21.5, 24), (10, 34), (1, 36)),),
        "L2": (((1, 37), (10, 35), (21.8, 25), (21.5, 44), (12, 56), (2.2, 58)),),
        "L3": (((2.3, 59), (12, 57), (21.3, 45), (19.5, 62), (16.2, 88), (11, 94), (4.5, 88)),),
        "L4": (((4.5, 90), (11, 95), (11, 108), (9.2, 140), (8, 156), (6, 160), (5, 152), (5, 140), (4.5, 108)),),
        "L5": (((12, 95), (16, 91), (16.5, 108), (13, 140), (12, 152), (12.5, 160), (10, 168),
                (6, 168), (6, 161), (9, 156), (10, 140), (12, 108)),),
        "S1": (((12.2, 152.5), (16, 164), (13, 168), (10.6, 168), (13, 160)),),
    },
    "back": {
        "L1": (((0, 8), (17.6, 8), (19, 15), (0, 16)),),
        "L2": (((12, 17), (19.3, 16), (21, 22), (21.8, 32), (15, 27)),),
        "L3": (((16, 29), (21.9, 33), (21.5, 46), (19.9, 60), (17, 48)),),
        "L4": (((4.5, 92), (7, 95), (7, 140), (6, 154), (5, 152), (5, 140), (4.5, 108)),),
        "L5": (((14, 56), (19.6, 62), (16.2, 88), (16.5, 108), (13, 140), (11.6, 140), (13.5, 108), (13, 88)),),
        "S1": (((9.5, 34), (16, 34), (13.5, 56), (12.5, 88), (13, 108), (11, 140), (12, 152), (16, 164),
                (13, 168), (9, 166), (8, 140), (8, 108), (9, 88)),),
        "S2": (((2, 40), (9, 36), (8.5, 88), (7.5, 93), (4.8, 90), (2.8, 60)),),
    },
}  # fmt: skip
NAMED_AT: dict[Root, float] = {"L1": 0.5, "L2": 0.5, "L3": 0.4, "L4": 0.35, "L5": 0.3, "S1": 0.7, "S2": 0.5}
"""How far down its area the line begins that leads to a root's name."""
BROADER = 1.35
"""So many times as broad as its corners say it is drawn: as broad as people are, and an area has room for its pattern"""
WIDE, TALL, BETWEEN = 24.0 * BROADER, 172.0, 44.0
"""Of a half as drawn, from the waist to the feet, and between front and back, where names of both stand"""
APART = 28
"""Pixels at the usual size of text between the letters of one view and those of the other"""
NAME, LINE = 15, 15
"""Pixels at the usual size of text: from one name to the next below it, and the height of a line of the legend"""
LEAST = 250
"""Pixels of its height"""
SHARP = 0.34
"""Cosine of the turn from which a corner stays one: 70 degrees"""
BENT = 6.0
"""The larger, the straighter an outline runs from corner to corner"""
VEIL = 56
"""Of 255: how much of its colour a normal area lets be seen"""
PATTERNS = {"reduced": Qt.BrushStyle.BDiagPattern, "absent": Qt.BrushStyle.Dense3Pattern}
LEGEND = ("reduced", "absent", "normal")


class BodyMap(QWidget):
    """Shows findings."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__()
        self.findings = tuple(findings)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(300, LEAST)
        self.setAccessibleName(phrase("body_map.name"))
        told = [phrase("body_map.finding", root=f.root, side=term(f.side), sensation=term(f.sensation)) for f in self.findings]
        self.setAccessibleDescription("; ".join(told))

    def sizeHint(self) -> QSize:
        return QSize(420, 380)

    def high(self, width: int) -> tuple[int, int]:
        """On a card: at least, and so that both views fill its width."""
        return LEAST, max(width, LEAST)

    def areas(self, finding: Finding, view: Seen) -> list[Polygon]:
        """In half widths from the middle, to the picture's right positive: the patient's right is on the left from the front."""
        sign = 1.0 if (finding.side == "left") == (view == "front") else -1.0
        return [tuple((sign * x, y) for x, y in polygon) for polygon in AREAS[view].get(finding.root, ())]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room, below = QRectF(self.rect()).adjusted(4, 4, -4, -4), px(12) + px(LINE)
        scale = min(room.width() / (4 * WIDE + 2 * BETWEEN), (room.height() - px(18) - below) / TALL)
        high = px(18) + TALL * scale + below
        room.setHeight(high)  # the views stand at the top, as the words beside them do
        for i, view in enumerate(VIEWS):
            middle = QPointF(room.center().x() + (i - 0.5) * (2 * WIDE + BETWEEN) * scale, room.top() + px(18))
            self._paint_body(painter, view, middle, scale)
        self._paint_legend(painter, QRectF(room.left(), room.bottom() - px(LINE), room.width(), px(LINE)))
        painter.end()

    def _paint_body(self, painter: QPainter, view: Seen, middle: QPointF, scale: float) -> None:
        def placed(polygon: Polygon) -> QPainterPath:
            return rounded([middle + QPointF(x * BROADER, y) * scale for x, y in polygon])

        body = placed(HALF[1:-1] + tuple((-x, y) for x, y in reversed(HALF[1:-1])))
        painter.fillPath(body, tint("figure_ground"))
        painter.save()
        painter.setClipPath(body)
        for finding in self.findings:
            for polygon in self.areas(finding, view):
                ill = finding.sensation != "normal"
                painter.setPen(QPen(tint("mark") if ill else tint("bright"), 1.6 if ill else 1.0))
                painter.setBrush(QBrush(tint("mark"), PATTERNS[finding.sensation]) if ill else _veil())
                painter.drawPath(placed(polygon))
        painter.restore()
        painter.strokePath(body, QPen(tint("hint"), 1.4))
        painter.setPen(tint("ink"))
        titles = [phrase(f"body_map.{one}") for one in VIEWS]
        words = max(map(painter.fontMetrics().horizontalAdvance, titles)) + 2 * px(14)
        wide = min(max(2 * WIDE * scale, words), (2 * WIDE + BETWEEN) * scale - px(APART))  # clear of the words, and of the other view's
        head = QRectF(middle.x() - wide / 2, middle.y() - px(18), wide, px(16))
        left, right = ("R", "L") if view == "front" else ("L", "R")
        painter.save()
        fit(painter, wide, "R\nL", "\n".join(titles), "L\nR")  # in a small figure they would lie over each other; both views alike
        painter.drawText(head, Qt.AlignmentFlag.AlignCenter, phrase(f"body_map.{view}"))
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, left)
        painter.drawText(head, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right)
        painter.restore()
        self._paint_names(painter, view, middle, scale)

    def named(self, view: Seen, apart: float) -> list[tuple[Finding, float, QPointF, float]]:
        """Each finding with its side of the picture (-1 or 1), where its line leaves its area, and how far down its name stands.

        In half widths from the middle of the waist. Names of one side stand below one another, at least so far ``apart``.
        """
        found = []
        for side in (-1.0, 1.0):
            leaves = []
            for finding in self.findings:
                for polygon in (one for one in self.areas(finding, view) if side * sum(x for x, _ in one) > 0):
                    down = [y for _, y in polygon]
                    y = min(down) + NAMED_AT[finding.root] * (max(down) - min(down))
                    leaves.append((finding, QPointF(side * _outmost(polygon, y), y)))
            leaves.sort(key=lambda one: one[1].y())
            heights = spread([leave.y() for _, leave in leaves], apart)
            found += [(finding, side, leave, y) for (finding, leave), y in zip(leaves, heights, strict=True)]
        return found

    def _paint_names(self, painter: QPainter, view: Seen, middle: QPointF, scale: float) -> None:
        """The root beside the body, and a line to its area."""
        for finding, side, leave, down in self.named(view, px(NAME) / scale):
            end = middle + QPointF(side * WIDE * scale, down * scale)
            ink = tint("mark") if finding.sensation != "normal" else tint("bright")
            painter.setPen(QPen(ink, 1.0))
            painter.drawLine(middle + QPointF(leave.x() * BROADER, leave.y()) * scale, end)
            right = side > 0
            at = QRectF(end.x() + 3 if right else end.x() - px(27), end.y() - px(8), px(24), px(16))
            towards = Qt.AlignmentFlag.AlignLeft if right else Qt.AlignmentFlag.AlignRight
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter | towards, finding.root)

    def _paint_legend(self, painter: QPainter, area: QRectF) -> None:
        """In the middle below, each sign beside its words."""
        said = [phrase(f"body_map.legend_{kind}") for kind in LEGEND]
        sign, apart = px(16), px(20)
        long = sum(sign + 6 + painter.fontMetrics().horizontalAdvance(one) for one in said) + apart * (len(said) - 1)
        if long > area.width():  # on a narrow card smaller, and never cut
            font = painter.font()
            font.setPixelSize(max(int(painter.fontInfo().pixelSize() * area.width() / long), 1))
            painter.setFont(font)
            sign, apart = int(sign * area.width() / long), int(apart * area.width() / long) - 6
        metrics = painter.fontMetrics()
        x = area.center().x() - (sum(sign + 6 + metrics.horizontalAdvance(one) for one in said) + apart * (len(said) - 1)) / 2
        for kind, one in zip(LEGEND, said, strict=True):
            painter.setPen(QPen(tint("bright") if kind == "normal" else tint("mark"), 1.2))
            painter.setBrush(QBrush(tint("mark"), PATTERNS[kind]) if kind in PATTERNS else _veil())
            painter.drawRect(QRectF(x, area.top() + 1, sign, area.height() - 2))
            wide = metrics.horizontalAdvance(one)
            painter.setPen(tint("ink"))
            painter.drawText(QRectF(x + sign + 6, area.top(), wide + 2, area.height()), Qt.AlignmentFlag.AlignVCenter, one)
            x += sign + 6 + wide + apart


def rounded(corners: Sequence[QPointF]) -> QPainterPath:
    """A closed line through these, bent (after Catmull and Rom) but where it turns sharply."""
    path, count = QPainterPath(corners[0]), len(corners)
    along = [_along(*(corners[(at + step) % count] for step in (-1, 0, 1))) for at in range(count)]
    for at in range(count):
        end = (at + 1) % count
        path.cubicTo(corners[at] + along[at], corners[end] - along[end], corners[end])
    path.closeSubpath()
    return path


def _along(before: QPointF, here: QPointF, after: QPointF) -> QPointF:
    """Which way a line runs through a corner, and how far it is bent there; nowhere where it turns sharply."""
    came, goes = here - before, after - here
    straight = QPointF.dotProduct(came, goes) > SHARP * hypot(came.x(), came.y()) * hypot(goes.x(), goes.y())
    return (after - before) / BENT if straight else QPointF()


def _veil() -> QColor:
    """Over an area that was tested and is normal."""
    ink = tint("bright")
    ink.setAlpha(VEIL)
    return ink


def _outmost(polygon: Polygon, y: float) -> float:
    """How far from the middle an area reaches at this height."""
    reach = [
        abs(x0 + (x1 - x0) * (y - y0) / (y1 - y0))
        for (x0, y0), (x1, y1) in zip(polygon, polygon[1:] + polygon[:1], strict=True)
        if min(y0, y1) <= y <= max(y0, y1) and y0 != y1
    ]
    return max(reach)


def spread(heights: Sequence[float], apart: float) -> list[float]:
    """These, from above, each at least so far below the one before."""
    found: list[float] = []
    for height in heights:
        found.append(max(height, found[-1] + apart) if found else height)
    return found
