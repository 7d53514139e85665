"""PINs: kept salted and hashed, on both kinds of database; a database of the version before gets its column, and erasing takes all."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from scenarios.files import InputError
from sim.exchange.gradebook.connection import NOW, Gradebook
from sim.exchange.gradebook.learners import erase, learners
from sim.exchange.gradebook.pins import class_pin, fits, forget_pin, hashed, lock_class, pin_of, set_pin
from sim.exchange.gradebook.tables import Learner
from sim.exchange.gradebook.upgrading import scripts
from tests.sim.exchange.gradebook.versions import bring_to


def test_a_pin_fits_and_no_other_does() -> None:
    """Oracle: hashlib's own scrypt at the told costs."""
    kept = hashed("2468")
    assert fits("2468", kept)
    assert not fits("2469", kept)
    assert not fits("", kept)
    _, cost, block, lanes, salt, key = kept.split("$")
    assert hashlib.scrypt(b"2468", salt=bytes.fromhex(salt), n=int(cost), r=int(block), p=int(lanes)).hex() == key
    assert "2468" not in kept
    assert hashed("2468") != kept, "each has a salt of its own"


@pytest.mark.parametrize("kept", ["", "plain", "scrypt$a$8$1$00$00", "md5$16384$8$1$00$00", "scrypt$3$8$1$00$00"])
def test_what_is_damaged_fits_nothing(kept: str) -> None:
    assert not fits("2468", kept)


@pytest.mark.parametrize("pin", ["123", "1" * 13, "abcd", "12 4", "\u0661\u0662\u0663\u0664"])
def test_what_is_no_pin_is_refused(pin: str, book: Gradebook) -> None:
    with pytest.raises(InputError, match="A PIN has 4 to 12 digits"):
        set_pin(book, "Ada", pin)
    with pytest.raises(InputError, match="A PIN has 4 to 12 digits"):
        lock_class(book, pin)
    assert learners(book) == []


def test_a_learner_takes_a_pin_changes_it_and_leaves_it(book: Gradebook) -> None:
    assert pin_of(book, "Ada") is None
    set_pin(book, "Ada", "2468")
    assert fits("2468", pin_of(book, " Ada ") or "")
    assert pin_of(book, "Bob") is None
    set_pin(book, "Ada", "1357")
    assert fits("1357", pin_of(book, "Ada") or "")
    set_pin(book, "Ada", "")
    assert pin_of(book, "Ada") is None


def test_an_instructor_makes_a_pin_forgotten(book: Gradebook) -> None:
    set_pin(book, "Ada", "2468")
    assert forget_pin(book, "Ada")
    assert not forget_pin(book, "Ada")
    assert pin_of(book, "Ada") is None
    with pytest.raises(InputError, match="learner 'Bob' is not in"):
        forget_pin(book, "Bob")


def test_whoever_is_erased_leaves_no_pin(book: Gradebook) -> None:
    set_pin(book, "Ada", "2468")
    erase(book, "Ada")
    with book.session() as session:
        assert session.scalars(select(Learner)).all() == []
    assert pin_of(book, "Ada") is None


def test_the_class_page_is_locked_and_opened(book: Gradebook) -> None:
    assert class_pin(book) is None
    lock_class(book, "2468")
    lock_class(book, "1357")
    assert fits("1357", class_pin(book) or "")
    lock_class(book, "")
    assert class_pin(book) is None


def test_a_database_of_the_version_before_keeps_its_learners(url: str) -> None:
    """As 0002 left it: brought up to now when it is opened, nobody has a PIN, and everybody is there."""
    engine = create_engine(url)
    with engine.begin() as connection:
        bring_to(connection, "0002")
        connection.execute(text("INSERT INTO learners (id, name) VALUES (7, 'Ada')"))
    engine.dispose()
    with Gradebook(url) as book:
        assert [one.name for one in learners(book)] == ["Ada"]
        assert pin_of(book, "Ada") is None
        set_pin(book, "Ada", "2468")
        assert class_pin(book) is None
        assert fits("2468", pin_of(book, "Ada") or "")


def test_no_pin_lies_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "book.sqlite"
    with Gradebook(f"sqlite:///{path}") as book:
        set_pin(book, "Ada", "24682468")
    with sqlite3.connect(path) as connection:
        assert "24682468" not in "".join(connection.iterdump())


def test_the_last_migration_is_the_one_that_is_looked_for() -> None:
    """Else every start would load what migrates, only to find that nothing is to be done."""
    assert scripts().get_current_head() == NOW


def test_what_migrates_is_not_loaded_where_nothing_is_to_be_migrated(tmp_path: Path) -> None:
    """It takes as long to load as all else that works with databases."""
    url = f"sqlite:///{tmp_path / 'book.sqlite'}"
    Gradebook(url).close()
    asks = (
        f"import sys; from sim.exchange.gradebook.connection import Gradebook; Gradebook({url!r}).close(); print('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True).stdout.strip() == "False"
