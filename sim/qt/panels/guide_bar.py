"""Over every page while there are hints: the steps with what is reached, the one to do next, and what is so now."""

from __future__ import annotations

from html import escape
from math import ceil

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QSizePolicy

from scenarios import words
from scenarios.hint import Stage
from scenarios.schema import Scenario, Technique
from scenarios.ways import drug_ml
from sim.qt.grown import is_large, wears_anew
from sim.qt.palette import px, styled
from sim.qt.words import phrase
from sim.scoring.milestones import Standing, steps_of

TICK, NEXT, OPEN, WARNING = "\u2713", "\u25cf", "\u25cb", "\u26a0"
LINES, LARGE = 3, 36
"""Of a hint, the step among them where the bar is narrow; and pixels at the usual size where text is large: there three have no room"""
APART = 14
"""Pixels between step, hint and box where they stand side by side"""
BESIDE = 1000
"""Pixels at the usual size of text: in a bar that is less wide the step begins the hint, which beside it would be cut"""
MOST_MARKS = 10
"""A whole procedure has more steps than marks leave room for the hint: there the step's number stands for them, and its tip lists all."""
HINT_AT: dict[str, tuple[Stage, ...]] = {
    "chart_read": ("choice",), "prepared": ("preparation",), "target_seen": ("plan",), "needle_set": ("entry",),
    "on_the_way": ("way",), "depth_judged": ("depth",), "loss_felt": ("loss",), "contrast_proves": ("contrast",),
    "drug_given": ("drug",), "discharged": ("after",),
}  # fmt: skip
"""What an instructor has to say at each step: the first that the case has; else what ``words`` say on every way. No case speaks of how a
needle is taken out."""


def depth_views(technique: Technique) -> str:
    """Under which depth is judged, as their buttons say it."""
    return phrase("guide_bar.or").join(phrase(f"view.{view}_short") for view in technique.depth_views)


