"""Curricula: the shipped ones name cases that are there, from more help to less; what is wrong in one's own is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios import files
from scenarios.curriculum import curricula, curriculum
from scenarios.drill import NEEDLED, VIEWED
from scenarios.files import InputError

HELP = ("guided", "practice", "exam")
TASKS = ("pattern", *VIEWED, *NEEDLED)


@pytest.mark.parametrize("name", curricula())
def test_a_shipped_curriculum_goes_from_more_help_to_less_and_repeats_no_case_in_a_stage(name: str) -> None:
    found = curriculum(name)
    assert found.name == name
    steps = [HELP.index(stage.mode) for stage in found.stages]
    assert steps == sorted(steps)
    assert all(len(set(stage.cases)) == len(stage.cases) for stage in found.stages)


def test_there_is_one_for_each_way_in_and_every_technique_is_learned() -> None:
    assert {"first_week", "before_examination", "interlaminar", "transforaminal", "caudal"} <= set(curricula())
    taught = {files.shipped(case).technique for name in curricula() for stage in curriculum(name).stages for case in stage.cases}
    assert taught == {files.shipped(case).technique for case in files.library()}


def drills_of(name: str) -> set[str]:
    """What the drills of a course ask for."""
    cases = [files.shipped(case) for stage in curriculum(name).stages for case in stage.cases]
    return {case.drill.asks for case in cases if case.drill is not None}


def test_every_course_has_steps_of_one_skill_alone_and_every_kind_of_drill_is_in_one() -> None:
    """Oracle: the kinds of drill that there are."""
    assert all(len(drills_of(name)) >= 2 for name in curricula())
    assert set().union(*map(drills_of, curricula())) == set(TASKS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('cases = ["nobody"]', r"stages\.1\.cases: 'nobody' is not a case; known are"),
        ("cases = []", r"stages\.1\.cases"),
        ('cases = ["caudal"]\nmode = "easy"', r"stages\.1\.mode"),
        ('cases = ["caudal"]\nin_a_row = 0', r"stages\.1\.in_a_row"),
        ('cases = ["caudal"]\nleast = 5', r"stages\.1\.least"),
    ],
)
def test_what_is_wrong_in_one_s_own_is_said(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(f'format = 1\nname = "own"\ntitle = "t"\nabout = "a"\n[[stages]]\ntitle = "s"\n{text}\n', encoding="utf-8")
    with pytest.raises(InputError, match=said):
        curriculum(str(path))


def test_one_that_is_not_there_is_said() -> None:
    with pytest.raises(InputError, match="is neither a file nor among before_examination, caudal"):
        curriculum("nothing")


def test_the_stage_of_three_ways_in_injects_by_three_ways_and_the_question_whether_at_all_has_both_answers() -> None:
    """A patient who is sent home teaches no way in."""
    ways, whether = curriculum("before_examination").stages[:2]
    cases = [files.shipped(case) for case in ways.cases]
    assert all(case.wants_injection for case in cases)
    assert len({case.technique for case in cases}) == 3
    assert {files.shipped(case).wants_injection for case in whether.cases} == {True, False}
