"""What it is worth: every diagnosis has its figures, and each can be told. Oracle: the chart's own diagnoses."""

from __future__ import annotations

from typing import get_args

from scenarios.chart import Diagnosis
from scenarios.worth import worths
from sim.session.care_commands import WorthName


def test_every_diagnosis_has_figures_once_and_each_can_be_told() -> None:
    told = [diagnosis for row in worths().values() for diagnosis in row.diagnoses]
    assert sorted(told) == sorted(get_args(Diagnosis))
    assert tuple(worths()) == get_args(WorthName)


def test_stenosis_is_told_as_the_trial_found_it() -> None:
    """[@friedly_2014]: no better than lidocaine alone at six weeks, leg pain -0.2 of ten (-0.8 to 0.4), 400 people."""
    says = worths()["stenosis"].says
    assert all(words in says for words in ("six weeks", "no better than lidocaine", "0.2 points out of ten", "400 people"))
