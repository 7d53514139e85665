"""One variant to be asked for: its kind, then whatever this kind has to be told."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Le
from pydantic.fields import FieldInfo
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QSpinBox, QVBoxLayout, QWidget

from meshes.asked import KINDS
from scenarios.words import told
from sim.qt.panels.fields import Choice, Number, Whole
from sim.qt.words import field_label, heading, phrase, term


class VariantForm(QWidget):
    """Its fields come from the schema, with the schema's limits: a new kind of variant needs nothing here."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = Choice(phrase("variant_form.kind"))
        for kind, model in KINDS.items():
            self.kind.addItem(heading(kind), kind)
            self.kind.setItemData(self.kind.count() - 1, told(model.__doc__ or ""), Qt.ItemDataRole.ToolTipRole)
        self.fields: dict[str, QComboBox | QSpinBox | QDoubleSpinBox] = {}
        self._rows = QFormLayout()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.kind)
        box.addLayout(self._rows)
        self.kind.currentIndexChanged.connect(self._show)
        self._show()

    def _show(self) -> None:
        while self._rows.rowCount():
            self._rows.removeRow(0)
        asked = KINDS[self.kind.currentData()].model_fields
        self.fields = {name: _widget(field) for name, field in asked.items() if name != "kind"}
        for name, widget in self.fields.items():
            self._rows.addRow(field_label(name), widget)

    def chosen(self) -> dict[str, Any]:
        """The variant as a table."""
        told: dict[str, Any] = {"kind": self.kind.currentData()}
        for name, widget in self.fields.items():
            told[name] = widget.currentData() if isinstance(widget, QComboBox) else widget.value()
        return told


def _widget(field: FieldInfo) -> QComboBox | QSpinBox | QDoubleSpinBox:
    """What a field is chosen with."""
    if get_origin(field.annotation) is Literal:
        combo = Choice()
        for word in get_args(field.annotation):
            combo.addItem(term(str(word)), str(word))
        return combo
    low = next(m.ge for m in field.metadata if isinstance(m, Ge))
    high = next(m.le for m in field.metadata if isinstance(m, Le))
    spin = Whole() if field.annotation is int else Number()
    spin.setRange(low, high)  # type: ignore[arg-type]
    return spin
