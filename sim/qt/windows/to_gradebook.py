"""Finished attempts go into the gradebook beside the window, and what waited for its database with them: each is played again first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.qt.job import Job, Tell
from sim.qt.words import phrase
from sim.session.home import home

if TYPE_CHECKING:
    from sim.exchange.gradebook.outbox import Sent


def file_waiting(say: Callable[[str], None]) -> Job:
    """Say how it went, as long as nobody abandons the job: what is being filed is filed all the same."""

    def work(_: Tell) -> Sent:
        # what works with databases takes a quarter of a second to load
        from sim.exchange.gradebook.address import database_url
        from sim.exchange.gradebook.outbox import send

        return send(database_url(), home() / "attempts")

    return Job("filing", work, lambda sent: say(filed_words(sent)), lambda fault: say(phrase("to_gradebook.not_filed", why=fault.words)))


def filed_words(sent: Sent) -> str:
    """What became of the attempts that waited."""
    waits = phrase("to_gradebook.waiting", number=sent.waiting, why=sent.why) if sent.waiting else ""
    filed = phrase("to_gradebook.filed", count=sent.filed) if sent.filed else ""
    return ". ".join(words for words in (filed, waits) if words)
