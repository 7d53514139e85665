"""What a case has kept of another from which it was copied: slices of somewhere else, captions of other slices, hints that nobody is told.

Codes decide: landmarks, levels, sides, stages. Of a sentence only the names of levels in it are read, which are the same in any language,
and in a slice's caption left and right. Other levels are named with good reason where levels are counted or roots told apart: of hints only
those that go with the needle are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from meshes.morphometry import VERTEBRAE, interspace
from scenarios import files
from scenarios.chart import Slice
from scenarios.schema import CaseParts, Contradiction

ORDER = (*VERTEBRAE, "S1")
SPACES = tuple(interspace(level) for level in VERTEBRAE)
SACRAL = ("sacrum", "sacral_canal", "hiatus", "sac")
"""Landmarks below the last interspace"""
ABOVE = ("superior_",)
BELOW = ("inferior_", "foramen_", "six_oclock_", "kambin_", "safe_", "ganglion_", "pedicle_bottom_")
"""A vertebra's landmarks that lie at one of its interspaces"""
NAMED = re.compile(r"\b(?P<upper>T1[12]|L[1-5]|S1)(?:\s?[-/\u2013]\s?(?P<lower>L?[1-5]|S?1))?(?!\w)")
"""A vertebra or an interspace in a sentence, as L5, L4-L5, L4/5 or L5-S1"""
WITH_THE_NEEDLE = ("entry", "way", "depth", "loss", "contrast", "drug")
"""Stages at which a hint speaks of where the needle is"""
SIDE = re.compile(r"_(left|right)$")
SIDES = re.compile(r"\b(left|right)\b", re.IGNORECASE)


def leftovers(case: CaseParts) -> Iterator[Contradiction]:
    """Where slices and hints speak of another case, each with the field that does."""
    if case.chart is not None:
        for number, cut in enumerate(case.chart.slices, 1):
            yield from _captioned(f"chart.slices.{number}", cut)
        if case.plan is None or case.plan.decision == "inject":
            yield from _elsewhere(case, case.chart.slices)
            yield from _other_side(case, case.chart.slices)
    yield from _never_told(case)
    yield from _of_other_levels(case)


# --- slices -----------------------------------------------------------------------------------------------------------------


def _captioned(field: str, cut: Slice) -> Iterator[Contradiction]:
    """A caption that is another slice's."""
    shows = _spaces_at(cut.at)
    if not shows:
        names = ", ".join((*ORDER, *SPACES, *SACRAL))
        yield Contradiction((f"{field}.at",), f"{field}.at: begins with none of {names}, so that no slice is shown; as L4-L5/window")
        return
    named = _named(cut.says)
    if cut.plane == "axial" and named and not named & shows:
        said = f"{field}.says: names {_listed(named)}, and the slice lies at {cut.at}"
        yield Contradiction((f"{field}.says", f"{field}.at"), said)
    side, said_sides = _side(cut), {found.lower() for found in SIDES.findall(cut.says)}
    if side and said_sides and side not in said_sides:
        yield Contradiction((f"{field}.says", f"{field}.at"), f"{field}.says: says {said_sides.pop()}, and the slice lies at {cut.at}")


def _elsewhere(case: CaseParts, slices: tuple[Slice, ...]) -> Iterator[Contradiction]:
    """All axial ones, or all sagittal ones through foramina, lie where neither plan nor variants are.

    One that is right speaks for the others, and a sagittal one in the middle shows every level.
    """
    for plane in ("axial", "sagittal"):
        wanted = _spaces_of(case, through_foramina=plane == "sagittal")
        cuts = ((n, cut) for n, cut in enumerate(slices, 1) if cut.plane == plane and (plane == "axial" or _side(cut)))
        shown = {n: spaces for n, cut in cuts if (spaces := _spaces_at(cut.at))}
        if not wanted or any(spaces & wanted for spaces in shown.values()):
            continue
        for number, spaces in shown.items():
            said = f"shows {_listed(spaces)}; no {plane} slice shows {_listed(wanted)}, where plan and variants are"
            said = f"chart.slices.{number}.at: {said}"
            yield Contradiction((f"chart.slices.{number}", "target", "technique", "plan.levels", "patient.body"), said)


def _other_side(case: CaseParts, slices: tuple[Slice, ...]) -> Iterator[Contradiction]:
    wanted = {case.target.side, *(case.plan.sides if case.plan else ())}
    sided = [(n, side) for n, cut in enumerate(slices, 1) if (side := _side(cut))]
    if any(side in wanted for _, side in sided):
        return
    for number, side in sided:
        said = f"chart.slices.{number}.at: lies on the {side}; no slice lies on the {' or '.join(sorted(wanted))}, the plan's side"
        yield Contradiction((f"chart.slices.{number}", "target.side", "plan.sides"), said)


