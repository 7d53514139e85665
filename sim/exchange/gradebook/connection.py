"""A connection to the gradebook's database, whose tables are those of this version."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import Session

from meshes.quoting import cut, quoted
from scenarios.files import InputError

KINDS = ("sqlite", "postgresql")
WAIT_S = 30
"""So long one program waits while another writes; a filing takes milliseconds."""
AGAIN_S = 0.01
"""After so long a new file, to which another program writes, is tried again."""
REACH_S = 5
"""So long a server may take to answer: a window that files an attempt is not kept for minutes by one that is away."""
NOW = "0005"
"""The tables of this version: the last of ``migrations``."""
HAS_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE name = 'alembic_version'",
    "postgresql": "SELECT to_regclass('alembic_version')::text",
}
"""What answers None where no tables are yet"""


class Away(InputError):
    """The database cannot be reached or written now; what was to be filed is filed later."""


def insert_into(session: Session, table: type) -> postgresql.Insert | sqlite.Insert:
    """A row that can be left where another program was quicker: each kind of database has its own words for that."""
    return postgresql.insert(table) if session.get_bind().dialect.name == "postgresql" else sqlite.insert(table)


class Gradebook:
    """A database that is open. Its tables are made or brought up to date when it is opened."""

    def __init__(self, url: str) -> None:
        """Raises InputError for a URL that names no database, and Away for one that cannot be reached."""
        self._engine, self.name = _engine(url), shown(url)
        with self._spoken():
            if _revision(self._engine) != NOW:
                self._bring_up()

    def _bring_up(self) -> None:
        from sim.exchange.gradebook.upgrading import bring_up  # which takes as long to load as all the rest, and is seldom wanted

        try:
            bring_up(self._engine, self.name)
        except OSError as error:
            raise Away(f"database {self.name}: cannot be written ({error.strerror})") from None

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One piece of work: all of it is written, or nothing. Raises Away."""
        with self._spoken(), Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def _spoken(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            said = " ".join(str(error.orig).split()) or type(error.orig).__name__
            raise Away(f"database {self.name}: cannot be used now ({cut(said, 200)})") from None

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def shown(url: str) -> str:
    """What of a URL may be told: no password. Raises InputError for what is no URL."""
    return _parts(url).render_as_string(hide_password=True)


def load_driver(url: str) -> None:
    """What speaks with this kind of database; nothing is reached. Raises InputError as ``Gradebook`` does."""
    _engine(url).dispose()


def _parts(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        said = quoted(_without_password(url))
        raise InputError(f"database {said}: no URL like sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME") from None


def _engine(url: str) -> Engine:
    parts = _parts(url)
    kind = parts.get_backend_name()
    if kind not in KINDS:
        raise InputError(f"database {shown(url)}: is {quoted(kind)}; should be one of {', '.join(KINDS)}")
    if kind == "postgresql":
        try:
            return create_engine(parts, connect_args={"connect_timeout": REACH_S}, pool_pre_ping=True)
        except (NoSuchModuleError, ModuleNotFoundError):
            raise InputError('a PostgreSQL database needs the package psycopg: pip install "tuohy[postgresql]"') from None
    if not parts.database or parts.database == ":memory:":
        raise InputError(f"database {shown(url)}: names no file, as sqlite:///FILE does")
    folder = Path(parts.database).absolute().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Away(f"database {shown(url)}: its folder cannot be made ({error.strerror})") from None
    engine = create_engine(parts, connect_args={"timeout": WAIT_S})
    event.listen(engine, "connect", _settle_sqlite)
    event.listen(engine, "begin", _begin_at_once)
    return engine


def _without_password(url: str) -> str:
    """Of what is no URL everything before its last @ goes: a password may stand there."""
    return url.rpartition("@")[2]


def _settle_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    """Readers beside a writer, and rows that go with what they belong to."""
    connection.isolation_level = None  # transactions are begun below, and not when the module thinks fit
    _write_ahead(connection)
    for line in ("PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON"):
        connection.execute(line)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Of a file that is new. While another program writes to it, SQLite refuses this at once, whatever the connection's own patience."""
    for left in reversed(range(round(WAIT_S / AGAIN_S))):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or not left:
                raise
        Event().wait(AGAIN_S)


def _begin_at_once(connection: Connection) -> None:
    """To write from the start: two that read first and write then would wait for one another."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _revision(engine: Engine) -> str | None:
    """Of the tables that are there; None where there are none, of which each kind knows in its own words: what finds out for both takes
    a tenth of the time in which a page is to stand."""
    with engine.connect() as connection:
        if connection.scalar(text(HAS_TABLES[engine.dialect.name])) is None:
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found
