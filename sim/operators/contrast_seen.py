"""What hands make of contrast in pictures: how much of it shows and what shape it has, from the greys that everybody sees."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from sim.fluoroscopy.picture import Picture, Shadow
from sim.fluoroscopy.screen import Screen
from sim.fluoroscopy.shift import shifted

SMOOTH_PX = 1.0
"""An eye does not see single pixels."""
SHOWS = 8.0
"""So many greys darker than before is seen as contrast."""
SPECK_MM2 = 8.0
"""What is smaller, on the detector, is taken for noise."""
NEEDLE_MM = 2.5
"""So near the needle's shadow, on the detector, darkness is the needle's."""
GONE = 0.5
"""Contrast of which so little is left in the picture has been carried away."""
PLAIN = 5 * SPECK_MM2 * SHOWS
"""Of what never was as much as this, greys times mm2 on the detector, nobody would say that it has gone (guess: five specks)."""
GLANCE_STEPS = 32
"""Once a second how much there is gets remembered."""
POOLS = ((1.4, 6.5), (1.9, 5.0))
"""A pool is less than so many times as long as wide, and not longer, mm: one that is smaller still may be less round. A millilitre in
fat or muscle has 1.1 to 1.8 and 3 to 5 mm; in the space it runs along something or round the sac: in AP 5.6 mm and more, in the oblique,
between a narrow canal's wall and the sac, 4.8 mm at 2.2 (standard deviations of its shadow, seen here with persons drawn by seeds 2101 to
2110)."""


def comparable(a: Picture, b: Picture) -> bool:
    """Whether two pictures can be laid over each other."""
    return a.view == b.view and a.subtracted == b.subtracted


def shadow(screen: Screen, now: Picture, before: Picture) -> NDArray[np.float32]:
    """(n, n) greys by which a picture is darker than one of the same view before, 0 where that is no contrast."""
    size, field_mm = screen.greys(now).shape[0], now.view.field_mm
    right, up = ((a - b) * size / field_mm for a, b in zip(now.moved_mm, before.moved_mm, strict=True))
    bright, dark = screen.greys(before), screen.greys(now)
    seen = ndimage.binary_erosion((bright > 0) & (dark > 0), iterations=3)
    darker = shifted(bright.astype(np.float32), right, up) - dark
    if seen.any():
        darker -= np.median(darker[seen])  # the whole field's brightness tells nothing
    darker = ndimage.gaussian_filter(darker, SMOOTH_PX)
    shows = (darker >= SHOWS) & seen & ~_needle(now, size) & ~_needle(before, size)
    parts, count = ndimage.label(shows)
    areas = ndimage.sum_labels(shows, parts, np.arange(1, count + 1)) * (field_mm / size) ** 2
    large = np.concatenate([[False], np.asarray(areas) >= SPECK_MM2])
    return np.where(large[parts], darker, np.float32(0.0)).astype(np.float32)


def _needle(picture: Picture, size: int) -> NDArray[np.bool_]:
    """(n, n): where the needle's own shadow lies."""
    hidden = Image.new("1", (size, size))
    if len(picture.shaft) > 1:
        pitch = picture.view.field_mm / size
        right, up = picture.moved_mm
        line = [((u + right) / pitch + size / 2, size / 2 - (v + up) / pitch) for u, v in picture.shaft]
        pencil, near = ImageDraw.Draw(hidden), NEEDLE_MM / pitch
        pencil.line(line, fill=1, width=round(2 * near))
        for x, y in (line[0], line[-1]):  # a needle along the beam is a dot, which no line draws
            pencil.ellipse((x - near, y - near, x + near, y + near), fill=1)
    return np.array(hidden)


