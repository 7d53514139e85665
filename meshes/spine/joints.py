"""Where two bones meet: the joint space that keeps them apart."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from meshes.morphometry import LUMBAR, VERTEBRAE
from meshes.shapes import FAR, Array, Box, Points, Range, Shape
from meshes.skeleton import Bone, Growth, Skeleton
from meshes.spine.template import CHUNK

GAP_MM, FACET_GAP_MM = 1.5, 2.3
"""The space where two articular surfaces meet, of ribs and sacroiliac joints (guess: cartilage and fluid, 1.5-2 mm) and of lumbar facets,
where 2 to 4 mm between the bones is normal and less is narrow ([@weishaupt_1999])."""
REACH = 0.6
"""What is nearer to both bones than this share of the gap can be joint (guess)."""
ASKED = np.float32(8.0)
"""Farther off the one bone than this nobody asks how far the other is: what a joint takes away lies nearer (mm)."""
MANY = 4096
"""Of so many places together it is first told by the chunk which of them lie near the other bone."""
SUBCHONDRAL = 0.65
"""The difference of two fields that face each other changes by 2 in a mm, so a cortex measured by it would be half as thick along a joint
as elsewhere; times this, the 1.7 mm of an arch become a plate of 1.3 under the cartilage (guess: 1 to 2)."""
SEEN_MM, SEEN_SLOPE = 8.0, 2.5
"""By so much, and so much more for each mm between them, a bone's field is greater outside of it than at a place near its surface, at most.
Of drawn people's bones it was by 12.2 within 2.6 mm, where 14.5 are allowed for (a sacrum's, above its end-plate), else by 6.3."""
JOINTS = (*pairwise((*VERTEBRAE, "sacrum")), ("sacrum", "hips"), ("T11", "rib11"), ("T12", "rib12"))
"""The pairs of bones that meet in a joint."""


def with_joints(bones: tuple[Bone, ...], growths: tuple[Growth, ...] = ()) -> Skeleton:
    """The skeleton of these bones, neighbours kept apart by their joint spaces."""
    shapes = {bone.name: foreseen(bone.shape) for bone in bones}
    spaces = {(a, b): joint_space(shapes[a], shapes[b], _gap(b)) for a, b in JOINTS if a in shapes and b in shapes}

    def freed(bone: Bone) -> Bone:
        shape = shapes[bone.name]
        for pair in spaces:
            if bone.name in pair:
                shape = parted(shape, shapes[pair[0] if pair[1] == bone.name else pair[1]], _gap(pair[1]))
        return replace(bone, shape=shape)

    return Skeleton(tuple(freed(bone) for bone in bones), tuple(spaces.values()), growths)


def foreseen(shape: Shape) -> Shape:
    """A bone bounded from outside as bones were seen to be, where its ways to the mean's promise less.

    Turn, edge, displacement and warp laid on each other promise 70 to 1,100 a mm, each its worst everywhere: nothing would be skipped.
    Deep in a bone, where its limbs' insides meet, a field may leap: there their promise stands.
    """

    def closer(middles: Points, radius: Array) -> Range:
        least, most = shape.within(middles, radius)
        return np.maximum(least, shape(middles) - (np.float32(SEEN_MM) + np.float32(SEEN_SLOPE) * radius)), most

    return replace(shape, closer=closer)


def _gap(below: str) -> float:
    """Between the two bones of a pair, by the lower or outer one's name."""
    return FACET_GAP_MM if below in (*LUMBAR, "sacrum") else GAP_MM


