"""The image processor's card: two monitors, stored images and loops, turning, subtraction, and a word to the patient."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from sim.qt.icons import dressed_alike, wears
from sim.qt.keyed import key_of, keyed
from sim.qt.panels.card import Card, narrow, tall
from sim.qt.panels.fields import Choice
from sim.qt.words import phrase
from sim.session.commands import (
    Command,
    HoldBreath,
    KeepImage,
    OrientPicture,
    PlayLoop,
    SetSubtraction,
    ShiftMask,
    ShowStored,
    StoreImage,
    SwapMonitors,
    TakeMask,
)
from sim.session.observation import ImagesSeen, Observation

TURN_DEG, SHIFT_MM = 15.0, 0.3
KEYED = ("keep", "swap", "store", "invert", "mask")
"""Buttons whose tips name a key"""
SUBTRACTIONS = ("off", "subtract", "roadmap")


class ImagesCard(Card):
    """Shows what the processor is set to and sets it."""

    ordered = Signal(object)
    inverting = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.seen: ImagesSeen | None = None
        self.keep, *_ = self._row(
            (phrase("images_card.keep"), _about("keep"), lambda: self._order(KeepImage()), "keep"),
            (phrase("images_card.swap"), _about("swap"), lambda: self._order(SwapMonitors()), "swap"),
            (phrase("images_card.store"), _about("store"), lambda: self._order(StoreImage()), "store"),
            (phrase("images_card.store_loop"), _about("store_loop"), lambda: self._order(StoreImage(loop=True)), "store_loop"),
        )
        recall = QHBoxLayout()
        self.stored = Choice(phrase("images_card.stored"))
        self.stored.setToolTip(phrase("images_card.stored_about"))
        self.stored.setPlaceholderText(phrase("images_card.nothing_stored"))
        self.stored.activated.connect(lambda i: self._order(ShowStored(number=i + 1)))
        narrow(self.stored)
        self.play = QPushButton(phrase("images_card.play"))
        self.play.setCheckable(True)
        keyed(self.play, self.play.setToolTip, lambda: phrase("images_card.play_about", key=key_of("loop")))
        self.play.clicked.connect(lambda on: self._order(PlayLoop(playing=on)))
        wears(self.play, "loop")
        recall.addWidget(self.stored, 1)
        recall.addWidget(self.play)
        self.box.addLayout(recall)
        self._row(
            ("\u21ba", lambda: phrase("images_card.turn_left"), lambda: self.turn(-TURN_DEG), ""),
            ("\u21bb", lambda: phrase("images_card.turn_right"), lambda: self.turn(TURN_DEG), ""),
            (phrase("images_card.mirror"), _about("mirror"), self.mirror, "mirror"),
            (phrase("images_card.invert"), _about("invert"), self.inverting.emit, "invert"),
        )
        row = QHBoxLayout()
        self.subtraction = Choice(phrase("images_card.subtraction"))
        self.subtraction.addItems([phrase(f"images_card.mask_{mode}") for mode in SUBTRACTIONS])
        self.subtraction.setToolTip(phrase("images_card.subtraction_about"))
        self.subtraction.activated.connect(lambda i: self._order(SetSubtraction(mode=SUBTRACTIONS[i])))  # type: ignore[arg-type]
        narrow(self.subtraction)
        row.addWidget(self.subtraction, 1)
        self.shift = QLabel("")
        row.addWidget(self.shift)
        self.box.addLayout(row)
        self._row(
            (phrase("images_card.mask"), _about("mask"), lambda: self._order(TakeMask()), "mask"),
            ("\u2190", lambda: phrase("images_card.mask_left"), lambda: self.slide(-SHIFT_MM, 0.0), ""),
            ("\u2192", lambda: phrase("images_card.mask_right"), lambda: self.slide(SHIFT_MM, 0.0), ""),
            ("\u2191", lambda: phrase("images_card.mask_up"), lambda: self.slide(0.0, SHIFT_MM), ""),
            ("\u2193", lambda: phrase("images_card.mask_down"), lambda: self.slide(0.0, -SHIFT_MM), ""),
        )
        self.breath = QPushButton(phrase("images_card.breath"))
        self.breath.setCheckable(True)
        keyed(self.breath, self.breath.setToolTip, lambda: phrase("images_card.breath_about", key=key_of("breath")))
        self.breath.clicked.connect(lambda on: self._order(HoldBreath(holding=on)))
        recall.addWidget(self.breath)

    def _row(self, *buttons: tuple[str, Callable[[], str], Callable[[], object], str]) -> list[QPushButton]:
        """Buttons by their word, tip, what they do, and icon; none if it is empty."""
        row, made = QHBoxLayout(), []
        for word, tip, does, picture in buttons:
            button = QPushButton(word)
            keyed(button, button.setToolTip, tip)
            button.clicked.connect(lambda _=False, act=does: act())
            narrow(button)
            if picture:
                wears(button, picture)
            row.addWidget(button)
            made.append(button)
        tall(*made)
        dressed_alike(*(button for button, (*_, picture) in zip(made, buttons, strict=True) if picture))
        self.box.addLayout(row)
        return made

    def _order(self, command: Command) -> None:
        self.ordered.emit(command)

    def turn(self, deg: float) -> None:
        """Turn the picture clockwise by so much."""
        if self.seen is not None:
            now = self.seen.orientation
            turned = (now.turn_deg + deg + 180.0) % 360.0 - 180.0
            self._order(OrientPicture(turn_deg=turned, mirrored=now.mirrored))

    def mirror(self) -> None:
        if self.seen is not None:
            now = self.seen.orientation
            turned = (now.turn_deg + 180.0) % 360.0 - 180.0
            self._order(OrientPicture(turn_deg=turned, mirrored=not now.mirrored))

    def slide(self, right_mm: float, up_mm: float) -> None:
        """Slide the mask by so much."""
        if self.seen is not None:
            right, up = self.seen.mask_shift_mm
            self._order(ShiftMask(right_mm=round(right + right_mm, 2), up_mm=round(up + up_mm, 2)))

    def toggle_play(self) -> None:
        self._order(PlayLoop(playing=self.seen is None or not self.seen.playing))

    def toggle_breath(self) -> None:
        self._order(HoldBreath(holding=self.seen is None or not self.seen.breath_held))

    def toggle_subtraction(self) -> None:
        off = self.seen is None or self.seen.subtraction == "off"
        self._order(SetSubtraction(mode="subtract" if off else "off"))

    def observe(self, seen: Observation) -> None:
        images = self.seen = seen.images
        if self.stored.count() != len(images.stored):
            self.stored.clear()
            self.stored.addItems([f"{number}: {title}" for number, title in enumerate(images.stored, 1)])
        self.play.setChecked(images.playing)
        self.breath.setChecked(images.breath_held)
        index = SUBTRACTIONS.index(images.subtraction)
        if self.subtraction.currentIndex() != index:
            self.subtraction.setCurrentIndex(index)
        right, up = images.mask_shift_mm
        said = phrase("images_card.mask_at", right=right, up=up) if images.has_mask else ""
        if self.shift.text() != said:
            self.shift.setText(said)
        self.shift.setVisible(bool(said))


def _about(button: str) -> Callable[[], str]:
    """Its tip, with the key that does the same, where one does."""
    return lambda: phrase(f"images_card.{button}_about", key=key_of(button) if button in KEYED else "")
