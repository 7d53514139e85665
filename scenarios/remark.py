"""A remark as a sentence: {value}, {what} and {then} of the tables' templates are filled in. Who judges gives codes and numbers."""

from __future__ import annotations

from scenarios.rubric import measures
from scenarios.words import clause
from scenarios.words.said import Clause


def filled(template: str, number: str, what: str | Clause, given: bool) -> str:
    """``number``: the value as it is said; ``given``: whether a drug was, which is the moment of which a place is told."""
    text = template.replace("{value} times", "once" if number == "1" else "{value} times").replace("{value}", number)
    text = text[:1].upper() + text[1:]  # "once" may come first
    return text.replace("{then}", "when the drug was given" if given else "at the end").replace("{what}", clause(what))


def unjudged(measure: str) -> str:
    """Of a measure to which an attempt gave nothing."""
    if measure == "collimated":
        return "No picture was taken: that earns nothing."
    return f"{measures()[measure].title}: the attempt gave nothing to judge, so it earns nothing."
