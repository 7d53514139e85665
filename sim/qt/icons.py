"""Icons, drawn in the colours that the window wears now: one SVG each in ``assets/icons``, named as the act that it stands for.

A file is lines on nothing without a colour of their own: that is the theme's, so that what can do nothing now is dim, in either.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from sim.qt.palette import px, theme

FOLDER = Path(__file__).parents[2] / "assets" / "icons"
SIDE, GAP, EDGE = 16, 4, 10
"""Pixels: an icon beside words at the usual size of text, between the two, and what a button's frame and padding take of its width"""
INK = "currentColor"
WARDROBE = "wardrobe"
NAME, WORN, PLAIN_INK, LIT_INK, WIDE, ROW = "icon_name", "icon_worn", "icon_ink", "icon_ink_lit", "icon_side", "icon_row"
"""Of a button: which icon it has, how it is worn now, the roles of its colour: usually, where the button is lit, its side, and its row"""
WORN_ANEW = frozenset((
    QEvent.Type.Resize, QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange, QEvent.Type.DevicePixelRatioChange,
))  # fmt: skip
"""After these a button's icon may have another colour or size, or no room."""


def has_icon(name: str) -> bool:
    return FOLDER.joinpath(f"{name}.svg").is_file()


@cache
def _drawing(name: str) -> str:
    """The source of one. FileNotFoundError for a name that has none."""
    return FOLDER.joinpath(f"{name}.svg").read_text(encoding="utf-8")


def drawn(name: str, colour: str, side: int, ratio: float) -> QPixmap:
    """One icon, ``side`` pixels of the layout wide and ``ratio`` times as many of the screen."""
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.fill(QColor("transparent"))
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(_drawing(name).replace(INK, colour).encode())).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(name: str, ratio: float | None = None, ink: str = "", across: int = SIDE) -> QIcon:
    """For a control or a row of a menu: in this ink, dim where it can do nothing, and as what is chosen where it is on."""
    worn, side = theme(), px(across)
    if ratio is None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        ratio = application.devicePixelRatio()
    made = QIcon()
    for mode, state, colour in (
        (QIcon.Mode.Normal, QIcon.State.Off, ink or worn.ink),
        (QIcon.Mode.Normal, QIcon.State.On, worn.chosen_ink),
        (QIcon.Mode.Disabled, QIcon.State.Off, worn.off_ink),
        (QIcon.Mode.Disabled, QIcon.State.On, worn.off_ink),
    ):
        made.addPixmap(drawn(name, colour, side, ratio), mode, state)
    return made


class _Wardrobe(QObject):
    """Looks after the icons of all buttons: one for the application, so that no button and its keeper hold each other."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in WORN_ANEW and isinstance(watched, QAbstractButton):
            _wear(watched)
        return super().eventFilter(watched, event)


def _wardrobe() -> QObject:
    application = QApplication.instance()
    assert application is not None
    found = application.findChild(QObject, WARDROBE)
    if found is None:
        found = _Wardrobe(application)
        found.setObjectName(WARDROBE)
    return found


def ink_on(button: QAbstractButton) -> str:
    """The colour that its icon has now."""
    return str(getattr(theme(), str(button.property(LIT_INK if button.property("lit") else PLAIN_INK))))


def _fits(button: QAbstractButton) -> bool:
    """Whether there is room before its words."""
    words = button.fontMetrics().horizontalAdvance(button.text().replace("&", ""))
    return not words or button.width() >= words + px(int(button.property(WIDE))) + GAP + EDGE


def _row_of(button: QAbstractButton) -> list[QAbstractButton]:
    """Those that are dressed alike."""
    row, parent = button.property(ROW), button.parentWidget()
    if row is None or parent is None:
        return [button]
    beside = parent.findChildren(QAbstractButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [one for one in beside if one.property(ROW) == row]


def _wear(button: QAbstractButton) -> None:
    row = _row_of(button)
    fits = all(_fits(one) for one in row if not one.isHidden())
    for one in row:
        _put_on(one, fits)


def _put_on(button: QAbstractButton, fits: bool) -> None:
    across = int(button.property(WIDE))
    side, ink = px(across), ink_on(button)
    now = f"{fits} {side} {theme().name} {ink} {button.devicePixelRatio()}"
    if button.property(WORN) != now:
        button.setProperty(WORN, now)
        button.setIconSize(QSize(side, side))
        button.setIcon(icon(str(button.property(NAME)), button.devicePixelRatio(), ink, across) if fits else QIcon())


def wears(button: QAbstractButton, name: str, ink: str = "ink", lit: str = "ink", side: int = SIDE) -> None:
    """Put this icon on a button, before its words where there is room for both: the words come first.

    ink, lit : roles of a Theme, those of the button's words
    side : pixels at the usual size of text
    """
    button.setProperty(WIDE, side)
    button.setProperty(NAME, name)
    button.setProperty(PLAIN_INK, ink)
    button.setProperty(LIT_INK, lit)
    button.installEventFilter(_wardrobe())
    _wear(button)


def dressed_alike(*buttons: QAbstractButton) -> None:
    """These stand in one row of one widget: all of them have their icons, or none has."""
    for button in buttons:
        button.setProperty(ROW, str(buttons[0].property(NAME)))
        _wear(button)
