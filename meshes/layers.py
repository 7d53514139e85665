"""What fills trunk and canal, as layers to be painted one over the other, weakest first."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from meshes.morphometry import Dimensions
from meshes.painting import Layer
from meshes.shapes import Array, Points, Range, Shape, offset
from meshes.skeleton import Skeleton
from meshes.spine import abdomen, cauda, covering, epidural, ligaments, muscles, nerves, sac, vessels
from meshes.spine import canal as canals
from meshes.spine.disc import cleft, disc
from meshes.tissues import Tissue


def covering_layers(skeleton: Skeleton, person: Dimensions, body: covering.Trunk, skin: Shape) -> list[Layer]:
    """Skin and what fills the trunk, weakest first."""
    under_skin = offset(skin, -person.values["skin_thickness"])
    fascia, within = person.values["fascia_thickness"], offset(skin, -8.0)
    back, beside = muscles.dorsal(skeleton), muscles.ventral(skeleton)
    streaks = muscles.streaked(skeleton, person)
    return [
        (Tissue.SKIN, skin),
        (Tissue.FAT, under_skin),
        *abdomen.abdomen(skeleton, person, body, skin),
        *((Tissue.FASCIA, _inside(offset(muscle, fascia), under_skin)) for muscle in (*back, *beside)),
        *((Tissue.MUSCLE, _inside(muscle, within)) for muscle in beside),
        *((streaks, _inside(muscle, within)) for muscle in back),
        *_gas(skeleton, person),
    ]


def _gas(skeleton: Skeleton, person: Dimensions) -> list[Layer]:
    """Gas in worn discs; among what fills the trunk, too, because X-rays see that alone."""
    worn = {level: own.gas for level, own in person.levels.items() if own.gas and level in skeleton}
    return [(Tissue.GAS, cleft(skeleton[level], skeleton.below(level), reach)) for level, reach in worn.items()]


def _inside(shape: Shape, limit: Shape) -> Shape:
    def closer(middles: Points, radius: Array) -> Range:
        # each by its own steepness: the trunk's, which is loose, would else count for every muscle
        (least, most), (lowest, highest) = shape.within(middles, radius), limit.within(middles, radius)
        return np.maximum(least, lowest), np.maximum(most, highest)

    return Shape(lambda p: np.maximum(shape(p), limit(p)), shape.box, max(shape.steepest, limit.steepest), closer)


def canal_layers(
    skeleton: Skeleton, person: Dimensions, canal: canals.Canal, thecal: sac.Sac, roots: tuple[nerves.Nerve, ...]
) -> list[Layer]:
    """Everything round and in the canal, in the order of precedence."""
    layers: list[Layer] = [(Tissue.FORAMINAL_FAT, shape) for shape in epidural.foraminal_fat(canal, skeleton, roots)]
    layers.append((Tissue.SUPRASPINOUS, ligaments.supraspinous(skeleton)))
    layers += ligaments.interspinous(skeleton, person)
    layers.append((Tissue.RETRODURAL, ligaments.retrodural(canal)))
    layers.append((Tissue.VENTRAL_FAT, epidural.ventral_bed(canal, skeleton)))
    for above, below in pairwise(skeleton.column):
        whole, nucleus = disc(above, below)
        layers += [(Tissue.ANNULUS, whole), (Tissue.NUCLEUS, nucleus)]
    layers += _gas(skeleton, person)
    layers.append(epidural.canal_fat(canal, thecal, skeleton, person.grain))
    layers.append((Tissue.FLAVUM, ligaments.flavum(canal)))
    layers.append((Tissue.SACROCOCCYGEAL, ligaments.sacrococcygeal(skeleton)))
    layers += [(growth.tissue, growth.shape) for growth in skeleton.growths]
    layers += [(Tissue.ARTERY, shape) for shape in vessels.segmental_arteries(skeleton, person, roots)]
    layers += [(Tissue.BASIVERTEBRAL_VEIN, shape) for shape in vessels.basivertebral_veins(canal, skeleton, person)]
    layers += [(Tissue.EPIDURAL_VEIN, shape) for shape in vessels.epidural_veins(canal, skeleton, person, roots)]
    layers += [(Tissue.ROOT, nerve.root()) for nerve in roots]
    layers += [(Tissue.GANGLION, nerve.ganglion_shape()) for nerve in roots]
    # fluid and dura go out with the roots: all dura first, so that sac and sleeves are one room
    wall = person.values["dura_thickness"]
    sleeved = [nerve for nerve in roots if nerve.has_sleeve]
    layers += [(Tissue.DURA, nerve.sleeve(nerve.sleeve_radius)) for nerve in sleeved]
    layers.append((Tissue.DURA, thecal.dura()))
    layers += [(Tissue.CSF, nerve.sleeve(nerve.sleeve_radius - wall)) for nerve in sleeved]
    layers.append((Tissue.CSF, thecal.fluid(wall)))
    layers += [(Tissue.CAUDA, nerve.sleeve(nerve.sleeve_radius - 2 * wall)) for nerve in sleeved]
    layers.append((Tissue.CAUDA, _inside(cauda.equina(thecal, skeleton, person, roots), thecal.fluid(wall + 0.3))))
    layers.append((Tissue.CORD, _inside(cauda.cord(thecal, skeleton, person), thecal.fluid(wall + cauda.CLEAR_MM))))
    layers += [(Tissue.FACET_JOINT, joint) for joint in skeleton.joints]
    return layers
