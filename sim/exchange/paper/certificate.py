"""A certificate of a finished course: only where its criterion is met, and with the attempts that met it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from scenarios import words
from scenarios.curriculum import Curriculum, Milestone
from scenarios.files import InputError
from sim.exchange.gradebook.progress import Mastery, masteries
from sim.exchange.gradebook.rows import Filing
from sim.exchange.paper.log_book import MARK
from sim.exchange.paper.sheet import Sheet, heading, paragraph, signatures, table
from sim.session.own_cases import case_title


@dataclass(frozen=True)
class Certificate:
    """Of one learner in one course."""

    learner: str
    course: Curriculum
    proof: tuple[tuple[Mastery, tuple[Filing, ...]], ...]
    """Each case of each stage, with the passes that showed it to be mastered"""

    @property
    def days(self) -> list[date]:
        """None at all where one of the attempts bears none."""
        found = [one.started for _, entries in self.proof for one in entries]
        return sorted(day for day in found if day is not None) if None not in found else []

    @property
    def mark(self) -> str:
        """SHA-256 over learner, course and attempts."""
        told = [self.learner, self.course.name, *(one.fingerprint for _, entries in self.proof for one in entries)]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()


def certificate(learner: str, course: Curriculum, entries: Sequence[Filing]) -> Certificate:
    """Of one learner's attempts, in the order in which they were made. Raises InputError for a course that is not finished."""
    found = masteries(course, entries)
    done = sum(one.mastered for one in found)
    if done < len(found):
        raise InputError(words.paper("unfinished", learner=learner, course=words.told(course.title), mastered=done, of=len(found)))
    by_mark = {one.fingerprint: one for one in entries}
    return Certificate(learner, course, tuple((one, tuple(by_mark[mark] for mark in one.by)) for one in found))


def certificate_sheet(found: Certificate) -> Sheet:
    """To be printed."""
    days = found.days
    said = words.paper("certifies", learner=found.learner, course=words.told(found.course.title))
    parts = [heading("certificate", 1), f"<p style='font-size:14pt'>{escape(said)}</p>"]
    parts.append(paragraph("certifies_when", first=days[0], last=days[-1]) if days else paragraph("certifies_undated"))
    parts += [paragraph("worth"), heading("criterion"), *(_criterion(stage) for stage in found.course.stages)]
    parts += [heading("proof"), paragraph("proof_about")]
    parts.append(table(("stage", "case", "day", "mode", "points", "judged", "fingerprint"), list(_lines(found))))
    parts += [paragraph("mark", mark=found.mark), signatures("sign_learner", "sign_director")]
    return Sheet(
        f"{words.paper('certificate')}: {found.learner}, {words.told(found.course.title)}", "".join(parts), days[-1] if days else None
    )


def _criterion(stage: Milestone) -> str:
    code = "criterion_points" if stage.least_total > 0 else "criterion_line"
    return paragraph(code, stage=words.told(stage.title), in_a_row=stage.in_a_row, points=f"{stage.least_total:g}", mode=stage.mode)


def _lines(found: Certificate) -> list[tuple[str, ...]]:
    return [
        (
            words.told(found.course.stages[one.stage].title),
            words.told(case_title(one.case)),
            entry.started.isoformat() if entry.started else "",
            words.told(entry.mode),
            f"{entry.total:.1f}",
            f"{words.told(entry.basis)}, Tuohy {entry.proved_by}",
            entry.fingerprint[:MARK],
        )
        for one, entries in found.proof
        for entry in entries
    ]
