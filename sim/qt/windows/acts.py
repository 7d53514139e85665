"""What the named actions and motions do in the room, whether a key, a row of a menu, an icon or a stick asks for them, and which are on."""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import Protocol

from PySide6.QtCore import SignalInstance

from scenarios.views import VIEWS
from sim.qt.actions import ACTIONS, GROUPED
from sim.qt.darkroom import Darkroom
from sim.qt.devices.motions import MOTIONS
from sim.qt.panels.carm_card import CArmCard
from sim.qt.panels.console import Console
from sim.qt.panels.images_card import ImagesCard
from sim.qt.panels.lightbox import Lightbox
from sim.qt.panels.monitor import Monitor
from sim.qt.panels.needle_card import NeedleCard
from sim.qt.panels.syringe_card import SyringeCard
from sim.qt.panels.theatre_view import TheatreView
from sim.qt.room_sounds import switched
from sim.qt.tone import Tone
from sim.qt.windows.mode import Mode
from sim.qt.windows.out_of_hand import has_gone
from sim.qt.windows.ward import TABLE, Ward
from sim.session import commands as c
from sim.session.observation import Observation

TURN_DEG, SHIFT_MM, LEAN_DEG, TABLE_MM, PICTURE_DEG = 5.0, 10.0, 2.0, 20.0, 15.0
EVERY = frozenset((*(action.name for action in ACTIONS), *(motion.name for motion in MOTIONS)))
ANYWHERE = frozenset(("pause", "room_sounds", "keys", "fullscreen", "finish"))
"""Acts that ask for no hand at the table"""
IN_PAUSE = ANYWHERE - {"finish"} | frozenset((
    "sights", "invert", "theatre", "enlarge", "monitors", "theatre_apart", "skin", "hands", "stand", "to_tip", "round", "look_left",
    "look_right", "look_up", "look_down",
))  # fmt: skip
"""Acts that only change what is looked at"""
AT_HOME = IN_PAUSE | {"finish", "keep"} | {action.name for action in GROUPED["pictures"]} - {"breath"}
"""Acts that ask for no patient"""
LOOK_PX = 30.0
"""A key turns the eye in the room as far as a drag of so much."""


class Actor(Protocol):
    """What of the room is acted on."""

    keys_wanted: SignalInstance
    fullscreen_wanted: SignalInstance
    paused: bool
    seen: Observation | None
    mode: Mode
    live: Monitor
    darkroom: Darkroom
    carm: CArmCard
    images: ImagesCard
    needle: NeedleCard
    syringe: SyringeCard
    theatre: TheatreView
    lightbox: Lightbox
    tone: Tone
    console: Console
    ward: Ward

    def send(self, command: c.Command) -> None: ...

    def say(self, words: str, kind: str = "") -> None: ...

    def show_sights(self, yes: bool) -> None: ...

    def invert(self) -> None: ...

    def pause(self) -> None: ...


def do_act(room: Actor, name: str, down: bool) -> None:
    """The act of this name; held ones are told when their key goes up."""
    held: dict[str, tuple[c.Command, c.Command]] = {
        "pedal": (c.PressPedal(), c.ReleasePedal()),
        "try": (c.TryPlunger(pressing=True), c.TryPlunger(pressing=False)),
    }
    if name in held:
        room.send(held[name][0 if down else 1])
    elif name == "spin":
        room.needle.spin.setChecked(down)
    elif name == "inject":
        room.syringe.press() if down else room.send(c.ReleasePlunger())
    elif down:
        _once(room, name)


def _once(room: Actor, name: str) -> None:
    if name.startswith("view_") and name != "view_back":
        room.carm.show_view(name.removeprefix("view_"))
        return
    own: dict[str, Callable[[], object]] = {
        "sights": lambda: room.show_sights(not room.live.sights_on),
        "invert": room.invert,
        "room_sounds": lambda: room.say(switched(room.tone)),
        "pause": room.pause,
        "finish": room.console.ask_to_finish,
        "keys": room.keys_wanted.emit,
        "fullscreen": room.fullscreen_wanted.emit,
    }
    acts = instrument_acts(room.send, room.carm, room.images, room.needle, room.syringe)
    (own | acts | theatre_acts(room.theatre, room.lightbox))[name]()


def do_motion(room: Actor, name: str, by: float) -> None:
    """By so many degrees or mm; the flow: at so many ml a second from now on, 0 lets go. In a pause nothing moves."""
    moves: dict[str, Callable[[], None]] = {
        "lean_across": lambda: room.needle.lean(by, 0),
        "lean_along": lambda: room.needle.lean(0, by),
        "orbit": lambda: room.carm.turn(by, 0),
        "tilt": lambda: room.carm.turn(0, by),
        "push": lambda: room.needle.push(by),
        "flow": lambda: room.syringe.flow(by),
    }
    if not room.paused or (name == "flow" and by == 0):
        moves[name]()


def acts_on(room: Actor) -> set[str]:
    """Of those that are switched, the ones that are on now."""
    images = room.images.seen
    switches = {
        "loop": images is not None and images.playing,
        "subtract": images is not None and images.subtraction != "off",
        "place": room.needle.place.isChecked(),
        "sights": room.live.sights_on,
        "skin": room.theatre.glass > 0,
        "theatre": room.lightbox.large == "theatre",
        "monitors": room.lightbox.away,
        "theatre_apart": room.lightbox.stands["theatre"] == "window",
        "invert": room.darkroom.stages.inverted,
        "pause": room.paused,
    }
    taken = room.carm.seen
    views = {f"view_{view.name}": taken is not None and taken.title == view.title for view in VIEWS.values()}
    return {name for name, on in (switches | views).items() if on}


def acts_within_reach(room: Actor) -> Set[str]:
    """On the other pages of the ward keys are for forms: nobody stands at the table."""
    return EVERY if room.ward.code == TABLE else ANYWHERE


def acts_shut(room: Actor) -> Set[str]:
    """Those that this mode does not have, that are out of reach here, or that do nothing in a pause or to who has gone home."""
    unknown = {name for name, may in (("sights", room.mode.may_show_sights), ("skin", room.mode.glass)) if not may}
    resting = IN_PAUSE if room.paused else AT_HOME if has_gone(room.seen) else EVERY
    return unknown | (EVERY - acts_within_reach(room)) | (EVERY - resting)


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
        "withdraw_fine": lambda: needle.push(-0.25),
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
    }


def theatre_acts(theatre: TheatreView, lightbox: Lightbox) -> dict[str, Callable[[], object]]:
    """The same of the eye in the room, and of what stands where."""
    return {
        "theatre": lightbox.toggle_theatre,
        "enlarge": lightbox.next,
        "monitors": lightbox.part,
        "theatre_apart": lambda: lightbox.part("theatre"),
        "skin": theatre.toggle_glass,
        "hands": theatre.next_hands,
        "stand": theatre.stand,
        "to_tip": theatre.go_to_tip,
        "round": theatre.walk_round,
        "look_left": lambda: theatre.look(theatre.eye.turned(LOOK_PX, 0)),
        "look_right": lambda: theatre.look(theatre.eye.turned(-LOOK_PX, 0)),
        "look_up": lambda: theatre.look(theatre.eye.turned(0, LOOK_PX)),
        "look_down": lambda: theatre.look(theatre.eye.turned(0, -LOOK_PX)),
    }
