"""What is wrong with a case, in a list that is as high as it is long; a click on a fault leads to where it is mended."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QListWidgetItem

from sim.qt.panels.whole_rows import WholeRows
from sim.qt.studio.complaints import Complaint, Complaints
from sim.qt.words import phrase

FAULTS_SHOWN, SHARE = 3, 0.22
"""So many are shown at least, and as many as have room in this share of the window's height"""


class FaultList(WholeRows):
    """Not there while nothing is wrong; ``head`` says how many they are."""

    meant = Signal(object)
    """A complaint"""

    def __init__(self) -> None:
        super().__init__()
        self.head = QLabel()
        self.head.setWordWrap(True)  # else the form grows narrower when the sentence grows long
        self._faults: tuple[Complaint, ...] = ()
        self._at_all = True
        self.setAccessibleName(phrase("studio.faults"))
        self.itemActivated.connect(lambda _: self._mean())
        self.itemClicked.connect(lambda _: self._mean())

    def fit(self) -> None:
        """As high as so many whole rows as have room: half a line is read by nobody."""
        high, room = 0, SHARE * self.window().height()
        for row in range(self.count()):
            more = high + self.item(row).sizeHint().height()
            if row >= FAULTS_SHOWN and more > room:
                break
            high = more
        self.setFixedHeight(high + 2 * self.frameWidth())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width gives rows another height."""
        super().resizeEvent(event)
        self.fit()

    def show_faults(self, found: Complaints) -> None:
        """By the fields' names in the form; a tip has the file's."""
        self._faults = found.every
        rows = [QListWidgetItem(one.told()) for one in found.every]
        for row, one in zip(rows, found.every, strict=True):
            row.setToolTip(one.words)
        self.show_rows(rows)
        self._show()
        self.fit()

    def show_at_all(self, yes: bool) -> None:
        """Whether what it belongs to is shown."""
        self._at_all = yes
        self._show()

    def _show(self) -> None:
        """What is not in sight cannot be clicked: the head says then where else they are found."""
        number = len(self._faults)
        self.setVisible(self._at_all and bool(number))
        code = "to_mend" if self._at_all else "to_mend_by_tabs"
        self.head.setText(phrase(f"studio.{code}", number=number) if number else phrase("studio.nothing_wrong"))

    def _mean(self) -> None:
        self.meant.emit(self._faults[self.currentRow()])
