"""A list whose rows end in what matters, as what is left in a syringe: the closed box says them shorter, and never without their end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QStyleOptionComboBox

from scenarios.words import told
from sim.qt.panels.fields import Choice
from sim.qt.words import phrase

LONG_NAMES = ("methylprednisolone", "dexamethasone", "triamcinolone", "betamethasone")
"""Of drugs, that are said shorter where they have no room"""

SHORTER = Qt.ItemDataRole.UserRole + 1
"""A row's shorter forms, the longest first"""


class EndingChoice(Choice):
    """Where no form of a row has room its middle is left out."""

    def add(self, forms: Sequence[str], data: object) -> None:
        """A row: the whole of it, which the open list shows, and its shorter forms."""
        self.addItem(forms[0], data)
        self.setItemData(self.count() - 1, list(forms[1:]), SHORTER)

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        QComboBox.initStyleOption(self, option)
        forms = (option.currentText, *(self.currentData(SHORTER) or ()))
        room, metrics = self._room(option), self.fontMetrics()
        said = next((form for form in forms if metrics.horizontalAdvance(form) <= room), forms[-1])
        option.currentText = metrics.elidedText(said, Qt.TextElideMode.ElideMiddle, room)


def left_in(said: str, ml: float) -> tuple[str, str, str]:
    """A syringe with what is left in it, and the same twice shorter."""
    brief = said
    for drug in LONG_NAMES:
        brief = brief.replace(told(drug), phrase(f"drug_short.{drug}"))
    less = [phrase("syringe_card.listed_short", said=one, left_ml=ml) for one in (said, brief)]
    return phrase("syringe_card.listed", said=said, left_ml=ml), less[0], less[1]
