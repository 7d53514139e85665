"""Databases as earlier versions of the program left them."""

from __future__ import annotations

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from sqlalchemy import Connection

from sim.exchange.gradebook.upgrading import scripts


def bring_to(connection: Connection, revision: str) -> None:
    """Up to this revision and no further."""
    known = scripts()
    way = EnvironmentContext(Config(), known, fn=lambda at, _: known._upgrade_revs(revision, at))
    way.configure(connection=connection)
    way.run_migrations()
