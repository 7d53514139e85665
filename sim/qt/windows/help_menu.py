"""The menu Help, and what F1 says of the control that is meant."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAction, QCursor, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QWhatsThis, QWidget

from scenarios import words
from sim.qt.windows.glossary_dialog import GlossaryDialog
from sim.qt.windows.inputs import Inputs
from sim.qt.windows.menus import add_acts
from sim.qt.words import phrase

WIDE = 48
"""Characters of a name that are still one."""


class HelpMenu(QMenu):
    """``inputs``: what the hands hold ends before something stands before them."""

    def __init__(self, window: QWidget, inputs: Inputs) -> None:
        super().__init__(phrase("help_menu.title"), window)
        self._window, self._inputs = window, inputs
        self._pointed_then = QCursor.pos()
        """Where the pointer was when the focus came to where it is"""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._remember)
        self.control = QAction(phrase("help_menu.control"), self)
        self.control.setShortcut(QKeySequence("F1"))
        self.control.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)  # in a window of its own a card has help too
        self.control.triggered.connect(self.explain)
        self.addAction(self.control)
        add_acts(
            self,
            (phrase("help_menu.glossary"), self.show_glossary),
            (phrase("help_menu.keys"), inputs.show_page),
            (phrase("help_menu.about"), lambda: QMessageBox.about(window, phrase("help_menu.about_title"), phrase("help_menu.about_text"))),
        )

    def _remember(self) -> None:
        self._pointed_then = QCursor.pos()

    def explain(self) -> None:
        """Of what has the focus; of what lies under the pointer, where that was moved since the focus came, or where the hands are free."""
        moved = QCursor.pos() != self._pointed_then
        self._inputs.let_go()
        meant = meant_control(QApplication.activeWindow() or self._window, moved)
        at = meant.mapToGlobal(QPoint(meant.width() // 2, meant.height()))
        QWhatsThis.showText(at, explained(meant), meant)

    def show_glossary(self) -> None:
        with self._inputs.aside() as said:
            GlossaryDialog(self._window, said).exec()


def meant_control(window: QWidget, moved: bool) -> QWidget:
    """The control that F1 asks about: the one with the focus, else the one under the pointer, else the window itself.

    moved : the pointer was, since the focus came: what it points at is meant
    """
    focused, pointed = QApplication.focusWidget(), QApplication.widgetAt(QCursor.pos())
    by_key = not moved or pointed is None or not window.isAncestorOf(pointed)
    if by_key and focused is not None and window.isAncestorOf(focused) and (focused.accessibleName() or named(focused)):
        return focused
    return pointed if pointed is not None and window.isAncestorOf(pointed) else focused or window


def named(control: QWidget) -> str:
    """As a screen reader calls it."""
    heard = QAccessible.queryAccessibleInterface(control)
    name = heard.text(QAccessible.Text.Name) if heard is not None else ""
    return name if len(name) <= WIDE else ""


def explained(control: QWidget) -> str:
    """HTML: its name, what it does, and what the card or page is for on which it lies."""
    about = control.toolTip() or control.accessibleDescription()
    parts = [f"<b>{escape(named(control))}</b>"] if named(control) else []
    told = [escape(one) for one in (about, words.help_on(chain(control))) if one]
    return "".join(f"<p>{one}</p>" for one in (*parts, *told))


def chain(control: QWidget) -> list[str]:
    """Kinds of widgets from the control outwards: the first that the catalogue knows says what it is for."""
    kinds: list[str] = []
    inner: QWidget | None = control
    while inner is not None:
        kinds.append(type(inner).__name__)
        inner = inner.parentWidget()
    return kinds
