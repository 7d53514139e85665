"""The table of compartments: whole, and the only place that knows one from another."""

from __future__ import annotations

import numpy as np
import pytest

from meshes.anatomy import Labels
from meshes.space import Grid
from meshes.tissues import DISC, EPIDURAL, INTRATHECAL, Tissue
from sim.physics import compartments as rooms
from sim.physics import flow as flows
from sim.physics import pattern, uptake
from sim.physics.compartments import Compartment, compartment_of, compartments, zones
from sim.physics.flow import CONTRAST, Flow
from sim.physics.flow_space import cut_out
from sim.physics.pattern import patterns
from tests.sim.physics.made import block, patient

SHARES = ("neighbour", "conductance", "outlet", "capacity", "places")


def test_the_table_has_the_groups_of_tissue_whole() -> None:
    """Oracle: the groups of ``meshes.tissues``: a new label in one of them must not be forgotten here."""
    assert compartments()["epidural"].tissues == EPIDURAL
    assert compartments()["intrathecal"].tissues == INTRATHECAL
    assert compartments()["disc"].tissues == DISC
    assert {zone.tissue for zone in zones()} == EPIDURAL


def test_spaces_that_the_table_names_are_rows_of_it() -> None:
    assert {c.in_small_vein for c in compartments().values() if c.in_small_vein} <= set(compartments())
    assert {c.name for c in compartments().values() if c.zoned} == {"epidural"}


@pytest.mark.parametrize("compartment", list(compartments().values()), ids=list(compartments()))
def test_a_space_is_cut_out_by_its_columns_whatever_its_name(compartment: Compartment) -> None:
    """Oracle: equality with the same row under another name, in a body of all labels, each where chance puts it."""
    chance = np.random.default_rng(4)
    values = np.repeat(np.repeat(np.repeat(chance.choice(list(Tissue), (6, 6, 10)), 4, 0), 4, 1), 4, 2).astype(np.uint8)
    body = patient(Labels(Grid((-12.0, -12.0, -20.0), 1.0, values.shape), values))
    around = np.zeros(3) if compartment.ball_mm is not None else None
    own, other = (cut_out(body, c, 1, around) for c in (compartment, compartment.model_copy(update={"name": "other"})))
    assert len(own.places) > 0
    for name in SHARES:
        np.testing.assert_array_equal(getattr(own, name), getattr(other, name))


def test_contrast_in_a_space_of_a_new_name_shows_what_its_row_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: equality: the row of the epidural space under another name takes, holds and shows the same."""
    body, point = patient(block(Tissue.DORSAL_FAT, 6.0)), np.zeros(3)

    def shown() -> tuple[dict[str, float], float]:
        compartment_of.cache_clear()
        flow = Flow(body, 2)
        deposit = flow.deposit_for(point, Tissue.DORSAL_FAT)
        assert deposit is not None
        flow.inject(deposit, CONTRAST, 0.05, 0.1)
        return dict(patterns(flow)), float(flow.held()[CONTRAST])

    usual = shown()
    new = {("other" if name == "epidural" else name): c for name, c in compartments().items()}
    new["other"] = new["other"].model_copy(update={"name": "other"})
    for module in (rooms, flows, pattern):
        monkeypatch.setattr(module, "compartments", lambda: new)
    assert not uptake.lies_in_small_vein(body, point, Tissue.DORSAL_FAT, Flow(body, 2).seed)
    try:
        assert shown() == usual
        assert compartment_of(Tissue.DORSAL_FAT) == "other"
    finally:
        compartment_of.cache_clear()
    assert usual[0].keys() == {"dorsal epidural"}
