"""The result at a glance: total and verdict, three sentences, a bar for each theme."""

from __future__ import annotations

import re
from collections.abc import Set
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from scenarios import words
from scenarios.rubric import measures
from sim.qt.palette import px, styled, tint
from sim.qt.panels.note import note
from sim.qt.words import phrase
from sim.scoring.rubric import GOOD_FROM, Score
from sim.scoring.untold import spent_untold
from sim.session.clock import clock

FAIR_FROM = 0.6
ERROR = "\u26a0 "
ROW, BEFORE_BAR, NUMBER = 18, 10, 60
"""Pixels at the usual size of text: of a row, between the longest name and the bars, and of a figure."""
LEAST_BAR = 60
APART, THIN = 16, 4
"""Pixels between two columns of bars, and of a bar's height there"""
MANY = 3
"""So many themes at least share a line"""
SENTENCE_ENDS = re.compile(r"(?<=[^\W\d_]{2}[.!?]) ")


def three_sentences(score: Score, mode: str) -> tuple[str, str, str]:
    """What went well, the one thing to change, what to practise next."""
    good = ", ".join(map(words.told, score.went_well))
    well = words.debriefing("well", themes=good) if good else words.debriefing("well_passed" if score.passed else "well_none")
    change = _to_change(score)
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


def _to_change(score: Score) -> str:
    """What the first remark says first: all of it stands in the list. Without one, what took most points; nothing is left only then."""
    if score.remarks:
        return words.debriefing("change", remark=first_sentence(score.remarks[0].text))
    spent = spent_untold(score)
    if spent:
        return words.debriefing("change_spent", measure=words.told(measures()[spent[0].measure].title))
    return words.debriefing("change_none")


def first_sentence(text: str) -> str:
    """Up to the first full stop behind a word: none of a number or of a letter that stands for a word."""
    return SENTENCE_ENDS.split(text, maxsplit=1)[0]


class ThemeBars(QWidget):
    """A bar for each theme, with its name and its per cent; where a critical error was made that is said in its place, and hatched.

    Folded they stand in two columns, each bar below its name; in brief a line has all that are full.
    """

    def __init__(self, themes: dict[str, float], erred_in: Set[str] = frozenset()) -> None:
        super().__init__()
        self.themes, self.erred_in = themes, erred_in
        self._folded = self._brief = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("; ".join(f"{words.told(theme)} {100 * grade:.0f} %" for theme, grade in themes.items()))

    def fold(self, yes: bool, brief: bool = False) -> None:
        """Where height is scarce: what is below has it."""
        if (yes, brief) != (self._folded, self._brief):
            self._folded, self._brief = yes, brief
            self.updateGeometry()
            self.update()

    @property
    def full(self) -> list[str]:
        """Themes that a line has together: by no figure told apart, and named in the sentences above."""
        found = [theme for theme, grade in self.themes.items() if round(100 * grade) == 100 and theme not in self.erred_in]
        return found if self._brief and len(found) >= MANY else []

    @property
    def barred(self) -> dict[str, float]:
        """Themes that have a bar of their own, and their grades."""
        full = self.full
        return {theme: grade for theme, grade in self.themes.items() if theme not in full}

    @property
    def _rows(self) -> int:
        return ceil(len(self.barred) / self._columns)

    @property
    def _columns(self) -> int:
        """A bar alone is as wide as the line below it that has all the others."""
        return 2 if self._folded and len(self.barred) > 1 else 1

    @property
    def _high(self) -> int:
        """Of a row, pixels."""
        return px(ROW) + THIN if self._folded else px(ROW)

    @property
    def _named(self) -> int:
        """Pixels of the longest name, and before its bar."""
        return max((self.fontMetrics().horizontalAdvance(words.told_first(theme)) for theme in self.themes), default=0) + px(BEFORE_BAR)

    def sizeHint(self) -> QSize:
        return QSize(self._named + px(NUMBER) + LEAST_BAR, self._high * self._rows + 4 + (px(ROW) if self.full else 0))

    def places(self) -> list[tuple[QRectF, QRectF]]:
        """By theme that has a bar: of its name and its figure, and of the bar."""
        found, high = [], px(ROW)
        for number in range(len(self.barred)):
            if self._folded:
                column, row = divmod(number, self._rows)
                wide = (self.width() - px(APART) * (self._columns - 1)) / self._columns
                line = QRectF(column * (wide + px(APART)), row * self._high + 2, wide, high - 2)
                found.append((line, QRectF(line.left(), line.bottom() + 1, wide, THIN)))
            else:
                line = QRectF(0, number * high + 2, self.width(), high - 2)
                found.append((line, line.adjusted(self._named, (high - 10) / 2, -px(NUMBER), 10 - high + (high - 10) / 2)))
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = Qt.AlignmentFlag.AlignVCenter
        for (theme, grade), (line, bar) in zip(self.barred.items(), self.places(), strict=True):
            erred = theme in self.erred_in
            painter.setPen(tint("ink"))
            painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, words.told_first(theme))
            said = f"{ERROR}{phrase('scorecard.error')}" if erred else f"{100 * grade:.0f} %"
            painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, said)
            painter.fillRect(bar, tint("track"))
            colour = tint("bad" if erred or grade < FAIR_FROM else "good" if grade >= GOOD_FROM else "mark")
            if erred:  # a share of what went right would say that it went well
                painter.fillRect(bar, QBrush(colour, Qt.BrushStyle.BDiagPattern))
            else:
                bar.setWidth(bar.width() * grade)
                painter.fillRect(bar, colour)
        if self.full:
            line = QRectF(0, self.height() - px(ROW), self.width(), px(ROW))
            said = phrase("scorecard.full" if self.barred else "scorecard.all_full", count=len(self.full))
            painter.setPen(tint("ink"))
            painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, said)
            painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, "100 %")
        painter.end()


class Scorecard(QWidget):
    """What is read first."""

    def __init__(self, score: Score, mode: str, met: str, seconds: float, who: str, dose: str) -> None:
        """``met``: the seed, and how often it was met before; ``who`` lay there, and the ``dose`` of the attempt."""
        super().__init__()
        box = self._box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        self.who, self.detail = note(who), QWidget()
        head = QHBoxLayout()
        self._passed = score.passed
        total = self._total = QLabel(words.decimal(f"{score.total:.1f}"))
        total.setToolTip(phrase("scorecard.total_about", total=score.total))
        verdict = QLabel(phrase("scorecard.passed" if score.passed else "scorecard.not_passed"))
        verdict.setObjectName("case")
        head.addWidget(total)
        head.addWidget(verdict, 1)
        box.addLayout(head)
        box = self._told = QVBoxLayout(self.detail)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(note(phrase("scorecard.rating", rating=score.rating, time=clock(seconds), met=met)))
        box.addWidget(note(dose))
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
