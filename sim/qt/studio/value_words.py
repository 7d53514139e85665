"""Values of a case as its author reads them: choices by the catalogues, numbers as the language writes them. Files keep what they hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import shorten
from typing import get_args

from scenarios.chart import Reason
from scenarios.rubric import measures
from scenarios.words import decimal, told, unit
from sim.qt.landmark_words import landmark_words
from sim.qt.studio.blanks import Blank
from sim.qt.words import field_label, is_term, phrase, term

WITH_UNIT = re.compile(r".+ \((.+)\)")
"""A label that says in what its number is counted"""
GRADED = re.compile(r"(.+) \(\D*0\D+([1-9]\d+|[2-9])\)")
"""A label that says from 0 to what it is graded"""
TYPED = ("line", "prose")
"""Kinds of blanks whose text is the author's own"""


def number_words(value: float) -> str:
    """Without a fraction that is none."""
    return decimal(str(value).removesuffix(".0"))


def choice_words(name: str, one: str | int) -> str:
    """What can be chosen for the field of this name."""
    if name == "reasons" and one in get_args(Reason):
        return phrase(f"reason.{one}")
    if name == "measure" and one in measures():
        return told(measures()[str(one)].title)
    if name == "unit":
        return unit(str(one))
    if name == "at" and "/" in str(one):
        return landmark_words(str(one))
    return term(str(one)) if is_term(str(one)) else told(str(one))


def usual_words(blank: Blank) -> str:
    """What holds where nothing is given; nothing where that is nothing."""
    return decimal(blank.usual.removesuffix(".0")) if blank.kind == "number" else choice_words(blank.name, blank.usual)


def about(blank: Blank) -> str:
    """For who wonders what belongs there: what it is, its limits, and what is usual."""
    said = [
        told(blank.doc) if blank.doc else phrase("studio.kind_about"),
        *(phrase(f"studio.limit_{code}", limit=number_words(limit)) for code, limit in blank.limits),
    ]
    if blank.usual:
        said.append(phrase("studio.if_not_given", usual=usual_words(blank)))
    return "\n".join(said)


def told_in_row(blank: Blank, value: object) -> str:
    """In a line that stands for its table: a number with its unit, or with what it counts; a text as it is read."""
    if isinstance(value, int | float):
        label = field_label(blank.name)
        if graded := GRADED.fullmatch(label):
            return f"{graded[1]} {number_words(value)}/{graded[2]}"
        measured = WITH_UNIT.fullmatch(label)
        return f"{number_words(value)} {measured[1]}" if measured else f"{label} {number_words(value)}"
    text = str(value)
    return told(text) if blank.kind in TYPED else choice_words(blank.name, text)


def row_words(given: Sequence[tuple[Blank | None, object]]) -> str:
    """A table in a line: a slice by what it is called; else what is chosen, after a colon what is written of it, the rest after commas."""
    called = next((value for blank, value in given if blank is not None and blank.name == "says" and value), None)
    if called is not None:
        return told(str(called))
    said, before = "", None
    for blank, value in given:
        word = str(value) if blank is None else told_in_row(blank, value)
        kind = blank.kind if blank is not None else ""
        said += f"{': ' if before == 'one' and kind in TYPED else ', ' if said else ''}{word}"
        before = kind
    return said[:1].upper() + said[1:]


def shortened(text: str, most: int) -> str:
    """In one line of so many letters: what is too long ends between two words."""
    return shorten(text, most, placeholder=" ...")
