"""The page of all keys and of what gamepads and pedals do, to look up and to change."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QMargins
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QStyle,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from scenarios.files import InputError
from sim.qt.actions import ACTIONS, GROUPED, Action, clashes, keep_keys, keys
from sim.qt.devices.attendant import Attendant
from sim.qt.devices.bound import USUAL, bindings, keep_bindings
from sim.qt.devices.controls import KINDS, Kind
from sim.qt.devices.motions import MOTIONS, Motion
from sim.qt.grown import is_large
from sim.qt.job import fault_of
from sim.qt.keyed import name_anew
from sim.qt.palette import px
from sim.qt.panels.control_button import ControlButton
from sim.qt.panels.note import note
from sim.qt.words import phrase

HIGH, TALL = 680, 0.7
"""Pixels at the usual size of text, and of a screen that is higher"""
FIELDS, INSET = (150, 200, 150), 12
"""Pixels at the usual size of text: of the columns of key, gamepad and pedal, and round a name"""
NO_KEY = "\u2013"
"""Of what only a stick, a trigger or a pedal does"""
AROUND = 40
"""Pixels of the screen that stay free"""
KNOWN: dict[str, Action | Motion] = {motion.name: motion for motion in MOTIONS} | {action.name: action for action in ACTIONS}
"""By name: for what they are called, in the language that is spoken"""
Row = tuple[QTreeWidgetItem, QKeySequenceEdit | None, dict[Kind, ControlButton]]


class KeysDialog(QDialog):
    """By groups, searched by any word of a row; what is saved holds at once."""

    def __init__(self, parent: QWidget, devices: Attendant, aside: str = "") -> None:
        """``aside``: what is said of the attempt meanwhile."""
        super().__init__(parent)
        self._window = parent
        self.setWindowTitle(phrase("keys_dialog.title"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(phrase("keys_dialog.search"))
        self.search.setAccessibleName(phrase("keys_dialog.search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._sift)
        self.table = QTreeWidget()
        self.table.setObjectName("keys")
        self.table.setAccessibleName(phrase("keys_dialog.title"))
        self._two_rows = is_large()
        """What is done has a row of its own, with its fields below: beside one another they are wider than a screen"""
        self.table.setItemsExpandable(not self._two_rows)  # the fields belong to their name
        columns = ("key", *KINDS) if self._two_rows else ("act", "key", *KINDS)
        self.table.setHeaderLabels([phrase(f"keys_dialog.{column}") for column in columns])
        self.table.setRootIsDecorated(False)
        if self._two_rows:
            self.table.setIndentation(0)  # else each name has an arrow that folds nothing, and its fields stand beside their columns
        self.table.header().setSectionResizeMode(columns.index("gamepad") if self._two_rows else 0, QHeaderView.ResizeMode.Stretch)
        self.table.header().setStretchLastSection(False)
        self.edits: dict[str, QKeySequenceEdit] = {}
        self.controls: dict[Kind, dict[str, ControlButton]] = {kind: {} for kind in KINDS}
        self._groups: list[tuple[QTreeWidgetItem, list[Row]]] = []
        self._fill(keys(), bindings(), devices)
        self.fault = QLabel("")
        self.fault.setObjectName("message")
        self.fault.setWordWrap(True)
        self.fault.hide()
        self.devices = QLabel(devices.why_none or phrase("keys_dialog.devices"))
        self.devices.setObjectName("note")
        self.devices.setWordWrap(True)
        box = QVBoxLayout(self)
        for widget in (self.search, self.table, self.devices, *([note(aside)] if aside else []), self.fault, self._buttons()):
            box.addWidget(widget)
        self._fit(box.contentsMargins())

    def _fit(self, edges: QMargins) -> None:
        """As large as what stands in it, within screen and window: no name ends in dots where there is room for it."""
        screen = self.screen().availableSize()
        self.table.ensurePolished()  # its letters have the size that is chosen only then
        named = self.table.sizeHintForColumn(0) + px(INSET)
        frame = 2 * self.table.frameWidth() + self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        wide = sum(map(px, FIELDS)) + (0 if self._two_rows else named) + frame + edges.left() + edges.right()
        high = px(HIGH) if self._two_rows else max(px(HIGH), round(TALL * screen.height()))
        highest = min(screen.height() - 2 * AROUND, self._window.height())
        self.resize(min(wide, screen.width() - AROUND), min(high, highest))

    def _fill(self, chosen: Mapping[str, str], bound: Mapping[Kind, Mapping[str, str]], devices: Attendant) -> None:
        groups = {"motions": [motion.name for motion in MOTIONS]} | {name: [one.name for one in group] for name, group in GROUPED.items()}
        for group, names in groups.items():
            head = QTreeWidgetItem(self.table, [phrase(f"keys_dialog.group_{group}")])
            rows = [self._row(head, name, chosen, bound, devices) for name in names]
            head.setFirstColumnSpanned(True)
            head.setExpanded(True)
            font = head.font(0)
            font.setBold(True)
            head.setFont(0, font)
            self._groups.append((head, rows))
        for column, width in enumerate(FIELDS, start=0 if self._two_rows else 1):
            self.table.header().resizeSection(column, px(width))

    def _row(
        self, head: QTreeWidgetItem, name: str, chosen: Mapping[str, str], bound: Mapping[Kind, Mapping[str, str]], devices: Attendant
    ) -> Row:
        title = KNOWN[name].title
        item = QTreeWidgetItem(head, [title])
        fields, first = item, 1
        if self._two_rows:
            fields, first = QTreeWidgetItem(item), 0
            item.setFirstColumnSpanned(True)
            item.setExpanded(True)
        edit: QKeySequenceEdit | None = None
        if name in chosen:
            self.edits[name] = edit = QKeySequenceEdit(QKeySequence(chosen[name]))
            edit.setMaximumSequenceLength(1)
            edit.setAccessibleName(phrase("keys_dialog.key_of", does=title))
            self.table.setItemWidget(fields, first, edit)
        else:
            fields.setText(first, NO_KEY)
        buttons: dict[Kind, ControlButton] = {}
        for column, kind in enumerate(KINDS, start=first + 1):
            buttons[kind] = self.controls[kind][name] = button = ControlButton(kind, bound[kind].get(name, ""), title)
            button.setEnabled(not devices.why_none)
            devices.pressed.connect(button.hear)
            self.table.setItemWidget(fields, column, button)
        return item, edit, buttons

    def _buttons(self) -> QDialogButtonBox:
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Save | kinds.Cancel | kinds.RestoreDefaults)
        buttons.accepted.connect(self._save)
        buttons.rejected.connect(self.reject)
        usual = buttons.button(kinds.RestoreDefaults)
        usual.setText(phrase("keys_dialog.defaults"))  # Qt's own word in German is that for settings
        usual.clicked.connect(self._defaults)
        return buttons

    def _sift(self, wanted: str) -> None:
        """Rows in which every word stands: in what is done, its key or its control; a group's name brings all of it."""
        words = wanted.casefold().split()
        for head, rows in self._groups:
            left = False
            for item, edit, buttons in rows:
                key = "" if edit is None else edit.keySequence().toString(QKeySequence.SequenceFormat.NativeText)
                text = " ".join((head.text(0), item.text(0), key, *(button.text() for button in buttons.values()))).casefold()
                item.setHidden(not all(word in text for word in words))
                left |= not item.isHidden()
            head.setHidden(not left)

    def _chosen(self) -> dict[str, str]:
        return {name: edit.keySequence().toString() for name, edit in self.edits.items()}

    def _bound(self) -> dict[Kind, dict[str, str]]:
        return {kind: {name: button.control for name, button in buttons.items()} for kind, buttons in self.controls.items()}

    def _save(self) -> None:
        chosen, bound = self._chosen(), self._bound()
        for code, of_one in (("clash", chosen), *(("clash_control", of_kind) for of_kind in bound.values())):
            for one, other in clashes(of_one)[:1]:
                self._complain(phrase(f"keys_dialog.{code}", one=KNOWN[one].title, other=KNOWN[other].title))
                return
        try:
            keep_keys(chosen)
            keep_bindings(bound)
        except (InputError, OSError) as error:
            self._complain(phrase("keys_dialog.not_kept", why=fault_of(error).words))
            return
        name_anew(self._window)
        self.accept()

    def _complain(self, said: str) -> None:
        self.fault.setText(said)
        self.fault.show()

    def _defaults(self) -> None:
        for action in ACTIONS:
            self.edits[action.name].setKeySequence(QKeySequence(action.key))
        for kind, buttons in self.controls.items():
            for name, button in buttons.items():
                button.set(USUAL[kind].get(name, ""))
