"""One column of names for all of a page's form: fields of every group, whatever box it lies in, begin under each other."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QWidget

from sim.qt.grown import is_large


class LabelColumn(QObject):
    """Kept while the page changes. Where text is large each group has a column of its own: the fields need the width."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._lay()
        return False

    def _lay(self) -> None:
        names = [label for label in self._page.findChildren(QLabel) if label.buddy() is not None and label.isVisibleTo(self._page)]
        lefts = [_indent(label, self._page) for label in names]
        end = max((left + label.sizeHint().width() for left, label in zip(lefts, names, strict=True)), default=0)
        for left, label in zip(lefts, names, strict=True):
            label.setMinimumWidth(0 if is_large() else end - left)


def _indent(label: QLabel, page: QWidget) -> int:
    """Pixels by which what it lies in begins right of the page, by margins alone: no layout need have been made."""
    found, outer = 0, label.parentWidget()
    while outer is not None and outer is not page:
        outer = outer.parentWidget()
        layout = outer.layout() if outer is not None else None
        if outer is not None and layout is not None:
            found += outer.contentsMargins().left() + layout.contentsMargins().left()
    return found
