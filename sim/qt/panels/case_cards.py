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
from sim.qt.grown import is_large
from sim.qt.palette import px, tint
from sim.qt.panels.way_drawing import draw_way
from sim.qt.words import phrase, term

CARD_ROLE = Qt.ItemDataRole.UserRole + 1
HIGH, PICTURE, NARROWEST, BESIDE = 78, 56, 400, 570
"""Pixels: a card at least, its drawing, the list, and a card that stands beside another, at the usual size of text"""
ROOMY, CLOSE = 7, 3
"""Pixels over and under the words on a card, and where they are large"""
CLOSEST, HIGHEST = 0.95, 9999
"""Of a line's height, that lines on a card lie apart at least; and pixels: no bound"""
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
        over = CLOSE if is_large() else ROOMY
        self._write(painter, frame.adjusted(PICTURE + 20, over, -10, -over), card, chosen)
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
        asks = _asked_within(card.asks, letters, int(area.width()))
        long = QFontMetrics(bold).horizontalAdvance(card.title) > area.width()
        least = CLOSEST * letters.height()
        more = 0 if long else _rows_of(asks, letters, area.width()) - 1
        if area.height() < (2 + more + len(said)) * least:  # the way in is drawn beside it
            more, asks = 0, _short(asks, letters, area.width())
        high = area.height() / (2 + more + len(said))
        last = 1 + more + len(said)
        if mark:
            painter.setFont(font)
            painter.setPen(tint("chosen_ink" if chosen else MARKS[card.reached]))
            line = QRectF(area.x(), area.y() + last * high, area.width(), high)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, mark)
        title, note = ("chosen_ink", "chosen_ink") if chosen else ("ink", "muted")
        rows = [(0, 2, card.title, bold, title)] if long else [(0, 1, card.title, bold, title), (1, 1 + more, asks, font, note)]
        # a long title is read whole; what is asked for stands beside the case, too
        rows += [(2 + more + at, 1, one, font, note) for at, one in enumerate(said)]
        for row, count, text, style, role in rows:
            painter.setFont(style)
            painter.setPen(tint(role))
            place = QRectF(area.x(), area.y() + row * high, area.width() - (beside if row == last else 0), count * high)
            if count > 1:
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, text)
            else:
                shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(place.width()))
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _rows_of(text: str, letters: QFontMetrics, width: float) -> int:
    """Lines that these words take in so many pixels."""
    room = QRect(0, 0, int(width), HIGHEST)
    return max(round(letters.boundingRect(room, Qt.TextFlag.TextWordWrap, text).height() / letters.lineSpacing()), 1)


def _short(asks: str, letters: QFontMetrics, width: float) -> str:
    """What of these words has room in a line: level and side, or what it is called before it is said what that is."""
    if letters.horizontalAdvance(asks) <= width:
        return asks
    first = asks.partition(BETWEEN)[0]
    return first if BETWEEN in asks else asks.partition(",")[0]


def _asked_within(asks: str, letters: QFontMetrics, room: int) -> str:
    """Level and side come first where they would be cut: the way in is drawn beside them, too."""
    way, between, place = asks.partition(BETWEEN)
    return asks if not between or letters.horizontalAdvance(asks) <= room else f"{place}{BETWEEN}{way}"
