"""The result at a glance: total and verdict, three sentences, a bar for each theme."""

from __future__ import annotations

from collections.abc import Set

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from scenarios import words
from sim.qt.palette import px, styled, tint
from sim.qt.words import phrase
from sim.scoring.rubric import GOOD_FROM, Score
from sim.session.clock import clock

FAIR_FROM = 0.6
ERROR = "\u26a0 "
ROW, NAME, NUMBER = 18, 120, 60
"""Pixels at the usual size of text."""
LEAST_BAR = 60


def three_sentences(score: Score, mode: str) -> tuple[str, str, str]:
    """What went well, the one thing to change, what to practise next."""
    good = ", ".join(map(words.told, score.went_well))
    well = words.debriefing("well", themes=good) if good else words.debriefing("well_passed" if score.passed else "well_none")
    change = words.debriefing("change", remark=score.remarks[0].text) if score.remarks else words.debriefing("change_none")
    faults = [theme for theme in score.themes if theme != "economy"]  # for want of which nobody has failed
    weak = min(faults, key=lambda theme: score.themes[theme], default="")
    gravest = score.gravest_theme
    if gravest:  # whatever goal was missed too: nobody is sent to practise the lesser thing
        following = words.debriefing("next_theme", theme=words.told(gravest))
    elif score.goals_missed:
        following = words.debriefing("next_goal", goal=words.told(score.goals_missed[0]))
    elif not score.passed and weak:
        following = words.debriefing("next_theme", theme=words.told(weak))
    else:
        following = words.debriefing({"guided": "next_practice", "practice": "next_exam"}.get(mode, "next_case"))
    return well, change, following


class ThemeBars(QWidget):
    """A bar for each theme, with its name and its per cent; where a critical error was made that is said in its place, and hatched."""

    def __init__(self, themes: dict[str, float], erred_in: Set[str] = frozenset()) -> None:
        super().__init__()
        self.themes, self.erred_in = themes, erred_in
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("; ".join(f"{words.told(theme)} {100 * grade:.0f} %" for theme, grade in themes.items()))

    def sizeHint(self) -> QSize:
        return QSize(px(NAME + NUMBER) + LEAST_BAR, px(ROW) * len(self.themes) + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        named, numbered, high = px(NAME), px(NUMBER), px(ROW)
        width = self.width() - named - numbered
        for row, (theme, grade) in enumerate(self.themes.items()):
            top = row * high + 2
            painter.setPen(tint("ink"))
            painter.drawText(QRectF(0, top, named - 6, high - 2), Qt.AlignmentFlag.AlignVCenter, words.told_first(theme))
            painter.drawText(
                QRectF(self.width() - numbered, top, numbered, high - 2),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                f"{ERROR}{phrase('scorecard.error')}" if theme in self.erred_in else f"{100 * grade:.0f} %",
            )
            painter.fillRect(QRectF(named, top + (high - 10) / 2, width, 8), tint("track"))
            wrong = theme in self.erred_in or grade < FAIR_FROM
            colour = tint("bad" if wrong else "good" if grade >= GOOD_FROM else "mark")
            if theme in self.erred_in:  # a share of what went right would say that it went well
                painter.fillRect(QRectF(named, top + (high - 10) / 2, width, 8), QBrush(colour, Qt.BrushStyle.BDiagPattern))
            else:
                painter.fillRect(QRectF(named, top + (high - 10) / 2, width * grade, 8), colour)
        painter.end()


class Scorecard(QWidget):
    """What is read first."""

    def __init__(self, score: Score, mode: str, met: str, seconds: float, who: str, dose: str) -> None:
        """``met``: the seed, and how often it was met before; ``who`` lay there, and the ``dose`` of the attempt."""
        super().__init__()
        box = self._box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        self.who, self.detail = _note(who), QWidget()
        head = QHBoxLayout()
        self._passed = score.passed
        total = self._total = QLabel(f"{score.total:.0f}")
        total.setToolTip(phrase("scorecard.total_about", total=score.total))
        verdict = QLabel(phrase("scorecard.passed" if score.passed else "scorecard.not_passed"))
        verdict.setObjectName("case")
        head.addWidget(total)
        head.addWidget(verdict, 1)
        box.addLayout(head)
        box = self._told = QVBoxLayout(self.detail)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(_note(phrase("scorecard.rating", rating=score.rating, time=clock(seconds), met=met)))
        box.addWidget(_note(dose))
        self.sentences = [QLabel(said) for said in three_sentences(score, mode)]
        for label in self.sentences:
            label.setWordWrap(True)
            box.addWidget(label)
        self.bars = ThemeBars(score.themes, score.erred_in)
        box.addWidget(self.bars)
        self.take_back()

    def take_back(self) -> None:
        """All of it stands here."""
        self._box.insertWidget(0, self.who)
        self._box.addWidget(self.detail)
        styled(self._total, "passed" if self._passed else "failed")

    def lend(self, page: QWidget) -> None:
        """All but total and verdict goes on this page, where there is no height for it."""
        self._told.insertWidget(0, self.who)
        layout = page.layout()
        assert layout is not None
        layout.addWidget(self.detail)
        styled(self._total, "passed_low" if self._passed else "failed_low")

    def minimumSizeHint(self) -> QSize:
        """As high as its sentences are when they wrap: the bars would else pay for it."""
        least = super().minimumSizeHint()
        return QSize(least.width(), max(least.height(), self._box.heightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


def _note(said: str) -> QLabel:
    note = QLabel(said)
    note.setObjectName("note")
    note.setWordWrap(True)
    return note
