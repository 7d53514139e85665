"""How the total came about: what each measure could give and gave, and what harm took."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from scenarios import words
from scenarios.rubric import measures
from scenarios.words import decimal, told
from sim.qt.words import phrase, term
from sim.scoring.remarks import shown
from sim.scoring.rubric import Score

COLUMNS = ("measure", "value", "points", "most")


class PointsView(QWidget):
    """A row for each measure, those that lost most first; then a row for each harm, and for each economy."""

    def __init__(self, score: Score, pass_mark: float) -> None:
        super().__init__()
        self.rows = rows(score)
        box = QVBoxLayout(self)
        note = QLabel(phrase("points_view.said", pass_mark=pass_mark, total=score.total))
        note.setObjectName("note")
        note.setWordWrap(True)
        box.addWidget(note)
        self.table = QTableWidget(len(self.rows), len(COLUMNS))
        for k, column in enumerate(COLUMNS):
            head_item = QTableWidgetItem(phrase(f"points_view.{column}"))
            head_item.setTextAlignment(_beside(k))
            self.table.setHorizontalHeaderItem(k, head_item)
        self.table.setObjectName("points")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.setAccessibleName(phrase("points_view.name"))
        for i, row in enumerate(self.rows):
            for k, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setTextAlignment(_beside(k))
                self.table.setItem(i, k, item)
        head = self.table.horizontalHeader()
        head.setMinimumSectionSize(28)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)  # its words wrap; the points are always in sight
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # once all rows have their heights: while they are told the header does not yet know how long it is
        self.table.verticalHeader().sectionResized.connect(self._show_whole, Qt.ConnectionType.QueuedConnection)
        box.addWidget(self.table)
        box.addStretch(1)
        self._show_whole()

    def _show_whole(self) -> None:
        """As high as its rows: what it lies on scrolls, and no list scrolls within a list."""
        high = self.table.horizontalHeader().sizeHint().height() + self.table.verticalHeader().length()
        self.table.setFixedHeight(high + 2 * self.table.frameWidth())


def _beside(column: int) -> Qt.AlignmentFlag:
    """Words from the left, figures to the right, and what stands over each as it stands."""
    return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft)


def rows(score: Score) -> list[tuple[str, str, str, str]]:
    """Measure, value with its unit, points and the most there are; of harms and economy what they took and the most that they take. What
    points were lost at comes first, most of them first, whatever it is."""
    catalogue, whole = measures(), sum(mark.weight for mark in score.marks)
    found = list[tuple[float, tuple[str, str, str, str]]]()
    for mark in sorted(score.marks, key=lambda mark: (-mark.lost, -mark.weight)):
        most = 100.0 * mark.weight / whole
        gained, of = (decimal(f"{points:.1f}") for points in (most * mark.grade, most))
        row = told(catalogue[mark.measure].title), value_said(mark.value, mark.unit), gained, of
        found.append((most * (1.0 - mark.grade), row))
    for loss in sorted(score.losses, key=lambda loss: -loss.points):
        title = phrase("points_view.harm", title=told(catalogue[loss.measure].title))
        found.append((loss.points, (title, value_said(loss.value, loss.unit), _less(loss.points), _less(loss.of))))
    for one in sorted(score.economy, key=lambda one: -one.points):
        title = phrase("points_view.economy", title=told(catalogue[one.measure].title))
        found.append((one.points, (title, value_said(one.value, one.unit), _less(one.points), _less(one.of))))
    return [row for _, row in sorted(found, key=lambda row: -row[0])]


def value_said(value: float | None, unit: str) -> str:
    """A measure in its unit."""
    if value is None:
        return phrase("points_view.nothing")
    if unit == "yes":
        return term("yes") if value == 1.0 else term("no") if value == 0.0 else decimal(f"{value:.2f}")
    if unit == "s":
        return words.lasting(float(shown(value, unit)))
    said = decimal(shown(value, unit))
    return said if unit == "count" else f"{said} {words.unit(unit)}"


def _less(points: float) -> str:
    return decimal(f"\N{MINUS SIGN}{points:.1f}")
