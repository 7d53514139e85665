"""Is somebody sound, made as the canal alone? And is every variant, at every grade?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, get_args

import numpy as np

from meshes.asked import Variant
from meshes.building import CANAL, Made, make
from meshes.morphometry import Dimensions
from meshes.person import Person
from meshes.plausibility import faults_of_canal, faults_of_skeleton
from meshes.population import dimensions
from meshes.shapes import Points, union
from meshes.skeleton import Skeleton
from meshes.spine.nerves import Nerve
from meshes.stacking import from_tables
from meshes.tissues import INTRATHECAL, Tissue
from meshes.voxels import sample

BURIED_SAC_MM3 = 120.0
"""So little of the sac may lie more than a voxel deep in bone: its root sleeves rest on the pedicles (30 to 90 mm3)."""
DEEPEST_NERVE_MM = 2.2
"""A nerve whose axis lies farther in bone runs through it; one that rests on bone with half its thickness grooves it."""
MAN: dict[str, Any] = {"sex": "male", "seed": 3, "stature_mm": 1755.0, "bmi": 25.0, "age": 50.0}
"""Who is given the variants."""
PLACES: dict[str, tuple[Any, ...]] = {
    "interspace": ("L4-L5",),
    "level": ("L4",),
    "side": ("left",),
    "apex": ("L2",),
    "cobb_deg": (10.0, 25.0, 40.0),
}
"""What is asked for where a variant asks for it; its other fields at all their values."""


def faults(skeleton: Skeleton, made: Made) -> list[str]:
    """What is not as it should be in somebody of whom the canal is made."""
    found = [*faults_of_skeleton(skeleton), *faults_of_canal(made.anatomy)]
    buried = buried_sac_mm3(skeleton, made)
    if buried > BURIED_SAC_MM3:
        found.append(f"the sac runs through bone: {buried:.0f} mm3 of it")
    for nerve in made.nerves:
        depth = deepest(nerve, skeleton)
        if depth > DEEPEST_NERVE_MM:
            found.append(f"the {nerve.side} nerve {nerve.level} runs through bone, {depth:.1f} mm deep")
    return found


def buried_sac_mm3(skeleton: Skeleton, made: Made) -> float:
    """How much of the sac lies deeper in bone than the lattice could mistake. (Bone that was drawn has left it its labels.)"""
    labels = made.anatomy.fine
    depth = sample(union(*(bone.shape for bone in skeleton.column)), labels.grid, reach=2.5)
    held = np.isin(labels.values, [int(t) for t in INTRATHECAL | {Tissue.DURA}])
    return float(np.count_nonzero((depth < -labels.grid.spacing) & held)) * labels.grid.spacing**3


def deepest(nerve: Nerve, skeleton: Skeleton) -> float:
    """How deep in bone a nerve's axis lies at most, mm; negative if it keeps clear."""
    path = np.concatenate([a + np.linspace(0, 1, 10)[:, None] * (b - a) for a, b in pairwise(nerve.path)])
    points = Points.of(path)
    return -float(min(bone.shape(points).min() for bone in skeleton.column))


@dataclass(frozen=True)
class VariantFound:
    """A variant as it was asked for, and what is wrong with the body that has it."""

    asked: dict[str, Any]
    faults: tuple[str, ...]

    def row(self) -> dict[str, str]:
        where = " ".join(str(value) for name, value in self.asked.items() if name not in ("kind", "grade"))
        return {"kind": self.asked["kind"], "grade": str(self.asked.get("grade", "")), "asked": where, "faults": "; ".join(self.faults)}


def made_canal(skeleton: Skeleton, person: Dimensions) -> Made:
    """Somebody's canal and what is in it, to be judged."""
    return make(skeleton, person, "canal", CANAL, "The canal alone.")


def of_variant(asked: dict[str, Any]) -> VariantFound:
    """The man who has it, judged."""
    person = dimensions(Person.model_validate(MAN | {"variants": [asked]}))
    skeleton = from_tables(person)
    return VariantFound(asked, tuple(faults(skeleton, made_canal(skeleton, person))))


def every_variant() -> Iterator[dict[str, Any]]:
    """Every kind at every grade (a curve at three angles), at one place each."""
    for model in get_args(get_args(Variant)[0]):
        fields = model.model_fields
        for kind in get_args(fields["kind"].annotation):
            asked: list[dict[str, Any]] = [{"kind": kind}]
            for name, field in fields.items():
                if name == "kind":
                    continue
                values = PLACES[name] if name in PLACES else range(field.metadata[0].ge, field.metadata[1].le + 1)
                asked = [one | {name: value} for one in asked for value in values]
            yield from asked
