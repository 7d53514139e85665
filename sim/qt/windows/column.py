"""The column of instruments: what is always at hand below, the pages of the rest above."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from sim.qt.palette import styled
from sim.qt.panels.carm_card import CArmCard
from sim.qt.panels.drill_card import DrillCard
from sim.qt.panels.images_card import ImagesCard
from sim.qt.panels.needle_card import NeedleCard
from sim.qt.panels.syringe_card import SyringeCard

WIDTH = 440
SPACING = 4
PAGE_LEAST = 216
"""Pixels that the pages need, their tabs counted in."""
LOUD = ("loss_of_resistance", "fluid_drips", "blood_drips", "fainted", "patient_says")
"""Notices that nobody may miss."""


class Column(QWidget):
    """Keeps its width. ``pages`` by title; those of ``open_first`` stand open above the others where the window is high."""

    def __init__(self, pages: dict[str, QWidget], open_first: tuple[str, ...], at_hand: tuple[QWidget, ...], pedal: QPushButton) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self._pages, self._open_first = pages, open_first
        self._standing: tuple[str, ...] = ()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACING)
        self._above = QVBoxLayout()
        box.addLayout(self._above)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._shelves: dict[str, QVBoxLayout] = {}
        for title in pages:
            shelf = QWidget()
            outer, self._shelves[title] = QVBoxLayout(shelf), QVBoxLayout()
            outer.setContentsMargins(0, 4, 0, 0)
            outer.setSpacing(0)
            outer.addLayout(self._shelves[title])
            outer.addStretch(1)
            self.tabs.addTab(shelf, title)
        box.addWidget(self.tabs, 1)
        self.message = QLabel("Hold Space for fluoroscopy. F1 shows every key.")
        self.message.setObjectName("message")
        self.message.setWordWrap(True)
        self.message.setFixedHeight(40)
        box.addWidget(self.message)
        for widget in at_hand:
            box.addWidget(widget)
        box.addWidget(pedal)
        self._fixed = (self.message, *at_hand, pedal)
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """With every page in its tab: what stands open now must not keep the window from shrinking."""
        return QSize(WIDTH, self._kept_free() + PAGE_LEAST)

    def _kept_free(self) -> int:
        """What is always at hand takes so much of the height."""
        return sum(max(widget.sizeHint().height(), widget.minimumHeight()) + SPACING for widget in self._fixed)

    def _arrange(self) -> None:
        left = self.height() - self._kept_free() - PAGE_LEAST
        standing = []
        for title in self._open_first:
            high = self._pages[title].sizeHint().height() + SPACING
            if high > left:
                break
            standing.append(title)
            left -= high
        if tuple(standing) != self._standing:
            self._standing = tuple(standing)
            self._fill()

    def _fill(self) -> None:
        """Put each page to its place."""
        for i, (title, page) in enumerate(self._pages.items()):
            stands = title in self._standing
            (self._above if stands else self._shelves[title]).addWidget(page)
            self.tabs.setTabVisible(i, not stands)

    def open(self, title: str) -> None:
        """Show this page, if it does not stand open anyway."""
        if title not in self._standing:
            self.tabs.setCurrentIndex(list(self._pages).index(title))

    def say(self, words: str, kind: str = "") -> None:
        """A message; what nobody may miss stands out."""
        self.message.setText(words)
        styled(self.message, "loud" if kind in LOUD else "message")


def drill_column(drill: DrillCard, carm: CArmCard, images: ImagesCard, needle: NeedleCard, syringe: SyringeCard) -> Column:
    """That of a drill: its task, what takes pictures, and what else it has use for."""
    pages: dict[str, QWidget] = {"Drill": drill, "C-arm": carm, "Beam": carm.settings, "Pictures": images}
    handled: dict[str, QWidget] = {"Drill": drill, "Needle": needle, **pages}
    needle.stands_already()
    match drill.drill.asks:
        case "beam":
            return Column(handled, ("Drill", "Needle", "C-arm"), (needle.readout,), carm.pedal)
        case "loss":
            syringe.stays_on()
            return Column(handled, ("Drill", "Needle", "C-arm"), (needle.readout, syringe), carm.pedal)
    return Column(pages, ("Drill", "C-arm", "Beam"), (), carm.pedal)
