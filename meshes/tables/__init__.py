"""Sourced numbers, as CSV: lines that start with ``#`` say where a table comes from; a field's unit is in its name, or in a column.

Each kind of row is a model; a table is read once, and every row of it is checked.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field

from meshes.table import Row
from meshes.table import read as read_rows
from meshes.tables.variety import Ageing as Ageing
from meshes.tables.variety import Feature as Feature
from meshes.tables.variety import Kinship as Kinship
from meshes.tables.variety import LivingLevel as LivingLevel
from meshes.tables.variety import People as People
from meshes.tables.variety import Published as Published
from meshes.tables.variety import Share as Share
from meshes.tables.variety import SideDifference as SideDifference
from meshes.tables.variety import Spread as Spread
from meshes.tables.variety import SurfaceLayer as SurfaceLayer

FOLDER = Path(__file__).parent
R = TypeVar("R", bound=Row)


class Place(Row):
    """A point, mm."""

    x_mm: float
    y_mm: float
    z_mm: float


class BoneLandmark(Place):
    """``bone_landmarks``"""

    bone: str
    landmark: str


class Limb(Place):
    """``bone_limbs``: one node of a part of a bone."""

    bone: str
    part: str
    operation: Literal["add", "cut"]
    blend_mm: float
    yaw_deg: float
    pitch_deg: float
    node: int
    across_mm: float
    wide_mm: float
    high_mm: float


class ProcessStation(Row):
    """``processes``: a cross section of a process."""

    level: str
    process: Literal["transverse", "spinous"]
    station: int
    root_mm: float
    side_mm: float
    z_mm: float
    height_mm: float
    upper_mm: float
    middle_mm: float
    lower_mm: float
    tilt_deg: float


class RibNode(Place):
    """``ribs``"""

    rib: str
    node: int
    across_mm: float
    deep_mm: float
    high_mm: float


class Facets(Row):
    """``facets``"""

    level: str
    facet_deg: float
    template_deg: float
    facet_sd_deg: float
    tropism_sd_deg: float


class TemplateMeasures(Row):
    """``template_measures``: what a fitted vertebra has."""

    level: str
    endplate_width_mm: float
    endplate_depth_mm: float
    body_height_mm: float
    canal_width_mm: float
    canal_depth_mm: float
    pedicle_width_mm: float
    transverse_span_mm: float
    spinous_length_mm: float


class Levels(Row):
    """``thoracic``, ``lumbar``: a man's means; the sacrum has but a sac and roots."""

    level: str
    endplate_width_mm: float | None = None
    endplate_depth_mm: float | None = None
    body_height_mm: float | None = None
    canal_width_mm: float | None = None
    canal_depth_mm: float | None = None
    pedicle_width_mm: float | None = None
    transverse_span_mm: float | None = None
    spinous_length_mm: float | None = None
    disc_height_mm: float | None = None
    segment_deg: float | None = None
    segment_sd_deg: float | None = None
    skin_to_epidural_mm: float | None = None
    flavum_mm: float | None = None
    sac_depth_mm: float
    sac_width_mm: float
    root_mm: float
    ganglion_width_mm: float
    ganglion_length_mm: float
    dorsal_fat_mm: float | None = None
    flavum_attachment_mm: float | None = None

    def number(self, field: str) -> float:
        """A field that this level must have."""
        value = getattr(self, field)
        if value is None:
            raise KeyError(f"{self.level} has no {field}")
        return float(value)


class Interlaminar(Row):
    """``windows``: the interlaminar window below a level, mm."""

    level: str
    height_mm: float
    half_width_mm: float


class Quantity(Row):
    """``reference``: one number of the reference man, or a level."""

    quantity: str
    value: Annotated[float | str, Field(union_mode="left_to_right")]
    """A number, or the name of a level."""
    unit: str = ""
    source: str


class SacralForamina(Row):
    """``sacral_foramina``"""

    level: str
    canal_x_mm: float
    canal_y_mm: float
    canal_z_mm: float
    junction_x_mm: float
    junction_y_mm: float
    junction_z_mm: float
    ventral_x_mm: float
    ventral_y_mm: float
    ventral_z_mm: float
    dorsal_x_mm: float
    dorsal_y_mm: float
    dorsal_z_mm: float
    radius_mm: float
    dorsal_across_mm: float
    dorsal_high_mm: float


class Root(Row):
    """``roots``"""

    level: str
    dura_angle_deg: float
    pedicle_angle_deg: float
    under_pedicle_mm: float
    ganglion_share: float


class VertebralBody(Row):
    """``vertebral_bodies``: an outline, mm."""

    level: str
    centre_y: float
    height: float
    radius0: float
    radius1: float
    radius2: float
    radius3: float
    radius4: float
    radius5: float
    radius6: float
    taper: float
    waist0: float
    waist1: float
    waist2: float
    rim: float
    hollow_top: float
    hollow_bottom: float
    tilt_top: float
    tilt_bottom: float
    edge: float


def read(name: str, row: type[R]) -> tuple[R, ...]:
    """The rows of ``meshes/tables/<name>.csv``.

    Raises TableError for a row that is not as its model says.
    """
    rows: tuple[R, ...] = _kept(name, row)
    return rows


@cache
def _kept(name: str, row: type[Row]) -> tuple[Any, ...]:
    """Apart from ``read``, because a cache forgets what a type variable stands for."""
    return read_rows(FOLDER / f"{name}.csv", row)


KINDS: dict[str, type[Row]] = {
    "ageing": Ageing,
    "bone_landmarks": BoneLandmark,
    "bone_limbs": Limb,
    "facets": Facets,
    "flavum_gaps": Share,
    "great_artery": Share,
    "kinship": Kinship,
    "lumbar": Levels,
    "numbering": Feature,
    "people": People,
    "population": LivingLevel,
    "processes": ProcessStation,
    "published": Published,
    "reference": Quantity,
    "ribs": RibNode,
    "roots": Root,
    "sacral_foramina": SacralForamina,
    "sides": SideDifference,
    "spread": Spread,
    "surface": SurfaceLayer,
    "template_measures": TemplateMeasures,
    "thoracic": Levels,
    "vertebral_bodies": VertebralBody,
    "windows": Interlaminar,
}
"""What the rows of each table are."""
