"""What the marks on a line of time mean: each sign that stands there, with its word."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from sim.qt.palette import px, tint
from sim.qt.panels.band_chart import draw_comment, draw_remark
from sim.qt.panels.event_marks import PLAIN, ROLES, draw_mark
from sim.qt.panels.timeline import APART
from sim.qt.words import phrase

TEXT, SIGN, GAP = 12, 14, 12
"""Pixels at the usual size of text: of its letters, a sign's place, and what parts two of them"""
ALIKE = {"fluid_drips": "drips", "blood_drips": "drips"}
"""Kinds that share a sign"""
OTHER = "other"
REMARKS = {"critical": 7.0, "remark": 21.5, "comment": 7.0}
"""Signs of the lanes below a film, and how far under their upper edge their middles lie, pixels"""
ORDER = tuple(dict.fromkeys([*(ALIKE.get(kind, kind) for kind in ROLES), OTHER, *REMARKS]))
MORE = "\N{HORIZONTAL ELLIPSIS}"


class MarkKey(QWidget):
    """``lines``: no more than so many; what has no room in them is told by its tip alone. None: as many as are needed."""

    def __init__(self, lines: int | None = None) -> None:
        super().__init__()
        self._lines = lines
        self.codes: tuple[str, ...] = ()
        self.more = QToolButton(self)
        """Shows all of them, or one line again"""
        self.more.setText(MORE)
        self.more.setCheckable(True)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.setAccessibleName(phrase("timeline.more"))
        self.more.toggled.connect(lambda _: self._lay())
        self.more.hide()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def keep_to(self, lines: int | None) -> None:
        """From now on."""
        self._lines = lines
        self._lay()

    def show_marks(self, kinds: Iterable[str], others: Iterable[str] = ()) -> None:
        """Events of these kinds, and these of the lanes' own."""
        codes = {*map(_code, kinds), *others}
        self.codes = tuple(code for code in ORDER if code in codes)
        said = "; ".join(map(_word, self.codes))
        self.setToolTip(said)
        self.setAccessibleName(phrase("timeline.key", said=said) if said else "")
        self.more.setToolTip(said)
        self._lay()

    def rows(self, width: int) -> list[list[str]]:
        """The codes in each line; MORE where one has no room, unless all are asked for."""
        if self.more.isChecked():
            return self._in_lines(width - self._wide(MORE), None)
        return self._in_lines(width, self._lines)

    def _in_lines(self, width: int, most: int | None) -> list[list[str]]:
        found: list[list[str]] = [[]]
        left = width
        for number, code in enumerate(self.codes):
            needed = self._wide(code)
            rest = self._wide(MORE) if most == len(found) and number + 1 < len(self.codes) else 0
            if needed + rest > left and found[-1]:
                if most == len(found):
                    found[-1].append(MORE)
                    break
                found.append([])
                left = width
            found[-1].append(code)
            left -= needed
        return found

    @property
    def _whole(self) -> bool:
        return self._lines is None or self.more.isChecked()

    def _lay(self) -> None:
        """The button is there while something has no room beside it, or had none before it was pressed."""
        needed = self._lines is not None and any(MORE in row for row in self._in_lines(self.width(), self._lines))
        if not needed:
            with QSignalBlocker(self.more):
                self.more.setChecked(False)
        self.more.setVisible(needed)
        self.more.setGeometry(self.width() - self._wide(MORE), 0, self._wide(MORE), self._high)
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def hasHeightForWidth(self) -> bool:
        return self._whole

    def heightForWidth(self, width: int) -> int:
        return self._high * len(self.rows(width))

    def sizeHint(self) -> QSize:
        return QSize(0, self._high * len(self.rows(max(self.width(), 1))) if self._whole else self._high)

    @property
    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._lettered())

    @property
    def _high(self) -> int:
        return self._metrics.height()

    def _lettered(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(px(TEXT))
        return font

    def _wide(self, code: str) -> int:
        return (0 if code == MORE else px(SIGN)) + self._metrics.horizontalAdvance(_word(code)) + px(GAP)  # of MORE: its button

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._lettered())
        for row, codes in enumerate(self.rows(self.width())):
            x, middle = 0.0, (row + 0.5) * self._high
            for code in codes:
                if code == MORE:
                    break
                _draw(painter, QPointF(x + px(SIGN) / 2, middle), code)
                x += px(SIGN)
                place = QRectF(x, middle - self._high / 2, self.width() - x, self._high)
                painter.setPen(tint("muted"))
                painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, _word(code))
                x += self._metrics.horizontalAdvance(_word(code)) + px(GAP)
        painter.end()


def _code(kind: str) -> str:
    return ALIKE.get(kind, kind if kind in ROLES else OTHER)


def _word(code: str) -> str:
    return code if code == MORE else phrase(f"timeline.{code}")


def _draw(painter: QPainter, at: QPointF, code: str) -> None:
    if code not in REMARKS:
        kind = next((kind for kind, shared in ALIKE.items() if shared == code), code)
        painter.setPen(QPen(tint("page"), APART))
        painter.setBrush(tint(ROLES.get(kind, PLAIN)))
        draw_mark(painter, at, kind)
        return
    painter.save()
    painter.translate(0.0, at.y() - REMARKS[code])
    draw_comment(painter, at.x() - 3) if code == "comment" else draw_remark(painter, at.x(), code == "critical")
    painter.restore()
