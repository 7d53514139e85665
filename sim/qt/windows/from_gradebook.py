"""What the gradebook holds, fetched beside the window: what works with databases takes a quarter of a second to load."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from scenarios import curriculum, words
from scenarios.files import InputError
from sim.exchange.gradebook.address import database_url, is_empty
from sim.exchange.gradebook.transcript import Transcript, transcript
from sim.qt.case_world import case_world
from sim.qt.job import Fault, Job, Tell
from sim.qt.loading import unsearched
from sim.qt.windows.requested import Ready
from sim.qt.words import phrase
from sim.records.recording import Recording, read
from sim.scoring.judged import case_of, changed_body, changed_case, patient_of_recording
from sim.session.lying import lain_at_end

if TYPE_CHECKING:
    from sim.exchange.gradebook.cohort import Cohort
    from sim.exchange.gradebook.curves import Learning
    from sim.exchange.gradebook.peers import Peers
    from sim.exchange.gradebook.rows import Filing

MOST_LISTED = 200
"""Attempts that a list shows"""


@dataclass(frozen=True)
class PinWanted:
    """Nothing is told before it."""

    wrong: bool
    """Whether one was given"""


def fetch_transcript(learner: str, pin: str | None, done: Callable[[Transcript | PinWanted], None], failed: Callable[[Fault], None]) -> Job:
    """How a learner stands today. ``pin``: as typed, empty for none yet; None for who was let in before."""

    def work(_: Tell) -> Transcript | PinWanted:
        url = database_url()
        if is_empty(url):
            return nothing_done()
        with unsearched():  # the first time it is all loaded, a server's part when it is reached
            from sim.exchange.gradebook.comments import new_comments
            from sim.exchange.gradebook.connection import Gradebook
            from sim.exchange.gradebook.pins import pin_of
            from sim.exchange.gradebook.rows import attempts

            book = Gradebook(url)
        with book:
            if refused := _refused(pin, pin_of(book, learner)):
                return refused
            found = transcript(curriculum.path(), attempts(book, learner), date.today())
            return replace(found, new_comments=sum(new_comments(book, learner).values()))

    return Job("transcript", work, done, failed)


def _refused(pin: str | None, kept: str | None) -> PinWanted | None:
    from sim.exchange.gradebook.pins import fits

    return None if pin is None or kept is None or fits(pin, kept) else PinWanted(bool(pin))


def save_pin(learner: str, pin: str, done: Callable[[bool], None], failed: Callable[[Fault], None]) -> Job:
    """An empty one takes it away; whether there is one now."""

    def work(_: Tell) -> bool:
        from sim.exchange.gradebook.connection import Gradebook
        from sim.exchange.gradebook.pins import set_pin

        with Gradebook(database_url()) as book:
            set_pin(book, learner, pin)
        return bool(pin)

    return Job("pin", work, done, failed)


def nothing_done() -> Transcript:
    """Of who is new."""
    return transcript(curriculum.path(), (), date.today())


def fetch_learning(learner: str, measure: str, case: str | None, done: Callable[[Learning], None], failed: Callable[[Fault], None]) -> Job:
    """A learner's attempts as a curve, in one case or in all."""

    def work(_: Tell) -> Learning:
        url = database_url()
        from sim.exchange.gradebook.connection import Gradebook
        from sim.exchange.gradebook.curves import Learning, learning

        if is_empty(url):
            return Learning(learner, (), (), (), (), (), {})
        with Gradebook(url) as book:
            return learning(book, learner, measure, case)

    return Job("learning", work, done, failed)


def fetch_cohort(pin: str | None, done: Callable[[Cohort | PinWanted], None], failed: Callable[[Fault], None]) -> Job:
    """Everybody. ``pin``: the instructor's, as for a transcript."""

    def work(_: Tell) -> Cohort | PinWanted:
        from sim.exchange.gradebook.cohort import cohort
        from sim.exchange.gradebook.connection import Gradebook
        from sim.exchange.gradebook.pins import class_pin

        with Gradebook(database_url()) as book:
            if refused := _refused(pin, class_pin(book)):
                return refused
            return cohort(book)

    return Job("class", work, done, failed)