def joint_space(a: Shape, b: Shape, gap: float = GAP_MM) -> Shape:
    """The gap between two solids that touch or overlap: what both are about equally near to, and very near."""
    wide, reach = np.float32(gap), np.float32(REACH * gap)

    def field(p: Points) -> Array:
        da = a(p)
        near = da <= reach  # nothing else can lie between the two
        if not near.any():
            return da
        db = _asked(b, p, near)
        found: Array = np.maximum(np.abs(da - db) - wide, np.maximum(da, db) - reach)
        return np.where(near, found, da)

    def closer(middles: Points, radius: Array) -> Range:
        # a difference of two steep fields promises far less than each of them does: what lies off one of the two bones lies in no gap
        (a_least, a_most), (b_least, b_most) = a.within(middles, radius), b.within(middles, radius)
        apart = np.maximum(np.maximum(a_least - b_most, b_least - a_most), np.float32(0))
        least = np.maximum(apart - wide, np.maximum(a_least, b_least) - reach)
        between = np.maximum(a_most - b_least, b_most - a_least)
        return least, np.maximum(between - wide, np.maximum(a_most, b_most) - reach)

    return Shape(field, _meeting(a, b), 2.0 * max(a.steepest, b.steepest), closer)


def parted(a: Shape, b: Shape, gap: float = GAP_MM) -> Shape:
    """``a`` without what ``b`` is nearer to, and without the space between the two; where they do not meet, ``a`` as it is."""
    meeting = _meeting(a, b)
    wide, reach, share = np.float32(gap), np.float32(REACH * gap), np.float32(SUBCHONDRAL)

    def cut(da: Array, db: Array) -> Array:
        found: Array = np.minimum((da - db + wide) * share, reach - db)
        return found

    def field(p: Points) -> Array:
        da = a(p)
        if not meeting.touches(p.box) or da.min() > reach:
            return da
        # a part of ``a`` can only be taken away: farther off nobody asks how far
        asked = da <= ASKED
        if len(da) >= MANY:
            asked &= _within_reach(b, p, reach - da)
        found: Array = np.maximum(da, cut(da, _asked(b, p, asked)))
        return found

    def closer(middles: Points, radius: Array) -> Range:
        # away from the meeting it is ``a`` itself: the loose bound of a difference must not count there
        least, most = a.within(middles, radius)
        near = meeting.near(middles, radius)
        if near.any():
            some, r = middles.chosen(near), radius[near]
            b_least, _ = b.within(some, r)
            most = most.copy()
            most[near] = np.maximum(most[near], cut(most[near], b_least))
        return least, most

    return Shape(field, a.box, a.steepest + b.steepest, closer)


def _meeting(a: Shape, b: Shape) -> Box:
    """Where the two can touch."""
    lo, hi = np.maximum(a.box.lo, b.box.lo), np.minimum(a.box.hi, b.box.hi)
    if (lo >= hi).any():
        raise ValueError("the two solids do not come near each other")
    return Box.around([lo, hi], FACET_GAP_MM)


def _within_reach(shape: Shape, points: Points, reach: Array) -> NDArray[np.bool_]:
    """Where the field may be less than ``reach``: by whole chunks, as the bounds in the ball round each tell."""
    first = np.arange(0, len(reach), CHUNK)
    lo, hi = (np.stack([f.reduceat(a, first) for a in (points.x, points.y, points.z)]) for f in (np.minimum, np.maximum))
    middle, across = (lo + hi) / np.float32(2), hi - lo
    radius = np.sqrt((across * across).sum(0)) / np.float32(2) + np.float32(1e-3)
    least, _ = shape.within(Points(*middle), radius)
    return np.repeat(least <= np.maximum.reduceat(reach, first), CHUNK)[: len(reach)]


def _asked(shape: Shape, points: Points, where: NDArray[np.bool_]) -> Array:
    """The field ``where`` it is asked for, and in the rest of each CHUNK, so that it has the same bits; FAR elsewhere."""
    chunks = np.logical_or.reduceat(where, np.arange(0, len(where), CHUNK))
    if shape in points.memo or chunks.all():
        return shape(points)
    found = np.full(points.x.shape, FAR, np.float32)
    if chunks.any():
        there = np.repeat(chunks, CHUNK)[: len(where)]
        # in the same box: the same is left out for being far
        found[there] = shape(Points(points.x[there], points.y[there], points.z[there], points.box))
    return found
