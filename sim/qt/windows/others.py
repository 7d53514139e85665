"""What competent hands make of the same case, body and seed, and what the class made of it: fetched beside the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios import files, words
from scenarios.files import InputError
from scenarios.rubric import measures
from sim.qt.job import Tell
from sim.qt.panels.points_view import value_said
from sim.qt.windows.from_gradebook import before, peers_of
from sim.records.recording import Recording
from sim.records.reel import Reel, reel_of
from sim.scoring.remarks import shown
from sim.scoring.rubric import Score, judge
from sim.session.world import World

if TYPE_CHECKING:  # what works with databases is loaded by who asks them
    from sim.exchange.gradebook.peers import Peers, Spread


@dataclass(frozen=True, eq=False)
class Others:
    """Whom an attempt can be held against; None where there is nobody."""

    last: Score | None
    """One's own attempt before"""
    competent: Score | None
    reel: Reel | None
    """Of competent hands"""
    drug: int | None
    """The step at which they gave it"""
    peers: Peers | None
    said: tuple[str, ...]
    """Why somebody is missing"""


def others_of(now: Recording, world: World, tell: Tell) -> Others:
    """Takes seconds: competent hands do the case."""
    from sim.studies.exemplar import exemplar  # it brings what builds bodies, which few attempts ask for

    case, said = world.scenario, list[str]()
    rubric = files.rubric_of(case)
    last = competent = reel = drug = None
    try:
        last = judge(before(now), rubric, case)
    except InputError as none:
        said.append(str(none))
    tell("", 0.1)
    try:
        recording = exemplar(world, now.header.seed)
        competent, reel = judge(recording, rubric, case), reel_of(recording, world, lambda share: tell("", 0.5 + share / 2))
        drug = recording.drug_step
    except InputError as none:
        said.append(str(none))
    peers = peers_of(now)
    said.append(words.what_if("class_few" if peers is None else "class_about"))
    return Others(last, competent, reel, drug, peers, tuple(said))


def others_rows(own: Score, others: Others) -> tuple[list[str], list[list[str]]]:
    """Heads, and of each row its title and what each column has: points, passed, then what the rubric asks for."""
    catalogue = measures()
    scores = [(words.what_if("this_time"), own)]
    scores += [(words.what_if("last_title"), others.last)] if others.last is not None else []
    scores += [(words.what_if("competent"), others.competent)] if others.competent is not None else []
    rows = [
        [words.what_if("total"), *(words.decimal(f"{score.total:.1f}") for _, score in scores)],
        [words.what_if("passed"), *(words.what_if("yes" if score.passed else "no") for _, score in scores)],
    ]
    asked = [(mark.measure, mark.unit) for mark in own.marks]
    for measure, unit in asked:
        values = [score.measures.get(measure) for _, score in scores]
        rows.append([words.told(catalogue[measure].title), *(value_said(None if value is None else value.value, unit) for value in values)])
    heads = ["", *(head for head, _ in scores)]
    peers = others.peers
    if peers is not None:
        heads.append(words.what_if("class", n=peers.learners))
        rows[0].append(_spread_said(peers.values.get("total"), ""))
        rows[1].append(words.what_if("passed_share", percent=round(100 * peers.passed)))
        for row, (measure, unit) in zip(rows[2:], asked, strict=True):
            row.append(_spread_said(peers.values.get(measure), unit))
    return heads, rows


def _spread_said(found: Spread | None, unit: str) -> str:
    if found is None:
        return words.what_if("none")
    if unit == "yes":  # a mean of yes and no has no middle half
        return words.what_if("yes" if found.middle > 0.5 else "no")
    low, middle, high = (shown(value, unit) for value in (found.low, found.middle, found.high))
    return words.what_if("spread", low=low, middle=middle, high=high) + (f" {words.unit(unit)}" if unit not in ("", "count") else "")
