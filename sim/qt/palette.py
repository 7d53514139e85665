"""Every colour of the interface, by what it is for, in a dark and in a light theme; and the scale of its type.

What an X-ray monitor, an MRI or the room in 3D shows is black behind in both, as on a workstation. What things in the patient and in
the room are made of (``sim/qt/theatre/looks.py``, ``sim/qt/glass/glass_looks.py``) is no colour of the interface.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Theme:
    """Colours as ``#rrggbb``. Ink is what is written, ground what it lies on, edge what bounds a control."""

    name: str
    page: str
    card: str
    field: str
    """Ground of what is typed into, and of gauges"""
    sunk: str
    """Ground of lists and texts"""
    row: str
    """Ground of every other row of a table"""
    tip: str
    rule: str
    """Hair lines between parts: for order only, nothing depends on seeing them"""
    track: str
    """The empty part of a bar, and grid lines"""
    button: str
    hover: str
    edge: str
    off_ground: str
    ink: str
    muted: str
    """Notes and titles of cards"""
    hint: str
    """What stands in an empty field"""
    off_ink: str
    """On a control that can do nothing now"""
    chosen: str
    chosen_ink: str
    main: str
    """The button that leads on, and what is done of a bar"""
    main_ink: str
    accent: str
    bright: str
    """Links, ticks, the tab that is open"""
    focus: str
    good: str
    """What went well; and a loss of resistance, wherever it is shown"""
    bad: str
    """What went wrong, and danger"""
    mark: str
    """What is to be noticed: what comes next, what nears a limit or lies beyond what was meant"""
    beam: str
    """X-rays, when they were on"""
    orange: str
    violet: str
    """These two tell apart what is no better or worse than what it stands beside"""
    faded: str
    says: str
    """What the patient says"""
    signal: str
    """Ground of a lamp that is lit, and of a word that must not be missed"""
    signal_ink: str
    pedal: str
    pedal_edge: str
    figure: str
    """A patient as a drawing of him"""
    figure_ground: str
    bone: str
    surround: str = "#15181b"
    """Round pictures: as dark in every theme, or the eye adapts to the page"""
    screen: str = "#000000"
    scene: str = "#101315"
    screen_ink: str = "#cfd8de"
    screen_muted: str = "#9aa7b0"
    screen_bright: str = "#58c7e8"
    screen_beam: str = "#e8b923"
    screen_mark: str = "#f2c14e"
    screen_name: str = "#8fd3f4"
    screen_way: str = "#7bd88f"
    screen_second: str = "#ff9e64"
    """A line beside one in the bright colour: orange and blue are told apart by every eye"""


DARK = Theme(
    name="dark", page="#15181b", card="#1d2226", field="#14171a", sunk="#1a1e22", tip="#262c32", rule="#2a3138", track="#39434c",
    button="#2a3138", hover="#38424c", edge="#6a7783", off_ground="#20252a", ink="#d6dde3", muted="#a9bac6", hint="#a6bbc8",
    off_ink="#8a969f", chosen="#2f5d7c", chosen_ink="#ffffff", main="#2a628b", main_ink="#ffffff", accent="#4a94c6", bright="#58c7e8",
    focus="#8fd3f4", good="#7bd88f", bad="#ff7b72", mark="#f2c14e", beam="#e8b923", orange="#ff9e64", violet="#c792ea", faded="#a98080",
    says="#f0d9a8", signal="#f2c14e", signal_ink="#15181b", pedal="#4a3a12", pedal_edge="#c79a1c", figure="#8d7964",
    figure_ground="#2a3138", bone="#7f8c96", row="#21272d",
)  # fmt: skip
"""Leaves the eye adapted to the X-ray."""
LIGHT = Theme(
    name="light", page="#eef1f4", card="#ffffff", field="#ffffff", sunk="#fbfcfd", tip="#ffffff", rule="#d3dae0", track="#c9d2d9",
    button="#e4eaef", hover="#d5dde4", edge="#6f7d89", off_ground="#eceff2", ink="#1a2228", muted="#475662", hint="#4d5b66",
    off_ink="#5f6b75", chosen="#c3def1", chosen_ink="#0f1c25", main="#1f5f8f", main_ink="#ffffff", accent="#1f6fa5", bright="#09678a",
    focus="#0a58b0", good="#19692f", bad="#b3261e", mark="#7a5200", beam="#8a5d00", orange="#a8490a", violet="#7a3fa0", faded="#8a4a4a",
    says="#5c4310", signal="#f2c14e", signal_ink="#15181b", pedal="#fbeabb", pedal_edge="#8a6500", figure="#9a7d61",
    figure_ground="#dfe6eb", bone="#7a8791", row="#edf2f6",
)  # fmt: skip
THEMES = {theme.name: theme for theme in (DARK, LIGHT)}


