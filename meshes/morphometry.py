"""The measures of one person, from the tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from meshes import tables
from meshes.asked import Variant
from meshes.process_form import USUAL_FORMS, ProcessForms
from meshes.sides import Individual, individual
from meshes.space import Side

LUMBAR = ("L1", "L2", "L3", "L4", "L5")
"""The levels of the techniques."""
LEVELS = (*LUMBAR, "S1")
THORACIC = ("T11", "T12")
OWN_SEED = 1
"""Of the reference man's own shape: of 18 tried, one whose pedicles and foramina stay within a standard deviation of the published."""
VERTEBRAE = (*THORACIC, *LUMBAR)
"""What a body from tables has; which of them a skeleton has it says itself (``Skeleton.levels``)."""
Sex = Literal["male", "female"]
Numbering = Literal["four", "five", "six"]
Lying = Literal["pillow", "flat"]
"""Prone, with a pillow under the belly or without."""


@dataclass(frozen=True)
class Measures:
    """What the literature measures on a vertebra, mm."""

    endplate_width: float
    endplate_depth: float
    body_height: float
    canal_width: float
    canal_depth: float
    pedicle_width: float
    transverse_span: float
    spinous_length: float
    """Posterior body wall to the tip."""

    @staticmethod
    def of_template(level: str) -> Measures:
        """What the fitted template itself has (table ``template_measures``)."""
        row = next(row for row in tables.read("template_measures", tables.TemplateMeasures) if row.level == level)
        return Measures(**{name: getattr(row, f"{name}_mm") for name in Measures.__dataclass_fields__})


@dataclass(frozen=True)
class Level:
    """What is true of one vertebra and of the interspace below it; mm and degrees."""

    measures: Measures
    disc_height: float
    segment_deg: float
    """Lordosis of the vertebra and the disc below it, as the person lies."""
    bent_deg: float
    """So much of it is only there because no pillow lies under the belly."""
    skin_to_epidural: float
    flavum: float
    dorsal_fat: float
    """Depth of the epidural fat behind the sac where it is deepest."""
    flavum_attachment: float
    """How far the flavum reaches up in front of the lamina above."""
    window_height: float = 0.0
    """Of the interlaminar window below, apex to base, lying as the reference man does; 0: as the fitted bones leave it."""
    slip_mm: float = 0.0
    """How far the vertebra has slipped forward on the one below."""
    wedge: float = 0.0
    """The share of the body's front height that a fracture took."""
    lean_deg: float = 0.0
    """Tilt in the interspace below, to the patient's right."""
    turn_deg: float = 0.0
    """Axial turn in the interspace below."""
    facet_turn_deg: float = 0.0
    """How much more coronal the facets below it stand than the fitted bones' do."""
    tropism_deg: float = 0.0
    """How much more coronal the right one of them stands than the left."""
    processes: ProcessForms = USUAL_FORMS
    """Its transverse and spinous processes, each against the usual one."""
    gas: float = 0.0
    """How far a cleft with gas reaches in the disc below, of its half width."""
    sclerosis: float = 0.0
    """How much thicker the dense layer at the end-plates about that disc is, mm."""


@dataclass(frozen=True)
class NerveMeasures:
    """The sac at one level and the root that leaves there, mm."""

    sac_depth: float
    sac_width: float
    root: float
    ganglion_width: float
    ganglion_length: float


@dataclass(frozen=True)
class RootMeasures:
    """How a root runs from the dura and out under its pedicle: degrees from straight down as seen from behind, and mm."""

    dura_angle_deg: float
    pedicle_angle_deg: float
    under_pedicle: float
    """From the pedicle's lower edge down to the nerve, at the pedicle's middle."""
    ganglion_share: float
    """Where the ganglion's middle lies between the pedicle's medial (0) and lateral (1) border."""


