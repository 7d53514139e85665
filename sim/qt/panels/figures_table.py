"""A table of figures: numbers sort as numbers, rows are chosen whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableWidget, QTableWidgetItem

from scenarios.words import decimal
from sim.qt.day_words import day_words
from sim.qt.grown import is_large, wears_anew
from sim.qt.palette import px, tint
from sim.qt.panels.curve_view import SAMPLE, SAMPLE_HIGH
from sim.qt.words import phrase

KEY_ROLE = Qt.ItemDataRole.UserRole
WIDEST, FIRST = 130, 124
"""Pixels, at the usual size of text, of a column beside the first: a long name is told by its tooltip; and of the first at least, before
the table scrolls sideways"""
FIRST_MOST, SPREAD = 400, 90
"""Of the first at most, unless a name needs more, and what the second takes at most of the rest, pixels at the usual size of text: on a
wide page a number stood a thousand pixels from what it counts"""
PADDING, ARROW = 8, 16
"""Pixels beside a title, as in the sheet of styles; and at the usual size of text of the arrow by which a column is sorted"""
BAR_LEAST, BAR_HIGH, NUMBER = 160, 8, 60
"""Pixels at the usual size of text: a bar for the greatest number of a column that has room for one, how high it is, and what is left to
the number at its right"""
MARGIN = 24
"""Pixels round what is said of an empty table"""
MOST_DECIMALS = 2
MIDDLE = Qt.AlignmentFlag.AlignVCenter
Cell = str | int | float | date


class Figures(QStyledItemDelegate):
    """Fractions of one column have as many decimals as one another: their points stand below each other. What sorts is the number, or the
    day."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.decimals: dict[int, int] = {}
        """By column"""
        self.drawn: tuple[int, float] | None = None
        """A column whose numbers are drawn as bars too, and its greatest"""

    def said(self, column: int, number: float) -> str:
        return decimal(f"{number:.{self.decimals[column]}f}")

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        number = index.data()
        if isinstance(number, float):
            option.text = self.said(index.column(), number)
        elif isinstance(number, QDate):
            option.text = day_words(date(number.year(), number.month(), number.day()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """A bar in what the column's width leaves beside its numbers."""
        super().paint(painter, option, index)
        if self.drawn is None or index.column() != self.drawn[0] or not isinstance(index.data(), int | float):
            return
        room = option.rect.adjusted(2 * PADDING, 0, -px(NUMBER), 0)
        if room.width() >= px(BAR_LEAST):
            bar = QRect(0, 0, round(room.width() * index.data() / max(self.drawn[1], 1.0)), px(BAR_HIGH))
            bar.moveCenter(room.center())
            bar.moveLeft(room.left())
            painter.fillRect(bar, tint("accent"))


class FiguresTable(QTableWidget):
    """The first column is words, and takes what room there is. Without a row it says so."""

    wanted = Signal(object)
    """The key of a row that was double-clicked, or on which Return was pressed"""

    def __init__(self, name: str, columns: Sequence[str]) -> None:
        super().__init__(0, len(columns))
        self._titles = tuple(columns)
        self._roomy, self._tight = list[int](), list[int]()
        """Pixels of each column: with its title in a line and an arrow beside it; and as narrow as can be read"""
        self._is_tight: bool | None = None
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.setAccessibleName(name)
        self.setObjectName("figures")
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setMinimumSectionSize(40)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)  # as they come, until somebody asks
        self.figures = Figures(self)
        self.setItemDelegate(self.figures)
        self.nothing = phrase("curve_view.nothing")
        """What is said where there is no row"""
        self._about: dict[str, str] = {}
        self._drawn: int | None = None
        self._fit_columns()
        head.sectionResized.connect(lambda column, _, wide: self._fit_rows(wide) if column == 0 else self._fit_first())
        self.cellDoubleClicked.connect(lambda row, _: self.wanted.emit(self._key(row)))

    def explain(self, about: Mapping[str, str]) -> None:
        """What titles and cells mean that are short, for their tips."""
        self._about = dict(about)
        self._put_titles(is_large())
        self._fit_columns()

    def draw(self, column: int) -> None:
        """Its numbers as bars, too: it takes what width the table has to spare."""
        self._drawn = column

    def show_rows(self, rows: Sequence[tuple[Any, tuple[Cell, ...]]]) -> None:
        """Each row's key and cells. Numbers are rounded by who gives them."""
        self.setSortingEnabled(False)  # else rows would move while they are filled
        self.setRowCount(len(rows))
        for column in range(self.columnCount()):
            self.figures.decimals[column] = max((_decimals(cells[column]) for _, cells in rows), default=0)
        if self._drawn is not None:
            shown = (cells[self._drawn] for _, cells in rows)
            self.figures.drawn = self._drawn, max((float(one) for one in shown if isinstance(one, int | float)), default=0.0)
        sides = [_side([cells[column] for _, cells in rows]) for column in range(self.columnCount())]
        for column, side in enumerate(sides):
            self.model().setHeaderData(column, Qt.Orientation.Horizontal, side | MIDDLE, Qt.ItemDataRole.TextAlignmentRole)
        for number, (key, cells) in enumerate(rows):
            for column, cell in enumerate(cells):
                item = QTableWidgetItem()
                item.setData(Qt.ItemDataRole.DisplayRole, QDate(cell.year, cell.month, cell.day) if isinstance(cell, date) else cell)
                item.setTextAlignment(sides[column] | MIDDLE)
                if isinstance(cell, date):
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, day_words(cell))
                elif isinstance(cell, str):
                    item.setToolTip(self._about.get(cell, cell))
                item.setData(KEY_ROLE, key)
                self.setItem(number, column, item)
        self.setSortingEnabled(True)
        self._fit_columns()

    def show_signs(self, signs: Mapping[Any, QIcon], about: str) -> None:
        """Beside the first cell of the rows of these keys; ``about``: what it means, for the tip."""
        for first in filter(None, (self.item(row, 0) for row in range(self.rowCount()))):
            key = first.data(KEY_ROLE)
            first.setIcon(signs.get(key, QIcon()))
            first.setToolTip(f"{first.text()}: {about}" if key in signs else first.text())
        self._fit_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():  # a bar below is no reason to take back what somebody drew wider
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            QTimer.singleShot(0, self, self._fit_columns)  # when the header has its new letters too

    def _fit_columns(self) -> None:
        """Where text is large each word of a title has a line: a title is no reason for a column to be wider than what stands in it."""
        head = self.horizontalHeader()
        self.setIconSize(QSize(px(SAMPLE), px(SAMPLE_HIGH)))
        self._put_titles(is_large())
        hints = [(self.sizeHintForColumn(column), head.sectionSizeHint(column)) for column in range(self.columnCount())]
        self._roomy = [min(max(cells, title), max(px(WIDEST), title)) for cells, title in hints]
        words = [max(head.fontMetrics().horizontalAdvance(word) for word in title.split(" ")) for title in self._titles]
        self._tight = [max(min(cells, px(WIDEST)), word + 2 * PADDING + px(ARROW)) for (cells, _), word in zip(hints, words, strict=True)]
        self._is_tight = None
        self._fit()

    def _put_titles(self, in_lines: bool) -> None:
        self.setHorizontalHeaderLabels([title.replace(" ", "\n") if in_lines else title for title in self._titles])
        for column, title in enumerate(self._titles):
            self.model().setHeaderData(column, Qt.Orientation.Horizontal, self._about.get(title), Qt.ItemDataRole.ToolTipRole)

    def _fit(self) -> None:
        """Every column as it likes to be; with no more room than its words need where a name or the last would be cut else."""
        is_tight = self._whole_first() + sum(self._roomy[1:]) > self.viewport().width()
        if is_tight != self._is_tight:
            self._is_tight = is_tight
            self._put_titles(is_tight or is_large())
        least = (self._tight if is_tight else self._roomy)[1:]
        left = max(self.viewport().width() - self._most_first() - sum(least), 0)
        for column, wide in enumerate(least, 1):
            share = left // (len(least) + 1 - column)  # the table ends where its head does
            share = min(share, px(SPREAD)) if column == 1 else share
            if self._drawn is not None:
                share = left if column == self._drawn else 0
            self.setColumnWidth(column, wide + share)
            left -= share
        self._fit_first()

    def _whole_first(self) -> int:
        """Pixels of the first column with each of its names in a line."""
        return max(self.sizeHintForColumn(0), self.horizontalHeader().sectionSizeHint(0))

    def _least_first(self) -> int:
        """Pixels that the first column's words need at least."""
        return min(self._whole_first(), px(FIRST))

    def _most_first(self) -> int:
        """Pixels that the first column takes at most."""
        return max(self._whole_first(), px(FIRST_MOST))

    def _fit_first(self) -> None:
        """What the others leave it, or what its words need of that at least, and no more than keeps its names near the numbers."""
        head = self.horizontalHeader()
        least = self._least_first()
        left = self.viewport().width() - sum(self.columnWidth(column) for column in range(1, self.columnCount()))
        modes = QHeaderView.ResizeMode
        most = self._most_first()
        mode = modes.Stretch if least <= left <= most else modes.Interactive
        if head.sectionResizeMode(0) != mode:
            head.setSectionResizeMode(0, mode)
        if mode == modes.Interactive:
            self.setColumnWidth(0, most if left > most else least)
        self._fit_rows(self.columnWidth(0))

    def _fit_rows(self, wide: int) -> None:
        """A name too long for its line goes on in another: cut, two of them would read alike. ``wide``: pixels of the first column."""
        room, letters, usual = wide - 2 * PADDING, self.fontMetrics(), self.verticalHeader().defaultSectionSize()
        for first in filter(None, (self.item(row, 0) for row in range(self.rowCount()))):
            left = room if first.icon().isNull() else room - self.iconSize().width() - PADDING
            high = usual
            if letters.horizontalAdvance(first.text()) > left:
                lines = letters.boundingRect(0, 0, left, 0, Qt.TextFlag.TextWordWrap, first.text()).height() // letters.height()
                high += (lines - 1) * letters.lineSpacing()
            if self.rowHeight(first.row()) != high:
                self.setRowHeight(first.row(), high)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(tint("muted"))
            room = self.viewport().rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, self.nothing)
            painter.end()

    def _key(self, row: int) -> Any:
        item = self.item(row, 0)
        return None if item is None else item.data(KEY_ROLE)

    def chosen(self) -> list[Any]:
        """Keys of the rows that stand chosen, from above."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._key(row) for row in rows]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens the row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.wanted.emit(self._key(self.currentRow()))
            return
        super().keyPressEvent(event)


def _side(cells: Sequence[Cell]) -> Qt.AlignmentFlag:
    """Where what stands in a column stands, and its title over it: at the right where any of it is a number."""
    is_figure = any(isinstance(cell, int | float) for cell in cells)
    return Qt.AlignmentFlag.AlignRight if is_figure else Qt.AlignmentFlag.AlignLeft


def _decimals(cell: Cell) -> int:
    """Of a number, as few as tell it."""
    return len(f"{cell:.{MOST_DECIMALS}f}".rstrip("0").partition(".")[2]) if isinstance(cell, float) else 0
