"""Writes docs/needle.md and docs/needle.png: what needle and plunger do, beside what was measured. Run from the project's root.

python docs/make_needle.py
"""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
mpl.use("Agg")

from meshes.anatomy import Anatomy, Labels  # noqa: E402
from meshes.space import Grid  # noqa: E402
from meshes.tissues import Tissue, title  # noqa: E402
from scenarios.equipment import agents, needles  # noqa: E402
from sim.physics.body import Body  # noqa: E402
from sim.physics.needle import Needle  # noqa: E402
from sim.physics.resistance import Barrel, needle_drop_mmhg  # noqa: E402
from sim.physics.tissue import tissue_table  # noqa: E402
from sim.session.patients import shipped_patient  # noqa: E402

FORWARD = np.array([0.0, 1.0, 0.0])
GEL = {"22G Quincke": "8.89 (0.17)", "22G Chiba": "7.71 (1.2)", "22G Tuohy": "7.64 (0.16)", "25G Whitacre": "0.73 (0.34), a 22G"}
SHEET_N = {Tissue.SKIN: 6.0, Tissue.SUPRASPINOUS: 4.3, Tissue.INTERSPINOUS: 7.5, Tissue.FLAVUM: 12.1}
"""[@davidor_nisky]."""


def block() -> Body:
    """Muscle, as even as gel."""
    grid = Grid((-60.0, -5.0, -60.0), 1.0, (121, 130, 121))
    nothing = Labels(Grid((900.0, 900.0, 900.0), 1.0, (1, 1, 1)), np.zeros((1, 1, 1), np.uint8))
    axis = np.column_stack([np.zeros(3), np.zeros(3), np.arange(3.0)])
    made = Anatomy("gel", {}, Labels(grid, np.full(grid.shape, Tissue.MUSCLE, np.uint8)), nothing, (), {}, {}, axis, (), "made")
    return Body.of(made)


def bends() -> list[str]:
    gel, rows = (
        block(),
        ["| needle | aside after 80 mm, mm | measured in gel (Rand 2016) | radius, mm | E I, N mm2 |", "|---|---|---|---|---|"],
    )
    for name, kind in needles().items():
        if name.endswith("mm"):
            continue
        needle = Needle(kind)
        needle.place(np.zeros(3), FORWARD, gel)
        for _ in range(8):
            needle.advance(10.0, gel)
        aside = float(np.hypot(needle.tip[0], needle.tip[2]))
        rows.append(f"| {name} | {aside:.2f} | {GEL.get(name, '')} | {kind.curve_radius_mm:g} | {kind.stiffness_n_mm2:.0f} |")
    return rows


def way() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Depth, force and tissue along a midline way of an 18G Tuohy at L3-L4 of the reference man."""
    patient = shipped_patient("reference")
    man = Body.of(patient)
    skin = man.skin_along(patient.landmark("L3-L4/window") + [0.1, -200.0, -4.0], FORWARD, 300.0)
    assert skin is not None
    needle = Needle(needles()["18G Tuohy"].model_copy(update={"curve_radius_mm": 1e12}))
    needle.place(skin, FORWARD, man)
    rows = [(0.0, 0.0, needle.lies_in)]
    while needle.depth_mm < 60 and not needle.on_bone:
        needle.advance(0.05, man)
        rows.append((needle.depth_mm, needle.force_n(), needle.lies_in))
    depth, force, tissue = np.array(rows).T
    return depth, force, tissue.astype(int)


def forces(depth: np.ndarray, force: np.ndarray, tissue: np.ndarray) -> list[str]:
    figure, axes = plt.subplots(figsize=(9, 3.4))
    axes.plot(depth, force, color="#2b6f9c")
    for layer, peak in SHEET_N.items():
        there = tissue == layer
        if there.any():
            axes.hlines(peak, depth[there].min(), depth[there].max(), color="#c79a1c", linestyle="--")
            axes.text(depth[there].min(), peak + 0.3, title(layer), fontsize=8, color="#8a6a10")
    axes.set(xlabel="depth, mm", ylabel="force at the hub, N", xlim=(0, 60), ylim=(0, 14.5))
    figure.tight_layout()
    figure.savefig(ROOT / "docs" / "needle.png", dpi=110)
    rows = ["| layer | peak at the hub, N | measured ([@davidor_nisky]) |", "|---|---|---|"]
    return rows + [f"| {title(layer)} | {force[tissue == layer].max():.1f} | {peak:g} |" for layer, peak in SHEET_N.items()]


def pressures() -> list[str]:
    rows = ["| needle, barrel | fat | muscle | flavum | epidural space | settles there in, ms |", "|---|---|---|---|---|---|"]
    for name, fluid in (
        ("18G Tuohy", "saline"),
        ("18G Tuohy", "air"),
        ("20G Tuohy", "saline"),
        ("22G Tuohy", "saline"),
        ("25G Quincke", "saline"),
    ):
        kind, agent = needles()[name], agents()[fluid]
        barrel = Barrel(agent.bubble_ml, needle_drop_mmhg(1.0, agent.viscosity_mpas, kind.inner_mm, kind.length_mm))
        holds = (float(tissue_table().resistance_mmhg[t]) for t in (Tissue.FAT, Tissue.MUSCLE, Tissue.FLAVUM, Tissue.DORSAL_FAT))
        found = [barrel.meets_mmhg(hold) for hold in holds]
        rows.append(f"| {name}, {fluid} | " + " | ".join(f"{p:.0f}" for p in found) + f" | {1000 * barrel.settles_s(found[2]):.0f} |")
    return rows


TRIED = (("18G Tuohy", "saline"), ("18G Tuohy", "air"), ("20G Tuohy", "saline"), ("22G Tuohy", "saline"), ("25G Quincke", "saline"))
TEXT = """# Needle and plunger

Made by `python docs/make_needle.py`. For teaching; verify locally.

## Bending

{bends}

The path is a chain of screw motions (unicycle; a bent tip is a bicycle): circle and helix hold to 1e-6 mm. Spinning part of the way takes
that part off the curvature. A hub that is leaned turns a shallow needle and bends a deep one, as a beam on an elastic foundation does.
Radii of 17, 18 and 20G, of the 25G and of the bent tip are guesses, and so is how stiffly tissues hold a shaft.

## Force

![Force over depth of an 18G Tuohy in the midline at L3-L4](needle.png)

{forces}

After the flavum the measured set has no force at all; here the shaft still rubs, by 0.02 to 0.06 N for each mm that is in.

## Plunger

What a light try meets, mmHg:

{pressures}

Flavum 370 to 500 mmHg and an epidural space near 8 are measured ([@vaughan_2012]); the thumb, its creep and its bounce on air are guesses.
Through 25G with saline a loss of resistance cannot be felt.

## Left to chance

A vessel or root rolls aside, or is entered, by the point's sharpness and the speed; the dura is pushed ahead 2 to 6 mm before it gives.
Which point does what how often is a guess that keeps the published order. Bone met at no more than 20 degrees lets the tip slide.
"""


if __name__ == "__main__":
    measured = way()
    page = TEXT.format(bends="\n".join(bends()), forces="\n".join(forces(*measured)), pressures="\n".join(pressures()))
    (ROOT / "docs" / "needle.md").write_text(page, encoding="utf-8")
