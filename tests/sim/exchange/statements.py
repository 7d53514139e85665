"""A statement of the Experience API by the tables of its specification (xAPI-Data.md, 1.0.3, parts 2.2 to 2.4), and nothing beside them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*")
DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")


def _iri(text: str) -> str:
    assert IRI.fullmatch(text), f"{text} is no IRI"
    return text


def _duration(text: str) -> str:
    assert DURATION.fullmatch(text), f"{text} is no ISO 8601 duration"
    return text


def _languages(said: dict[str, str]) -> dict[str, str]:
    assert all(LANGUAGE.fullmatch(key) for key in said), "keys of a language map are RFC 5646 tags"
    return said


Iri = Annotated[str, AfterValidator(_iri)]
Languages = Annotated[dict[str, str], AfterValidator(_languages)]
Extensions = dict[Iri, Any]


class Exact(BaseModel):
    """The specification refuses what it does not name."""

    model_config = ConfigDict(extra="forbid")


class Account(Exact):
    homePage: Iri
    name: str


class Agent(Exact):
    objectType: Literal["Agent"] = "Agent"
    name: str | None = None
    account: Account


class Verb(Exact):
    id: Iri
    display: Languages


class Definition(Exact):
    type: Iri
    name: Languages


class Activity(Exact):
    objectType: Literal["Activity"]
    id: Iri
    definition: Definition


class Score(Exact):
    scaled: Annotated[float, Field(ge=-1, le=1)]
    raw: float
    min: float
    max: float

    @model_validator(mode="after")
    def _between(self) -> Score:
        assert self.min < self.max
        assert self.min <= self.raw <= self.max
        return self


class Result(Exact):
    score: Score
    success: bool
    completion: bool
    duration: Annotated[str, AfterValidator(_duration)]


class Response(Exact):
    response: str
    extensions: Extensions


class StatementRef(Exact):
    objectType: Literal["StatementRef"]
    id: UUID


class Context(Exact):
    registration: UUID
    platform: str
    extensions: Extensions


class Statement(Exact):
    id: UUID
    actor: Agent
    verb: Verb
    object: Activity | StatementRef
    result: Result | Response
    context: Context
    timestamp: datetime | None = None
    version: Annotated[str, Field(pattern=r"^1\.0\.\d+$")]
