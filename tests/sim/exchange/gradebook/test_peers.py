"""A class as its members see it: what was put in, by each other's newest attempt, and nothing where they are few."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.peers import FEWEST, Peers, Spread, peers
from tests.sim.exchange.gradebook.test_class import put

CASE = "interlaminar_l4_l5"


def others(book: Gradebook, count: int, but: str = "Ada") -> Peers | None:
    for number in range(count):
        put(book, f"Learner {number}", CASE, seed=number, total=60.0 + 5.0 * number)
    return peers(book, CASE, "", but)


def test_median_and_middle_half_are_those_of_what_was_put_in(book: Gradebook) -> None:
    """Oracle: numpy's own of the numbers by hand."""
    put(book, "Ada", CASE, seed=99, total=3.0)
    found = others(book, 7)
    assert found is not None
    assert found.learners == 7
    totals, seeds = 60.0 + 5.0 * np.arange(7), np.arange(7.0)
    assert found.values["total"] == Spread(*np.percentile(totals, (25, 50, 75)))
    assert found.values["passes"] == Spread(*np.percentile(seeds, (25, 50, 75)))
    assert found.passed == pytest.approx(5 / 7)


def test_each_other_counts_once_by_the_newest_attempt(book: Gradebook) -> None:
    put(book, "Learner 0", CASE, seed=50, total=0.0)
    put(book, "Learner 1", CASE, seed=51, total=0.0)
    found = others(book, FEWEST)
    assert found is not None
    assert found.learners == FEWEST
    assert found.values["total"].low > 0


def test_too_few_are_not_told(book: Gradebook) -> None:
    """One's own attempts, scripts, another case and another version of it fill no class."""
    put(book, "Ada", CASE, seed=1, total=90.0)
    put(book, "Script", CASE, seed=1, total=90.0, mode="script")
    put(book, "Elsewhere", "caudal", seed=1, total=90.0)
    assert others(book, FEWEST - 1) is None
    assert peers(book, CASE, "another version", "Ada") is None
    put(book, "One more", CASE, seed=1, total=90.0)
    assert peers(book, CASE, "", "Ada") is not None
    assert peers(book, CASE, "", "One more") is not None, "Ada is one of the others to everybody else"
    assert peers(book, CASE, "", "") is not None


def test_a_measure_that_few_gave_is_not_told(book: Gradebook) -> None:
    found = others(book, FEWEST)
    assert found is not None
    assert "loss_at_depth" not in found.values


def test_it_holds_no_name() -> None:
    assert {one.name for one in fields(Peers)} == {"learners", "passed", "values"}
