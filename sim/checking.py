"""Can this case be passed, and does this script do what it says?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scenarios import files
from scenarios.schema import Scenario
from scenarios.script import Script
from sim.operators.hands import Stuck
from sim.operators.script import ScriptHands
from sim.rehearsal import perform, rehearse
from sim.scoring.rubric import Score, judge
from sim.session import Session

SEEDS = (1, 2)
"""Competent hands must pass with all of them."""


@dataclass(frozen=True)
class Verdict:
    """What a check found."""

    file: str
    kind: str
    """case or script"""
    good: bool
    why: str
    score: float | None


def check(path: Path) -> Verdict:
    """Check one file. Raises InputError if it is not valid at all."""
    if "steps" in files.read_toml(path):
        return _script(path, files.script(path))
    return _case(path, files.scenario(path))


def _case(path: Path, case: Scenario) -> Verdict:
    """A case is good if competent hands pass it."""
    worst = 100.0
    for outcome in rehearse(case, "reference", list(SEEDS)):
        if outcome.stuck:
            return Verdict(str(path), "case", False, f"competent hands could not go on at {outcome.stuck}", None)
        assert outcome.score is not None
        worst = min(worst, outcome.score.total)
        if not outcome.score.passed:
            return Verdict(str(path), "case", False, f"competent hands did not pass: {_reason(outcome.score)}", outcome.score.total)
    return Verdict(str(path), "case", True, f"competent hands pass with {worst:.1f} or more", worst)


def _script(path: Path, script: Script) -> Verdict:
    """A script is good if it passes or fails as it says it does."""
    case = files.find_scenario(script.scenario)
    try:
        score = judge(perform(ScriptHands(script, case.target), Session.of(case, SEEDS[0])), files.rubric_of(case))
    except Stuck as stuck:
        return Verdict(str(path), "script", False, str(stuck), None)
    if score.passed != (script.expect == "pass"):
        return Verdict(str(path), "script", False, f"should {script.expect} and does not: {_reason(score)}", score.total)
    if script.critical and script.critical not in score.critical:
        said = ", ".join(score.critical) or "none"
        return Verdict(str(path), "script", False, f"should commit {script.critical}, commits {said}", score.total)
    return Verdict(str(path), "script", True, f"{'passes' if score.passed else 'fails'} as it says, {score.total:.1f}", score.total)


def _reason(score: Score) -> str:
    if score.critical:
        return f"critical errors {', '.join(score.critical)}"
    if score.remarks:
        return f"{score.total:.1f} points; {score.remarks[0].text}"
    return f"{score.total:.1f} points"
