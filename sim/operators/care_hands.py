"""What hands do beside the needle: a script's step becomes commands, by what the case shows to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from scenarios import care_script as s
from scenarios.chart import PAGES
from scenarios.equipment import mixture
from scenarios.schema import Target
from sim.session import care_commands as c

READING_S, ASKING_S, TALKING_S, HANDLING_S = 4.0, 3.0, 8.0, 3.0
"""How long things take beside the table (guesses; nothing is judged by them)."""


ONE_BREATH = (*(about for about in c.RED_FLAGS if about != "infection"), "steroids")
"""Asked together with the question after it."""
BEFOREHAND = ("lead apron", "thyroid shield", "hand hygiene")
"""What is put on or done outside, while something else goes on."""


def orders(step: s.CareStep, target: Target, punctured: bool = False) -> Iterator[tuple[c.CareCommand, float]]:
    """The commands of a step, each with the seconds that it takes; what takes none is done with the next.

    punctured : whether clear fluid had come back
    """
    match step:
        case s.Read():
            for page in step.pages or PAGES:
                yield c.OpenChart(page=page), READING_S
        case s.AskAbout():
            for about in step.about or tuple(t for t in c.TOPICS if t != "now"):
                yield c.Ask.model_validate({"about": about}), 0.0 if about in ONE_BREATH else ASKING_S
        case s.FeelPulse():
            yield c.CountPulse(), ASKING_S
        case s.Decided():
            yield c.Decide(**step.model_dump(exclude={"do"})), TALKING_S
        case s.GiveBefore():
            yield c.Premedicate(regimen=step.regimen), 0.0
        case s.TellWorth():
            yield c.Discuss(worth=step.worth), 0.0
        case s.TellRisks():
            yield c.Consent.model_validate({"risks": step.risks or c.RISKS}), TALKING_S
        case s.Lay():
            yield c.PositionPatient(posture=step.posture, pillow=step.pillow), HANDLING_S
        case s.Ready():
            for item in step.items:
                yield c.Prepare(item=item), 0.0 if item in BEFOREHAND else HANDLING_S
        case s.Sedated():
            yield c.Sedate(level=step.level), 0.0
        case s.Dry():
            yield c.LetDry(minutes=step.minutes), 0.0
        case s.StepBack():
            yield c.Stand(m=step.away_m), 0.0
        case s.StopAndSay():
            said = {"level": step.level or target.level, "side": step.side or target.side, "checked": step.checked or c.CHECKS}
            yield c.TimeOut.model_validate(said), TALKING_S
        case s.Numb():
            yield c.NumbSkin(ml=step.ml), HANDLING_S
        case s.NameIt():
            yield c.NamePattern.model_validate({"view": step.view, "pattern": step.pattern}), 1.0
        case s.Draw():
            yield c.DrawUp(parts=tuple(c.Part(agent=part.agent, ml=part.ml) for part in step.parts)), HANDLING_S
        case s.Help():
            yield c.Treat.model_validate({"by": step.by}), HANDLING_S
        case s.WatchAfter():
            yield c.ObserveAfter(minutes=step.minutes), 1.0
        case s.LookAfter():
            for of in step.of or get_args(c.Examined):
                yield c.Examine(of=of), ASKING_S
        case s.SendHome():
            told = step.advice or concerning(step, punctured)
            yield c.Discharge.model_validate({"driver": step.driver, "advice": told, "restart_h": step.restart_h}), TALKING_S


def concerning(step: s.SendHome, punctured: bool) -> tuple[str, ...]:
    """All advice but that of what was not done."""
    idle = {"restart blood thinner": step.restart_h is None, "blood patch": not punctured}
    return tuple(one for one in c.ADVICE if not idle.get(one, False))


def drawn(step: s.Draw) -> str:
    """The syringe that comes of it."""
    return mixture([(part.agent, part.ml) for part in step.parts])