@dataclass
class _Worn:
    theme: Theme
    scale: float
    still: bool


_WORN = _Worn(DARK, 1.0, still=False)
"""What this program wears now: what is painted asks for it each time it is painted."""


def theme() -> Theme:
    return _WORN.theme


def tint(role: str, theme: Theme | None = None) -> QColor:
    """The colour of a role, by its name in Theme, to be painted with now; of another theme than the one that is worn, if one is named."""
    return QColor(getattr(theme or _WORN.theme, role))


def px(size: float) -> int:
    """A length that grows with the text, in pixels."""
    return round(size * _WORN.scale)


def still() -> bool:
    """Whether what changes is to be there at once, without sweeping or gliding."""
    return _WORN.still


def wear(chosen: Theme, scale: float, still: bool) -> None:
    """From now on these colours, type of so many times its usual size, and things that move or do not."""
    _WORN.theme, _WORN.scale, _WORN.still = chosen, scale, still


def sheet(template: str, chosen: Theme, scale: float) -> str:
    """A style sheet from one in which ``@role`` stands for a colour and ``@13px`` for a size of type. Raises KeyError for another role."""
    colours = asdict(chosen)
    sized = re.sub(r"@(\d+)px", lambda found: f"{round(int(found[1]) * scale)}px", template)
    return re.sub(r"@([a-z_]+)", lambda found: str(colours[found[1]]), sized)


def palette_of(chosen: Theme) -> QPalette:
    """For all that no style sheet names."""
    role, palette = QPalette.ColorRole, QPalette()
    for where, colour in (
        (role.Window, chosen.page), (role.WindowText, chosen.ink), (role.Base, chosen.field), (role.AlternateBase, chosen.card),
        (role.Text, chosen.ink), (role.PlaceholderText, chosen.hint), (role.Button, chosen.button), (role.ButtonText, chosen.ink),
        (role.BrightText, chosen.bad), (role.Highlight, chosen.chosen), (role.HighlightedText, chosen.chosen_ink),
        (role.ToolTipBase, chosen.tip), (role.ToolTipText, chosen.ink), (role.Link, chosen.bright),
    ):  # fmt: skip
        palette.setColor(where, QColor(colour))
    for where in (role.Text, role.ButtonText, role.WindowText, role.PlaceholderText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(chosen.off_ink))
    for where in (role.Base, role.Button):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(chosen.off_ground))
    return palette


def lit(widget: QWidget, yes: bool) -> None:
    """Show that what a button does is done now, whoever does it: by hand, by key or by a pedal."""
    if bool(widget.property("lit")) != yes:
        widget.setProperty("lit", yes)
        _polished_anew(widget)


def unset(widget: QWidget, yes: bool) -> None:
    """Show that what a field says is what it asks for, and no answer."""
    if bool(widget.property("unset")) != yes:
        widget.setProperty("unset", yes)
        _polished_anew(widget)


def styled(widget: QWidget, name: str) -> None:
    """Give a widget another look of the style sheet, which is by name."""
    if widget.objectName() != name:
        widget.setObjectName(name)
        _polished_anew(widget)


def _polished_anew(widget: QWidget) -> None:
    """The style sheet looks at a property or a name only then."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
