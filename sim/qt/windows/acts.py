"""What the named actions of the keys do with the instruments."""

from __future__ import annotations

from collections.abc import Callable

from sim.qt.panels.carm_card import CArmCard
from sim.qt.panels.images_card import ImagesCard
from sim.qt.panels.lightbox import Lightbox
from sim.qt.panels.needle_card import NeedleCard
from sim.qt.panels.syringe_card import SyringeCard
from sim.qt.panels.theatre_view import TheatreView
from sim.session import commands as c

TURN_DEG, SHIFT_MM, LEAN_DEG, TABLE_MM, PICTURE_DEG = 5.0, 10.0, 2.0, 20.0, 15.0
LOOK_PX = 30.0
"""A key turns the eye in the room as far as a drag of so much."""


def instrument_acts(
    send: Callable[[c.Command], None], carm: CArmCard, images: ImagesCard, needle: NeedleCard, syringe: SyringeCard
) -> dict[str, Callable[[], object]]:
    """Name -> act, of those done once when their key goes down."""
    return {
        "keep": lambda: send(c.KeepImage()),
        "view_back": carm.back,
        "orbit_less": lambda: carm.turn(-TURN_DEG, 0),
        "orbit_more": lambda: carm.turn(TURN_DEG, 0),
        "tilt_less": lambda: carm.turn(0, -TURN_DEG),
        "tilt_more": lambda: carm.turn(0, TURN_DEG),
        "shift_left": lambda: carm.shift(-SHIFT_MM, 0),
        "shift_right": lambda: carm.shift(SHIFT_MM, 0),
        "shift_up": lambda: carm.shift(0, SHIFT_MM),
        "shift_down": lambda: carm.shift(0, -SHIFT_MM),
        "table_up": lambda: send(c.MoveTable(up_mm=TABLE_MM)),
        "table_down": lambda: send(c.MoveTable(up_mm=-TABLE_MM)),
        "laser": carm.laser.click,
        "boost": carm.toggle_boost,
        "swap": lambda: send(c.SwapMonitors()),
        "store": lambda: send(c.StoreImage()),
        "loop": images.toggle_play,
        "subtract": images.toggle_subtraction,
        "mask": lambda: send(c.TakeMask()),
        "breath": images.toggle_breath,
        "turn_left": lambda: images.turn(-PICTURE_DEG),
        "turn_right": lambda: images.turn(PICTURE_DEG),
        "mirror": images.mirror,
        "place": needle.place.toggle,
        "advance": lambda: needle.push(1.0),
        "advance_fine": lambda: needle.push(0.25),
        "withdraw": lambda: needle.push(-1.0),
        "withdraw_far": lambda: needle.push(-10.0),
        "bevel_left": lambda: needle.turn(-1),
        "bevel_right": lambda: needle.turn(1),
        "lean_left": lambda: needle.lean(-LEAN_DEG, 0),
        "lean_right": lambda: needle.lean(LEAN_DEG, 0),
        "lean_up": lambda: needle.lean(0, LEAN_DEG),
        "lean_down": lambda: needle.lean(0, -LEAN_DEG),
        "stylet": needle.toggle_stylet,
        "drop": needle.hang_drop,
        "sound": syringe.sound.toggle,
        "aspirate": lambda: send(c.Aspirate()),
        "finish": lambda: send(c.Finish()),
    }


def theatre_acts(theatre: TheatreView, lightbox: Lightbox) -> dict[str, Callable[[], object]]:
    """The same of the eye in the room, and of what stands where."""
    return {
        "theatre": lightbox.toggle_theatre,
        "enlarge": lightbox.next,
        "monitors": lightbox.part,
        "skin": theatre.toggle_glass,
        "stand": theatre.stand,
        "round": theatre.walk_round,
        "look_left": lambda: theatre.look(theatre.eye.turned(LOOK_PX, 0)),
        "look_right": lambda: theatre.look(theatre.eye.turned(-LOOK_PX, 0)),
        "look_up": lambda: theatre.look(theatre.eye.turned(0, LOOK_PX)),
        "look_down": lambda: theatre.look(theatre.eye.turned(0, -LOOK_PX)),
    }
