"""The form of a table and of a list of tables, made from its blanks: a new field of a model needs nothing here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from scenarios.words import told
from sim.qt.grown import LINE, wears_anew
from sim.qt.palette import px
from sim.qt.studio.blanks import Blank, blanks_of, blanks_of_kind
from sim.qt.studio.complaints import Complaints
from sim.qt.studio.leaf import Blame, Desk, Leaf
from sim.qt.studio.manuscript import Place
from sim.qt.studio.value_words import about, row_words, shortened
from sim.qt.unbroken import bracket_whole
from sim.qt.words import field_label, phrase

MOST_LETTERS = 400
"""Of a row in a list, which shows as many of them as it has room for"""
ROWS_SHOWN = 8
NAMES, NAMES_MOST, INDENT = 170, 300, 14
"""Pixels of the names before fields at the usual size of text, and at most; and by which a box's inside begins right of it. Each holds the
longest word of a name in any language"""


class TableForm(QWidget):
    """The blanks of one table under each other.

    within : boxes that it lies in
    """

    def __init__(self, blanks: Sequence[Blank], place: Place, desk: Desk, within: int = 0) -> None:
        super().__init__()
        self.place, self._within = place, within
        self._names: list[QLabel] = []
        self.parts: dict[str, Leaf | TableBox | RowsBox] = {}
        self.blame = Blame()
        rows = self._rows = QFormLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addRow(self.blame)
        for blank in sorted(blanks, key=lambda one: one.kind in ("table", "rows")):  # what is short comes first
            inside = (*place, blank.name)
            if blank.kind in ("table", "rows"):
                box = (TableBox if blank.kind == "table" else RowsBox)(blank, inside, desk, within + 1)
                self.parts[blank.name] = box
                rows.addRow(box)
                continue
            leaf = Leaf(blank, inside, desk)
            self.parts[blank.name] = leaf
            name = field_label(blank.name)
            label = QLabel(bracket_whole(name if blank.needed or blank.usual else phrase("studio.may_be_left_out", field=name)))
            label.setToolTip(about(blank))
            label.setBuddy(leaf.editor.inside)
            label.setWordWrap(True)
            self._names.append(label)
            rows.addRow(label, leaf)
        self._line_up()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._line_up()

    def _line_up(self) -> None:
        """Fields begin under those of the other groups, and stay there whatever row is chosen: a longer name has a second line."""
        for name in self._names:
            name.setFixedWidth(min(px(NAMES), NAMES_MOST) - INDENT * self._within)

    def show_value(self, value: Any) -> None:
        table = value if isinstance(value, Mapping) else {}
        for name, part in self.parts.items():
            part.show_value(table.get(name))

    def show_row(self, name: str, yes: bool) -> None:
        """Whether a field stands there with its name."""
        self._rows.setRowVisible(self.parts[name], yes)

    def complain(self, of: Complaints) -> None:
        self.blame.tell(of.homeless(self.place, self.parts) if self.place else "")
        for part in self.parts.values():
            part.complain(of)

    def reach(self, place: Place) -> QWidget:
        """What a fault of that place is mended with."""
        part = self.parts.get(str(place[0])) if place else None
        return part.reach(place[1:]) if part is not None else next(iter(self.parts.values())).reach(())


class TableBox(QGroupBox):
    """A table inside another; one that may be left out has a tick in its title."""

    def __init__(self, blank: Blank, place: Place, desk: Desk, within: int) -> None:
        assert blank.model is not None
        super().__init__(field_label(blank.name))
        self.setToolTip(about(blank))
        self.place, self._desk = place, desk
        self.form = TableForm(blanks_of(blank.model), place, desk, within)
        self.blame = Blame()
        box = QVBoxLayout(self)
        self.given: QCheckBox | None = None
        if not blank.needed:
            self.given = QCheckBox(phrase("studio.given", field=field_label(blank.name)))
            self.given.setToolTip(about(blank))
            self.given.clicked.connect(lambda on: desk.write(place, {} if on else None))
            box.addWidget(self.given)
            self.tells = QLabel(told(blank.doc))
            self.tells.setObjectName("note")
            self.tells.setWordWrap(True)
            box.addWidget(self.tells)
        box.addWidget(self.blame)
        box.addWidget(self.form)

    def show_value(self, value: Any) -> None:
        if self.given is not None:
            self.given.setChecked(value is not None)
            self.form.setVisible(value is not None)
            self.tells.setVisible(value is None)  # what the form would be for; its fields say it themselves
        self.form.show_value(value)

    def complain(self, of: Complaints) -> None:
        hidden = self.given is not None and not self.given.isChecked()
        self.blame.tell(of.within(self.place) if hidden else "")
        self.form.complain(of)

    def reach(self, place: Place) -> QWidget:
        """What a fault of that place is mended with."""
        if self.given is not None and not self.given.isChecked():
            return self.given
        return self.form.reach(place)


class RowsBox(QGroupBox):
    """A list of tables: which there are, and the chosen one's form."""

    def __init__(self, blank: Blank, place: Place, desk: Desk, within: int) -> None:
        super().__init__(field_label(blank.name))
        self.setToolTip(about(blank))
        self.place, self._desk, self._model, self._within = place, desk, blank.model, within
        self._rows: list[Any] = []
        self._shape: tuple[int, tuple[Blank, ...]] | None = None
        self.form: TableForm | None = None
        self.list, self.blame = QListWidget(), Blame()
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # a row ends where the list does
        self.list.setAccessibleName(field_label(blank.name))
        self.list.currentRowChanged.connect(lambda _: self._show_chosen())
        row = QHBoxLayout()
        acts: tuple[tuple[str, Callable[[], None]], ...] = (
            ("add", self.add),
            ("remove", self.remove),
            ("up", lambda: self._turn(-1)),
            ("down", lambda: self._turn(1)),
        )
        self.buttons = {name: QPushButton(phrase(f"studio.row_{name}")) for name, _ in acts}
        for name, act in acts:
            self.buttons[name].clicked.connect(act)
            row.addWidget(self.buttons[name])
        row.addStretch(1)
        self._box = QVBoxLayout(self)
        self._box.addWidget(self.list)
        self._box.addLayout(row)
        self._box.addWidget(self.blame)
        self._show_chosen()

    def add(self) -> None:
        """A new row, empty, which its faults say how to fill; it stands chosen."""
        at = len(self._rows)
        self._desk.write((*self.place, at), {})
        self.list.setCurrentRow(at)

    def remove(self) -> None:
        if self.list.currentRow() >= 0:
            self._desk.write((*self.place, self.list.currentRow()), None)

    def _turn(self, by: int) -> None:
        at = self.list.currentRow()
        if at >= 0 and 0 <= at + by < len(self._rows):
            self._desk.shift((*self.place, at), by)
            self.list.setCurrentRow(at + by)

    def show_value(self, value: Any) -> None:
        self._rows = list(value) if isinstance(value, list) else []
        at = min(max(self.list.currentRow(), 0), len(self._rows) - 1)
        with QSignalBlocker(self.list):
            while self.list.count() > len(self._rows):
                self.list.takeItem(self.list.count() - 1)
            while self.list.count() < len(self._rows):
                self.list.addItem(QListWidgetItem())
            for i, row in enumerate(self._rows):
                self.list.item(i).setText(self._summary(row))
            self.list.setCurrentRow(at)
        self._fit()
        self._show_chosen()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            QTimer.singleShot(0, self, self._fit)  # when rows have their new letters too

    def _fit(self) -> None:
        """As high as its rows, up to so many: the form scrolls, and a list in it only where it is long."""
        high = self.list.sizeHintForRow(0) if self._rows else px(LINE)
        self.list.setFixedHeight(high * min(max(len(self._rows), 1), ROWS_SHOWN) + 2 * self.list.frameWidth())

    def _show_chosen(self) -> None:
        """The form anew only where another row or another kind of row is chosen: what has the focus keeps it."""
        at = self.list.currentRow()
        self.buttons["remove"].setEnabled(at >= 0)
        self.buttons["up"].setEnabled(at > 0)
        self.buttons["down"].setEnabled(0 <= at < len(self._rows) - 1)
        row = self._rows[at] if 0 <= at < len(self._rows) else None
        blanks = () if row is None else self._blanks(row)
        if (at, blanks) != self._shape:
            self._shape = at, blanks
            if self.form is not None:
                self._box.removeWidget(self.form)
                self.form.hide()
                self.form.deleteLater()
            self.form = TableForm(blanks, (*self.place, at), self, self._within) if blanks else None
            if self.form is not None:
                self._box.addWidget(self.form)
        if self.form is not None:
            self.form.show_value({"say": row} if isinstance(row, str) else row)

    def _blanks(self, row: Any) -> tuple[Blank, ...]:
        if self._model is not None:
            return blanks_of(self._model)
        return blanks_of_kind(row.get("kind") if isinstance(row, Mapping) else None)

    def _summary(self, row: Any) -> str:
        """A row in a line."""
        if isinstance(row, Mapping):
            blanks = {blank.name: blank for blank in self._blanks(row)}
            given = [(blanks.get(name), value) for name, value in row.items() if not isinstance(value, list | dict | bool)]
            said = row_words(given)
        else:
            said = str(row)
        return shortened(said, MOST_LETTERS) or phrase("studio.row_empty")

    def write(self, place: Place, value: Any) -> None:
        """Of the chosen row. Another kind of row keeps what both kinds hold."""
        at = len(self.place)
        if self._model is None and place[at + 1 :] == ("kind",):
            row = self._rows[self.list.currentRow()]
            self._desk.write(place[: at + 1], {"kind": value} | {b.name: row[b.name] for b in blanks_of_kind(value)[1:] if b.name in row})
            return
        self._desk.write(place, value)

    def shift(self, place: Place, by: int) -> None:
        self._desk.shift(place, by)

    def complain(self, of: Complaints) -> None:
        self.blame.tell(of.homeless(self.place, [str(i + 1) for i in range(len(self._rows))]))
        for i, row in enumerate(self._rows):
            said = of.within((*self.place, i))
            self.list.item(i).setText(("! " if said else "") + self._summary(row))
            self.list.item(i).setToolTip(said)
        if self.form is not None:
            self.form.complain(of)

    def reach(self, place: Place) -> QWidget:
        """What a fault of that place is mended with: the row that it is in stands chosen then."""
        if not place or not isinstance(place[0], int) or place[0] >= len(self._rows):
            return self.list if self._rows else self.buttons["add"]
        self.list.setCurrentRow(place[0])
        return self.form.reach(place[1:]) if self.form is not None else self.list
