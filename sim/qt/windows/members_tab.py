"""Who is in a class: a table, and over it a search and a tick for those who need help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from sim.qt.panels.curve_view import ALARM
from sim.qt.panels.figures_table import Cell, FiguresTable
from sim.qt.words import phrase, term
from sim.scoring.cusum import Verdict

if TYPE_CHECKING:  # what works with databases is loaded by who asks them
    from sim.exchange.gradebook.cohort import Member

SIGNS: dict[Verdict, str] = {"competent": "\u2713", "alarm": ALARM}
"""Of what CUSUM says, to be found down a column"""


class MembersTab(QWidget):
    """Two hundred learners are looked through by name, or by who is in alarm."""

    sifted = Signal()
    """Others are shown now"""

    def __init__(self, table: FiguresTable) -> None:
        super().__init__()
        self.table = table
        self.table.explain({phrase("class_page.open"): phrase("class_page.open_about")})
        self.members: tuple[Member, ...] = ()
        """All of the class"""
        self.wanted, self.alarms = QLineEdit(), QCheckBox(phrase("class_page.only_alarms"))
        self.wanted.setPlaceholderText(phrase("class_page.search"))
        self.wanted.setAccessibleName(phrase("class_page.search"))
        self.wanted.setClearButtonEnabled(True)
        self.alarms.setToolTip(phrase("class_page.only_alarms_about"))
        self.wanted.textChanged.connect(lambda _: self._show())
        self.alarms.toggled.connect(lambda _: self._show())
        row = QHBoxLayout()
        row.addWidget(self.wanted, 1)
        row.addWidget(self.alarms)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 0)
        box.addLayout(row)
        box.addWidget(table, 1)

    @property
    def shown(self) -> list[Member]:
        """Whom the search and the tick leave."""
        sought = self.wanted.text().casefold().split()
        found = [one for one in self.members if not self.alarms.isChecked() or one.verdict == "alarm"]
        return [one for one in found if all(word in one.name.casefold() for word in sought)]

    def show_members(self, members: Sequence[Member]) -> None:
        """Anew, by what is sought still."""
        self.members = tuple(members)
        self._show()

    def _show(self) -> None:
        self.table.nothing = phrase("class_page.none_found" if self.members else "curve_view.nothing")
        self.table.show_rows([(one.name, _of_member(one)) for one in self.shown])
        self.sifted.emit()


def _of_member(one: Member) -> tuple[Cell, ...]:
    share = round(100 * sum(one.passed) / len(one.passed))
    verdict = phrase("class_page.open") if one.verdict == "not yet known" else f"{SIGNS[one.verdict]} {term(one.verdict)}"
    return one.name, len(one.totals), share, one.cases, round(one.lately, 1), verdict, one.last or ""
