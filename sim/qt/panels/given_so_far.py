"""How much contrast and how much drug has left the syringes, as their marks tell it."""

from __future__ import annotations

from collections.abc import Mapping

from scenarios.equipment import agent, agents, parts_of
from sim.session.observation import Observation

LEAST_ML = 0.05
"""What a syringe's marks do not tell (guess)."""


def marked(ml: float) -> float:
    """In tenths of a ml, as everything that tells a volume rounds it; before that as what is judged does, so that both tell one volume."""
    return round(round(ml, 4), 1)


class GivenSoFar:
    """Follows what is observed.

    tray : ml by name of what there was at first: of an attempt that is gone on with some of it is gone already
    """

    def __init__(self, tray: Mapping[str, float]) -> None:
        self._tray = tray
        self.ml = {"contrast": 0.0, "drug": 0.0}
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
        there = dict(self._tray)
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

    def is_over(self, contrast_ml: float, drug_ml: float) -> bool:
        """Whether of either more was given than this, as it is told."""
        return marked(self.ml["contrast"]) > contrast_ml or marked(self.ml["drug"]) > drug_ml
