"""How much contrast and how much drug has left the syringes, as their marks tell it."""

from __future__ import annotations

from collections.abc import Mapping

from scenarios.equipment import agent, agents, parts_of, steroids_in
from sim.qt.words import phrase
from sim.session.observation import Observation

LEAST_ML = 0.05
"""What a syringe's marks do not tell (guess)."""


def marked(ml: float) -> float:
    """In tenths of a ml, as everything that tells a volume rounds it; before that as what is judged does, so that both tell one volume."""
    return round(round(ml, 4), 1)


def whole_mg(steroid: str) -> float:
    """What is decided with a steroid: the mg of its name; 0 of none."""
    return agents()[steroid].steroid_mg if steroid in agents() else 0.0


def held(steroid: str, ml: float, ready: Mapping[str, float]) -> str:
    """What the syringe that stands ready holds, where this volume of it is not the dose of its name; else nothing.

    ready : ml by name of what stands ready
    """
    there, whole = ready.get(steroid, ml), whole_mg(steroid)
    if there > ml > 0:
        return phrase("guide_act.thinner", whole_mg=whole, there=there, ml=ml, mg=whole * ml / there)
    rest = round(ml - there, 1)
    return phrase("guide_act.draw_up", whole_mg=whole, there=there, rest=rest) if 0 < rest <= ready.get("saline", 0.0) else ""


class GivenSoFar:
    """Follows what is observed.

    ready : ml by name of what there was at first: of an attempt that is gone on with some of it is gone already
    """

    def __init__(self, ready: Mapping[str, float]) -> None:
        self.ready = ready
        self.ml = {"contrast": 0.0, "drug": 0.0}
        self.mg: dict[str, float] = {}
        """Of each steroid"""
        self._before: Observation | None = None

    def follow(self, seen: Observation) -> None:
        before, self._before = self._before, seen
        if before is None:
            self._make_up_for(seen.fluids)
            return
        name = seen.syringe.agent or before.syringe.agent
        if name and (before.syringe.rate_ml_s > 0 or seen.syringe.rate_ml_s > 0):
            self._add(name, before.fluids.get(name, 0.0) - seen.fluids.get(name, 0.0))

    def _make_up_for(self, left: Mapping[str, float]) -> None:
        """The name of what was drawn up together says how much of each."""
        there = dict(self.ready)
        for name in left.keys() - agents().keys():
            parts = parts_of(name)
            self._add(name, sum(ml for _, ml in parts) - left[name])
            for part, ml in parts:
                there[part] = there.get(part, 0.0) - ml
        for name, ml in there.items():
            self._add(name, ml - left.get(name, 0.0))

    def _add(self, name: str, ml: float) -> None:
        kind = agent(name).kind
        if kind in self.ml and ml > 0:
            self.ml[kind] += ml
            for steroid, mg in steroids_in(name, ml, self.ready).items():
                self.mg[steroid] = self.mg.get(steroid, 0.0) + mg

    def is_over(self, contrast_ml: float, drug_ml: float) -> bool:
        """Whether of either more was given than this, as it is told."""
        return marked(self.ml["contrast"]) > contrast_ml or marked(self.ml["drug"]) > drug_ml

    def is_short(self, steroid: str, drug_ml: float) -> bool:
        """Whether this volume is in and holds less of the steroid than its name says, as both are told: it was thinner than decided."""
        return marked(self.ml["drug"]) >= drug_ml and round(self.mg.get(steroid, 0.0)) < whole_mg(steroid)