def spread(screen: Screen, now: Picture, before: Picture) -> tuple[float, float]:
    """How long and how wide the contrast is: standard deviations of its shadow, mm in the patient; 0, 0 if none shows."""
    dark = shadow(screen, now, before)
    if not dark.any():
        return 0.0, 0.0
    places = np.argwhere(dark > 0) * (now.view.field_mm / dark.shape[0] / now.view.magnification)
    narrow, wide = np.linalg.eigvalsh(np.cov(places.T, aweights=dark[dark > 0], ddof=0))
    return float(np.sqrt(max(wide, 0.0))), float(np.sqrt(max(narrow, 0.0)))


def without(pictures: Sequence[Picture], first: int) -> Picture:
    """What to hold the last picture against: one of its view before the present syringe's contrast, with the needle where it is now.

    Where a needle stood before, the picture's processing left a rim that would be taken for contrast. Without such a picture, the last
    without a needle; then the first since the syringe was put on, in which little has come yet; then the last before. ``first`` is the
    first since the syringe was put on.
    """
    now = pictures[-1]
    earlier = [picture for picture in pictures[:first] if comparable(picture, now)]
    since = [picture for picture in pictures[first:] if comparable(picture, now)]
    there = [picture for picture in earlier if _stands_as(picture, now)]
    bare = [picture for picture in earlier if not picture.shaft]
    return (there or bare or since[:1] or earlier)[-1]


def _stands_as(a: Picture, b: Picture) -> bool:
    """Whether the needle's shadow has the same ends in both, or is in neither."""
    if not (a.shaft and b.shaft):
        return not a.shaft and not b.shaft
    return all(hypot(p[0] - q[0], p[1] - q[1]) < NEEDLE_MM / 2 for p, q in ((a.shaft[0], b.shaft[0]), (a.shaft[-1], b.shaft[-1])))


def gone(screen: Screen, pictures: Sequence[Picture], first: int) -> bool:
    """Whether what came with the present syringe has been carried away again; ``first`` is the first picture since it was put on."""
    since = [picture for picture in pictures[first:] if comparable(picture, pictures[-1])]
    if not since:
        return False
    before = without(pictures, first)
    looked = [since[0]]
    for picture in since:
        if picture.step >= looked[-1].step + GLANCE_STEPS or picture is since[-1]:
            looked.append(picture)
    darks = [shadow(screen, picture, before) for picture in looked]
    added = [float(dark.sum()) * (pictures[-1].view.field_mm / dark.shape[0]) ** 2 for dark in darks]
    return bool(max(added) >= PLAIN and added[-1] < GONE * max(added))


def absent(screen: Screen, pictures: Sequence[Picture], first: int) -> bool:
    """Whether nothing to speak of shows of what came with the present syringe, in the last picture; ``first`` as above."""
    if not pictures[first:]:
        return False
    dark = shadow(screen, pictures[-1], without(pictures, first))
    return bool(float(dark.sum()) * (pictures[-1].view.field_mm / dark.shape[0]) ** 2 < PLAIN)


def pooled(screen: Screen, pictures: Sequence[Picture], first: int) -> bool:
    """Whether the contrast of the last picture is small and round; ``first`` as above."""
    if not pictures:
        return False
    length, width = spread(screen, pictures[-1], without(pictures, first))
    return length > 0.0 and any(length < min(times * width, longest) for times, longest in POOLS)


def beside(screen: Screen, pictures: Sequence[Picture], first: int, place: Shadow) -> tuple[float, float] | None:
    """How far right and up (mm in the patient) the middle of the last picture's contrast lies of a place, (u, v) on the detector.

    None if none shows.
    """
    now = pictures[-1]
    dark = shadow(screen, now, without(pictures, first))
    if not dark.any():
        return None
    row, column = np.average(np.argwhere(dark > 0), axis=0, weights=dark[dark > 0])
    size, field_mm = dark.shape[0], now.view.field_mm
    pitch, (right, up) = field_mm / size, now.moved_mm
    u, v = (column + 0.5) * pitch - field_mm / 2 - right, field_mm / 2 - (row + 0.5) * pitch - up
    return (u - place[0]) / now.view.magnification, (v - place[1]) / now.view.magnification
