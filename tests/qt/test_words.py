"""Every sentence of the window comes from its catalogue, and every language says it whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from meshes.asked import KINDS
from meshes.building import SOFT
from scenarios import chart, files, pattern, schema
from scenarios.base import SideName
from scenarios.premedication import regimens
from scenarios.troubles import troubles
from scenarios.views import VIEWS
from scenarios.worth import worths
from sim.exchange.gradebook.progress import Why
from sim.fluoroscopy.receptor import RECEPTORS
from sim.qt.actions import ACTIONS, GROUPED
from sim.qt.devices.controls import BUTTONS, STICKS, TRIGGERS
from sim.qt.devices.motions import MOTIONS
from sim.qt.studio.blanks import blanks_of, blanks_of_kind
from sim.qt.words import FOLDER, WHOLE, Catalogue, Template, catalogue, field_label, heading, languages, phrase, speak, term
from sim.scoring.cusum import Verdict
from sim.session import care_commands
from sim.session.attempt_commands import ModeName
from tests.literals import literals

WINDOW = FOLDER.parent
BESIDE = {
    "app.py": "what is printed to a terminal, where there is no window",
    "bench": "prints its table to a terminal",
}
"""Files and folders in which literals may stand, and why. It only shrinks."""


def sources() -> Iterator[tuple[str, str]]:
    """Name and text of every file of the window."""
    for path in sorted(WINDOW.rglob("*.py")):
        yield path.relative_to(WINDOW).as_posix(), path.read_text(encoding="utf-8")


def is_beside(name: str) -> bool:
    return any(name == one or name.startswith(f"{one}/") for one in BESIDE)


def forms(template: Template) -> tuple[str, ...]:
    return (template,) if isinstance(template, str) else tuple(template.values())


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def entries(of: Catalogue) -> dict[str, Template]:
    return {f"{part}.{name}": template for part, names in of.items() for name, template in names.items()}


def asked(source: str) -> Iterator[tuple[str, set[str]]]:
    """Code and fields of every phrase that a source asks for; a code that is put together is a pattern."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "phrase":
            for code in _codes(node.args[0]):
                yield code, {str(keyword.arg) for keyword in node.keywords}


def _codes(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from (*_codes(node.body), *_codes(node.orelse))
    elif isinstance(node, ast.Constant):
        yield re.escape(str(node.value))
    elif isinstance(node, ast.JoinedStr):
        yield "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else r".+" for part in node.values)


def test_no_sentence_of_the_window_stands_in_its_code() -> None:
    found = [f"{name}:{line} {text!r}" for name, source in sources() if not is_beside(name) for line, text in literals(source)]
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        'QLabel("Depth")',
        'label.setText("stylet " + state)',
        'button.setToolTip(f"{mm} deep")',
        'bar.addMenu("Cl&ass")',
        'add_acts(menu, ("&Open a package ...", ask))',
        'TITLES = {"mask": "Mask on"}',
        'def said(): return "none recorded"',
        'def weeks(n): return f"{n:g} weeks"',
        'self.told.emit("That is not the skin")',
        'QMessageBox.question(self, "Tuohy", "Discard?")',
        'painter.drawText(area, flags, "PAUSED")',
        'phrase("card.view", how="from the left")',
        'raise InputError("no such case")',
    ],
)
def test_a_sentence_that_is_planted_is_found(planted: str) -> None:
    assert len(literals(planted)) == 1


@pytest.mark.parametrize(
    "harmless",
    [
        '"""What a panel shows, said to who reads the code."""',
        'label.setText(phrase("console.finish"))',
        'label.setObjectName("message")',
        'label.setText(f"{mm:.1f} mm")',
        'painter.setPen(tint("ink"))',
        'label.setText("on" if mode == "boost" else "")'.replace('"on"', "words"),
        'Job("loading", work, done, failed)',
        "def said(value: 'Some type') -> 'Other type': ...",
        "cell = f\"<td style='color:{ink}'>{word}</td>\"",
    ],
)
def test_a_code_is_no_sentence(harmless: str) -> None:
    assert literals(harmless) == []


