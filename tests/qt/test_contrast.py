"""Text can be read on what lies under it, in both themes: the contrast of WCAG 2.1, worked out from the style sheet and the themes.

Oracle: the formula of WCAG 2.1: relative luminance of sRGB; AA asks for 4.5 to 1 of text, and 3 to 1 of what must be seen of a control.
"""

from __future__ import annotations

import ast
import re
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton

from sim.qt.appearance import FRAME_PCT, STYLE, Appearance, put_on
from sim.qt.icons import wears
from sim.qt.palette import DARK, THEMES, Theme, lit, sheet
from sim.qt.panels import curve_view, event_marks
from sim.qt.studio import histogram

ROOT = Path(__file__).parents[2]
TEXT, EDGE = 4.5, 3.0
RULE = re.compile(r"([^{}]+)\{([^}]*)\}")
PAGES, CONTROLS = ("page", "card"), ("page", "card", "field", "sunk", "button")
TEXTS = {
    "ink": (*PAGES, "field", "sunk", "tip", "button", "hover", "pedal", "figure_ground"), "muted": (*PAGES, "sunk", "field"),
    "hint": ("field", "sunk", "hover"), "off_ink": ("off_ground", *PAGES, "field"), "chosen_ink": ("chosen",), "ink ": ("chosen",),
    "main_ink": ("main",), "bright": PAGES, "good": (*PAGES, "button"), "bad": (*PAGES, "sunk"), "mark": (*PAGES, "sunk", "button"),
    "says": ("sunk", "card"), "card": ("good",), "signal_ink": ("signal",), "screen_ink": ("screen", "scene"), "screen_muted": ("screen",),
    "screen_bright": ("screen",), "screen_name": ("screen",), "screen_mark": ("screen",),
}  # fmt: skip
"""What is written, and on which grounds."""
SHAPES = {
    "focus": (*CONTROLS, "chosen"), "edge": PAGES, "accent": (*PAGES, "track"), "beam": PAGES, "orange": PAGES, "violet": PAGES,
    "faded": PAGES, "bright": (*PAGES, "figure_ground"), "mark": ("figure_ground",), "hint": PAGES, "figure": PAGES, "bone": PAGES,
    "pedal_edge": PAGES, "good": PAGES, "bad": PAGES, "muted": ("field",), "screen_beam": ("screen",), "screen_name": ("screen",),
}  # fmt: skip
"""What must be seen, and on which grounds. Hair lines and the empty part of a bar say nothing; the focus ring lies outside its control."""


def luminance(colour: str) -> float:
    parts = [channel / 255 for channel in (QColor(colour).red(), QColor(colour).green(), QColor(colour).blue())]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def too_faint(theme: Theme, pairs: dict[str, tuple[str, ...]], least: float) -> list[tuple[str, str, float]]:
    found = []
    for role, grounds in pairs.items():
        for ground in grounds:
            reached = contrast(getattr(theme, role.strip()), getattr(theme, ground))
            if reached < least:
                found.append((role, ground, round(reached, 2)))
    return found


def rules(theme: Theme) -> dict[str, dict[str, str]]:
    """Colours by selector."""
    text = re.sub(r"/\*.*?\*/", "", STYLE.read_text(encoding="utf-8"), flags=re.DOTALL)
    found: dict[str, dict[str, str]] = {}
    for selectors, body in RULE.findall(sheet(text, theme, 1.0)):
        values = dict(part.split(":", 1) for part in body.split(";") if ":" in part)
        colours = {name.strip(): match.group() for name, value in values.items() if (match := re.search(r"#[0-9a-f]{6}", value))}
        for selector in selectors.split(","):
            found.setdefault(selector.strip(), {}).update(colours)
    return found


