"""The left side: who lies there and why, the steps with the present one lit, the patient, time and dose."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from scenarios.schema import Scenario, Technique
from scenarios.views import VIEWS
from sim.qt.panels.card import Card
from sim.qt.panels.hint_card import HintCard
from sim.qt.panels.patient_card import PatientCard
from sim.session.observation import Observation


@dataclass(frozen=True)
class StageDone:
    """A step of the procedure and the notice that shows it is done."""

    title: str
    done_by: str


def stages(technique: Technique) -> tuple[StageDone, ...]:
    """The steps that every technique has, and those of this one."""
    feel = (StageDone("Feel the loss of resistance", "loss_of_resistance"),) if technique.aim == "interspace" else ()
    return (
        StageDone("Plan: see the target", "exposure_ended"),
        StageDone("Take a needle", "needle_taken"),
        StageDone("Set it on the skin", "needle_placed"),
        StageDone("Through the skin, along the line", "skin_entered"),
        StageDone(f"Judge depth: {' or '.join(VIEWS[v].title for v in technique.depth_views)}", "depth_view"),
        *feel,
        StageDone("Contrast, watched live", "contrast"),
        StageDone("The drug, slowly", "drug"),
        StageDone("Needle out", "needle_removed"),
    )


TICK, DOT = "\u2713", "\u2022"


class CasePanel(QWidget):
    """Reads the case once, then follows what is observed."""

    def __init__(self, case: Scenario, technique: Technique, contrast: set[str], drugs: set[str], hints: bool) -> None:
        super().__init__()
        self.setObjectName("room")
        self._depth = {VIEWS[v].title for v in technique.depth_views}
        self._contrast, self._drugs = contrast, drugs
        self.stages = stages(technique)
        self.done: set[str] = set()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        who = Card("Case")
        title = QLabel(case.title)
        title.setObjectName("case")
        title.setWordWrap(True)
        said = QLabel(f"{case.patient.name}, {case.patient.age}. {case.patient.complaint}")
        said.setWordWrap(True)
        who.box.addWidget(title)
        who.box.addWidget(said)
        box.addWidget(who)
        steps = Card("Steps")
        self.lines = [QLabel(stage.title) for stage in self.stages]
        for line in self.lines:
            line.setWordWrap(True)
            steps.box.addWidget(line)
        steps.setVisible(hints)
        box.addWidget(steps)
        self.patient = PatientCard(case.chart)
        self.says = self.patient.says
        box.addWidget(self.patient)
        self.hint = HintCard(case)
        self.hint.setVisible(hints and bool(case.hints))
        box.addWidget(self.hint)
        spent = Card("So far")
        self.spent = QLabel()
        spent.box.addWidget(self.spent)
        box.addWidget(spent)
        box.addStretch(1)
        self._light()

    def observe(self, seen: Observation) -> None:
        self.patient.observe(seen)
        self.hint.observe(seen)
        for event in seen.notices:
            self.done.add(event.kind)
            if event.kind == "exposure_ended" and event.data["view"] in self._depth and seen.needle is not None and seen.needle.placed:
                self.done.add("depth_view")
            if event.kind == "injection_ended" and event.data["agent"] in self._contrast:
                self.done.add("contrast")
            if event.kind == "injection_ended" and event.data["agent"] in self._drugs:
                self.done.add("drug")
        if seen.notices:
            self._light()
        dose, run = seen.carm.dose, seen.carm.run
        minutes, seconds = divmod(int(seen.time_s), 60)
        self.spent.setText(
            f"time {minutes}:{seconds:02d}\nbeam on {dose.seconds:.1f} s\nair kerma {dose.kerma_mgy:.2f} mGy\n"
            f"dose-area {dose.dap_gycm2:.3f} Gy\u00b7cm\u00b2\n"
            f"last run {run.seconds:.1f} s, {run.kerma_mgy:.2f} mGy\n"
            f"rate {seen.carm.kerma_mgy_min:.0f} mGy/min"
        )

    def _light(self) -> None:
        """Done steps are ticked, the first undone one is lit."""
        present = next((i for i, stage in enumerate(self.stages) if stage.done_by not in self.done), None)
        for i, (stage, line) in enumerate(zip(self.stages, self.lines, strict=True)):
            done = stage.done_by in self.done
            line.setText(f"{TICK if done else DOT}  {stage.title}")
            line.setStyleSheet("color:#7bd88f" if done else "color:#e8c46a; font-weight:600" if i == present else "color:#8fa6b5")
