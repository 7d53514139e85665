"""Databases to file into: a file, and a PostgreSQL server of the test's own, on this machine alone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from sim.exchange.gradebook.connection import Gradebook

PROGRAMS = Path("/usr/lib/postgresql")
"""Where Debian's package puts what starts a server."""
NUMBERS = count(1)
NOBODY_LOOKS_ON = ("-c", "fsync=off", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=")


def _program(name: str) -> str | None:
    versions = sorted(PROGRAMS.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return str(versions[-1]) if versions else shutil.which(name)


class Server:
    """A PostgreSQL server that can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self._data, self._log = folder / "data", folder / "log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        password = folder / "password"
        password.write_text("secret\n", encoding="ascii")
        if os.geteuid() == 0:  # a server refuses to be run by root
            for path in (folder, password):
                shutil.chown(path, "postgres", "postgres")
            folder.chmod(0o700)
        self._run("initdb", "-D", str(self._data), "-U", "teacher", "-A", "scram-sha-256", "--pwfile", str(password), "-E", "UTF8", "-N")
        self.start()

    def _run(self, name: str, *arguments: str) -> None:
        program = _program(name)
        assert program is not None
        as_nobody = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        done = subprocess.run([*as_nobody, program, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd="/")
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        options = " ".join((f"-p {self.port}", *NOBODY_LOOKS_ON))
        self._run("pg_ctl", "-D", str(self._data), "-l", str(self._log), "-w", "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop")

    def url(self, database: str = "postgres", user: str = "teacher", password: str = "secret") -> str:
        return f"postgresql+psycopg://{user}:{password}@127.0.0.1:{self.port}/{database}"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Skipped where the package is absent; continuous integration installs it."""
    if _program("initdb") is None:
        pytest.skip("PostgreSQL is not installed")
    with TemporaryDirectory(prefix="pg") as folder:
        server = Server(Path(folder))
        yield server
        server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{(tmp_path / 'book.sqlite').as_posix()}"
    server: Server = request.getfixturevalue("server")
    return _new_database(server)


def _new_database(server: Server) -> str:
    import psycopg
    from psycopg import sql

    name = f"book{next(NUMBERS)}"
    with psycopg.connect(server.url().replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return server.url(name)


@pytest.fixture
def book(url: str) -> Iterator[Gradebook]:
    with Gradebook(url) as book:
        yield book
