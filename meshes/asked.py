"""The variants that can be asked for, and their limits. A grade runs from 1 (mild) to 3 (severe)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from meshes.space import Side

Interspace = Literal["L1-L2", "L2-L3", "L3-L4", "L4-L5", "L5-S1"]
LumbarLevel = Literal["L1", "L2", "L3", "L4", "L5"]
Grade = Annotated[int, Field(ge=1, le=3)]


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    @property
    def place(self) -> str:
        """Where it is, for what may stand there only once."""
        return " ".join(str(getattr(self, name)) for name in ("interspace", "level", "side") if hasattr(self, name))


class CentralStenosis(_Asked):
    """Thick flavum, bulging disc, crowded facets: the canal is narrow at the disc."""

    kind: Literal["central_stenosis"]
    interspace: Interspace
    grade: Grade


class ForaminalStenosis(_Asked):
    """The foramen narrowed from behind by the facet and from above and below by a lower disc."""

    kind: Literal["foraminal_stenosis"]
    interspace: Interspace
    side: Side
    grade: Grade


class DiscBulge(_Asked):
    """The disc stands out all round."""

    kind: Literal["disc_bulge"]
    interspace: Interspace
    grade: Grade


class DiscHerniation(_Asked):
    """A piece of disc in the canal; an extrusion has run down behind the body."""

    kind: Literal["disc_protrusion", "disc_extrusion"]
    interspace: Interspace
    side: Literal["left", "right", "centre"]
    grade: Grade


class DiscHeightLoss(_Asked):
    """A worn disc: a quarter of its height lost by grade."""

    kind: Literal["disc_height_loss"]
    interspace: Interspace
    grade: Grade


class Spondylolisthesis(_Asked):
    """A vertebra slipped forward on the one below."""

    kind: Literal["spondylolisthesis"]
    level: LumbarLevel
    grade: Annotated[int, Field(ge=1, le=2)]


class Scoliosis(_Asked):
    """A lumbar curve with its rotation."""

    kind: Literal["scoliosis"]
    side: Side
    """Of the convexity."""
    cobb_deg: Annotated[float, Field(ge=5, le=40)]
    apex: LumbarLevel = "L2"


class Osteophytes(_Asked):
    """Spurs on the rims of two end-plates."""

    kind: Literal["osteophytes"]
    interspace: Interspace
    grade: Grade


class FacetArthropathy(_Asked):
    """Large, knobbly facets."""

    kind: Literal["facet_arthropathy"]
    interspace: Interspace
    grade: Grade


class CompressionFracture(_Asked):
    """A body that lost 20, 35 or 50 % of its height in front."""

    kind: Literal["compression_fracture"]
    level: LumbarLevel
    grade: Grade


class TransitionalVertebra(_Asked):
    """L5 with broad transverse processes that meet the ala (sacralised)."""

    kind: Literal["transitional_vertebra"]

    @property
    def place(self) -> str:
        return "L5"


class Laminectomy(_Asked):
    """Spinous process and the middle of the laminae gone, scar in their place and behind the sac."""

    kind: Literal["laminectomy"]
    level: LumbarLevel


class FlavumGap(_Asked):
    """The two halves of the flavum do not meet in the midline."""

    kind: Literal["flavum_gap"]
    interspace: Interspace


class FlavumHypertrophy(_Asked):
    """A thick flavum."""

    kind: Literal["flavum_hypertrophy"]
    interspace: Interspace
    grade: Grade


class LowSac(_Asked):
    """The sac ends at S3."""

    kind: Literal["low_sac"]


class NarrowHiatus(_Asked):
    """A hiatus of 3 or 2 mm, or (grade 3) one closed by bone."""

    kind: Literal["narrow_hiatus"]
    grade: Grade


class Lipomatosis(_Asked):
    """So much epidural fat that the sac is small."""

    kind: Literal["epidural_lipomatosis"]
    grade: Grade


class SynovialCyst(_Asked):
    """A cyst of the facet joint in the canal's dorsolateral corner."""

    kind: Literal["synovial_cyst"]
    interspace: Interspace
    side: Side
    grade: Grade


Variant = Annotated[
    CentralStenosis | ForaminalStenosis | DiscBulge | DiscHerniation | DiscHeightLoss | Spondylolisthesis | Scoliosis | Osteophytes
    | FacetArthropathy | CompressionFracture | TransitionalVertebra | Laminectomy | FlavumGap | FlavumHypertrophy | LowSac | NarrowHiatus
    | Lipomatosis | SynovialCyst,
    Field(discriminator="kind"),
]  # fmt: skip

KINDS: dict[str, type[BaseModel]] = {
    kind: model for model in get_args(get_args(Variant)[0]) for kind in get_args(model.model_fields["kind"].annotation)
}
"""The model of each kind."""

EXCLUDED: tuple[tuple[str, str], ...] = (
    ("disc_bulge", "disc_protrusion"),
    ("disc_bulge", "disc_extrusion"),
    ("disc_protrusion", "disc_extrusion"),
    ("central_stenosis", "epidural_lipomatosis"),
    ("central_stenosis", "flavum_gap"),
    ("central_stenosis", "disc_bulge"),
    ("central_stenosis", "facet_arthropathy"),
    ("central_stenosis", "flavum_hypertrophy"),
    ("flavum_gap", "flavum_hypertrophy"),
    ("laminectomy", "flavum_gap"),
    ("laminectomy", "flavum_hypertrophy"),
    ("transitional_vertebra", "spondylolisthesis"),
    ("transitional_vertebra", "disc_extrusion"),
)
"""Kinds of which a level cannot have both: they are the same thing, or one undoes the other, or (a transitional L5) nothing moves there."""


def refuse_contradictions(variants: Sequence[Variant]) -> None:
    """Raises ValueError if two of them cannot be in one body."""
    for i, a in enumerate(variants):
        for b in variants[:i]:
            where = f" at {a.place}" if a.place else ""
            if a.kind == b.kind and (a.place == b.place or a.kind == "scoliosis"):
                raise ValueError(f"variants: {a.kind}{where} is asked for twice")
            meet = not a.place or not b.place or _level(a.place) == _level(b.place)
            if meet and ((a.kind, b.kind) in EXCLUDED or (b.kind, a.kind) in EXCLUDED):
                raise ValueError(f"variants: {b.kind} and {a.kind}{where} exclude each other")


def _level(place: str) -> str:
    """The vertebra of a place, or the one above an interspace."""
    return place.split()[0].split("-")[0]
