"""What an instructor would say at this stage; it can be switched off."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLabel

from scenarios.equipment import agent
from scenarios.schema import Scenario, Stage
from sim.qt.panels.card import Card
from sim.session.observation import Observation

READY = ("mask", "antiseptic", "gloves", "drape")


class HintCard(Card):
    """Follows the attempt from the choice to the way home."""

    def __init__(self, case: Scenario) -> None:
        super().__init__("Hint")
        self._hints = {hint.at: hint.say for hint in case.hints}
        self._exercise = case.exercise
        self._done: set[str] = set()
        self.on = QCheckBox("Show hints")
        self.on.setChecked(True)
        self.text = QLabel("")
        self.text.setWordWrap(True)
        self.text.setObjectName("note")
        self.box.addWidget(self.on)
        self.box.addWidget(self.text)
        self.on.toggled.connect(self.text.setVisible)

    def observe(self, seen: Observation) -> None:
        for event in seen.notices:
            fluid = agent(str(event.data["agent"])).kind if event.kind == "injection_ended" else ""
            self._done |= {event.kind, fluid}
        words = self._hints.get(self.stage(seen), "")
        if words != self.text.text():
            self.text.setText(words)

    def stage(self, seen: Observation) -> Stage:
        """Where the attempt stands."""
        if "choice" in self._exercise and seen.care.decision is None:
            return "choice"
        if "needle_removed" in self._done and "drug" in self._done:
            return "after"
        if "preparation" in self._exercise and not set(READY) <= set(seen.care.prepared) and "skin_entered" not in self._done:
            return "preparation"
        if "drug" in self._done or "contrast" in self._done:
            return "drug"
        if seen.needle is None or not seen.needle.placed:
            return "plan"
        if seen.needle.depth_mm < 30:
            return "entry"
        return "contrast" if "loss_of_resistance" in self._done else "depth"
