"""The remarks of an attempt, the worst first; below them what none of them tells, and what went well, each with its moment."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidgetItem

from scenarios.rubric import measures
from scenarios.schema import Scenario
from scenarios.ways import told_so
from scenarios.words import told, told_first
from sim.qt.panels.decided_view import unreasoned
from sim.qt.panels.given_so_far import marked, whole_mg
from sim.qt.panels.points_view import value_said
from sim.qt.panels.whole_rows import WholeRows
from sim.qt.words import phrase
from sim.scoring.remarks import TOLD_POINTS, Remark
from sim.scoring.rubric import Score
from sim.scoring.untold import done_well, spent_besides, spent_untold
from sim.session.clock import clock
from sim.session.events import Event
from sim.session.session import STEP_S

Listed = tuple[str, int | None]
"""What is said, and of which step"""


class RemarkList(WholeRows):
    """A click on one, or Return, leads to its moment."""

    wanted = Signal(int)
    """The step of a moment"""

    def __init__(self, score: Score, case: Scenario, events: Sequence[Event]) -> None:
        super().__init__()
        self.setAccessibleName(phrase("debriefing.remarks"))
        self.setToolTip(phrase("debriefing.remarks_about"))
        rows = [_of_remark(remark, score) for remark in score.remarks]
        for title, found in (("untold", _untold(score)), ("left_open", _left_open(case, events)), ("done_well", _done_well(score))):
            if found:
                rows += [_head(phrase(f"debriefing.{title}")), *(_item(*row) for row in found)]
        self.show_rows(rows or [QListWidgetItem(phrase("debriefing.no_remark"))])
        for asked in (self.itemClicked, self.itemActivated):
            asked.connect(self._lead)

    def _lead(self, item: QListWidgetItem) -> None:
        step = item.data(Qt.ItemDataRole.UserRole)
        if step is not None:
            self.wanted.emit(int(step))


def _of_remark(remark: Remark, score: Score) -> QListWidgetItem:
    # told by a sign, a word and weight: no colour, which not everybody sees
    critical = phrase("debriefing.critical") if remark.critical else ""
    item = _item(f"{critical}{_counted(remark, score)}", remark.step)
    return _bold(item) if remark.critical else item


def _counted(remark: Remark, score: Score) -> str:
    """What harms in any case is taken off under safety: its own theme may stand at a hundred beside the remark."""
    points = sum(loss.points for loss in score.losses if loss.measure == remark.measure)
    if remark.critical or points < TOLD_POINTS:
        return remark.text
    return phrase("debriefing.counts", said=remark.text, theme=told_first("safety"), points=points)


def _untold(score: Score) -> list[Listed]:
    found: list[Listed] = []
    for one in spent_untold(score):
        title, value = told(measures()[one.measure].title), value_said(one.value, one.unit)
        measured = score.measures.get(one.measure)
        said = phrase("debriefing.spent", theme=told_first("economy"), measure=title, value=value, points=one.points)
        found.append((said, None if measured is None else measured.step))
    besides = spent_besides(score)
    if besides:
        found.append((phrase("debriefing.spent_besides", points=besides), None))
    return found


def _left_open(case: Scenario, events: Sequence[Event]) -> list[Listed]:
    """Choices for which no reason was named, and a steroid that came thinner than it was decided; no points hang on either."""
    decided = next((event for event in reversed(events) if event.kind == "decided"), None)
    if decided is None or case.plan is None:
        return []
    choices, found = unreasoned(decided.data), list[Listed]()
    if choices:
        found.append((phrase("debriefing.unreasoned", choices=", ".join(phrase(f"decided.{one}") for one in choices)), decided.step))
    return found + _thinner(case, decided, events)


def _thinner(case: Scenario, decided: Event, events: Sequence[Event]) -> list[Listed]:
    ready = {fluid.agent: fluid.ml for fluid in case.tray.fluids}
    ends = [event for event in events if event.kind == "injection_ended"]
    brought = [(event.step, told_so(event.kind, event.data, None, ready)) for event in ends]
    ml = sum(float(data["ml"]) for _, data in brought if "steroid_mg" in data)
    mg, whole = sum(data.get("steroid_mg", 0.0) for _, data in brought), whole_mg(str(decided.data.get("steroid") or ""))
    if marked(ml) < float(decided.data.get("drug_ml", 0.0)) or not 0 < round(mg) < whole:
        return []
    return [(phrase("debriefing.thinner", mg=mg, whole_mg=whole, ml=decided.data["drug_ml"]), brought[-1][0])]


def _done_well(score: Score) -> list[Listed]:
    found: list[Listed] = []
    for theme, mark in done_well(score).items():
        of, title = told_first(theme), told(measures()[mark.measure].title)
        said = of if of == title else phrase("debriefing.one_done_well", theme=of, measure=title)  # German calls both the decision
        found.append((said if mark.unit == "yes" else f"{said}, {value_said(mark.value, mark.unit)}", mark.step))
    return found


def _item(said: str, step: int | None) -> QListWidgetItem:
    item = QListWidgetItem(said if step is None else f"{clock(step * STEP_S)}  {said}")
    item.setData(Qt.ItemDataRole.UserRole, step)
    return item


def _head(said: str) -> QListWidgetItem:
    """Of some rows: it leads nowhere, and is not chosen."""
    item = _bold(QListWidgetItem(said))
    item.setFlags(Qt.ItemFlag.ItemIsEnabled)
    return item


def _bold(item: QListWidgetItem) -> QListWidgetItem:
    bold = item.font()
    bold.setBold(True)
    item.setFont(bold)
    return item
