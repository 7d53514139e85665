"""A checklist holds what was done, whoever did it: another hand, a script, or an attempt that goes on."""

from __future__ import annotations

from typing import Protocol, get_args

from PySide6.QtWidgets import QCheckBox

from sim.qt.panels.fields import Choice, Number
from sim.session.care_commands import Check, Risk, Sedation
from sim.session.events import Event


class Checklist(Protocol):
    """The fields of it that hold an answer."""

    risks: dict[Risk, QCheckBox]
    checks: dict[Check, QCheckBox]
    regimen: Choice
    sedation: Choice
    posture: Choice
    pillow: Choice
    level: Choice
    side: Choice
    metres: Number
    minutes: Number
    ml: Number


def fill_in(page: Checklist, event: Event) -> None:
    """What this one says was done."""
    data = event.data
    match event.kind:
        case "consent":
            for risk in data["risks"]:
                page.risks[risk].setChecked(True)
        case "premedicated":
            page.regimen.setCurrentIndex(page.regimen.findData(data["regimen"]))
        case "sedated":
            page.sedation.setCurrentIndex(get_args(Sedation).index(data["level"]))
        case "positioned":
            page.posture.setCurrentIndex(page.posture.findData(data["posture"]))
            page.pillow.setCurrentIndex(page.pillow.findData(data["pillow"]))
        case "stands":
            page.metres.setValue(data["m"])
        case "let_dry":
            page.minutes.setValue(data["minutes"])
        case "numbed":
            page.ml.setValue(data["ml"])
        case "time_out":
            page.level.setCurrentIndex(page.level.findData(data["level"]))
            page.side.setCurrentIndex(page.side.findData(data["side"]))
            for check, box in page.checks.items():
                box.setChecked(check in data.get("checked", ()))
