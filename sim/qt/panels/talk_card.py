"""The talk with the patient: what was asked and answered stays to be read, with the time at which it was said."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLabel, QPushButton, QTextBrowser, QVBoxLayout

from scenarios.chart import Chart
from scenarios.follow_ups import FOLLOW_UPS, FollowUp, left_open
from scenarios.schema import Patient
from scenarios.words import aloud, question, sentence
from scenarios.words.said import Said
from sim.qt.grown import wears_anew
from sim.qt.palette import px, styled, theme
from sim.qt.panels.card import Card
from sim.qt.words import heading, phrase
from sim.scoring.grounds import topics_of
from sim.session.care_commands import Ask, Topic
from sim.session.clock import clock
from sim.session.observation import Observation
from sim.session.session import STEP_S

DONE = "\u2713 "
CLOSE, APART = 4, 22
"""Pixels between questions in a column, at least, and at the usual size of text at most, where there is height to spare"""
RIM = 4
"""Pixels by which what is done has a broader rim, and one"""


class TalkCard(Card):
    """The questions that can be asked, and the dialogue; under both those that an answer opened.

    Beside what is read the questions stand in a column at its right edge, and the dialogue to their left once something was said:
    until then it takes no room, and no question moves when it comes. Alone on a page the dialogue stands under them.
    """

    ordered = Signal(object)
    began = Signal()
    """Something was said for the first time: it needs the room of a dialogue"""

    def __init__(self, patient: Patient, chart: Chart) -> None:
        super().__init__(phrase("talk_card.title"))
        self.chart = chart
        self._told: list[tuple[str, Said]] = []
        grid = self._questions = QGridLayout()
        grid.setSpacing(CLOSE)
        self.asking: dict[Topic, QPushButton] = {}
        for topic in topics_of(patient):
            button = QPushButton(heading(topic))
            button.setToolTip(question(topic))
            button.clicked.connect(lambda _=False, about=topic: self.ordered.emit(Ask(about=about)))
            grid.addWidget(button, len(self.asking) // 2, len(self.asking) % 2)
            self.asking[topic] = button
        self.further: dict[FollowUp, QPushButton] = {}
        once_more = QVBoxLayout()
        for name in FOLLOW_UPS:
            further = self.further[name] = QPushButton(question(name))
            further.clicked.connect(lambda _=False, about=name: self.ordered.emit(Ask(about=about)))
            further.hide()
            once_more.addWidget(further)
        self.talk = QTextBrowser()
        self.talk.setAccessibleName(phrase("talk_card.talk"))
        self.talk.setPlaceholderText(phrase("talk_card.nothing_yet"))
        self._line = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._line.addLayout(grid)
        self._line.addWidget(self.talk, 1)
        self._line.addStretch(0)  # without the dialogue it has what is over: the questions keep their width
        self.box.addLayout(self._line, 1)
        self.box.addLayout(once_more)  # over all of the width: they are whole sentences
        self._is_beside = False

    @property
    def has_begun(self) -> bool:
        return bool(self._told)

    def stand_beside(self, yes: bool) -> None:
        """What is read; else alone on a page."""
        self.talk.setVisible(self.has_begun or not yes)
        if yes == self._is_beside:
            return
        self._is_beside = yes
        self._line.setDirection(QBoxLayout.Direction.RightToLeft if yes else QBoxLayout.Direction.TopToBottom)
        across = 1 if yes else 2
        for number, button in enumerate(self.asking.values()):
            self._questions.addWidget(button, number // across, number % across)
        self._questions.setAlignment(Qt.AlignmentFlag.AlignTop if yes else Qt.AlignmentFlag(0))
        self._spread()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()

    def _spread(self) -> None:
        """Questions in a column stand further apart where its page is high."""
        high = [button.sizeHint().height() for button in self.asking.values()]
        head = self.findChild(QLabel, "title")
        assert isinstance(head, QLabel)
        room = self.height() - head.height() - 2 * px(APART) - sum(high)
        apart = min(max(room // max(len(high) - 1, 1), CLOSE), px(APART))
        self._questions.setVerticalSpacing(apart if self._is_beside else CLOSE)

    def widened(self, dialogue: int) -> int:
        """Pixels across that it needs, from the start so many as with every question ticked, and with those that an answer opens.

        ``dialogue``: pixels of that, at least
        """
        tick = self.fontMetrics().horizontalAdvance(DONE) + RIM
        for button in self.asking.values():
            button.setMinimumWidth(button.sizeHint().width() + (0 if button.text().startswith(DONE) else tick))
        for layout in (self._questions, self._line, self.box):
            layout.invalidate()  # one that is not shown keeps the widths of the text's size before
        margins = self.edges
        further = max(button.sizeHint().width() for button in self.further.values())
        asked = max(self._title_wide(), *(button.minimumWidth() for button in self.asking.values()))
        self._questions.setColumnMinimumWidth(0, asked if self._is_beside else 0)  # they are as wide with the dialogue as without
        wide = max(asked + self._line.spacing() + dialogue, further) if dialogue else asked
        return margins.left() + margins.right() + wide

    def _title_wide(self) -> int:
        """Its longest word, and no less: the others go below it."""
        head = self.findChild(QLabel, "title")
        assert isinstance(head, QLabel)
        return head.minimumSizeHint().width()

    def take_focus(self) -> None:
        """To the first question that was not asked."""
        left = (button for button in self.asking.values() if not button.text().startswith(DONE))
        next(left, next(iter(self.asking.values()))).setFocus(Qt.FocusReason.TabFocusReason)

    def observe(self, seen: Observation) -> None:
        for topic, button in self.asking.items():
            words = f"{DONE if topic in seen.care.asked else ''}{heading(topic)}"
            if button.text() != words:
                button.setText(words)
                styled(button, "done" if topic in seen.care.asked else "")
        said = [event for event in seen.notices if event.kind == "patient_says"]
        if said:
            is_first = not self.has_begun
            self._told += [(clock(event.step * STEP_S), Said.of(event.data)) for event in said]
            self._show()
            self._offer()
            if is_first:
                self.began.emit()

    def _offer(self) -> None:
        """What the answers so far leave open, and was not asked since."""
        answered = [said for _, said in self._told if said.about]
        left = {row.name for said in answered for row in left_open(said.about, said.answers)} - {said.about for said in answered}
        for name, button in self.further.items():
            button.setVisible(name in left)

    def _show(self) -> None:
        self.talk.setHtml("".join(_line(when, said, self.chart) for when, said in self._told))
        self.talk.verticalScrollBar().setValue(self.talk.verticalScrollBar().maximum())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._told:
            self._show()
        if wears_anew(event):
            self._spread()


def _line(when: str, said: Said, chart: Chart) -> str:
    muted = theme().muted
    you = f"{when} &nbsp;<b>{phrase('talk_card.you')}</b> {escape(question(said.about))}" if said.about else ""
    asked = f"<p style='margin:6px 0 0 0; color:{muted}'>{you}</p>" if said.about else ""
    when = "" if said.about else f"{when} &nbsp;"
    return (
        f"{asked}<p style='margin:2px 0 0 12px; color:{theme().says}'><span style='color:{muted}'>{when}</span>"
        f"{escape(aloud(sentence(said, chart)))}</p>"
    )
