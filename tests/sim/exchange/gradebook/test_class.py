"""A class in figures: held against what was put in, on both kinds of database; scripts and copies count for nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from sqlalchemy import select

from sim.exchange.gradebook.cohort import FEWEST, cohort, items
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.curves import DOSE, learning
from sim.exchange.gradebook.learners import learner_named
from sim.exchange.gradebook.rows import attempts
from sim.exchange.gradebook.strengths import graded, theme_of
from sim.exchange.gradebook.tables import Measured, Remarked
from tests.sim.exchange.gradebook.made_up import made_up


def put(book: Gradebook, learner: str, case: str, seed: int, total: float, lost: Sequence[str] = (), mode: str = "practice") -> None:
    """An attempt that gave two measures and a dose; what is lost is remarked on, the first critically."""
    with book.session() as session:
        row = made_up(learner_named(session, learner).id, case, seed, total, total >= 70, mode)
        row.measures = [Measured(name=name, value=float(seed)) for name in ("tip_to_target", "passes", DOSE)]
        row.remarks = [Remarked(number=n, measure=name, critical=n == 0, time_s=1.0) for n, name in enumerate(lost)]
        session.add(row)


def test_a_class_is_told_as_it_was_filed(book: Gradebook) -> None:
    put(book, "Ada", "caudal", 1, 60.0, ["tip_to_target", "passes"])
    put(book, "Ada", "caudal", 2, 80.0)
    put(book, "Bob", "sugar", 3, 90.0, ["passes"])
    put(book, "Bob", "sugar", 4, 10.0, ["tip_to_target"], mode="script")
    found = cohort(book)
    assert [(one.name, one.totals, one.passed, one.cases) for one in found.members] == [
        ("Ada", (60.0, 80.0), (False, True), 1),
        ("Bob", (90.0,), (True,), 1),
    ]
    assert [(one.case, one.learners, one.difficulty, one.mean) for one in found.items] == [
        ("caudal", 1, 0.0, 60.0),
        ("sugar", 1, 1.0, 90.0),
    ]
    missed = {one.name: (one.given, one.remarked, one.critical) for one in found.missed}
    assert missed == {"passes": (3, 2, 1), "tip_to_target": (3, 1, 1)}
    assert found.missed[0].name == "passes", "what is missed most comes first"


def test_a_learner_s_curve_holds_their_own_and_nobody_else_s(book: Gradebook) -> None:
    put(book, "Ada", "caudal", 1, 60.0, ["tip_to_target"])
    put(book, "Bob", "caudal", 2, 80.0, ["passes"])
    put(book, "Ada", "sugar", 3, 75.0)
    found = learning(book, "Ada", "passes")
    assert [entry.total for entry in found.entries] == [60.0, 75.0]
    assert found.values == found.doses == (1.0, 3.0)
    assert {one.name: one.remarked for one in found.missed if one.remarked} == {"tip_to_target": 1}
    assert learning(book, "Ada", "chart_read", "sugar").values == (None,)
    assert learning(book, "Cy", "passes").entries == ()
    weakest = found.themes[0]
    assert weakest.name == theme_of("tip_to_target")
    assert (weakest.given, weakest.remarked, weakest.critical) == (2, 1, 1)


def test_a_theme_is_counted_in_attempts_and_not_in_measures(book: Gradebook) -> None:
    """Fault: of somebody who had passed 2 of 12 a theme was told as "83 % without loss": most of its measures had none."""
    put(book, "Ada", "caudal", 1, 60.0, ["tip_to_target", "passes"])
    put(book, "Ada", "caudal", 2, 80.0, ["tip_to_target"])
    put(book, "Bob", "caudal", 3, 80.0, ["tip_to_target"])
    put(book, "Ada", "caudal", 4, 80.0)
    found = {one.name: (one.given, one.remarked) for one in learning(book, "Ada", "passes").themes}
    assert found[theme_of("tip_to_target")] == (3, 2)
    assert found[theme_of("passes")][0] == 3


def test_only_the_newest_are_listed_where_that_is_wanted(book: Gradebook) -> None:
    for seed in range(1, 6):
        put(book, "Ada", "caudal", seed, 80.0)
    rows = attempts(book, "Ada", newest=2, whole=True)
    assert [row.seed for row in rows] == [5, 4]
    assert rows[0].measures["passes"] == 5.0


def test_an_item_s_figures_are_those_of_first_attempts(book: Gradebook) -> None:
    """Oracle: numpy over what was put in."""
    chance = np.random.default_rng(3)
    skill = chance.normal(70, 10, 30)
    rows = {}
    for who, own in enumerate(skill):
        first = [(case, float(own + chance.normal(0, 6)), None) for case in ("a", "b", "c")]
        rows[f"{who}"] = [(case, total, total >= 70, None) for case, total, _ in first] + [
            ("a", 100.0, True, None)
        ]  # later ones are practice
    totals = np.array([[total for _, total, _, _ in tries[:3]] for tries in rows.values()])
    for number, case in enumerate(("a", "b", "c")):
        item = next(one for one in items(rows) if one.case == case)
        passed = totals[:, number] >= 70
        rest = np.delete(totals, number, axis=1).mean(axis=1)
        assert item.difficulty == pytest.approx(passed.mean())
        assert item.discrimination == pytest.approx(np.corrcoef(passed, rest)[0, 1])
        assert item.discrimination is not None
        assert item.discrimination > 0.3


def test_what_too_few_did_tells_nothing_apart() -> None:
    few = {str(n): [("a", 60.0 + n, n > 3, None), ("b", 60.0 + n, True, None)] for n in range(FEWEST - 1)}
    assert [one.discrimination for one in items(few)] == [None, None]
    alike = {str(n): [("a", 80.0, True, None), ("b", 60.0 + n, n > 3, None)] for n in range(2 * FEWEST)}
    assert {one.case: one.discrimination is None for one in items(alike)} == {"a": True, "b": True}


def test_what_is_graded_is_known_and_has_a_theme() -> None:
    assert {"tip_to_target", "contrast_before_drug", "needle_out"} <= graded()
    assert all(theme_of(name) for name in graded())
    assert theme_of("of_another_version") == ""


def test_the_indexes_are_used(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No page reads every measure there is: SQLite says how it would go about it."""
    from sqlalchemy import func, text

    with Gradebook(f"sqlite:///{tmp_path_factory.mktemp('book')}/book.sqlite") as book, book.session() as session:
        wanted = select(Measured.name, func.count()).where(Measured.name.in_(["passes"])).group_by(Measured.name)
        words = str(wanted.compile(session.get_bind(), compile_kwargs={"literal_binds": True}))
        plan = " ".join(str(row) for row in session.execute(text(f"EXPLAIN QUERY PLAN {words}")))
    assert "USING COVERING INDEX ix_measures_name" in plan
