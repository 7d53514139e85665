"""Terms explained, by the table ``glossary.csv``."""

from __future__ import annotations

import re
from functools import cache

from pydantic import field_validator

from meshes.table import Row, read
from scenarios.base import FOLDER
from scenarios.drill import DrillTask
from scenarios.views import VIEWS
from scenarios.words import glossary as said
from scenarios.words import told, told_first


class Term(Row):
    """A row of ``glossary.csv``."""

    title: str
    says: str
    view: str
    """In which a picture shows it; empty for none"""
    level: str
    outlines: tuple[str, ...]
    """What is drawn round in that picture"""
    source: str
    techniques: tuple[str, ...]
    """Of which it shows what is looked for"""
    drills: tuple[str, ...]
    """Tasks of drills of which it does"""
    also: tuple[str, ...]
    """Titles of the terms that it is read together with"""

    @field_validator("outlines", "techniques", "drills", "also", mode="before")
    @classmethod
    def _split(cls, text: object) -> object:
        return tuple(part for part in text.split(";") if part) if isinstance(text, str) else text

    def holds(self, wanted: str) -> bool:
        """Whether every word that is looked for stands in it."""
        return all(word in self._text for word in wanted.casefold().split())

    def names(self, wanted: str) -> bool:
        """Whether each of them begins a word there."""
        return all(re.search(rf"\b{re.escape(word)}", self._text) for word in wanted.casefold().split())

    def is_called(self, wanted: str) -> bool:
        """Whether each of them begins a word of what it is called."""
        return all(re.search(rf"\b{re.escape(word)}", told(self.title).casefold()) for word in wanted.casefold().split())

    @property
    def _text(self) -> str:
        """What is searched: with the view as its button is called."""
        view = VIEWS[self.view].short if self.view else ""
        return f"{told(self.title)} {told(self.says)} {told(view)}".casefold()


@cache
def glossary() -> tuple[Term, ...]:
    """By title."""
    return tuple(sorted(_rows(), key=lambda term: term.title))


@cache
def _rows() -> tuple[Term, ...]:
    return tuple(read(FOLDER / "glossary.csv", Term))


def seen_also(term: Term) -> tuple[Term, ...]:
    """The terms that it is read together with."""
    every = {one.title: one for one in glossary()}
    return tuple(every[title] for title in term.also)


def terms_of_technique(name: str) -> tuple[Term, ...]:
    """Those whose picture shows what is looked for, in the table's order; none for some."""
    return tuple(term for term in _rows() if name in term.techniques)


def terms_of_drill(task: DrillTask, technique: str) -> tuple[Term, ...]:
    """Those of its task; of a task that is part of the way in, those of the technique. A pattern is to be told, and nothing shows it."""
    of_task = tuple(term for term in _rows() if task in term.drills)
    return of_task or (() if task == "pattern" else terms_of_technique(technique))


def caption(term: Term) -> str:
    """Of its picture: the view, and what is drawn round in it."""
    places = (outline.rpartition("/") for outline in term.outlines)
    drawn = "; ".join(f"{told(what.replace('_', ' '))}, {told(where.replace('_', ' '))}" for where, _, what in places)
    return said("caption", view=told_first(VIEWS[term.view].title), drawn=drawn)
