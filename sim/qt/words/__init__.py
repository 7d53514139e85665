"""What the window says, by codes: one TOML file per language beside this one. Nothing is decided by what is said."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from scenarios.words import decimal_mark
from scenarios.words.numerals import filled

FOLDER = Path(__file__).parent
WHOLE = "en"
"""The language that has every phrase; another one's gaps are filled from it."""
Template = str | dict[str, str]
"""With fields in braces; two of them, ``one`` and ``other``, where the field ``count`` decides the form."""
Catalogue = dict[str, dict[str, Template]]
"""Templates by part of the window and name."""


def languages() -> dict[str, str]:
    """What each language calls itself, by its code."""
    return {code: str(catalogue(code)["language"]["name"]) for code in sorted(path.stem for path in FOLDER.glob("*.toml"))}


@cache
def catalogue(language: str) -> Catalogue:
    """A language's templates. FileNotFoundError for one that has no file."""
    found: Catalogue = tomllib.loads(FOLDER.joinpath(f"{language}.toml").read_text(encoding="utf-8"))
    return found


_spoken: list[Catalogue] = []
"""Those that are asked, the first before the next; none yet: the whole one."""


def speak(*spoken: Catalogue) -> None:
    """From now on phrases come of these, of the first that has one; what is shown already stays as it is."""
    _spoken[:] = spoken


def phrase(code: str, /, **said: object) -> str:
    """What stands at a place of the window, as ``console.finish``; its fields are filled with what is ``said``.

    A code that no language knows is shown as it is: a window with one odd label is better than none. Tests find it.
    """
    template = _template(code)
    if template is None:
        return code
    return filled(template if isinstance(template, str) else template["one" if said["count"] == 1 else "other"], said, decimal_mark())


def term(code: str) -> str:
    """One of the core's codes as a word: a side, a page of the chart, a risk. One that no language knows is its own name."""
    template = _template(f"term.{code}")
    return template if isinstance(template, str) else code.replace("_", " ")


def is_term(code: str) -> bool:
    """Whether a language knows it."""
    return isinstance(_template(f"term.{code}"), str)


def heading(code: str) -> str:
    """The same where it stands first."""
    word = term(code)
    return word[:1].upper() + word[1:]


def field_label(name: str) -> str:
    """What a field of a case or of a body is called over its blank, with its unit; one that no language knows is its own name."""
    template = _template(f"field.{name}")
    return template if isinstance(template, str) else heading(name)


def _template(code: str) -> Template | None:
    part, _, name = code.partition(".")
    return next((one[part][name] for one in _spoken or (catalogue(WHOLE),) if name in one.get(part, {})), None)