@dataclass(frozen=True)
class Dimensions:
    """One person, lying prone: on a pillow if nothing else is said."""

    sex: Sex
    stature_mm: float
    bmi: float
    age: float
    levels: dict[str, Level]
    nerves: dict[str, NerveMeasures]
    """T11 to S1."""
    roots: dict[str, RootMeasures]
    """T11 to L5."""
    sacral_slope_deg: float
    values: dict[str, float]
    """The numeric rows of the table ``reference``."""
    flavum_gaps: frozenset[str] = frozenset()
    """The levels below which the flavum's halves do not meet."""
    great_artery: tuple[str, Side] | None = None
    """(level, side) where the great radiculomedullary artery enters, if that is L1 or below."""
    variants: tuple[Variant, ...] = ()
    """What was asked for, then what age has brought."""
    own: Individual | None = None
    """His own shape; without one he has the mean's, and his left is the mirror of his right."""
    numbering: Numbering = "five"
    """How many vertebrae without ribs, as one counts from the twelfth rib."""
    lumbar_ribs: tuple[Side, ...] = ()
    """The sides on which L1 bears a short rib."""
    grain: int = 20_131
    """Seed of what differs from place to place within the tissues: streaks, clefts, holes."""


def interspace(level: str) -> str:
    """The name of the interspace below a level: L4 -> L4-L5."""
    order = (*VERTEBRAE, "S1")
    return f"{level}-{order[order.index(level) + 1]}"


INTERSPACES = tuple(interspace(level) for level in LUMBAR)


@cache
def level_rows() -> dict[str, tables.Levels]:
    """The rows of the tables ``thoracic`` and ``lumbar`` by level."""
    return {row.level: row for table in ("thoracic", "lumbar") for row in tables.read(table, tables.Levels)}


@cache
def facet_rows() -> dict[str, tables.Facets]:
    """The table ``facets`` by level."""
    return {row.level: row for row in tables.read("facets", tables.Facets)}


def sided(levels: dict[str, Level], own: Individual) -> dict[str, Level]:
    """The levels with the tilts, turns and facets of somebody whose sides differ."""
    return {
        level: replace(mean, tropism_deg=side.tropism, lean_deg=side.lean, turn_deg=side.turn)
        for level, mean in levels.items()
        for side in (own.levels[level],)
    }


@cache
def window_rows() -> dict[str, tables.Interlaminar]:
    """The table ``windows`` by level."""
    return {row.level: row for row in tables.read("windows", tables.Interlaminar)}


def given_up(values: dict[str, float], lying: Lying) -> float:
    """Degrees of the recumbent lordosis that somebody who lies so has not."""
    return values["lordosis_pillow"] if lying == "pillow" else 0.0


@cache
def reference(asymmetry: float = 1.0, lying: Lying = "pillow") -> Dimensions:
    """The reference man: the means of the tables, and a shape of his own."""
    values = {row.quantity: row.value for row in tables.read("reference", tables.Quantity) if isinstance(row.value, float)}
    rows, facets = level_rows(), facet_rows()
    lordosis = values["lordosis_recumbent"] - given_up(values, lying)
    bent = values["lordosis_pillow"] - given_up(values, lying)
    standing = sum(rows[level].number("segment_deg") for level in LUMBAR)
    levels = {
        level: Level(
            Measures(**{name: rows[level].number(f"{name}_mm") for name in Measures.__dataclass_fields__}),
            rows[level].number("disc_height_mm"),
            rows[level].number("segment_deg") * (lordosis / standing if level in LUMBAR else 1.0),
            rows[level].number("segment_deg") * (bent / standing if level in LUMBAR else 0.0),
            rows[level].number("skin_to_epidural_mm"),
            rows[level].number("flavum_mm"),
            rows[level].number("dorsal_fat_mm"),
            rows[level].number("flavum_attachment_mm"),
            window_rows()[level].height_mm if level in LUMBAR else 0.0,
            facet_turn_deg=facets[level].facet_deg - facets[level].template_deg,
        )
        for level in VERTEBRAE
    }
    nerves = {
        level: NerveMeasures(**{name: rows[level].number(f"{name}_mm") for name in NerveMeasures.__dataclass_fields__})
        for level in (*VERTEBRAE, "S1")
    }
    roots = {
        row.level: RootMeasures(row.dura_angle_deg, row.pedicle_angle_deg, row.under_pedicle_mm, row.ganglion_share)
        for row in tables.read("roots", tables.Root)
    }
    lost = values["lordosis_standing"] - lordosis
    slope = values["sacral_slope_standing"] - values["slope_share"] * lost
    own = individual(OWN_SEED, asymmetry)
    return Dimensions("male", values["stature"], values["bmi"], values["age"], sided(levels, own), nerves, roots, slope, values, own=own)
