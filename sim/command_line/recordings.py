"""Recordings that a command opens to tell what came of them: of an exam only once its results are released, or for an instructor."""

from __future__ import annotations

import argparse
from pathlib import Path

from meshes.quoting import quoted
from scenarios import words
from scenarios.exam import Sealed
from sim.exchange.gradebook.address import database_url, is_empty
from sim.records.recording import Recording, read


def opens_recordings(sub: argparse.ArgumentParser) -> None:
    """Adds the option that says who asks."""
    sub.add_argument("--instructor", action="store_true", help="also of an exam whose results are sealed (asks for the class page's PIN)")


class Opening:
    """Of one command, which asks for the PIN once for each exam."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._by_instructor: bool = options.instructor
        self._told: set[str] = set()
        """Exams of which it may be told what came of them"""

    def recording(self, path: Path) -> Recording:
        """Raises InputError for what is none, and Sealed."""
        found = read(path)
        exam = found.header.exam
        if exam and exam not in self._told:
            if not self._may_tell(exam):
                raise Sealed(words.exam("file_sealed", path=str(path), exam=quoted(exam), name=_database()))
            self._told.add(exam)
        return found

    def _may_tell(self, exam: str) -> bool:
        url = database_url()
        if is_empty(url):
            return self._by_instructor
        # what works with databases takes a quarter of a second to load, and few recordings are of an exam
        from sim.command_line.instructor import ask_instructor
        from sim.exchange.gradebook.connection import Gradebook
        from sim.exchange.gradebook.sealing import is_released

        with Gradebook(url) as book:
            if is_released(book, exam):
                return True
            if self._by_instructor:
                ask_instructor(book)
        return self._by_instructor


def _database() -> str:
    from sim.exchange.gradebook.connection import shown

    return shown(database_url())
