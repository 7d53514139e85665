"""Thin vessels as they are looked at. Oracles: the labels; how many pieces a surface is in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from meshes.anatomy import Anatomy
from meshes.tissues import NERVE, Tissue
from sim.qt.theatre.coarser import SPLINTER
from sim.qt.theatre.small_vessels import FROM_MIDDLE_MM, are, ending_quietly, joined, voxels_of
from sim.qt.theatre.soft_parts import soft_parts


def test_an_artery_to_a_body_is_one_from_the_aorta_to_its_root(reference: Anatomy) -> None:
    """Fault: red flakes, joined neither to the aorta nor to a foramen."""
    fine = reference.fine
    at = joined(fine)
    own = voxels_of(fine.values == Tissue.ARTERY)
    assert (KDTree(at).query(own)[0] == 0).mean() > 0.99, "nothing of it is left away but crumbs"
    pieces = _pieces(soft_parts(reference)["arteries"].faces)
    assert len(pieces) <= 14, "two of six vertebrae, the aorta, and a rest"
    assert (pieces > 3000).sum() >= 13
    great = KDTree(voxels_of(fine.values == Tissue.AORTA))
    places = fine.grid.centre(at)
    for level in ("L1", "L2", "L3"):
        middle = reference.landmark(f"{level}/superior_endplate")[2] - 12.0
        near = at[np.abs(places[:, 2] - middle) < 12.0]
        assert great.query(near)[0].min() <= 2.0, level


def _pieces(faces: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many triangles each piece of a surface has, without splinters."""
    edges = faces[:, [0, 1, 1, 2]].reshape(-1, 2)
    n = int(faces.max()) + 1
    of = connected_components(coo_array((np.ones(len(edges), bool), edges.T), (n, n)), directed=False)[1]
    sizes = np.bincount(of[faces[:, 0]])
    return np.asarray(sizes[sizes >= SPLINTER])


def test_a_vein_beside_a_root_ends_before_it(reference: Anatomy) -> None:
    """Fault: roots were cut rods with violet tips."""
    fine = reference.fine
    whole = are(fine, (Tissue.EPIDURAL_VEIN,))
    kept = ending_quietly(fine, whole)
    places, nerve = fine.grid.centre(voxels_of(kept)), fine.grid.centre(voxels_of(are(fine, NERVE)))
    assert not (kept & ~whole).any()
    assert kept.sum() > 0.9 * whole.sum()
    for sign in (-1.0, 1.0):
        own, root = places[sign * places[:, 0] > FROM_MIDDLE_MM], nerve[sign * nerve[:, 0] > FROM_MIDDLE_MM]
        for low in np.arange(0.0, 140.0, 35.0):
            level, beside = (at[(at[:, 2] > low) & (at[:, 2] < low + 35.0)] for at in (own, root))
            if len(level) and len(beside):
                assert np.abs(level[:, 0]).max() < np.abs(beside[:, 0]).max(), low