class GuideBar(QFrame):
    """Shows a Standing; its words are those of the catalogue and of the case."""

    def __init__(self, case: Scenario, technique: Technique) -> None:
        super().__init__()
        self.setObjectName("guide")
        self._views = {"target_seen": phrase(f"view.{technique.line_view}_short"), "depth_judged": depth_views(technique)}
        least, most = drug_ml(technique)
        self._usual_drug = "" if "choice" in case.exercise else phrase("guide_bar.drug", least=least, most=most)
        """Which drug and how much, for who is not asked to decide it"""
        self._hints = {hint.at: words.told(hint.say) for hint in case.hints}
        self.steps = steps_of(case)
        self.done: frozenset[str] = frozenset()
        self._is_all = False
        self.present = self.trouble = self._act = self._says = ""
        self._standing = Standing(self.steps, frozenset(), self.steps[0])
        self._below = False
        """Whether it has the whole width, under the tabs"""
        self._begins = self._narrow = False
        """Whether the step begins the hint: beside marks and step it would be cut, and lines are dear"""
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(4)
        self.lines = [QLabel(OPEN) for _ in self.steps]
        for line in self.lines:
            row.addWidget(line)
        row.addSpacing(8)
        self.step, self.hint = QLabel(), QLabel()
        self.step.setObjectName("step")
        self.hint.setWordWrap(True)
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.on = QCheckBox(phrase("guide_bar.hints"))
        self.on.setChecked(True)
        self.on.setToolTip(phrase("guide_bar.hints_about"))
        self.on.toggled.connect(lambda: self.show_standing(self._standing))
        self.step.setContentsMargins(0, 0, APART, 0)
        row.addWidget(self.step)
        row.addWidget(self.hint, 1)
        row.addWidget(self.on)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._turn()

    def go_below(self, yes: bool) -> None:
        """Under the tabs, or beside them."""
        if yes != self._below:
            self._below = yes
            self._turn()

    def _turn(self) -> None:
        """Under the tabs the step begins the hint always."""
        self._begins = self._below or self._narrow
        styled(self.hint, "says")
        self.hint.ensurePolished()
        letters = QFontMetricsF(self.hint.font())
        lines = LINES * ceil(letters.ascent() + letters.descent())  # as rich text lays them out
        self.hint.setFixedHeight(px(LARGE) if self._below and is_large() else lines)
        self.hint.setContentsMargins(0, 0, 0 if self._below else APART, 0)
        for line in self.lines:
            line.setVisible(len(self.steps) <= MOST_MARKS and not self._begins)
        self.show_standing(self._standing)

    def take_box(self) -> None:
        """The one that switches hints, back from where it was lent."""
        self._row.addWidget(self.on)

    def begin_with(self, act: str, is_all: bool = False) -> None:
        """With which control the next deed is done: the hint begins with it, or gives its place to it where it is of another deed."""
        if (act, is_all) != (self._act, self._is_all):
            self._act, self._is_all = act, is_all
            self.show_standing(self._standing)

    def show_standing(self, standing: Standing) -> None:
        """Tick what is reached, light what is next, say what is wrong or what helps."""
        self._standing = standing
        self.done, self.present, self.trouble = standing.done, standing.present, standing.trouble
        number = len(self.steps)
        for i, (code, line) in enumerate(zip(self.steps, self.lines, strict=True), 1):
            reached, lit = code in self.done, code == self.present
            line.setText(TICK if reached else NEXT if lit else OPEN)
            styled(line, "quiet" if reached else "next" if lit else "note")
            state = phrase("guide_bar.done") if reached else phrase("guide_bar.now") if lit else phrase("guide_bar.later")
            line.setToolTip(f"{i}. {self._told(code)}: {state}")
            line.setAccessibleName(line.toolTip())
        self.step.setToolTip("\n".join(f"{line.text()} {line.toolTip()}" for line in self.lines))
        at = self.steps.index(self.present) + 1 if self.present in self.steps else 0
        over = self.present == "finish" and bool(standing.trouble)  # not everything is done where harm was never answered
        self.step.setText((f"{at}/{number}  " if at else "") + self._told("all_over" if over else self.present))
        wrong = words.trouble(standing.trouble)
        self._says = f"{WARNING} {wrong}" if wrong else "" if self._is_all else self._helps()
        self.hint.setToolTip((f"{self._says} {self._act}" if wrong else f"{self._act} {self._says}").strip())
        self.step.setVisible(not self._begins)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._narrow != (narrow := self.width() < px(BESIDE)):
            self._narrow = narrow
            self._turn()
        self._fit()

    def _fit(self) -> None:
        """In letters of one size, and no higher than the others; where text is large and that is not enough, in smaller letters. Of a hint
        that is too long even so the act is told, or what went wrong, and its tip tells the rest; of a longer one not the step's name."""
        self._row.activate()  # the step may have come or gone just now
        look = "alarm" if self._standing.trouble else "says"
        whole = self.hint.toolTip()
        self._write(whole, look)
        if not self._begins:
            return
        low = f"{look}_low" if is_large() else look
        least = self._says if self._standing.trouble else self._act or self._says
        for helps, letters in ((whole, low), (least, look), (least, low)):
            if self._is_cut():
                self._write(helps, letters)
        if self._is_cut():
            self._write(least, low, self.step.text().partition("  ")[0])

    def _write(self, helps: str, look: str, step: str = "") -> None:
        """``step``: as a hint begins with it, if otherwise than it is called.

        Without hints their place stays: nothing moves when they go, and what they leave is no gap between marks.
        """
        helps = helps if self.on.isChecked() else ""
        self.hint.setText(f"<b>{escape(step or self.step.text())}</b>&nbsp;&nbsp; {escape(helps)}" if self._begins else helps)
        styled(self.hint, look)
        self.hint.ensurePolished()

    def _is_cut(self) -> bool:
        return self.hint.heightForWidth(self.hint.width()) > self.hint.height()

    def _told(self, code: str) -> str:
        return words.step(code, self._views.get(code, ""))

    def _helps(self) -> str:
        said = [self._hints[stage] for stage in HINT_AT.get(self.present, ()) if stage in self._hints]
        helps = said[0] if said else words.usual_hint(self.present)
        return f"{helps} {self._usual_drug}".rstrip() if self.present == "drug_given" else helps
