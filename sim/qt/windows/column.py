"""The column of instruments: what is always at hand below, the pages of the rest above."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from sim.qt.grown import is_large, wears_anew
from sim.qt.keyed import key_of
from sim.qt.palette import px, styled
from sim.qt.panels.carm_card import CArmCard
from sim.qt.panels.drill_card import DrillCard
from sim.qt.panels.images_card import ImagesCard
from sim.qt.panels.needle_card import NeedleCard
from sim.qt.panels.part_stands import PartStands
from sim.qt.panels.said_over import high_of
from sim.qt.panels.stacked_cards import StackedCards
from sim.qt.panels.syringe_card import SyringeCard
from sim.qt.panels.tab_rows import SPACING as BETWEEN
from sim.qt.panels.tab_rows import TabRows
from sim.qt.windows.shelf import OVER, Shelf
from sim.qt.words import phrase

WIDTH, WIDEST = 440, 640
"""Pixels: at the usual size of text, and at any"""
MESSAGE, MESSAGE_MOST = 40, 76
"""Pixels of height of a message, at the usual size of text and at any: a long one stands in smaller letters"""
SPACING = 4
PAGE_LEAST = 216
"""Pixels that the pages need at the usual size of text, their tabs counted in; where it is larger they scroll."""
TALLER, SPARED = (("depth", 45), ("carm", 30), ("depth", 75)), 44
"""Pixels that drawings may grow by, one after another, of what is left: the line of the force until a fall is seen on it, the C-arm's, and
the line again; and the most that pages in tabs are left of that before, where one of them is read whole for it"""
HANDS = ("drill", "carm", "needle", "depth", "syringe", "contrast")
"""Codes of pages, from the left"""
LOUD = ("fluid_drips", "blood_drips", "fainted", "patient_says")
"""Notices that nobody may miss."""


class Column(QWidget):
    """Keeps its width. ``pages`` by code; those of ``open_first`` stand open above the others where the window is high.

    What is ``at_hand``, by code too, lies below all of them; in a tab of its own where text is large. Each may stand in a window of its
    own, or be put away.
    """

    told = Signal()
    """There is another message"""
    parted = Signal()
    """Something has gone into a window of its own, or come back: whatever is held is to be let go"""

    def __init__(self, pages: dict[str, QWidget], open_first: tuple[str, ...], at_hand: dict[str, QWidget], pedal: QPushButton) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._pages, self._open_first, self._at_hand = _in_order(pages, at_hand), open_first, tuple(at_hand)
        self._standing: tuple[str, ...] = self._at_hand
        """Codes of what lies in no tab now"""
        self._arranged_for: tuple[int, ...] = ()
        """What pages that stood open asked for when they got their places"""
        self._is_filling = False
        self.parts = PartStands(self, {code: (page,) for code, page in self._pages.items()}, self._first_size, fill=False)
        self.stands = self.parts.stands
        self.parts.moved.connect(self._move)
        self.parts.settled.connect(self._settle)
        box = self._box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACING)
        self._above, self._below = QVBoxLayout(), QVBoxLayout()
        self._below.setSpacing(SPACING)
        box.addLayout(self._above)
        self.tabs = TabRows(phrase("column.instruments"))
        self.tabs.pages.setDocumentMode(True)  # a frame round the pages would take of their width
        self._shelves = {code: Shelf(self._is_crowded) for code in self._pages}
        for code, shelf in self._shelves.items():
            self.tabs.add(shelf, phrase(f"column.{code}"))
        box.addWidget(self.tabs, 1)
        self.message = QLabel(first_words())
        self.message.setObjectName("message")
        self.message.setWordWrap(True)
        self.kind = ""
        """Of what it says"""
        box.addWidget(self.message)
        box.addLayout(self._below)
        box.addWidget(pedal)
        self._pedal = pedal
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """A line that has come to what stands open takes of what drawings grew by, and cuts no page in a tab."""
        if event.type() == QEvent.Type.LayoutRequest and self._asked_for() != self._arranged_for:
            QTimer.singleShot(0, self, self._arrange)
        return super().event(event)

    def _asked_for(self) -> tuple[int, ...]:
        """Pixels of height that each page asks for that stands open."""
        return tuple(self._pages[code].sizeHint().height() for code in self._standing)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            QTimer.singleShot(0, self, self._arrange)  # what stands in it has its new size then

    def _is_crowded(self) -> bool:
        return self.tabs.is_broken

    def sizeHint(self) -> QSize:
        return QSize(min(px(WIDTH), WIDEST), self._taken(*self._always) + PAGE_LEAST)

    @property
    def _always(self) -> tuple[QWidget, ...]:
        """What no page takes the place of; the message may be lent."""
        return (self.message, self._pedal) if self.message.parentWidget() is self else (self._pedal,)

    def take_message(self) -> None:
        """Back from where it was lent, to its place over what is at hand."""
        self.message.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.message.setToolTip("")
        self._box.insertWidget(self._box.indexOf(self._below), self.message)

    def minimumSizeHint(self) -> QSize:
        """With every page in its tab: what stands open now must not keep the window from shrinking."""
        return self.sizeHint()

    @staticmethod
    def _taken(*widgets: QWidget) -> int:
        """What these take of the height."""
        return sum(min(max(widget.sizeHint().height(), widget.minimumHeight()), widget.maximumHeight()) + SPACING for widget in widgets)

    def _arrange(self) -> None:
        if self._is_filling:  # a tab that comes or goes may lay out the room at once: a page that was moved then would be moved back
            QTimer.singleShot(0, self, self._arrange)
            return
        self.fit_message()
        growing = {code: 0 for code, _ in TALLER if code in self._pages}
        for code in growing:
            self._pages[code].setMinimumHeight(0)
        left = self.height() - self._taken(*self._always) - PAGE_LEAST
        for shelf in self._shelves.values():
            shelf.fit()
        standing: list[str] = []
        larger = px(PAGE_LEAST) - PAGE_LEAST  # of text beside open cards too: they are open so that nothing scrolls
        for codes, kept in ((self._at_hand, 0), (self._open_first, larger)):
            for code in codes:
                if self.stands[code] != "room":
                    continue
                high = self._taken(self._pages[code])
                if high > left - kept:
                    break
                standing.append(code)
                left -= high
        left -= self._spared(left, standing)
        for code, most in TALLER if not is_large() else ():
            if code in standing:
                more = max(min(left, px(most)), 0)
                growing[code] += more
                left -= more
        for code, more in growing.items():
            if code in standing and not is_large():
                self._pages[code].setMinimumHeight(self._pages[code].sizeHint().height() + more)
        if tuple(standing) != self._standing:
            self._standing = tuple(standing)
            self._fill()
        self._arranged_for = self._asked_for()

    def _spared(self, left: int, standing: list[str]) -> int:
        """Of what is left, what the highest page in a tab needs that is read whole with it."""
        bar = self.tabs.buttons[0].sizeHint().height() + BETWEEN + OVER
        most = min(left, px(SPARED))
        needs = (
            page.sizeHint().height() + bar - PAGE_LEAST
            for code, page in self._pages.items()
            if self.stands[code] == "room" and code not in standing
        )
        return max((0, *(need for need in needs if need <= most)))

    def _fill(self) -> None:
        """Put each page to its place, but for those that stand elsewhere."""
        self._is_filling = True
        for i, (code, page) in enumerate(self._pages.items()):
            stands, here = code in self._standing, self.stands[code] == "room"
            self.tabs.offer(i, here and not stands)
            if here:
                if stands and isinstance(page, StackedCards):
                    page.close_up()
                place = self._shelves[code].place if not stands else self._below if code in self._at_hand else self._above
                place.addWidget(page)
                page.show()  # at once: Qt would show it a moment later, and not at all if it is moved on before
        self.tabs.setVisible(any(map(self.tabs.is_offered, range(len(self._pages)))))
        self._is_filling = False

    def _first_size(self, code: str) -> QSize:
        return self._pages[code].sizeHint().expandedTo(QSize(self.width(), 0))

    def _move(self, code: str) -> None:
        self._pages[code].setVisible(self.stands[code] != "away")

    def _settle(self) -> None:
        """What stands here now shares the place anew."""
        self._standing = ()
        self._fill()
        self._arrange()
        self.parted.emit()

    def open(self, *codes: str) -> None:
        """Show the first of these that lies in a tab now; what stands open anyway is in sight."""
        for code in codes:
            if code not in self._standing and self.stands[code] == "room":
                self.tabs.open(self._shelves[code])
                return

    def tab_of(self, control: QWidget) -> QPushButton | None:
        """The tab in which this control lies."""
        return next((tab for tab, page in zip(self.tabs.buttons, self._pages.values(), strict=True) if page.isAncestorOf(control)), None)

    def bring(self, control: QWidget) -> None:
        """Show the page on which this control lies; one that was put away comes back."""
        for code, page in self._pages.items():
            if page.isAncestorOf(control):
                if self.stands[code] == "away":
                    self.parts.put(code, "room")
                self.open(code)

    def say(self, words: str, kind: str = "") -> None:
        """A message; what nobody may miss stands out."""
        self.kind = kind
        self.message.setText(words)
        styled(self.message, "loss" if kind == "loss_of_resistance" else "loud" if kind in LOUD else "message")
        self.fit_message()
        self.told.emit()

    def fit_message(self) -> None:
        """A sentence is read whole, or it is none: a long one in smaller letters. Who it is lent to says how high it is there."""
        if self.message.parentWidget() is self:
            most = min(px(MESSAGE), MESSAGE_MOST)
            high_of(self.message, most)
            self.message.setFixedHeight(most)


def first_words() -> str:
    """How to begin."""
    return phrase("column.first_words", pedal=key_of("pedal"), keys=key_of("keys"))


def _in_order(pages: dict[str, QWidget], at_hand: dict[str, QWidget]) -> dict[str, QWidget]:
    """Of the tabs: what belongs to the hands stands before what is set once, so that large text scrolls none of it out of sight."""
    whole = pages | at_hand
    return {code: whole[code] for code in (*filter(whole.__contains__, HANDS), *whole)}


def page_of(room: QWidget, *cards: QWidget) -> QWidget:
    """Cards below one another as one page."""
    page = QWidget(room)
    box = QVBoxLayout(page)
    box.setContentsMargins(0, 0, 0, 0)
    for card in cards:
        box.addWidget(card)
    return page


def drill_column(drill: DrillCard, carm: CArmCard, images: ImagesCard, needle: NeedleCard, syringe: SyringeCard) -> Column:
    """That of a drill: its task, what takes pictures, and what else it has use for."""
    pages: dict[str, QWidget] = {"drill": drill, "carm": carm, "beam": carm.settings, "pictures": images}
    handled: dict[str, QWidget] = {"drill": drill, "needle": needle, **pages}
    needle.stands_already()
    match drill.drill.asks:
        case "beam":
            return Column(handled, ("drill", "needle", "carm"), {"depth": needle.readout}, carm.pedal)
        case "loss":
            syringe.stays_on()
            return Column(handled, ("drill", "needle", "carm"), {"depth": needle.readout, "syringe": syringe}, carm.pedal)
    return Column(pages, ("drill", "carm", "beam"), {}, carm.pedal)
