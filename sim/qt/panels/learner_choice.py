"""Whose attempt it will be: a name or a pseudonym, typed once and chosen afterwards."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import Signal

from sim.qt.chosen_names import known_learners, proper, remember
from sim.qt.panels.fields import Choice
from sim.qt.words import phrase
from sim.records.learner import LETTERS

SEEN = 14
"""Letters of a name that there is room for."""


class LearnerChoice(Choice):
    """Remembers who was chosen when an attempt begins. Whoever practises alone leaves it as it stands."""

    settled = Signal()
    """Somebody is chosen, or typed"""

    def __init__(self) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(Choice.InsertPolicy.NoInsert)
        self.addItems(known_learners())
        line = self.lineEdit()
        assert line is not None
        line.setMaxLength(LETTERS)
        line.editingFinished.connect(self.settled)
        self.activated.connect(lambda _: self.settled.emit())
        self.setMinimumContentsLength(SEEN)
        self.setAccessibleName(phrase("learner_choice.name"))
        self.setToolTip(phrase("learner_choice.about"))

    def taken(self) -> str:
        """The name that stands here, remembered as the last one."""
        name = proper(self.currentText())
        with suppress(OSError):  # where nothing can be written the name is typed anew
            remember(name)
        if self.findText(name) < 0:
            self.insertItem(0, name)
        self.setCurrentIndex(self.findText(name))
        return name
