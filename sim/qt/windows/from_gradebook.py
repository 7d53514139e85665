"""What the gradebook holds, fetched beside the window: what works with databases takes a quarter of a second to load."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from scenarios.curriculum import path
from sim.exchange.gradebook.address import database_url, is_empty
from sim.exchange.gradebook.transcript import Transcript, transcript
from sim.qt.job import Fault, Job, Tell


def fetch_transcript(learner: str, done: Callable[[Transcript], None], failed: Callable[[Fault], None]) -> Job:
    """How a learner stands today."""

    def work(_: Tell) -> Transcript:
        url = database_url()
        if is_empty(url):
            return nothing_done()
        from sim.exchange.gradebook.connection import Gradebook
        from sim.exchange.gradebook.rows import attempts

        with Gradebook(url) as book:
            return transcript(path(), attempts(book, learner), date.today())

    return Job("transcript", work, done, failed)


def nothing_done() -> Transcript:
    """Of who is new."""
    return transcript(path(), (), date.today())
