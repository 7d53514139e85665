"""What an agent perceives, as arrays: pictures as they stand on the monitors, gauges, words as codes. Never the truth.

The greys are those on which scripted hands look; the sights are what a trained eye finds in a picture: landmarks, the needle's shadow.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from scenarios.words import catalogue
from sim.fluoroscopy.picture import Picture
from sim.fluoroscopy.screen import SIZE
from sim.session.events import SEEN, Event
from sim.session.observation import Observation
from sim.session.world import World

MOST = 1e5
"""No gauge shows more."""
GAUGES = (
    "time_s", "placed", "depth_mm", "lateral_deg", "cephalad_deg", "clock_h", "stylet", "needle_force_n", "on_bone", "plunger_mmhg",
    "flow_ml_s", "syringe_left_ml", "trying", "orbit_deg", "tilt_deg", "centre_x_mm", "centre_y_mm", "centre_z_mm", "field",
    "collimator_width", "collimator_height", "collimator_iris", "beam_on", "pulses_s", "kerma_mgy", "kerma_mgy_min", "breath_held",
    "live", "live_orbit_deg", "live_tilt_deg", "reference", "reference_orbit_deg", "reference_tilt_deg",
)  # fmt: skip
"""What stands on scales and panels, with units; 0 where there is nothing to read."""
HUB_AND_TIP = ("needle_hub", "needle_tip")
RETURNS = ("nothing", "blood", "clear fluid")
NOBODY = "nothing"


def words() -> tuple[str, ...]:
    """Every kind of thing that an operator may notice: a notice; a refusal, what the patient says and what is aspirated by their codes."""
    told = catalogue()
    said = [f"says {cause}" for cause in (*told["says"], "answer")]
    return (
        *SEEN,
        *(f"refused {code}" for code in told["refused"]),
        *said,
        *(f"felt at {root}" for root in told["dermatome"]),
        *(f"aspirated {what}" for what in RETURNS),
    )


class Perception:
    """Of one case in one body: names of what is perceived, the space it lies in, and how an Observation becomes it."""

    def __init__(self, world: World) -> None:
        tray = world.scenario.tray
        self._screen = world.screen
        self.words = words()
        self.sights = (*sorted(world.sights), *HUB_AND_TIP)
        self.palpable = tuple(sorted(world.palpable))
        self.fluids = tuple(fluid.agent for fluid in tray.fluids)
        self.gauges = (*GAUGES, *(f"{name}, ml" for name in self.fluids))
        self.needles, self.syringes = (NOBODY, *tray.needles), (NOBODY, *self.fluids)
        self._number = {word: n for n, word in enumerate(self.words)}
        self.space = spaces.Dict(
            {
                "live": spaces.Box(0, 255, (SIZE, SIZE, 1), np.uint8),
                "reference": spaces.Box(0, 255, (SIZE, SIZE, 1), np.uint8),
                "live_sights": _box(3 * len(self.sights)),
                "reference_sights": _box(3 * len(self.sights)),
                "gauges": _box(len(self.gauges)),
                "palpable": _box(2 * len(self.palpable)),
                "needle": spaces.Discrete(len(self.needles)),
                "syringe": spaces.Discrete(len(self.syringes)),
                "words": spaces.MultiBinary(len(self.words)),
            }
        )

    def of(self, seen: Observation) -> dict[str, Any]:
        """One moment."""
        needle = seen.needle.name if seen.needle is not None else NOBODY
        return {
            "live": self._greys(seen.live),
            "reference": self._greys(seen.reference),
            "live_sights": self._found(seen.live),
            "reference_sights": self._found(seen.reference),
            "gauges": _read(_gauges(seen) + [seen.fluids.get(name, 0.0) for name in self.fluids]),
            "palpable": _read([mm for name in self.palpable for mm in seen.palpable[name]]),
            "needle": np.int64(self.needles.index(needle)),
            "syringe": np.int64(self.syringes.index(seen.syringe.agent or NOBODY)),
            "words": self._noticed(seen.notices),
        }

    def _greys(self, picture: Picture | None) -> NDArray[np.uint8]:
        """(SIZE, SIZE, 1), not turned; black where there is no picture."""
        if picture is None:
            return np.zeros((SIZE, SIZE, 1), np.uint8)
        return self._screen.greys(picture)[..., None].copy()

    def _found(self, picture: Picture | None) -> NDArray[np.float32]:
        """(3 n,): of each sight mm to the right and up from the picture's middle, and 1 if it is seen."""
        there = {} if picture is None else dict(picture.sights)
        if picture is not None and picture.shaft:
            there |= dict(zip(HUB_AND_TIP, (picture.shaft[0], picture.shaft[-1]), strict=True))
        return _read([x for name in self.sights for x in ((*there[name], 1.0) if name in there else (0.0, 0.0, 0.0))])

    def _noticed(self, notices: Sequence[Event]) -> NDArray[np.int8]:
        found = np.zeros(len(self.words), np.int8)
        for event in notices:
            for word in _said(event):
                found[self._number[word]] = 1
        return found


def _said(event: Event) -> list[str]:
    match event.kind:
        case "refused":
            return ["refused", f"refused {event.data['code']}"]
        case "aspirated":
            return ["aspirated", f"aspirated {event.data['result']}"]
        case "patient_says":
            where = [f"felt at {event.data['root']}"] if "root" in event.data else []
            return ["patient_says", f"says {event.data['cause']}", *where]
    return [event.kind]


def _box(count: int) -> spaces.Box:
    return spaces.Box(-MOST, MOST, (count,), np.float32)


def _read(values: Sequence[float]) -> NDArray[np.float32]:
    return np.clip(np.array(values, np.float64), -MOST, MOST).astype(np.float32)


def _gauges(seen: Observation) -> list[float]:
    """In the order of GAUGES."""
    carm, needle, syringe = seen.carm, seen.needle, seen.syringe
    pose, blades = carm.view.pose, carm.collimator
    hand = [0.0] * 8
    if needle is not None:
        hand = [
            float(needle.placed),
            needle.depth_mm,
            needle.lateral_deg,
            needle.cephalad_deg,
            needle.clock,
            float(needle.stylet),
            needle.force_n,
            float(needle.on_bone),
        ]
    plunger = [syringe.pressure_mmhg, syringe.rate_ml_s, syringe.left_ml, float(syringe.trying)]
    console = [float(carm.field_mode), blades.width, blades.height, blades.iris, float(carm.beam_on), float(carm.programme.rate)]
    dose = [carm.dose.kerma_mgy, carm.kerma_mgy_min, float(seen.images.breath_held)]
    return [
        seen.time_s, *hand, *plunger, pose.orbit_deg, pose.tilt_deg, *pose.centre, *console, *dose, *_stands(seen.live),
        *_stands(seen.reference),
    ]  # fmt: skip


def _stands(picture: Picture | None) -> list[float]:
    """Whether there is a picture, and how the C-arm stood."""
    return [0.0, 0.0, 0.0] if picture is None else [1.0, picture.view.pose.orbit_deg, picture.view.pose.tilt_deg]
