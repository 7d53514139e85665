"""Pictures of a debriefing as a page of their own, where they have no room beside what is said."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from sim.qt.windows.film import Film


class FilmLeaf(QScrollArea):
    """The film fills it, its lanes in the place of the body when they are asked for: below the pictures they would lie out of sight."""

    def __init__(self, pictures: QStackedWidget, film: Film) -> None:
        super().__init__()
        self._pictures, self._film = pictures, film
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        self._box = QVBoxLayout(page)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.setWidget(page)
        self.stands_here = False

    def take(self) -> None:
        """From now on the pictures stand here."""
        self.stands_here = True
        self._film.fold(True)
        self._box.addWidget(self._pictures)
        self._fit()

    def give(self, beside: QBoxLayout) -> None:
        """They stand beside what is said again."""
        self.stands_here = False
        self._film.fold(False)
        self._pictures.setMinimumHeight(0)
        beside.addWidget(self._pictures, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """The page is no wider for what is scrolled here."""
        return QSize(0, 0)

    def _fit(self) -> None:
        if self.stands_here:
            self._pictures.setMinimumHeight(self.viewport().height())