def test_every_phrase_that_is_asked_for_is_there_with_its_fields() -> None:
    known = entries(catalogue(WHOLE))
    wrong = []
    for name, source in sources():
        for code, given in asked(source):
            meant = [one for one in known if re.fullmatch(code, one)]
            wrong += [f"{name}: no phrase {code}"] if not meant else []
            wrong += [f"{name}: {one} is given {sorted(given)}" for one in meant if ".+" not in code and _wanted(known[one]) != given]
    assert wrong == []


def _wanted(template: Template) -> set[str]:
    every = set[str]().union(*(fields(form) for form in forms(template)))
    return every if isinstance(template, str) else every | {"count"}


def test_every_phrase_that_is_there_is_asked_for() -> None:
    codes = {code for _, source in sources() for code, _ in asked(source)}
    codes |= {r"term\..+", r"field\..+", r"language\.name", r"chart_text\..+", r"needle_card\.(in|on)_\w+"}
    """What is put together by a function of the panel that says it"""
    assert [one for one in entries(catalogue(WHOLE)) if not any(re.fullmatch(code, one) for code in codes)] == []


def filled_in() -> set[str]:
    """Names of all that is filled in where a case is written or a body asked for."""
    found, left = set[str](), [blanks_of(schema.CaseParts), *(blanks_of_kind(kind) for kind in KINDS)]
    while left:
        for blank in left.pop():
            known = blank.name in found
            found.add(blank.name)
            if blank.model is not None and not known:
                left.append(blanks_of(blank.model))
    return found


def test_a_field_has_a_label_with_its_unit_and_none_is_named_that_no_case_has(silent: None) -> None:
    assert set(catalogue(WHOLE)["field"]) == filled_in()
    assert [field_label(name) for name in ("bmi", "ml", "inr", "cobb_deg")] == ["BMI (kg/m²)", "Volume (ml)", "INR", "Cobb angle (°)"]
    speak(catalogue("de"), catalogue(WHOLE))
    assert field_label("stature_mm") == "Körpergröße (mm)"


def closed() -> Iterator[str]:
    """Every code of the core that the window shows as a word."""
    for names in (
        get_args(SideName), get_args(schema.Difficulty), get_args(ModeName), chart.PAGES, get_args(chart.Decision), get_args(chart.Instead),
        get_args(care_commands.Posture), care_commands.TOPICS, care_commands.RISKS, care_commands.CHECKS, care_commands.TREATMENTS,
        care_commands.ADVICE, get_args(pattern.Reading), get_args(Verdict), regimens(),
        worths(), RECEPTORS, KINDS,
    ):  # fmt: skip
        yield from (f"term.{name}" for name in names)
    yield from (f"term.{trouble.title}" for trouble in troubles().values())
    yield from (f"term.{files.technique(path.stem).title}" for path in files.TECHNIQUES.glob("*.toml"))
    yield from (f"view.{view}{form}" for view in VIEWS for form in ("", "_short", "_listed"))
    yield from (f"act.{action.name}" for action in ACTIONS if not action.name.startswith("view_") or action.name == "view_back")
    yield from (f"keys_dialog.group_{group}" for group in GROUPED)
    yield from (f"motion.{motion.name}" for motion in MOTIONS)
    yield from (f"control.{control}" for control in (*STICKS, *TRIGGERS, *BUTTONS, "note", "controller"))
    yield from (f"why.{why}" for why in get_args(Why))
    yield from (f"reason.{reason}" for reason in get_args(chart.Reason))
    yield from (f"item.{item}" for item in care_commands.ITEMS)
    yield from (f"sedation.{level}" for level in get_args(care_commands.Sedation))
    yield from (f"pillow.{pillow}" for pillow in get_args(care_commands.Pillow))
    yield from (f"field.{name}" for name in filled_in())
    yield from (f"term.{name}" for name in ("sacrum", "hips", *SOFT))
    yield from (f"after_page.look_{one}" for one in get_args(care_commands.Examined))


