"""The MRI of a chart: a sagittal and an axial stack beside each other, each with the line where the other is cut."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from meshes.anatomy import Anatomy
from meshes.space import Vector
from scenarios.chart import Slice
from scenarios.words import told
from sim.procedure.mr_image import MrScanner
from sim.procedure.mr_series import MrStudy
from sim.procedure.signals import Weighting
from sim.procedure.slices import SlicePlane, level_marks, level_names, shown_by
from sim.qt.grown import is_large
from sim.qt.panels.button_rows import ButtonRows
from sim.qt.panels.stack_panel import StackPanel
from sim.qt.slicer import Slicer, Wish
from sim.qt.words import heading, phrase

PLANES: tuple[SlicePlane, ...] = ("sagittal", "axial")
BOTH_FROM, BETWEEN = 700, 10
"""Pixels of a page on which both stacks have room beside one another, and between them; on a narrower one stands one of them"""
BESIDE = 11
"""Pixels on either side of a button's words"""


class MriView(QWidget):
    """Shows one study of several."""

    enlarged = Signal(bool)
    """Whether the pictures are to have the page for themselves"""

    def __init__(self, anatomy: Anatomy, studies: tuple[MrStudy, ...]) -> None:
        super().__init__()
        self.anatomy, self.studies, self.study = anatomy, studies, studies[0]
        self.slicer = Slicer(MrScanner(anatomy), self)
        self.slicer.made.connect(self._made)
        self.slicer.failed.connect(self._failed)
        self._last: dict[SlicePlane, Wish] = {}
        self.panels = {plane: StackPanel(plane, anatomy) for plane in PLANES}
        self.shown: SlicePlane = "sagittal"
        """The stack that is seen where there is room for one"""
        self.turns: dict[SlicePlane, QPushButton] = {}
        for panel, other in zip(self.panels.values(), reversed(self.panels.values()), strict=True):
            panel.view.beside = (other.view,)
        self._marks, self._levels = level_marks(anatomy), level_names(anatomy, self.panels["axial"].stack)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(self._head())
        box.addLayout(self._switch())
        row = QHBoxLayout()
        row.setSpacing(BETWEEN)
        for panel in self.panels.values():
            row.addWidget(panel, 1)
            panel.view.valueChanged.connect(self.refresh)
            panel.view.brightened.connect(panel.view.show_window)
            panel.view.pointed.connect(lambda column, row, at=panel: self._point(at, column, row))
            for weighting, button in panel.buttons.items():
                button.clicked.connect(lambda _=False, at=panel, of=weighting: self._use(at, of))
        box.addLayout(row, 1)
        self.how = QLabel(phrase("mri_view.how"))
        self.how.setObjectName("note")
        self.how.setWordWrap(True)
        self.how.setAlignment(Qt.AlignmentFlag.AlignTop)  # it has what height the slices cannot use: its words follow them
        box.addWidget(self.how)
        for panel in self.panels.values():
            panel.view.setToolTip(self.how.text())
        self.show_study(self.study)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Of one stack, and of a button in each row: it shows less before it makes a window wider."""
        wide = max(panel.minimumSizeHint().width() for panel in self.panels.values())
        return QSize(max(wide, self._controls_wide), super().minimumSizeHint().height())

    @property
    def _controls_wide(self) -> int:
        return self.named.sizeHint().width() + BETWEEN + self.large.sizeHint().width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Words of another size need other room."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    @property
    def has_both(self) -> bool:
        """Whether both stacks stand beside one another."""
        return self._is_for_both(self.width())

    def _is_for_both(self, width: int) -> bool:
        return width >= self.both_wide

    @property
    def both_wide(self) -> int:
        """Pixels from which they do."""
        return max(BOTH_FROM, 2 * max(panel.minimumSizeHint().width() for panel in self.panels.values()) + BETWEEN)

    def high(self, width: int) -> int:
        """Pixels of its height at which the slices are as large as they can be on a page so wide."""
        layout = self.layout()
        assert layout is not None
        least = max(panel.view.minimumSizeHint().height() for panel in self.panels.values())
        self._fit(width)  # before it has that width: the row that turns from one stack to the other comes or goes
        layout.activate()
        each = (width - BETWEEN) // 2 if self._is_for_both(width) else width
        return layout.totalMinimumHeightForWidth(width) - least + max(each, least)

    def turn_to(self, plane: SlicePlane) -> None:
        """The stack that is seen where there is room for one."""
        self.shown = plane
        self._fit()

    def _fit(self, width: int | None = None) -> None:
        """For a page so wide; None: as wide as it is."""
        width = self.width() if width is None else width
        both = self._is_for_both(width)
        for plane, panel in self.panels.items():
            panel.setVisible(both or plane == self.shown)
            panel.title.setVisible(both)
            self.turns[plane].setVisible(not both)
            self.turns[plane].setChecked(plane == self.shown)
        self.how.setVisible(not is_large())  # the pictures come first; a pointer on one is told
        beside = width - self._controls_wide - BETWEEN
        rows = self._findings
        rows.setFixedWidth(max(min(rows.one_row, beside), 1))

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        rows = self._findings = ButtonRows(BESIDE, BETWEEN)
        self.days = QButtonGroup(self)
        self.keys: dict[Slice, QPushButton] = {}
        for study in self.studies:
            if len(self.studies) > 1:
                day = QPushButton(told(study.name))
                day.setCheckable(True)
                day.setChecked(study is self.study)
                day.clicked.connect(lambda _=False, of=study: self.show_study(of))
                self.days.addButton(day)
                rows.add(day)
        for study in self.studies:
            for key in study.keys:
                button = QPushButton(f"{told(key.says)}, {key.sequence}")
                button.setToolTip(phrase("mri_view.key_about"))
                button.clicked.connect(lambda _=False, of=study, at=key: self.show_key(of, at))
                self.keys[key] = button
                rows.add(button)
        line.addWidget(rows)
        line.addStretch(1)
        self.named = QCheckBox(phrase("mri_view.level_names"))
        self.named.setChecked(True)
        self.named.toggled.connect(self.refresh)
        line.addWidget(self.named)
        self.large = QPushButton(phrase("mri_view.enlarge"))
        self.is_alone = False
        self.large.setToolTip(phrase("mri_view.enlarge_about"))
        self.large.clicked.connect(lambda: self.enlarge(not self.is_alone))
        line.addWidget(self.large)
        return line

    def enlarge(self, yes: bool) -> None:
        self.is_alone = yes
        self.large.setText(phrase("mri_view.shrink" if yes else "mri_view.enlarge"))
        self.enlarged.emit(yes)

    def _switch(self) -> QHBoxLayout:
        """From one stack to the other, where there is room for one."""
        line = QHBoxLayout()
        planes = QButtonGroup(self)
        for plane in PLANES:
            button = self.turns[plane] = QPushButton(heading(plane))
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, plane=plane: self.turn_to(plane))
            planes.addButton(button)
            line.addWidget(button, 1)
        return line

    def show_study(self, study: MrStudy) -> None:
        """From its first slices."""
        self.study = study
        for panel in self.panels.values():
            panel.offer(study)
        for key in reversed(study.keys):
            self._go_to(key)
        for key, button in self.keys.items():
            self._findings.offer(button, key in study.keys)
        for day, one in zip(self.days.buttons(), self.studies, strict=False):
            day.setChecked(one is study)
        self.refresh()

    def show_key(self, study: MrStudy, key: Slice) -> None:
        """What the report points to: this slice in this plane, cut there by the other."""
        if study is not self.study:
            self.show_study(study)
        self.panels[key.plane].use(key.sequence)
        self._go_to(key)
        self.turn_to(key.plane)
        self.refresh()

    def _go_to(self, key: Slice) -> None:
        for panel in self.panels.values():
            panel.view.setValue(panel.stack.nearest(shown_by(self.anatomy, key, panel.plane)))

    def _use(self, panel: StackPanel, weighting: Weighting) -> None:
        panel.use(weighting)
        self.refresh()

    def _point(self, panel: StackPanel, column: float, row: float) -> None:
        """The other stack goes where this one is pointed at."""
        place: Vector = panel.pose.place(column, row)
        other = next(one for one in self.panels.values() if one is not panel)
        other.view.setValue(other.stack.nearest(place))

    def refresh(self) -> None:
        """Ask for the slices that should be seen, and draw the lines anew."""
        for panel, other in zip(self.panels.values(), reversed(self.panels.values()), strict=True):
            view, pose = panel.view, panel.pose
            view.pixel_mm = pose.pixel_mm
            view.line = pose.crossing(other.pose) if other.weighting is not None else None
            view.names = {}
            if panel.weighting is None:
                view.title, view.note = "", phrase("mri_view.not_of_this_day")
                view.show_picture(None)
                continue
            view.title = f"{panel.weighting}"
            view.note = phrase("mri_view.making")
            if self.named.isChecked():
                if panel.plane == "sagittal":
                    view.names = {name: pose.pixel(place) for name, place in self._marks.items()}
                else:
                    view.title += f", {self._levels[view.value()]}"
            wish = Wish(panel.plane, panel.weighting, self.study.oedema, view.value())
            view.update()
            if self._last.get(panel.plane) != wish:
                self._last[panel.plane] = wish
                self.slicer.ask(wish, pose)

    def _made(self, wish: Wish, picture: NDArray[np.float16], is_draft: bool) -> None:
        if self._last.get(wish.plane) == wish:  # a slower one of before is late
            self.panels[wish.plane].view.show_picture(picture, is_draft)

    def _failed(self, words: str) -> None:
        for panel in self.panels.values():
            if not panel.view.shown:
                panel.view.note = words
                panel.view.update()