def test_the_formula_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
class TestTheme:
    def test_every_text_can_be_read(self, theme: Theme) -> None:
        assert too_faint(theme, TEXTS, TEXT) == []

    def test_every_shape_that_says_something_is_seen(self, theme: Theme) -> None:
        assert too_faint(theme, SHAPES, EDGE) == []

    def test_every_rule_of_the_style_sheet_can_be_read(self, theme: Theme) -> None:
        """On its own ground where the rule gives one, else on the page and on a card; what is disabled too."""
        told = 0
        for selector, colours in rules(theme).items():
            ink = colours.get("color")
            if ink is None and "background" in colours and not any(part in selector for part in ("groove", "handle", "chunk", "indicator")):
                ink = theme.chosen_ink if "selected" in selector and "tab" not in selector else theme.ink
            for ground in [] if ink is None else [colours["background"]] if "background" in colours else [theme.page, theme.card]:
                assert ink is not None
                assert contrast(ink, ground) >= TEXT, (selector, ground)
                told += 1
        assert told > 30

    def test_the_frame_that_the_style_makes_of_the_ground_is_seen(self, theme: Theme) -> None:
        """Fusion draws a field's frame in the ground's colour, darker by this much."""
        frame = QColor(theme.edge).lighter(FRAME_PCT).darker(FRAME_PCT).name()
        for ground in (theme.page, theme.card):
            assert contrast(frame, ground) >= EDGE

    def test_an_icon_is_seen_on_its_button_lit_or_not(self, theme: Theme, qapp: QApplication) -> None:
        """Fault: while the beam was on the trefoil was pale grey on amber."""
        put_on(qapp, Appearance(theme=theme.name))
        found = rules(theme)
        pedal, plain, over = QPushButton(), QPushButton(), QPushButton()
        pedal.setObjectName("pedal")
        wears(pedal, "pedal", lit="signal_ink")
        wears(plain, "inject")
        wears(over, "stand", ink="screen_ink")
        grounds = (
            (pedal, False, "QPushButton#pedal"), (pedal, True, 'QPushButton#pedal[lit="true"]'), (plain, False, "QPushButton"),
            (plain, True, 'QPushButton[lit="true"]'), (over, False, "#overlay QPushButton"),
        )  # fmt: skip
        for button, on, selector in grounds:
            lit(button, on)
            image = button.icon().pixmap(32, 32).toImage()
            inks = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
            seen = {ink.name() for ink in inks if ink.alpha() > 250}
            assert seen
            assert all(contrast(ink, found[selector]["background"]) >= EDGE for ink in seen), selector
        put_on(qapp, Appearance())

    def test_there_is_one_red(self, theme: Theme) -> None:
        """Oracle: hue: nothing of the theme is a strong red but what alarms."""
        reds = set()
        for field in fields(theme):
            colour = QColor(getattr(theme, field.name))
            if field.name != "name" and colour.hsvSaturation() > 120 and not 15 <= colour.hue() <= 345:
                reds.add(field.name)
        assert reds == {"bad"}


def test_every_role_that_is_asked_for_is_one_of_the_theme_and_each_of_those_is_worn() -> None:
    roles = {field.name for field in fields(Theme)} - {"name"}
    sheeted = set(re.findall(r"@([a-z_]+)", STYLE.read_text(encoding="utf-8")))
    asked = sheeted | {*curve_view.SERIES, *event_marks.ROLES.values(), *histogram.ROLES.values()}
    named = set(asked)
    for path in (ROOT / "sim" / "qt").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tint":
                asked |= {one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
            if isinstance(node, ast.Attribute):
                named.add(node.attr)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and path.name != "palette.py":
                named.add(node.value)
    assert asked - roles == set()
    assert roles - named == set()


def test_no_colour_stands_outside_the_theme() -> None:
    """But those of things in the patient and in the room, which are no colours of the interface."""
    things = {"palette.py", "looks.py", "glass_looks.py"}
    colour = re.compile(r"""["'][^"']*#[0-9a-fA-F]{3,8}\b|QColor\(\s*\d|GlobalColor""")
    for path in (ROOT / "sim" / "qt").rglob("*.py"):
        if path.name not in things:
            assert colour.findall(path.read_text(encoding="utf-8")) == [], path
    assert not re.search(r"#[0-9a-fA-F]{6}", STYLE.read_text(encoding="utf-8"))


def test_a_screen_is_black_in_every_theme() -> None:
    screens = [field.name for field in fields(Theme) if field.name.startswith("sc")]
    assert len(screens) > 5
    for theme in THEMES.values():
        assert [getattr(theme, name) for name in screens] == [getattr(DARK, name) for name in screens]


def test_sizes_of_type_grow_with_what_was_chosen() -> None:
    assert sheet("a { font-size: @13px; color: @ink; } b { font-size: @44px; }", DARK, 1.5) == (
        f"a {{ font-size: 20px; color: {DARK.ink}; }} b {{ font-size: 66px; }}"
    )
    assert Path(STYLE).is_file()