@pytest.mark.parametrize("language", languages())
def test_every_code_that_the_window_shows_has_a_word(language: str) -> None:
    known = entries(catalogue(language))
    assert [code for code in closed() if code not in known] == []


@pytest.mark.parametrize("language", languages())
def test_a_language_says_everything_with_the_same_fields(language: str) -> None:
    whole, own = entries(catalogue(WHOLE)), entries(catalogue(language))
    assert own.keys() == whole.keys()
    for code, template in own.items():
        assert isinstance(template, dict) == isinstance(whole[code], dict), code
        assert _wanted(template) == _wanted(whole[code]), code
        assert all(form.strip() for form in forms(template)), code
        edges = [(form[:1] == " ", form[-1:] == " ") for form in (*forms(template), *forms(whole[code]))]
        assert len(set(edges)) == 1, f"{code}: the spaces at its ends are part of it"


@pytest.mark.parametrize("language", languages())
def test_no_two_rows_of_a_menu_share_a_letter(language: str) -> None:
    said = entries(catalogue(language))
    for rows in (
        ("main_window.attempt", "menus.view", "menus.image_chain", "help_menu.title"),
        (
            "main_window.cases",
            "main_window.curve",
            "main_window.class",
            "main_window.open_package",
            "main_window.quit",
            "double_click.menu",
            "studio.menu",
        ),
        ("help_menu.control", "help_menu.glossary", "help_menu.keys", "help_menu.about"),
        ("look_menu.theme", "look_menu.text_size", "look_menu.language", "look_menu.still"),
        ("look_menu.theme_system", "look_menu.theme_dark", "look_menu.theme_light"),
        ("look_menu.text_0", "look_menu.text_100", "look_menu.text_125", "look_menu.text_150", "look_menu.text_200"),
    ):
        letters = [str(said[row])[str(said[row]).index("&") + 1].lower() for row in rows]
        assert len(set(letters)) == len(letters), rows


def test_an_unknown_code_is_shown_and_not_raised(silent: None) -> None:
    assert phrase("console.nobody_wrote_this") == "console.nobody_wrote_this"
    assert term("soft_palate") == "soft palate"
    assert heading("left") == "Left"


def test_what_a_language_lacks_is_said_in_the_next(silent: None) -> None:
    speak({"console": {"finish": "Schluss"}}, catalogue(WHOLE))
    assert phrase("console.finish") == "Schluss"
    assert phrase("console.time") == "Time"


@pytest.mark.parametrize(("count", "said"), [(1, "1 week ago"), (2, "2 weeks ago"), (0.5, "0.5 weeks ago")])
def test_a_number_has_its_form(count: float, said: str) -> None:
    assert phrase("chart_text.weeks_ago", count=count) == said


def test_a_phrase_is_asked_for_when_it_is_shown_and_not_when_a_file_is_read() -> None:
    """Else it would be in the language of before the choice."""
    found = []
    for name, source in sources():
        tree = ast.parse(source)
        inside = {id(node) for made in ast.walk(tree) if isinstance(made, ast.FunctionDef | ast.Lambda) for node in ast.walk(made)}
        found += [
            f"{name}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and id(node) not in inside and isinstance(node.func, ast.Name)
            and node.func.id in ("phrase", "term", "heading")
        ]  # fmt: skip
    assert found == []


def test_a_view_is_called_in_english_as_its_table_calls_it() -> None:
    known = catalogue(WHOLE)["view"]
    told = {view.name: (view.title, view.short, view.listed) for view in VIEWS.values()}
    assert {name: (known[name], known[f"{name}_short"], known[f"{name}_listed"]) for name in told} == told


def test_each_language_is_a_file_that_names_itself() -> None:
    assert set(languages()) == {path.stem for path in Path(FOLDER).glob("*.toml")}
    assert languages()[WHOLE] == "English"
