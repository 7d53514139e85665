"""Where fluid lies, by zone. Oracle: the amounts laid in by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from meshes.tissues import Tissue
from sim.physics.flow import CONTRAST
from sim.physics.pattern import by_zone


def test_what_lies_behind_the_sac_is_counted_whole() -> None:
    """The fat behind the sac and the band in it are one zone: neither stands for both."""
    tissue = np.array([Tissue.DORSAL_FAT, Tissue.PLICA, Tissue.FORAMINAL_FAT, Tissue.DORSAL_FAT])
    deposit = SimpleNamespace(space=SimpleNamespace(tissue=tissue), amount=np.array([[0.5, 0.25, 0.125, 0.25]]))
    found = by_zone(deposit, CONTRAST)  # type: ignore[arg-type]
    assert found == {"dorsal": 1.0, "lateral": 0.0, "ventral": 0.0, "foraminal": 0.125, "sacral": 0.0}
