"""Over the room's lower edge: back to one's place, near the tip, round the table, how hands are seen, and how far the skin is glass.

Icons stand alone where words have no room.
"""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from sim.qt.greyed import alive
from sim.qt.grown import grow
from sim.qt.hands_seen import WAYS, HandsSeen
from sim.qt.icons import dressed_alike, wears
from sim.qt.keyed import key_of, keyed
from sim.qt.palette import DARK, palette_of
from sim.qt.panels.fields import Choice, Slide
from sim.qt.words import phrase

MARGIN, GLASS_WIDE, LEAST_GLASS = 6, 130, 60
ICONS = {"back": "stand", "to_tip": "to_tip", "round": "round"}


class TheatreBar(QFrame):
    """Shows no glass where none is allowed."""

    hands_wanted = Signal(str)
    """A HandsSeen"""

    def __init__(self, parent: QWidget, glass: bool) -> None:
        super().__init__(parent)
        self.setObjectName("overlay")
        self.back, self.to_tip, self.round = QPushButton(), QPushButton(), QPushButton()
        self.glass = Slide()
        self.glass.setRange(0, 100)
        grow(self.glass, width=GLASS_WIDE)
        self.glass.setAccessibleName(phrase("theatre_bar.glass_name"))
        keyed(self.glass, self.glass.setToolTip, lambda: phrase("theatre_bar.glass_about", key=key_of("skin")))
        self.word = QLabel(phrase("theatre_bar.glass"))
        self.hands = Choice(phrase("theatre_bar.hands_name"))
        self.hands.theme = DARK  # as all of the bar
        self.hands.setPalette(palette_of(DARK))
        for way in WAYS:
            self.hands.addItem(phrase(f"theatre_bar.hands_{way}"), way)
        self.hands.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keyed(self.hands, self.hands.setToolTip, self._about_hands)
        self.hands.activated.connect(lambda at: self.hands_wanted.emit(WAYS[at]))
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 3, 10, 3)
        for code, button in self._buttons().items():
            button.setText(phrase(f"theatre_bar.{code}"))
            button.setAccessibleName(button.text())
            button.setToolTip(phrase(f"theatre_bar.{code}_about"))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            wears(button, ICONS[code], ink="screen_ink")
            row.addWidget(button)
        dressed_alike(*self._buttons().values())
        row.addStretch(1)
        row.addWidget(self.hands)
        row.addWidget(self.word)
        row.addWidget(self.glass)
        for widget in (self.word, self.glass, self.to_tip):
            widget.setVisible(glass)

    def show_hands(self, way: HandsSeen) -> None:
        self.hands.setCurrentIndex(WAYS.index(way))

    def show_glass(self, share: float) -> None:
        with QSignalBlocker(self.glass):
            self.glass.setValue(round(share * 100))
        alive(share == 0, self.hands)
        self.hands.setToolTip(self._about_hands())

    def _about_hands(self) -> str:
        if self.glass.value() > 0:
            return phrase("theatre_bar.hands_glass")
        return phrase("theatre_bar.hands_about", key=key_of("hands"))

    def _buttons(self) -> dict[str, QPushButton]:
        return {"back": self.back, "to_tip": self.to_tip, "round": self.round}

    def _least(self) -> int:
        """Pixels that all of it needs, the slider short."""
        spared = self.glass.minimumWidth() - LEAST_GLASS if self.glass.isVisibleTo(self) else 0
        return self.sizeHint().width() - spared

    def lie_in(self, width: int, height: int, small: bool) -> None:
        """Along the lower edge of the large view; the small one has none."""
        self.setVisible(not small)
        grow(self.glass, width=GLASS_WIDE)
        for code, button in self._buttons().items():
            button.setText(phrase(f"theatre_bar.{code}"))
        self.hands.show()
        if self._least() > width - 2 * MARGIN:
            for button in self._buttons().values():
                button.setText("")
        self.hands.setVisible(self._least() <= width - 2 * MARGIN)  # in the narrowest its key and its row in the menu remain
        beside = self.sizeHint().width() - self.glass.minimumWidth()
        grow(self.glass, up_to=max(width - 2 * MARGIN - beside, LEAST_GLASS), width=GLASS_WIDE)
        high = self.sizeHint().height()
        self.setGeometry(MARGIN, height - high - MARGIN, width - 2 * MARGIN, high)
