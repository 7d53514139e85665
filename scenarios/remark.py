"""A remark as a sentence: {value}, {what} and {then} of the tables' templates are filled in. Who judges gives codes and numbers."""

from __future__ import annotations

import re

from scenarios import words
from scenarios.rubric import measures
from scenarios.words.said import Clause

OF_PICTURES = ("collimated", "fluoroscopy_time", "air_kerma", "dose_area", "beam_plan", "beam_approach", "beam_contrast", "beam_after")
"""Measures to which only an attempt without a picture gives nothing."""

SECONDS = re.compile(r"\{value\} s\b")
"""A time in a template"""


def filled(template: str, number: str, what: str | Clause, given: bool, counted: bool) -> str:
    """``number``: the value as it is said; ``given``: whether a drug was, which is the moment of which a place is told; ``counted``: once,
    twice, and no part of anything.
    """
    text, times = words.told(template), words.remark("times", value="{value}")
    text = text.replace(times, words.remark("once") if counted and number == "1" else times)
    text = SECONDS.sub(lambda _: words.lasting(float(number)), text).replace("{value}", words.decimal(number))
    text = text[:1].upper() + text[1:]  # "once" may come first
    then = words.remark("drug_given" if given else "at_the_end")
    return text.replace("{then}", then).replace("{what}", words.clause(what))


def unjudged(measure: str) -> str:
    """Of a measure to which an attempt gave nothing."""
    if measure in OF_PICTURES:
        return words.remark("no_picture")
    return words.remark("unjudged", title=words.told(measures()[measure].title))


def goal_missed(goal: str, why: str) -> str:
    """Of a goal that was not reached, with the remark on what it fell short of."""
    return words.remark("goal_missed", goal=words.told(goal), why=why)


def plain(measure: str, value: float | None) -> str:
    """A template for a measure of which no rubric says anything."""
    about = measures()[measure]
    number = f"{{value}} {words.unit(about.unit)}" if about.unit != "yes" else words.remark("yes" if value else "no")
    return words.remark("plain", title=words.told(about.title), number=number)
