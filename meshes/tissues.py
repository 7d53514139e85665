"""The labels of the body, and how they look.

Where shapes overlap, the tissue that is drawn later wins (``meshes.building`` has the order). The numbers are written into patient
files: add at free places, never renumber.
"""

from __future__ import annotations

from enum import IntEnum


class Tissue(IntEnum):
    """What a voxel is made of; the value is its label."""

    AIR = 0
    SKIN = 1
    FAT = 2
    VISCERA = 3
    GAS = 4
    MUSCLE = 5
    FASCIA = 6
    MUSCLE_FAT = 7
    KIDNEY = 8
    SACROCOCCYGEAL = 9
    SUPRASPINOUS = 10
    INTERSPINOUS = 11
    ANNULUS = 12
    NUCLEUS = 13
    INTERSPINOUS_CLEFT = 14
    RETRODURAL = 15
    FACET_CAPSULE = 16
    BOWEL = 17
    FORAMINAL_FAT = 20
    VENTRAL_FAT = 21
    LATERAL_FAT = 22
    DORSAL_FAT = 23
    SACRAL_FAT = 24
    PLICA = 25
    FLAVUM = 26
    AORTA = 28
    CAVA = 29
    ARTERY = 30
    EPIDURAL_VEIN = 31
    BASIVERTEBRAL_VEIN = 32
    ROOT = 33
    GANGLION = 34
    DURA = 36
    CSF = 37
    CAUDA = 38
    CORD = 39
    FACET_JOINT = 40
    SYNOVIAL_CYST = 41
    SCAR = 42
    CANCELLOUS = 50
    CORTICAL = 51


EPIDURAL = frozenset({Tissue.FORAMINAL_FAT, Tissue.VENTRAL_FAT, Tissue.LATERAL_FAT, Tissue.DORSAL_FAT, Tissue.SACRAL_FAT, Tissue.PLICA})
"""Where an epidural injection belongs."""

CANAL_FAT = EPIDURAL - {Tissue.FORAMINAL_FAT}
BONE = frozenset({Tissue.CANCELLOUS, Tissue.CORTICAL})
INTRATHECAL = frozenset({Tissue.CSF, Tissue.CAUDA, Tissue.CORD})
NERVE = frozenset({Tissue.ROOT, Tissue.GANGLION})
VESSEL = frozenset({Tissue.ARTERY, Tissue.EPIDURAL_VEIN, Tissue.BASIVERTEBRAL_VEIN, Tissue.AORTA, Tissue.CAVA})
DISC = frozenset({Tissue.ANNULUS, Tissue.NUCLEUS})
ADIPOSE = EPIDURAL - {Tissue.PLICA} | {Tissue.FAT, Tissue.MUSCLE_FAT, Tissue.INTERSPINOUS_CLEFT}
"""What an X-ray sees as fat."""

TITLES: dict[Tissue, str] = {
    Tissue.VISCERA: "abdominal organs",
    Tissue.GAS: "gas",
    Tissue.MUSCLE_FAT: "fat streak in muscle",
    Tissue.BOWEL: "wall of the colon",
    Tissue.SACROCOCCYGEAL: "sacrococcygeal membrane",
    Tissue.SUPRASPINOUS: "supraspinous ligament",
    Tissue.INTERSPINOUS: "interspinous ligament",
    Tissue.ANNULUS: "annulus of the disc",
    Tissue.NUCLEUS: "nucleus of the disc",
    Tissue.FORAMINAL_FAT: "foraminal fat",
    Tissue.VENTRAL_FAT: "ventral epidural space",
    Tissue.LATERAL_FAT: "lateral epidural space",
    Tissue.DORSAL_FAT: "dorsal epidural space",
    Tissue.SACRAL_FAT: "sacral epidural space",
    Tissue.INTERSPINOUS_CLEFT: "fatty cleft of the interspinous ligament",
    Tissue.RETRODURAL: "retrodural space",
    Tissue.FACET_CAPSULE: "capsule of the facet joint",
    Tissue.PLICA: "dorsomedian band",
    Tissue.FLAVUM: "ligamentum flavum",
    Tissue.AORTA: "aorta or iliac artery",
    Tissue.CAVA: "vena cava or iliac vein",
    Tissue.EPIDURAL_VEIN: "epidural vein",
    Tissue.BASIVERTEBRAL_VEIN: "basivertebral vein",
    Tissue.ROOT: "nerve root",
    Tissue.GANGLION: "dorsal root ganglion",
    Tissue.CSF: "cerebrospinal fluid",
    Tissue.CAUDA: "cauda equina",
    Tissue.CORD: "spinal cord",
    Tissue.FACET_JOINT: "facet joint",
    Tissue.SYNOVIAL_CYST: "synovial cyst",
    Tissue.SCAR: "epidural scar",
    Tissue.CANCELLOUS: "cancellous bone",
    Tissue.CORTICAL: "cortical bone",
}

