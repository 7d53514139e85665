"""Cases as cards: a small drawing of the way in, the title, what is asked for, how hard it is, and how it went so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from scenarios import files, words
from scenarios.schema import Difficulty, Scenario
from scenarios.ways import place_of
from scenarios.words import told
from sim.exchange.gradebook.transcript import Reached
from sim.qt.palette import px, tint
from sim.qt.panels.way_drawing import draw_way
from sim.qt.words import phrase, term

CARD_ROLE = Qt.ItemDataRole.UserRole + 1
HIGH, PICTURE, NARROWEST, BESIDE = 78, 56, 400, 570
"""Pixels: a card at least, its drawing, the list, and a card that stands beside another, at the usual size of text"""
BETWEEN = "; "
"""Stands between the way in and where it goes"""
MARKS: dict[Reached, str] = {"mastered": "good", "next": "mark", "open": "bright", "later": "muted", "passed": "good"}
"""The colour of what says how far the course has come with a case."""


@dataclass(frozen=True)
class CaseCard:
    """What a card says."""

    title: str
    asks: str
    difficulty: Difficulty
    tried: str
    level: str
    """Where the needle goes; empty where that is the exercise."""
    aim: str
    reached: Reached
    """In the course that is chosen"""

    @staticmethod
    def of(case: Scenario, tried: str, reached: Reached = "") -> CaseCard:
        if case.drill is not None:
            asked = words.drill("card", task=words.drill_task(case.drill.asks))
            level = "" if case.drill.asks in ("pattern", "level") else files.technique(case.technique).squared_level(case.target.level)
            return CaseCard(told(case.title), asked, case.difficulty, tried, level, "", reached)
        if "choice" in case.exercise:
            whole = phrase("case_cards.whole")
            return CaseCard(told(case.title), whole, case.difficulty, tried, "", "", reached)
        aim = files.technique(case.technique).aim
        return CaseCard(told(case.title), asked_of(case), case.difficulty, tried, case.target.level, aim, reached)

    def holds(self, wanted: str) -> bool:
        """Whether every word that is looked for is on it."""
        text = f"{self.title} {self.asks} {self.difficulty} {term(self.difficulty)}".casefold()
        return all(word in text for word in wanted.casefold().split())


def asked_of(case: Scenario) -> str:
    """Which way in, at which level, on which side."""
    technique, place = files.technique(case.technique), place_of(case.technique, case.target.level)
    return f"{term(technique.title)}{BETWEEN}{place}" + ("" if technique.aim == "canal" else f", {term(case.target.side)}")


class CaseList(QListWidget):
    """Cards below one another, and beside one another where they keep their words.

    They are so high that whole ones fill it: none is cut where the list ends, unless the list is lower than one.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(CaseDelegate(self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerItem)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMinimumWidth(NARROWEST)

    @property
    def high(self) -> int:
        """Of a card now, pixels."""
        room, least = self.height() - 2 * self.frameWidth(), max(HIGH, px(HIGH) - 8)
        return room // (room // least) if room >= least else least

    @property
    def across(self) -> int:
        """Cards beside one another."""
        return max(self.viewport().width() // px(BESIDE), 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room, high = self.height() - 2 * self.frameWidth(), self.high
        self.setViewportMargins(0, 0, 0, room % high if room >= high else 0)
        beside = self.across > 1
        if beside != self.isWrapping():
            self.setFlow(QListWidget.Flow.LeftToRight if beside else QListWidget.Flow.TopToBottom)
            self.setWrapping(beside)
        self.scheduleDelayedItemsLayout()
        QTimer.singleShot(0, self, self._show_chosen)  # once the cards have their new height

    def _show_chosen(self) -> None:
        self.scrollToItem(self.currentItem())


class CaseDelegate(QStyledItemDelegate):
    """Draws the cards of a list."""

    def __init__(self, cards: CaseList) -> None:
        super().__init__(cards)
        self._cards = cards

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        wide = (self._cards.viewport().width() - 1) // self._cards.across if self._cards.isWrapping() else 200
        return QSize(wide, self._cards.high)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        card = index.data(CARD_ROLE)
        state: QStyle.StateFlag = option.state
        area: QRect = option.rect
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        frame = QRectF(area).adjusted(2, 2, -4, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tint("focus" if chosen else "edge"), 2 if chosen else 1))
        painter.setBrush(tint("chosen" if chosen else "card"))
        painter.drawRoundedRect(frame, 7, 7)
        draw_way(painter, QRectF(frame.x() + 8, frame.y() + 9, PICTURE, PICTURE), card.level, card.aim)
        self._write(painter, frame.adjusted(PICTURE + 20, 7, -10, -7), card, chosen)
        painter.restore()

    def _write(self, painter: QPainter, area: QRectF, card: CaseCard, chosen: bool) -> None:
        font = QFont(painter.font())
        font.setPixelSize(px(13))
        bold = QFont(font)
        bold.setBold(True)
        bold.setPixelSize(px(14))
        number = get_args(Difficulty).index(card.difficulty) + 1
        rating = "\u25cf" * number + "\u25cb" * (len(get_args(Difficulty)) - number)
        mark = phrase(f"case_cards.{card.reached}") if card.reached else ""
        letters = QFontMetrics(font)
        beside = letters.horizontalAdvance(mark) + 10 if mark else 0
        hard = f"{rating}  {term(card.difficulty)}"
        said = [f"{hard}    {card.tried}"]
        if letters.horizontalAdvance(said[0]) > area.width() - beside:
            if area.height() >= 4 * letters.height():
                said = [hard, card.tried]
            elif mark:  # the rest stands beside the case, too
                said = [hard if letters.horizontalAdvance(hard) <= area.width() - beside else rating]
        high = area.height() / (2 + len(said))
        last = 1 + len(said)
        if mark:
            painter.setFont(font)
            painter.setPen(tint("chosen_ink" if chosen else MARKS[card.reached]))
            line = QRectF(area.x(), area.y() + last * high, area.width(), high)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, mark)
        title, note = ("chosen_ink", "chosen_ink") if chosen else ("ink", "muted")
        long = QFontMetrics(bold).horizontalAdvance(card.title) > area.width()
        rows = ((card.title, bold, title), (card.asks, font, note), *((one, font, note) for one in said))
        for row, (text, style, role) in enumerate(rows):
            painter.setFont(style)
            painter.setPen(tint(role))
            if long and row < 2:  # it is read whole; what is asked for stands beside the case, too
                if row == 0:
                    over = QRectF(area.x(), area.y(), area.width(), 2 * high)
                    painter.drawText(over, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, text)
                continue
            line = QRectF(area.x(), area.y() + row * high, area.width() - (beside if row == last else 0), high)
            if row == 1:
                text = _asked_within(text, painter.fontMetrics(), int(line.width()))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(line.width()))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _asked_within(asks: str, letters: QFontMetrics, room: int) -> str:
    """Level and side come first where they would be cut: the way in is drawn beside them, too."""
    way, between, place = asks.partition(BETWEEN)
    return asks if not between or letters.horizontalAdvance(asks) <= room else f"{place}{BETWEEN}{way}"
