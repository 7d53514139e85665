"""A page of a chart as one may open it: whether it was opened, what stands on such a page, and in a line what was found on it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from sim.qt.grown import grow, is_large, wears_anew
from sim.qt.palette import px, styled, tint
from sim.qt.panels.line_or_rows import LineOrRows
from sim.qt.panels.pictogram import Pictogram
from sim.qt.words import phrase

READ, UNREAD = "\N{CHECK MARK}", "\N{WHITE CIRCLE}"
"""Told by a sign and a word, not by colour alone"""

BAR, INDENT = 6, 10
"""Pixels: of the bar at the left edge of the tile whose page is open, and from there to its words"""
ROUND, BETWEEN, RADIUS = 7, 5, 8
"""Pixels over and under its words, between its rows, and of its corners"""
HIGHEST = 9999
WHOLE = 1000
"""Pixels whose length now tells the size of text"""


@dataclass(frozen=True)
class TileLetters:
    """How large its words are: the layout is the same with all of them.

    name : what the names of its labels in the style sheet end with
    picture, title, line : pixels at the usual size of text, as in the style sheet
    says_all : also what hangs on such a page
    """

    name: str
    picture: int
    title: int
    line: int
    says_all: bool


USUAL = TileLetters("", 20, 13, 13, says_all=False)
LETTERS = (
    TileLetters("_largest", 30, 21, 19, says_all=True),
    TileLetters("_large", 26, 18, 16, says_all=True),
    TileLetters("_roomy", 22, 15, 14, says_all=True),
    TileLetters("", 20, 13, 13, says_all=True),
    USUAL,
)
"""The largest first; what hangs on a page is left out last, when no smaller letters are left"""


class PageTile(QPushButton):
    """Until ``show_read`` it tells what every such page has, and nothing of this patient."""

    def __init__(self, picture: str, title: str, about: str, decides: str, state: str) -> None:
        """``picture``: an icon; ``decides``: what hangs on such a page, told where there is room."""
        super().__init__()
        self.setObjectName("leaf")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._title, self._state = title, state
        self._is_open = self._is_next = False
        self.letters = USUAL
        """That it wears"""
        self._wides = dict[tuple[TileLetters, int, str], int]()
        self._highs = dict[tuple[TileLetters, int, int, str], int]()
        """Pixels of its first line by letters, size of text and state, and of its height by letters, size of text, width and words: every
        tile is asked for both, with all letters, whenever one of them is laid"""
        self.mark, self._name, self.state = QLabel(UNREAD), QLabel(title), QLabel(state)
        self.line, self.decides = QLabel(about), QLabel(decides)
        self.sign = Pictogram(picture, USUAL.picture)
        self.mark.setObjectName("leaf_unread")
        self._line_role = "leaf_about"
        named, stands, head = QHBoxLayout(), QHBoxLayout(), LineOrRows()
        box = QVBoxLayout(self)
        self._head = head
        self._box = box
        for part in (self.sign, self._name):
            named.addWidget(part)
        named.addStretch(1)
        stands.addWidget(self.mark)
        stands.addWidget(self.state)
        stands.addStretch(1)
        head.addLayout(named, 1)
        head.addLayout(stands)
        box.setContentsMargins(BAR + INDENT, ROUND, INDENT, ROUND)
        box.setSpacing(BETWEEN)
        box.addLayout(head)
        for label in (self.line, self.decides):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            box.addWidget(label)
        box.addStretch(1)
        for label in (self.mark, self._name, self.state, self.line, self.decides):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.decides.hide()
        self._dress()
        self._tell()

    @property
    def is_read(self) -> bool:
        return self.mark.text() == READ

    def show_read(self, state: str, line: str, whole: bool = True) -> None:
        """That it was opened, and what of it is to be kept in mind; not ``whole``: something of it is still to be done."""
        self.mark.setText(READ if whole else UNREAD)
        styled(self.mark, "leaf_read" if whole else "leaf_unread")
        self._state = state
        self.line.setText(line)
        self._line_role = "leaf_found"
        self._dress()
        self._tell()

    def lead_on(self, is_next: bool) -> None:
        """Whether this is the one to go to now."""
        self._is_next = is_next
        self._frame()

    def mark_open(self, yes: bool) -> None:
        """Whether its page stands over the tiles: it keeps its place among them."""
        if yes != self._is_open:
            self._is_open = yes
            self._frame()
            self._tell()

    def _frame(self) -> None:
        styled(self, "leaf_open" if self._is_open else "leaf_next" if self._is_next else "leaf")

    def _tell(self) -> None:
        self.state.setText(phrase("summary_card.open") if self._is_open else self._state)
        self.setAccessibleName(f"{self._title}, {self.state.text()}")
        self.setAccessibleDescription(self.line.text())

    def stand(self, letters: TileLetters) -> None:
        """With letters of this size."""
        if letters != self.letters:
            self.letters = letters
            self._dress()

    def _dress(self) -> None:
        """Every label by its part and its size."""
        letters = self.letters
        roles = {self._name: "leaf_title", self.state: "leaf_state", self.line: self._line_role, self.decides: "leaf_about"}
        for label, role in roles.items():
            styled(label, role + letters.name)
        grow(self.sign, width=letters.picture, height=letters.picture)
        self.decides.setVisible(letters.says_all)

    def sizeHint(self) -> QSize:
        """A button's own is that of its words, and these are its labels'."""
        return self._box.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """With the usual letters."""
        least = self._box.minimumSize()
        return least if self.letters == USUAL else QSize(self.wide(USUAL), least.height())

    def wide(self, letters: TileLetters) -> int:
        """Pixels that its title needs in a line with its state, or over it where text is large."""
        asked = letters, px(WHOLE), self.state.text()
        if asked not in self._wides:
            self._wides[asked] = self._wide(letters)
        return self._wides[asked]

    def _wide(self, letters: TileLetters) -> int:
        title = QFontMetrics(self._font(letters.title, is_bold=True)).horizontalAdvance(self._title) + px(letters.picture) + 2 * BETWEEN
        state = QFontMetrics(self._font(letters.line)).horizontalAdvance(f"{UNREAD} {self.state.text()}") + 2 * BETWEEN
        return BAR + 2 * INDENT + (max(title, state) if is_large() else title + state)

    def _font(self, pixels: int, is_bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(px(pixels))
        font.setBold(is_bold)
        return font

    def high(self, width: int, letters: TileLetters) -> int:
        """Pixels that it asks for at this width with these letters, whichever it wears now."""
        asked = letters, px(WHOLE), width, self.line.text()
        if asked not in self._highs:
            self._highs[asked] = self._high(width, letters)
        return self._highs[asked]

    def _high(self, width: int, letters: TileLetters) -> int:
        line = QFontMetrics(self._font(letters.line))
        title = max(QFontMetrics(self._font(letters.title, is_bold=True)).height(), px(letters.picture))
        head = title + BETWEEN + line.height() if is_large() else max(title, line.height())
        room = QRect(0, 0, width - BAR - 2 * INDENT, HIGHEST)
        told = [self.line.text(), *([self.decides.text()] if letters.says_all else [])]
        return 2 * ROUND + head + sum(BETWEEN + line.boundingRect(room, Qt.TextFlag.TextWordWrap, one).height() for one in told)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar of the open one ends with its round corners."""
        super().paintEvent(event)
        if self._is_open:
            painter, outline = QPainter(self), QPainterPath()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            outline.addRoundedRect(self.rect().toRectF(), RADIUS, RADIUS)
            painter.setClipPath(outline)
            painter.fillRect(0, 0, BAR, self.height(), tint("accent"))
            painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._wides.clear()
            self._highs.clear()
            self._head.turn()

    def event(self, event: QEvent) -> bool:
        """What it says now may ask for more lines."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)
