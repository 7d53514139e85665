"""Can this case be passed, and does this script do what it says?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from meshes.anatomy import Anatomy
from meshes.quoting import quoted
from scenarios import files
from scenarios.faults import Faults, faults, instead
from scenarios.files import InputError
from scenarios.mirror import mirrored, mirrored_script
from scenarios.needle_script import Advance, Redirect
from scenarios.schema import Scenario
from scenarios.script import If, Script, Step
from sim.operators.hands import Stuck
from sim.operators.reference import competent_script, lacking
from sim.operators.script import ScriptHands
from sim.scoring.rubric import Score, judge
from sim.session.patients import folder_of
from sim.session.session import Session
from sim.session.world import World
from sim.studies.acts.in_case import InCase, acts_in
from sim.studies.by_hand import own_scripts
from sim.studies.naming import named_as_it_lies
from sim.studies.rehearsal import perform, rehearse

SEEDS = (1, 2)
"""Competent hands must pass with all of them."""


@dataclass(frozen=True)
class Checked:
    """What a check found."""

    file: str
    kind: str
    """case or script"""
    good: bool
    why: str
    """A sentence a line"""
    score: float | None
    acts: tuple[InCase, ...] = ()
    """What the case makes of harmful acts, if it was asked for"""

    def as_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {name: getattr(self, name) for name in ("file", "kind", "good", "why", "score")}
        return found | {"acts": [act.as_json() for act in self.acts]} if self.acts else found


def check(path: Path, mirror: bool = False, acts: bool = False) -> Checked:
    """Check one file; a case on its other side, if ``mirror``, and with what it makes of harmful acts, if ``acts``.

    Raises InputError, a sentence for each fault, if it is not valid at all.
    """
    if {"steps", "scenario", "expect"} & set(files.read_toml(path)):
        if mirror or acts:
            raise InputError(f"{path}: steps: is a script, and {'--mirror turns' if mirror else '--acts is for'} cases")
        return _script(path, *script_in_world(path))
    unwise = _sound(path)
    case = files.scenario(path)
    if mirror:
        return _other_side(path, case)
    world = world_of(path, case)
    found = _case(path, case, world, (*unwise, *_unseen(world)))
    return replace(found, acts=tuple(acts_in(world))) if acts and found.score is not None else found


def _sound(path: Path) -> tuple[str, ...]:
    """What the case should not have and can be played with. Raises an InputError of all its faults if there is one with which it cannot."""
    found = faults(path)
    invalid, unwise, case = list(found.invalid), list(found.unwise), found.case
    invalid += nobody_called_so(found)
    if case is not None and case.technique in files.techniques() and not found.hang_on("technique", "tray.fluids"):
        try:
            invalid += [f"tray.fluids: has no {kind}, which the technique {case.technique} needs" for kind in lacking(case)]
        except InputError as error:
            invalid.append(str(error))
    if invalid:
        raise InputError(*(f"{path}: {sentence}" for sentence in (*invalid, *unwise)))
    return tuple(unwise)


def nobody_called_so(found: Faults) -> tuple[str, ...]:
    """That a case names a patient who is nowhere."""
    if found.case is None or found.case.patient.body is not None or found.hang_on("patient.anatomy"):
        return ()
    try:
        folder_of(found.case.patient.anatomy)
    except InputError as error:
        return error.sentences
    return ()


def _unseen(world: World) -> Iterator[str]:
    """Slices that nobody is shown, for this body has no such place."""
    for number, cut in enumerate(world.scenario.chart.slices if world.scenario.chart else (), 1):
        if cut.at not in world.anatomy.landmarks:
            said = f"{quoted(cut.at)} is no landmark of the patient {world.anatomy.name}, so that no slice is shown"
            yield f"chart.slices.{number}.at: {said}; {instead(cut.at, world.anatomy.landmarks)}"


def world_of(path: Path, case: Scenario, anatomy: Anatomy | None = None) -> World:
    """The case of a file in its patient. Raises an InputError that names the file too."""
    try:
        return World.of(case, anatomy)
    except InputError as error:
        raise InputError(f"{path}: {str(error).removeprefix(f'{case.name}: ')}") from None


def script_in_world(path: Path, anatomy: Anatomy | None = None) -> tuple[Script, World]:
    """A script and the case it is for. Raises InputError if it asks for what that case does not have."""
    script = files.script(path)
    try:
        world = World.of(files.case_of(script.scenario, path), anatomy)
    except InputError as error:
        raise InputError(f"{path}: scenario: {error}") from None
    tray, target = world.scenario.tray, world.scenario.target
    sights = {*world.sights, *world.other_sights}
    there: dict[str, tuple[str, Collection[str]]] = {
        "needle": ("on the tray", tray.needles),
        "agent": ("on the tray", [fluid.agent for fluid in tray.fluids]),
        "centre": (f"a landmark of the patient {world.anatomy.name}", world.anatomy.landmarks),
        "over": ("a landmark seen in pictures", sights),
        "towards": ("a landmark seen in pictures", sights),
        "near": ("a landmark seen in pictures", sights),
        "at": ("a landmark that can be felt", world.palpable),
    }
    wrong = []
    for number, step in _numbered(script.steps):
        for field, (what, known) in there.items():
            asked = getattr(step, field, None)
            if asked is not None and target.landmark(asked) not in known:
                place = f"{path}: steps.{number}.{field}"
                wrong.append(f"{place}: {quoted(asked)} is not {what}; {instead(target.landmark(asked), known)}")
    if wrong:
        raise InputError(*wrong)
    return script, world


def _numbered(steps: Sequence[Step], before: str = "") -> Iterator[tuple[str, Step | Redirect]]:
    """Every step with its number, those within a condition and the other lines of an advance too."""
    for number, step in enumerate(steps, 1):
        yield f"{before}{number}", step
        if isinstance(step, If):
            yield from _numbered(step.steps, f"{before}{number}.steps.")
        if isinstance(step, Advance):
            yield from ((f"{before}{number}.off_bone.{n}", line) for n, line in enumerate(step.off_bone, 1))


def _case(path: Path, case: Scenario, world: World, unwise: tuple[str, ...]) -> Checked:
    """A case is good if competent hands pass it, and nothing else is to be said against it. Its own scripts are those hands."""
    if own := own_scripts(path.parent, case.name):
        found = [_script(path, script, world) for script in own]
        said = [*unwise, *(f"its own script {quoted(script.title)} {one.why}" for script, one in zip(own, found, strict=True))]
        return Checked(str(path), "case", all(one.good for one in found) and not unwise, "\n".join(said), found[0].score)
    if case.drill is not None and case.drill.asks == "pattern":
        worst = min(judge(named_as_it_lies(world, seed), files.rubric_of(case), case).total for seed in SEEDS)
        return Checked(str(path), "case", worst == 100.0 and not unwise, f"who knows each picture has {worst:.1f} or more", worst)
    against, worst = list(unwise), 100.0
    for outcome in rehearse(case, "reference", list(SEEDS), anatomy=world.anatomy):
        if outcome.score is None:
            against.append(f"competent hands could not go on at {outcome.stuck}")
            return Checked(str(path), "case", False, "\n".join(against), None)
        worst = min(worst, outcome.score.total)
        if not outcome.score.passed:
            against.append(f"competent hands did not pass: {_reason(outcome.score)}")
            break
    if against:
        return Checked(str(path), "case", False, "\n".join(against), worst)
    return Checked(str(path), "case", True, f"competent hands pass with {worst:.1f} or more", worst)


def _other_side(path: Path, case: Scenario, anatomy: Anatomy | None = None) -> Checked:
    """A case is fair if what competent hands do passes on its other side too."""
    turned = mirrored(case)
    script, world, worst = mirrored_script(competent_script(case)), world_of(path, turned, anatomy), 100.0
    for seed in SEEDS:
        try:
            score = judge(perform(ScriptHands(script, turned.target), Session(world, seed)), files.rubric_of(turned), turned)
        except Stuck as stuck:
            return Checked(str(path), "case", False, f"on the other side competent hands could not go on at {stuck}", None)
        worst = min(worst, score.total)
        if not score.passed:
            return Checked(str(path), "case", False, f"on the other side competent hands did not pass: {_reason(score)}", score.total)
    return Checked(str(path), "case", True, f"on the other side competent hands pass with {worst:.1f} or more", worst)


def _script(path: Path, script: Script, world: World) -> Checked:
    """A script is good if it passes or fails as it says it does."""
    case = world.scenario
    try:
        seed = SEEDS[0] if script.seed is None else script.seed
        score = judge(perform(ScriptHands(script, case.target), Session(world, seed)), files.rubric_of(case), case)
    except Stuck as stuck:
        return Checked(str(path), "script", False, str(stuck), None)
    if score.passed != (script.expect == "pass"):
        return Checked(str(path), "script", False, f"should {script.expect} and does not: {_reason(score)}", score.total)
    if script.critical and script.critical not in score.critical:
        said = ", ".join(score.critical) or "none"
        return Checked(str(path), "script", False, f"should commit {script.critical}, commits {said}", score.total)
    return Checked(str(path), "script", True, f"{'passes' if score.passed else 'fails'} as it says, {score.total:.1f}", score.total)


def _reason(score: Score) -> str:
    if score.critical:
        return f"critical errors {', '.join(error.replace('_', ' ') for error in score.critical)}"
    if score.remarks:
        return f"{score.total:.1f} points; {score.remarks[0].text}"
    return f"{score.total:.1f} points"