def fetch_attempts(learner: str | None, case: str | None, done: Callable[[list[Filing]], None], failed: Callable[[Fault], None]) -> Job:
    """The newest ones, of one learner, of one case, or of all."""

    def work(_: Tell) -> list[Filing]:
        from sim.exchange.gradebook.connection import Gradebook
        from sim.exchange.gradebook.rows import attempts

        with Gradebook(database_url()) as book:
            return attempts(book, learner, case, newest=MOST_LISTED)

    return Job("attempts", work, done, failed)


def export_records(path: Path, done: Callable[[int], None], failed: Callable[[Fault], None], learner: str | None = None) -> Job:
    """Every attempt with its measures, or every one of a learner, into a file; how many there were."""

    def work(_: Tell) -> int:
        from sim.exchange.gradebook.connection import Gradebook
        from sim.exchange.gradebook.elsewhere import leave
        from sim.exchange.gradebook.rows import attempts

        with Gradebook(database_url()) as book:
            rows = attempts(book, learner, whole=True)
        leave(rows, path)
        return len(rows)

    return Job("export", work, done, failed)


@dataclass(frozen=True)
class Again:
    """An attempt out of the gradebook, and what it is seen again on."""

    number: int
    """In the gradebook"""
    learner: str
    recording: Recording
    ready: Ready

    @property
    def whose(self) -> str:
        """Whose attempt it is, as the page says it."""
        return self.learner or phrase("main_window.nobody")


def fetch_recording(number: int, done: Callable[[Again], None], failed: Callable[[Fault], None], told: Tell) -> Job:
    """An attempt to be seen again. Refused where its case or body is another by now: its moments would be another's."""

    def work(tell: Tell) -> Again:
        from sim.exchange.gradebook.connection import Gradebook
        from sim.exchange.gradebook.filing import journal_of

        with Gradebook(database_url()) as book, TemporaryDirectory() as folder:
            path = Path(folder) / f"attempt_{number}.jsonl"
            path.write_bytes(journal_of(book, number))
            recording = read(path)
            case = case_of(path, recording)
        world = case_world(case, patient_of_recording(recording), tell)
        other = changed_case(path, recording, case) or changed_body(path, recording, world)
        if other is not None:
            raise InputError(phrase(f"from_gradebook.other_{other.what}", number=number))
        world.lain(lain_at_end(recording.events), tell)  # the page shows him so, and does not wait for his body
        return Again(number, recording.header.learner, recording, Ready(world, world.imager()))

    return Job("recording", work, done, failed, told)


def before(now: Recording) -> Recording:
    """The same learner's newest other attempt at the same case, as it was filed: each was proved by playing it again then.

    Slow: the gradebook may stand elsewhere. Raises InputError in one sentence where there is none.
    """
    learner = now.header.learner
    if not learner:
        raise InputError(words.what_if("last_nobody"))
    if is_empty(database_url()):
        raise InputError(words.what_if("last_none"))
    from sim.exchange.gradebook.connection import Gradebook
    from sim.exchange.gradebook.filing import fingerprint, journal_of
    from sim.exchange.gradebook.rows import attempts

    own = fingerprint(now)
    with Gradebook(database_url()) as book, TemporaryDirectory() as folder:
        rows = attempts(book, learner, now.header.scenario, newest=MOST_LISTED)
        here = [row.number for row in rows if row.fingerprint == own]
        earlier = [row.number for row in rows if row.fingerprint != own and (not here or row.number < here[0])]
        if not earlier:
            raise InputError(words.what_if("last_none"))
        path = Path(folder) / f"attempt_{earlier[0]}.jsonl"
        path.write_bytes(journal_of(book, earlier[0]))
        found = read(path)
    if found.header.scenario_hash != now.header.scenario_hash or not found.coded:
        raise InputError(words.what_if("last_other"))
    return found


def peers_of(now: Recording) -> Peers | None:
    """The others at the same version of the same case; None where they are too few to be told."""
    if is_empty(database_url()):
        return None
    from sim.exchange.gradebook.connection import Gradebook
    from sim.exchange.gradebook.peers import peers

    with Gradebook(database_url()) as book:
        return peers(book, now.header.scenario, now.header.scenario_hash, now.header.learner)
