"""A part of the room in a window of its own: pictures fill a second screen, as on a wall; else it stands where it is put."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from sim.qt.room_layout import keep, kept
from sim.qt.words import phrase


class OwnWindow(QWidget):
    """Holds what is lent to it while it is open; who lent it takes it back when it goes.

    part : its code in the room's layout
    fills : whether it takes the whole of a second screen
    head : what stands over what is lent, and goes with it
    at_first : its size in pixels where nobody has put it anywhere yet
    """

    gone = Signal()

    def __init__(self, parent: QWidget, part: str, at_first: QSize, fills: bool = False, head: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._part, self._at_first, self._fills = part, at_first, fills
        self._filled: str | None = None
        """The name of the screen that it fills"""
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenRemoved.connect(self._screen_gone, Qt.ConnectionType.QueuedConnection)
        self.setObjectName("surround" if fills else "room")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(phrase(f"room_part.{part}"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        if head is not None:
            whole.addWidget(head)
            head.show()
        self.row = QHBoxLayout()
        whole.addLayout(self.row, 1)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(6)

    def open_with(self, *lent: QWidget) -> None:
        """Where it stood last; full screen on a second screen that is free."""
        for widget in lent:
            self.row.addWidget(widget, 1)
            widget.show()
        parent = self.parentWidget()
        assert parent is not None
        other = _free_beside(parent.screen()) if self._fills else None
        if other is not None:
            self._filled = other.name()
            self.setGeometry(other.geometry())
            self.showFullScreen()
        else:
            place = kept(self._part).place
            if place is None or not self.restoreGeometry(QByteArray.fromBase64(place.encode())):
                self.resize(self._at_first)
            self.show()
        lent[0].setFocus()  # it is opened for that, not for what stands over it
        self.remember()

    def closeEvent(self, event: QCloseEvent) -> None:
        keep(self._part, "room", self._place())
        super().closeEvent(event)
        self.gone.emit()

    def _screen_gone(self) -> None:
        """Pulled out: what filled it would lie over the room on the screen that is left, so it goes back there."""
        if self.isFullScreen() and self._filled not in {screen.name() for screen in QGuiApplication.screens()}:
            self.close()

    def remember(self) -> None:
        """That it is open, and where."""
        keep(self._part, "window", self._place())

    def _place(self) -> str | None:
        """A second screen may be gone the next time: what fills it is no place."""
        return kept(self._part).place if self.isFullScreen() else bytes(self.saveGeometry().toBase64().data()).decode()


def _free_beside(screen: QScreen) -> QScreen | None:
    """Another screen, which no window of this kind fills."""
    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, OwnWindow) and one.isVisible()]
    filled = [one.screen() for one in shown if one.isFullScreen()]
    return next((one for one in QGuiApplication.screens() if one is not screen and one not in filled), None)