def _side(cut: Slice) -> str:
    """Of a sagittal slice; an axial one shows both."""
    found = SIDE.search(cut.at)
    return found[1] if found and cut.plane == "sagittal" else ""


# --- hints ------------------------------------------------------------------------------------------------------------------


def _never_told(case: CaseParts) -> Iterator[Contradiction]:
    """Hints at a stage that the case has not, and all but the last of one stage."""
    contrast = case.plan is None or case.plan.contrast_ml is not None
    loss = case.technique not in files.techniques() or files.technique(case.technique).aim == "interspace"
    for number, hint in enumerate(case.hints, 1):
        field = f"hints.{number}.at"
        if hint.at in ("choice", "preparation", "after") and hint.at not in case.exercise:
            yield Contradiction((field, "exercise"), f"{field}: is {hint.at!r}, which exercise does not ask for, so that nobody is told it")
        elif hint.at == "contrast" and not contrast:
            said = f"{field}: is 'contrast', and the plan gives none, so that nobody is told it; should be 'drug'"
            yield Contradiction((field, "plan"), said)
        elif hint.at == "loss" and not loss:
            said = f"{field}: is 'loss', and on this way no resistance is lost, so that nobody is told it; should be 'depth'"
            yield Contradiction((field, "technique"), said)
        elif hint.at in [later.at for later in case.hints[number:]]:
            yield Contradiction((field,), f"{field}: is {hint.at!r} as a later one is, and only the last of a stage is told")


def _of_other_levels(case: CaseParts) -> Iterator[Contradiction]:
    """Hints on the needle's way that name levels, and none at which this case is."""
    own = _spaces_of(case)
    if not own:
        return
    levels = (case.target.level, *(case.plan.levels if case.plan else ()))
    roots = [finding.root for finding in case.chart.examination] if case.chart is not None else []
    near = own.union(*(_beside(level) for level in (*levels, *roots)))
    for number, hint in enumerate(case.hints, 1):
        named = _named(hint.say)
        if hint.at in WITH_THE_NEEDLE and named and not named & near:
            said = f"hints.{number}.say: names {_listed(named)}, and this case is at {_listed(near)}"
            yield Contradiction((f"hints.{number}", "target", "technique", "plan.levels", "chart", "patient.body"), said)


# --- places -----------------------------------------------------------------------------------------------------------------


def _beside(level: str) -> frozenset[str]:
    """The interspaces above and below a vertebra; of a root below the first sacral one the last."""
    if level not in ORDER:
        return frozenset({SPACES[-1], "S1"} if level.startswith("S") else ())
    at = ORDER.index(level)
    return frozenset((*SPACES[max(at - 1, 0) : at + 1], *(("S1",) if level == "S1" else ())))


def _spaces_at(landmark: str) -> frozenset[str]:
    """At which interspaces a landmark lies; none for a name that is none. What lies in the sacrum is at the last one and at ``S1``."""
    head, _, name = landmark.partition("/")
    if head in SPACES:
        return frozenset({head})
    if head in SACRAL:
        return _beside("S1")
    if head not in ORDER:
        return frozenset()
    both = SPACES[max(ORDER.index(head) - 1, 0) : ORDER.index(head) + 1]
    return frozenset(both[:1] if name.startswith(ABOVE) else both[-1:] if name.startswith(BELOW) else both)


def _spaces_of(case: CaseParts, through_foramina: bool = False) -> frozenset[str]:
    """Where plan and variants are; a root under its pedicle is hurt by the disc above too, but for pictures ``through_foramina``.

    None where the way in goes to no one level: through the sacral canal a drug is for those above.
    """
    known = files.techniques()
    aims = {files.technique(name).aim for name in (case.technique, *(case.plan.approaches if case.plan else ())) if name in known}
    if not aims or "canal" in aims:
        return frozenset()
    found: set[str] = set()
    for level in (case.target.level, *(case.plan.levels if case.plan else ())):
        by_root = level not in VERTEBRAE or ("foramen" in aims and not through_foramina)
        found |= _beside(level) if by_root else {interspace(level)}
    for variant in case.patient.body.variants if case.patient.body else ():
        found |= {str(space) for space in [getattr(variant, "interspace", None)] if space}
        found |= _beside(str(getattr(variant, "level", "")))
    return frozenset(found)


def _named(sentence: str) -> frozenset[str]:
    """Interspaces that a sentence names, each of both beside a vertebra that it names."""
    found: set[str] = set()
    for match in NAMED.finditer(sentence):
        upper, lower = match["upper"], match["lower"]
        found |= _beside(upper) if lower is None else {interspace(upper)} if upper in VERTEBRAE else set()
    return frozenset(found)


def _listed(spaces: frozenset[str]) -> str:
    return ", ".join(space for space in (*SPACES, "S1") if space in spaces)
