"""How the total came about: what each measure could give and gave, and what harm took."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from scenarios import words
from scenarios.rubric import measures
from scenarios.words import told
from sim.qt.grown import grow
from sim.qt.words import phrase, term
from sim.scoring.remarks import shown
from sim.scoring.rubric import Score

COLUMNS = ("measure", "value", "points", "most")
TABLE_LEAST = 120
"""Pixels of its height: its head and three rows"""


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
        self.table.setHorizontalHeaderLabels([phrase(f"points_view.{column}") for column in COLUMNS])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.setAccessibleName(phrase("points_view.name"))
        for i, row in enumerate(self.rows):
            for k, text in enumerate(row):
                item = QTableWidgetItem(text)
                if k:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(i, k, item)
        head = self.table.horizontalHeader()
        head.setMinimumSectionSize(28)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)  # its words wrap; the points are always in sight
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        grow(self.table, least_height=TABLE_LEAST)
        box.addWidget(self.table, 1)


def rows(score: Score) -> list[tuple[str, str, str, str]]:
    """Measure, value with its unit, points and the most there are; of harms and economy what they took and the most that they take."""
    catalogue, whole = measures(), sum(mark.weight for mark in score.marks)
    found = []
    for mark in sorted(score.marks, key=lambda mark: (-mark.lost, -mark.weight)):
        most = 100.0 * mark.weight / whole
        found.append((told(catalogue[mark.measure].title), value_said(mark.value, mark.unit), f"{most * mark.grade:.1f}", f"{most:.1f}"))
    for loss in sorted(score.losses, key=lambda loss: -loss.points):
        title = phrase("points_view.harm", title=told(catalogue[loss.measure].title))
        found.append((title, value_said(loss.value, loss.unit), f"\N{MINUS SIGN}{loss.points:.1f}", f"\N{MINUS SIGN}{loss.of:.1f}"))
    for one in sorted(score.economy, key=lambda one: -one.points):
        title = phrase("points_view.economy", title=told(catalogue[one.measure].title))
        found.append((title, value_said(one.value, one.unit), f"\N{MINUS SIGN}{one.points:.1f}", f"\N{MINUS SIGN}{one.of:.1f}"))
    return found


def value_said(value: float | None, unit: str) -> str:
    """A measure in its unit."""
    if value is None:
        return phrase("points_view.nothing")
    if unit == "yes":
        return term("yes") if value == 1.0 else term("no") if value == 0.0 else f"{value:.2f}"
    return shown(value, unit) if unit == "count" else f"{shown(value, unit)} {words.unit(unit)}"
