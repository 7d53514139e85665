"""How the window meets this user: theme, size of text, how much moves, language. Chosen in the menu View, kept on this machine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication

from meshes.writing import write_whole
from scenarios import words
from sim.qt import palette
from sim.qt.grown import regrow
from sim.qt.words import WHOLE, catalogue, languages, speak
from sim.session.home import home

STYLE = Path(__file__).parents[2] / "assets" / "styles" / "tuohy.qss"
SYSTEM = "system"
"""The theme that the desktop says it wears; dark where it says nothing."""
THEMES = (SYSTEM, *palette.THEMES)
LETTERS_PX = 13
"""Of what the style sheet gives no size, at the usual size of text"""
FITTED = 0
"""A size of text that goes with the window: nobody has to ask for larger letters on a large screen."""
TEXT_PCT = (FITTED, 100, 125, 150, 200)
SPACIOUS = ((1800, 940, 120), (2400, 1250, 140), (3000, 1700, 145))
"""Pixels across and down from which a window has room for text of so many per cent. No more than lets parts stand beside one another:
from LARGE_PX of sim/qt/grown.py they go into lines of their own, which a large window does not need"""
FRAMED = ("QCheckBox", "QRadioButton")
"""Whose edge the style makes of the ground round them, darker by FRAME_PCT, which is hardly seen in either theme."""
FRAME_PCT = 140


@dataclass(frozen=True)
class Appearance:
    """What was chosen."""

    theme: str = SYSTEM
    text_pct: int = FITTED
    still: bool = False
    """Nothing sweeps or glides: what changes is there at once"""
    language: str = WHOLE
    """Or SYSTEM: the desktop's, where the window speaks it"""


@dataclass
class _Window:
    """The main one, whose size the text goes with."""

    text_pct: int = 100


_WINDOW = _Window()


def suit(application: QApplication, width: int, height: int) -> None:
    """The window has this size now: who chose no size of text has one that goes with it."""
    pct = max((pct for across, down, pct in SPACIOUS if width >= across and height >= down), default=100)
    if pct != _WINDOW.text_pct:
        _WINDOW.text_pct = pct
        if kept_appearance().text_pct == FITTED:
            put_on(application, kept_appearance())


def kept_appearance() -> Appearance:
    """What this user chose last; what stands in no menu, or cannot be read, is as it was delivered."""
    usual = Appearance()
    try:
        stored = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return usual
    if not isinstance(stored, dict):
        return usual
    theme, text, still, language = (stored.get(name) for name in asdict(usual))
    return Appearance(
        theme if isinstance(theme, str) and theme in THEMES else usual.theme,
        text if type(text) is int and text in TEXT_PCT else usual.text_pct,
        still is True,
        language if isinstance(language, str) and language in (SYSTEM, *languages()) else usual.language,
    )


def keep_appearance(chosen: Appearance) -> None:
    """Raises OSError."""
    write_whole(_file(), json.dumps(asdict(chosen), indent=1) + "\n")


def worn_theme(desktop: Qt.ColorScheme, chosen: Appearance) -> palette.Theme:
    """The one that was chosen, or the desktop's."""
    if chosen.theme != SYSTEM:
        return palette.THEMES[chosen.theme]
    return palette.LIGHT if desktop == Qt.ColorScheme.Light else palette.DARK


def spoken_language(desktop: Sequence[str], chosen: Appearance) -> str:
    """The one that was chosen; else the first that the desktop asks for, as ``de-AT``, and the window speaks."""
    if chosen.language != SYSTEM:
        return chosen.language
    known = languages()
    return next((code for code in (one.split("-")[0] for one in desktop) if code in known), WHOLE)


def speak_to(application: QApplication, chosen: Appearance) -> None:
    """In this language from now on, Qt's own buttons too; what is shown already stays as it is."""
    language = spoken_language(QLocale.system().uiLanguages(), chosen)
    QLocale.setDefault(QLocale(language))  # the numbers in fields
    speak(catalogue(language), catalogue(WHOLE))
    words.speak(language)
    for before in application.findChildren(QTranslator):
        application.removeTranslator(before)
    buttons = QTranslator(application)
    if buttons.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(buttons)


def put_on(application: QApplication, chosen: Appearance) -> None:
    """The whole program looks so from now on."""
    theme, scale = worn_theme(application.styleHints().colorScheme(), chosen), (chosen.text_pct or _WINDOW.text_pct) / 100.0
    palette.wear(theme, scale, chosen.still)
    plain = palette.palette_of(theme)
    application.setPalette(plain)
    framed = QPalette(plain)
    framed.setColor(QPalette.ColorRole.Window, palette.tint("edge").lighter(FRAME_PCT))
    for control in FRAMED:
        application.setPalette(framed, control)  # type: ignore[arg-type]  # its stub wants bytes, which it refuses
    letters = QFont(application.font())
    letters.setPixelSize(palette.px(LETTERS_PX))
    application.setFont(letters)  # not by a rule for every widget: each would be given letters of its own, which takes as long again
    application.setStyleSheet(palette.sheet(STYLE.read_text(encoding="utf-8"), theme, scale))
    regrow(application)


def changed(application: QApplication, **fields: object) -> None:
    """Put on what was chosen last but for these, and keep it. Raises OSError if it cannot be kept: it is worn all the same."""
    chosen = replace(kept_appearance(), **fields)  # type: ignore[arg-type]
    put_on(application, chosen)
    keep_appearance(chosen)


def _file() -> Path:
    return home() / "appearance.json"