COLOURS: dict[Tissue, tuple[float, float, float]] = {
    Tissue.SKIN: (0.87, 0.68, 0.55),
    Tissue.FAT: (0.95, 0.85, 0.55),
    Tissue.VISCERA: (0.72, 0.50, 0.45),
    Tissue.GAS: (0.75, 0.85, 0.95),
    Tissue.MUSCLE: (0.66, 0.25, 0.22),
    Tissue.FASCIA: (0.90, 0.88, 0.82),
    Tissue.SACROCOCCYGEAL: (0.88, 0.80, 0.55),
    Tissue.SUPRASPINOUS: (0.82, 0.84, 0.72),
    Tissue.INTERSPINOUS: (0.75, 0.78, 0.66),
    Tissue.ANNULUS: (0.70, 0.78, 0.82),
    Tissue.NUCLEUS: (0.55, 0.70, 0.85),
    Tissue.FORAMINAL_FAT: (1.00, 0.88, 0.45),
    Tissue.VENTRAL_FAT: (1.00, 0.80, 0.30),
    Tissue.LATERAL_FAT: (1.00, 0.84, 0.38),
    Tissue.DORSAL_FAT: (1.00, 0.91, 0.42),
    Tissue.SACRAL_FAT: (0.98, 0.86, 0.50),
    Tissue.FLAVUM: (0.93, 0.73, 0.20),
    Tissue.ARTERY: (0.85, 0.10, 0.12),
    Tissue.EPIDURAL_VEIN: (0.25, 0.35, 0.80),
    Tissue.ROOT: (0.95, 0.93, 0.60),
    Tissue.GANGLION: (0.90, 0.80, 0.35),
    Tissue.DURA: (0.80, 0.90, 0.95),
    Tissue.CSF: (0.45, 0.75, 0.95),
    Tissue.CAUDA: (0.97, 0.95, 0.70),
    Tissue.FACET_JOINT: (0.50, 0.85, 0.85),
    Tissue.SYNOVIAL_CYST: (0.45, 0.70, 0.80),
    Tissue.SCAR: (0.80, 0.62, 0.60),
    Tissue.MUSCLE_FAT: (0.90, 0.74, 0.50),
    Tissue.KIDNEY: (0.58, 0.30, 0.34),
    Tissue.INTERSPINOUS_CLEFT: (0.93, 0.88, 0.62),
    Tissue.RETRODURAL: (0.62, 0.88, 0.60),
    Tissue.FACET_CAPSULE: (0.60, 0.72, 0.66),
    Tissue.BOWEL: (0.80, 0.60, 0.55),
    Tissue.PLICA: (0.85, 0.70, 0.55),
    Tissue.AORTA: (0.78, 0.16, 0.18),
    Tissue.CAVA: (0.30, 0.30, 0.66),
    Tissue.BASIVERTEBRAL_VEIN: (0.35, 0.45, 0.85),
    Tissue.CORD: (0.93, 0.88, 0.80),
    Tissue.CANCELLOUS: (0.92, 0.86, 0.74),
    Tissue.CORTICAL: (0.97, 0.94, 0.86),
}


def title(tissue: int) -> str:
    """The name a clinician would use."""
    t = Tissue(tissue)
    return TITLES.get(t, t.name.lower().replace("_", " "))
