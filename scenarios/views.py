"""The named views of the C-arm: the one table from which schema, titles, buttons, keys and the command line take them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from meshes.table import Row, read


class NamedView(Row):
    """A row of ``views.csv``; what each column is for stands there."""

    name: str
    title: str
    short: str
    listed: str
    key: str
    orbit_deg: float
    tilt_deg: float
    sided: bool
    names_contrast: bool


VIEWS: dict[str, NamedView] = {view.name: view for view in read(Path(__file__).parent / "views.csv", NamedView)}
"""By name, in the table's order."""
if TYPE_CHECKING:
    ViewName = str
else:
    ViewName = Literal[tuple(VIEWS)]
    """A view's name, as a field of a file or a command."""
