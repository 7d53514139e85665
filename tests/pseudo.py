"""A language that nobody speaks: English in brackets, two fifths longer. What is shown without them comes of no catalogue."""

from __future__ import annotations

import re

from sim.qt.words import WHOLE, Catalogue, Template, catalogue

LONGER = 0.4
NAME = "xx"


def pseudo() -> Catalogue:
    """All of the whole language."""
    return {part: {name: _made(name, template) for name, template in names.items()} for part, names in catalogue(WHOLE).items()}


def _made(name: str, template: Template) -> Template:
    """What is short on purpose stays as long as it is: every language has to find an abbreviation for its place."""
    if name.endswith("_short"):
        return f"[{str(template)[:-2]}]"
    return _longer(template) if isinstance(template, str) else {form: _longer(one) for form, one in template.items()}


def _longer(template: str) -> str:
    """Fields, line ends and the spaces round it stay; what is added breaks where a sentence would."""
    before, middle, after = re.fullmatch(r"(\s*)(.*?)(\s*)", template, re.DOTALL).groups()  # type: ignore[union-attr]
    added = max(round(LONGER * len(re.sub(r"\{[^{}]*\}|<[^<>]*>", "", middle))) - 2, 0)
    filling = "".join(" " if i % 8 == 0 and added > 8 else "e" for i in range(added))
    return f"{before}[{middle}{filling}]{after}"
