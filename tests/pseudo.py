"""A language that nobody speaks: English in brackets, two fifths longer. What is shown without them comes of no catalogue."""

from __future__ import annotations

import re

from sim.qt.words import WHOLE, Catalogue, Template, catalogue

LONGER = 0.4
NAME = "xx"


def pseudo() -> Catalogue:
    """All of the whole language."""
    return {part: {name: _made(template) for name, template in names.items()} for part, names in catalogue(WHOLE).items()}


def _made(template: Template) -> Template:
    return _longer(template) if isinstance(template, str) else {form: _longer(one) for form, one in template.items()}


def _longer(template: str) -> str:
    """Fields, line ends and the spaces round it stay; what is added breaks where a sentence would."""
    before, middle, after = re.fullmatch(r"(\s*)(.*?)(\s*)", template, re.DOTALL).groups()  # type: ignore[union-attr]
    added = max(round(LONGER * len(re.sub(r"\{[^{}]*\}|<[^<>]*>", "", middle))) - 2, 0)
    filling = "".join(" " if i % 8 == 0 and added > 8 else "e" for i in range(added))
    return f"{before}[{middle}{filling}]{after}"
