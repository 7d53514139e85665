"""What a debriefing says of an attempt as a whole: whose case it was, with what chance, and with what dose."""

from __future__ import annotations

from collections.abc import Sequence

from scenarios import words
from scenarios.schema import Scenario
from sim.qt.words import phrase
from sim.records.header import Header
from sim.session.events import Event


def met_words(header: Header) -> str:
    """Which attempt this was, and whether what it met had been met before."""
    if not header.earlier:
        return phrase("debriefing.seed", seed=header.seed)
    return phrase("debriefing.met", seed=header.seed, count=header.earlier)


def whose_case(case: Scenario) -> str:
    """Patient and case in a line."""
    return f"{words.told(case.patient.name)}, {case.patient.age}  \u00b7  {words.told(case.title)}"


def dose_words(events: Sequence[Event]) -> str:
    """Of the whole attempt: how long the beam was on, air kerma and dose-area product."""
    runs = [event.data for event in events if event.kind == "exposure_ended"]
    if not runs:
        return phrase("debriefing.no_dose")
    seconds, kerma, product = (sum(float(run[key]) for run in runs) for key in ("seconds", "kerma_mgy", "dap_gycm2"))
    return phrase("debriefing.dose", seconds=seconds, kerma=kerma, product=product)
