"""Text can be read on what lies under it: the contrast of WCAG 2.1, worked out from the style sheet and the palette.

Oracle: the formula of WCAG 2.1: relative luminance of sRGB; AA asks for 4.5 to 1, and 3 to 1 for the edge of a control.
"""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor, QPalette

from sim.qt.app import STYLE
from sim.qt.focus_ring import BRIGHT
from sim.qt.palette import COLOURS
from sim.qt.panels import case_cards, monitor, scorecard
from sim.qt.panels.card import INK

TEXT, EDGE = 4.5, 3.0
PAGE, CARD, FIELD = "#15181b", "#1d2226", "#14171a"
RULE = re.compile(r"([^{}]+)\{([^}]*)\}")


def luminance(colour: str) -> float:
    parts = [channel / 255 for channel in (QColor(colour).red(), QColor(colour).green(), QColor(colour).blue())]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def rules() -> dict[str, dict[str, str]]:
    """Colours by selector."""
    text = re.sub(r"/\*.*?\*/", "", STYLE.read_text(encoding="utf-8"), flags=re.DOTALL)
    found: dict[str, dict[str, str]] = {}
    for selectors, body in RULE.findall(text):
        values = dict(part.split(":", 1) for part in body.split(";") if ":" in part)
        colours = {name.strip(): match.group() for name, value in values.items() if (match := re.search(r"#[0-9a-f]{6}", value))}
        for selector in selectors.split(","):
            found.setdefault(selector.strip(), {}).update(colours)
    return found


def test_the_formula_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_text_of_the_style_sheet_can_be_read() -> None:
    """On its own ground where the rule gives one, else on the page and on a card; disabled controls are exempt."""
    told = 0
    for selector, colours in rules().items():
        if "color" not in colours or ":disabled" in selector:
            continue
        grounds = [colours["background"]] if "background" in colours else [PAGE, CARD]
        for ground in grounds:
            assert contrast(colours["color"], ground) >= TEXT, (selector, ground)
            told += 1
    assert told > 15


def test_words_on_every_button_and_list_can_be_read() -> None:
    ink = COLOURS[QPalette.ColorRole.ButtonText]
    for selector, colours in rules().items():
        if (
            "background" in colours
            and "color" not in colours
            and not any(part in selector for part in ("groove", "handle", "chunk", "ind"))
        ):
            assert contrast(ink, colours["background"]) >= TEXT, selector


def test_the_palette_and_what_is_painted_can_be_read() -> None:
    role = QPalette.ColorRole
    for text, ground in (
        (role.WindowText, role.Window), (role.Text, role.Base), (role.Text, role.AlternateBase), (role.ButtonText, role.Button),
        (role.PlaceholderText, role.Base), (role.BrightText, role.Window), (role.HighlightedText, role.Highlight),
        (role.ToolTipText, role.ToolTipBase), (role.Link, role.Window),
    ):  # fmt: skip
        assert contrast(COLOURS[text], COLOURS[ground]) >= TEXT, text
    for colour, ground in (
        (monitor.EMPTY, "#000000"), (monitor.SIGHT, "#000000"), (INK, CARD), (case_cards.INK, case_cards.GROUND.name()),
        (case_cards.QUIET, case_cards.GROUND.name()), (case_cards.QUIET, case_cards.CHOSEN.name()), (scorecard.POOR, PAGE),
        (scorecard.POOR, "#1a1e22"),
    ):  # fmt: skip
        assert contrast(colour.name(), ground) >= TEXT, colour.name()


def test_focus_and_ticks_are_seen() -> None:
    for ground in (PAGE, CARD, FIELD, COLOURS[QPalette.ColorRole.Button]):
        assert contrast(BRIGHT, ground) >= EDGE
    assert contrast(rules()["QCheckBox::indicator"]["border"], CARD) >= EDGE


def test_there_is_one_red() -> None:
    """Oracle: hue: nothing in the style sheet is red but that of alarms."""
    found = set()
    for colours in rules().values():
        for colour in colours.values():
            hue, saturation = QColor(colour).hue(), QColor(colour).hsvSaturation()
            if saturation > 100 and (hue < 15 or hue > 345):
                found.add(colour)
    assert found == {"#ff7b72"}
    assert scorecard.POOR.name() == "#ff7b72"
