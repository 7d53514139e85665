"""Who was brought in: their X-rays and their body, by what they are known again, and what of them was guessed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from sim.qt.studio.body_preview import BodyPreview
from sim.qt.words import phrase, term
from sim.session.newcomers import Brought


class BroughtView(QWidget):
    """Nothing of it can be changed."""

    def __init__(self) -> None:
        super().__init__()
        self.head, self.guessed, self.body = QLabel(), QLabel(), BodyPreview()
        for label in (self.head, self.guessed):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.head)
        box.addWidget(self.guessed)
        box.addWidget(self.body, 1)

    def show_patient(self, brought: Brought) -> None:
        self.head.setText(phrase("bring.there", name=brought.name, fingerprint=brought.fingerprint))
        who = brought.person
        self.guessed.setText(
            phrase(
                "bring.guessed",
                organs=", ".join(map(term, brought.inferred)),
                sex=term(str(who["sex"])),
                age=who["age"],
                stature_mm=who["stature_mm"],
                bmi=who["bmi"],
            )
        )
        self.body.show_patient(brought.name)
