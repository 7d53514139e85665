"""Whether somebody's bones can be a spine at all."""

from __future__ import annotations

from meshes.plausibility import faults_of_skeleton
from meshes.reading.refusal import ImportRefused
from meshes.skeleton import Bone, Skeleton
from meshes.spine.joints import with_joints


def lumbar_spine(bones: tuple[Bone, ...]) -> Skeleton:
    """The skeleton of these bones, with its joints.

    Raises ImportRefused with the first fault, if they do not make a lumbar spine.
    """
    faults = faults_of_skeleton(Skeleton(bones))
    if faults:
        raise ImportRefused(f"these bones do not make a lumbar spine: {faults[0]}")
    try:
        return with_joints(bones)
    except ValueError as error:
        raise ImportRefused(f"these bones do not make a lumbar spine: {error}") from None
