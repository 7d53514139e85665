"""What of the beam reaches who stands beside the table, by the table ``protection.csv``: an estimate, no dosimetry."""

from __future__ import annotations

from functools import cache

from meshes.table import Row, read
from scenarios.base import FOLDER


class Figure(Row):
    """A row of ``protection.csv``."""

    name: str
    value: float
    unit: str
    source: str


@cache
def _figures() -> dict[str, Figure]:
    return {row.name: row for row in read(FOLDER / "protection.csv", Figure)}


def figure(name: str) -> float:
    """A number of the table."""
    return _figures()[name].value


def scattered_usv(dap_gycm2: float, away_m: float, apron: bool, thyroid: bool) -> float:
    """Effective dose in microsieverts to somebody so far from the field's middle; a thyroid shield without an apron counts as nothing."""
    share = figure("share_apron_and_thyroid" if thyroid else "share_apron") if apron else figure("share_bare")
    return share * figure("scatter") * dap_gycm2 / away_m**2
