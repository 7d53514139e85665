"""A case's form in a few tabs, and its text in the last one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from scenarios.files import InputError
from scenarios.schema import CaseParts
from sim.qt.studio.blanks import blanks_of
from sim.qt.studio.complaints import Complaint, Complaints
from sim.qt.studio.forms import TableForm
from sim.qt.studio.leaf import Desk
from sim.qt.studio.manuscript import Place, tables_of
from sim.qt.words import phrase

PATIENT = "patient"
TABS: Mapping[str, tuple[str, ...]] = {
    "case": ("name", "title", "difficulty", "learning", "goals", "sources"),
    PATIENT: ("patient",),
    "procedure": ("exercise", "technique", "target", "tray"),
    "chart": ("chart",),
    "plan": ("plan",),
    "hints": ("hints",),
}
"""Where each field stands, by the code of its tab; what is named here nowhere stands in ``REST``, the file's own format last."""
REST, FORMAT = "more", "format"
PAUSE_MS = 700


class TextTab(QWidget):
    """The text itself. What is no TOML yet changes nothing, and says so."""

    rewritten = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.paper, self.said = QPlainTextEdit(), QLabel()
        self.said.setObjectName("message")
        self.said.setWordWrap(True)
        self.paper.setObjectName("code")  # its letters have a size of their own in the style sheet
        self.paper.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.paper.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.paper.setAccessibleName(phrase("studio.as_text"))
        box = QVBoxLayout(self)
        box.addWidget(self.said)
        box.addWidget(self.paper, 1)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.take)
        self.paper.textChanged.connect(self._pause.start)

    def show_text(self, text: str) -> None:
        self._pause.stop()
        self.said.clear()
        if self.paper.toPlainText() != text:
            with QSignalBlocker(self.paper):
                self.paper.setPlainText(text)

    def take(self) -> bool:
        """What was typed, if it can be read; whether it can."""
        self._pause.stop()
        text = self.paper.toPlainText()
        try:
            tables_of(text)
        except InputError as error:
            self.said.setText(str(error))
            return False
        self.said.clear()
        self.rewritten.emit(text)
        return True


class CaseTabs(QTabWidget):
    """Every field of a case, each with its faults; a tab whose title has a number has so many."""

    patient_chosen = Signal(bool)
    """Another tab is there now; whether it is the patient's"""
    titled = Signal()
    """Their titles are others now"""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("case_form")
        self.text = TextTab()
        self.forms: dict[str, TableForm] = {}
        blanks = {blank.name: blank for blank in blanks_of(CaseParts)}
        placed = {name for names in TABS.values() for name in names}
        for code, names in (*TABS.items(), (REST, (*(name for name in blanks if name not in (*placed, FORMAT)), FORMAT))):
            form = TableForm([blanks[name] for name in names], (), desk)
            self.forms[code] = form
            self.addTab(_scrolled(form), phrase(f"studio.tab_{code}"))
        self.addTab(self.text, phrase("studio.tab_text"))
        self._before = self.currentIndex()
        self.currentChanged.connect(self._hold)

    def _hold(self, now: int) -> None:
        """A text that cannot be read is not left: the next change in the form would write over it."""
        left, self._before = self._before, now
        if self.widget(left) is self.text and not self.text.take():
            self.setCurrentWidget(self.text)
        else:
            self.patient_chosen.emit(now == list(self.forms).index(PATIENT))

    def show_case(self, data: Mapping[str, Any], text: str) -> None:
        """As it stands now."""
        for form in self.forms.values():
            form.show_value(data)
        self.text.show_text(text)

    def complain(self, of: Complaints) -> None:
        for i, (code, form) in enumerate(self.forms.items()):
            form.complain(of)
            if FORMAT in form.parts:  # the file's own, and nobody's choice: it is seen where it is wrong
                form.show_row(FORMAT, any(one.spot[:1] == (FORMAT,) for one in of.every))
            count = sum(1 for one in of.every if one.spot and one.spot[0] in form.parts)
            title = phrase(f"studio.tab_{code}")
            self.setTabText(i, f"{title} ({count})" if count else title)
        self.titled.emit()

    def reach(self, fault: Complaint) -> None:
        """Show where it is mended."""
        place: Place = tuple(int(part) - 1 if part.isdecimal() else part for part in fault.spot)
        for i, form in enumerate(self.forms.values()):
            if fault.spot and fault.spot[0] in form.parts:
                self.setCurrentIndex(i)
                _bring(self.widget(i), form.reach(place))


def _bring(area: QWidget | None, widget: QWidget) -> None:
    """Into sight, once it is laid out, and under the hands."""
    widget.setFocus()
    if isinstance(area, QScrollArea):
        QTimer.singleShot(0, widget, lambda: area.ensureWidgetVisible(widget))


def _scrolled(form: TableForm) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    inside = QWidget()
    box = QVBoxLayout(inside)
    box.addWidget(form)
    box.addStretch(1)
    area.setWidget(inside)
    return area
