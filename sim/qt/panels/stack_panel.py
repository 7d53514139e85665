"""One stack of an MRI: its sequences, the slice, and a slider under it."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from meshes.anatomy import Anatomy
from sim.procedure.mr_series import MrStudy
from sim.procedure.signals import Weighting
from sim.procedure.slices import SlicePlane, SlicePose, stack_of
from sim.qt.grown import grow
from sim.qt.panels.fields import Slide
from sim.qt.panels.mr_window import Window
from sim.qt.panels.slice_view import SliceView
from sim.qt.words import heading, phrase

USUAL: dict[Weighting, Window] = {"T1": Window(0.42, 0.84), "T2": Window(0.42, 0.84), "STIR": Window(0.34, 0.68)}
SIDES: dict[SlicePlane, tuple[str, str, str, str]] = {"sagittal": ("A", "P", "H", "F"), "axial": ("R", "L", "A", "P")}


class StackPanel(QWidget):
    """Shows one slice of it; it makes none."""

    def __init__(self, plane: SlicePlane, anatomy: Anatomy) -> None:
        super().__init__()
        self.plane, self.stack = plane, stack_of(anatomy, plane)
        self.weighting: Weighting | None = None
        self.view, self.slide = SliceView(heading(plane)), Slide()
        self.view.setRange(0, len(self.stack.poses) - 1)
        self.view.sides = SIDES[plane]
        self.slide.setRange(0, len(self.stack.poses) - 1)
        self.slide.setAccessibleName(phrase("mri_view.slices", plane=heading(plane)))
        self.slide.valueChanged.connect(self.view.setValue)
        self.view.valueChanged.connect(self.slide.setValue)
        self.choices = QButtonGroup(self)
        self.buttons: dict[Weighting, QPushButton] = {}
        self._line = QHBoxLayout()
        self.title = QLabel(heading(plane))
        self.title.setObjectName("time")
        self._line.addWidget(self.title)
        self._line.addStretch(1)
        for weighting in USUAL:
            button = QPushButton(weighting)
            button.setCheckable(True)
            grow(button, least_width=46)
            button.setAccessibleName(f"{heading(plane)}, {weighting}")
            self.choices.addButton(button)
            self.buttons[weighting] = button
            self._line.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(self._line)
        box.addWidget(self.view, 1)
        box.addWidget(self.slide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The slider lies at the picture, and that below its line: a picture is no higher than wide."""
        most, layout = self.view.high(self.width())[1], self.layout()
        assert layout is not None
        self.view.setMaximumHeight(most)
        self.setMaximumHeight(layout.totalMinimumSize().height() - self.view.minimumSizeHint().height() + most)
        super().resizeEvent(event)

    @property
    def pose(self) -> SlicePose:
        return self.stack.poses[self.view.value()]

    def offer(self, study: MrStudy) -> None:
        """The sequences of a study; the first is shown unless the one before is there too."""
        there = study.weightings(self.plane)
        for weighting, button in self.buttons.items():
            button.setVisible(weighting in there)
        self.use(self.weighting if self.weighting in there else there[0] if there else None)
        self.slide.setEnabled(bool(there))

    def use(self, weighting: Weighting | None) -> None:
        if weighting is not None and weighting != self.weighting:
            self.view.usual = USUAL[weighting]
            self.view.show_window(self.view.usual)
            self.buttons[weighting].setChecked(True)
        self.weighting = weighting
