"""What an instructor says of a moment: kept, changed by its author alone, new until its learner has seen it, sealed with its attempt."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import create_engine, text

from scenarios.exam import Exam, Question
from scenarios.files import InputError
from sim.exchange.gradebook.comments import LONGEST, change_comment, comment_on, comments, new_comments, take_back
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.exams import release, set_exam
from sim.exchange.gradebook.learners import erase, learner_named
from sim.exchange.gradebook.rows import attempts
from sim.exchange.gradebook.tables import Commented
from sim.session.session import STEP_S
from tests.sim.exchange.gradebook.made_up import made_up
from tests.sim.exchange.gradebook.versions import bring_to

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
LAST = round(300 / STEP_S)
"""Step at which a made-up attempt ends"""


def put(book: Gradebook, learner: str = "Ada", seed: int = 1, exam: str | None = None) -> int:
    with book.session() as session:
        row = made_up(learner_named(session, learner).id, "caudal", seed)
        row.exam = exam
        session.add(row)
        session.flush()
        return row.id


def test_a_comment_is_kept_with_its_moment_and_told_in_their_order(book: Gradebook) -> None:
    number, other = put(book), put(book, seed=2)
    comment_on(book, number, 960, "  Here the  bevel\n faces away. ", "Dr K", TUESDAY)
    first = comment_on(book, number, 0, "Good position.", "", MONDAY)
    comment_on(book, number, LAST, "A calm end.", "Dr K", TUESDAY)
    found = comments(book, number)
    assert [(one.step, one.author, one.text, one.written) for one in found] == [
        (0, "", "Good position.", MONDAY),
        (960, "Dr K", "Here the bevel faces away.", TUESDAY),
        (LAST, "Dr K", "A calm end.", TUESDAY),
    ]
    assert found[0] == first
    assert comments(book, other) == ()
    (row, _) = attempts(book, whole=True)
    assert row.comments == ((0, "", "Good position."), (960, "Dr K", "Here the bevel faces away."), (LAST, "Dr K", "A calm end."))


def test_only_who_signed_it_changes_it_or_takes_it_back(book: Gradebook) -> None:
    number = put(book)
    one = comment_on(book, number, 5, "Too fast.", "Dr K", MONDAY).number
    for author in ("", "Dr L"):
        with pytest.raises(InputError, match="signed by another"):
            change_comment(book, one, "Fine.", author, TUESDAY)
        with pytest.raises(InputError, match="signed by another"):
            take_back(book, one, author)
    change_comment(book, one, "Too fast here.", "  Dr  K", TUESDAY)
    (found,) = comments(book, number)
    assert (found.text, found.written, found.step) == ("Too fast here.", TUESDAY, 5)
    take_back(book, one, "Dr K")
    assert comments(book, number) == ()
    with pytest.raises(InputError, match="not there any more"):
        take_back(book, one, "Dr K")


def test_it_is_new_until_its_learner_has_seen_it_and_again_when_it_is_changed(book: Gradebook) -> None:
    number, other = put(book), put(book, "Bob", 2)
    one = comment_on(book, number, 5, "Too fast.", "Dr K", MONDAY).number
    comment_on(book, number, 9, "Better.", "Dr K", MONDAY)
    comment_on(book, other, 9, "Good.", "Dr K", MONDAY)
    assert [one.seen for one in comments(book, number)] == [False, False], "who teaches looks, and it stays new"
    assert new_comments(book, "Ada") == {number: 2}
    assert [one.seen for one in comments(book, number, by_learner=True)] == [False, False]
    assert [one.seen for one in comments(book, number)] == [True, True]
    assert new_comments(book, "Ada") == {}
    assert new_comments(book, "Bob") == {other: 1}
    change_comment(book, one, "Much too fast.", "Dr K", TUESDAY)
    assert new_comments(book, "Ada") == {number: 1}
    assert new_comments(book, "Nobody") == {}


@pytest.mark.parametrize(
    ("step", "said", "author", "refused"),
    [
        (LAST + 1, "Late.", "", "it ends at"),
        (-1, "Early.", "", "has no step -1"),
        (0, " \n ", "", "1 to 1000 printable"),
        (0, "a" * (LONGEST + 1), "", "1 to 1000 printable"),
        (0, "\x07", "", "printable"),
        (0, "Good.", "a" * 61, "no more than 60"),
    ],
)
def test_what_is_no_comment_is_refused_in_one_sentence(book: Gradebook, step: int, said: str, author: str, refused: str) -> None:
    number = put(book)
    with pytest.raises(InputError, match=refused):
        comment_on(book, number, step, said, author, MONDAY)
    assert comments(book, number) == ()


def test_an_attempt_that_is_not_there_has_none(book: Gradebook) -> None:
    with pytest.raises(InputError, match="attempt 7 is not in"):
        comments(book, 7)
    with pytest.raises(InputError, match="attempt 7 is not in"):
        comment_on(book, 7, 0, "Good.", "", MONDAY)


def test_what_is_sealed_is_neither_commented_nor_told(book: Gradebook) -> None:
    """A comment that got there before, as from a database that knew no seal, is told once the results are."""
    set_exam(book, Exam(format=1, name="spring", title="Spring", cases=(Question(case="caudal", seed=1),)))
    number = put(book, exam="spring")
    with pytest.raises(InputError, match="not released"):
        comment_on(book, number, 0, "Good.", "", MONDAY)
    with book.session() as session:
        session.add(Commented(attempt_id=number, step=0, author="", text="Good.", written=MONDAY, seen=False))
    with pytest.raises(InputError, match="not released"):
        comments(book, number)
    assert new_comments(book, "Ada") == {}
    release(book, "spring")
    assert new_comments(book, "Ada") == {number: 1}
    assert [one.text for one in comments(book, number)] == ["Good."]


def test_who_is_erased_leaves_no_comment(book: Gradebook) -> None:
    kept = put(book, "Bob", 2)
    comment_on(book, put(book), 0, "Good.", "", MONDAY)
    comment_on(book, kept, 0, "Good too.", "", MONDAY)
    erase(book, "Ada")
    with book.session() as session:
        assert [row.attempt_id for row in session.query(Commented)] == [kept]


def test_a_database_of_the_version_before_keeps_its_attempts_and_takes_comments(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        bring_to(connection, "0004")
        connection.execute(text("INSERT INTO learners (id, name) VALUES (7, 'Ada')"))
        connection.execute(
            text(
                "INSERT INTO attempts VALUES "
                "(1, 'f', 7, 'caudal', '', 1, 'practice', NULL, '', '', '', 'replayed', '', 80.0, TRUE, 4, 1.0, '', FALSE, NULL)"
            )
        )
    engine.dispose()
    with Gradebook(url) as book:
        assert comments(book, 1) == ()
        comment_on(book, 1, 3, "Good.", "", MONDAY)
        assert new_comments(book, "Ada") == {1: 1}
