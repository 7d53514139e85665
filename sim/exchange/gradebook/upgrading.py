"""Bringing a database's tables up to those of this version, by the files of ``migrations``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from sqlalchemy import Engine, text

from meshes.quoting import quoted
from scenarios.files import InputError

WAIT_S = 30
"""So long one program waits while another does it."""
MIGRATING = 7_406_419
"""Of PostgreSQL's advisory locks, the one under which tables are brought up to date (any number will do, all programs must use it)."""
MIGRATIONS = Path(__file__).parent / "migrations"


def scripts() -> ScriptDirectory:
    """The files, in their order."""
    return ScriptDirectory(str(MIGRATIONS), version_locations=[str(MIGRATIONS)])


def bring_up(engine: Engine, name: str) -> None:
    """Make the tables what this version wants. Raises InputError for those of a later one, and OSError."""
    known = scripts()
    wanted = known.get_current_head()
    with _alone(engine), engine.begin() as connection:
        if engine.dialect.name == "postgresql":  # let go when the transaction ends
            connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATING})"))
        present = MigrationContext.configure(connection).get_current_revision()
        if present == wanted:
            return
        if present is not None and present not in {script.revision for script in known.walk_revisions()}:
            raise InputError(f"database {name}: made by a later version of this program ({quoted(present)}); this one must be updated")
        way = EnvironmentContext(Config(), known, fn=lambda at, _: known._upgrade_revs("head", at))
        way.configure(connection=connection)
        way.run_migrations()


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Two programs that open a new SQLite file at once must not both make its tables; a server has locks of its own."""
    if engine.dialect.name != "sqlite":
        yield
        return
    file = Path(str(engine.url.database))
    with FileLock(file.with_name(f".{file.name}.lock"), timeout=WAIT_S):
        yield
