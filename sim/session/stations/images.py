"""The image processor: lag and subtraction, two monitors, stored images and loops."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from sim.fluoroscopy.detector import LAG
from sim.fluoroscopy.exposure import Exposure, Mask, Orientation
from sim.fluoroscopy.picture import Picture, opened, processed
from sim.session.commands import (
    ImagesCommand,
    KeepImage,
    OrientPicture,
    PlayLoop,
    SetSubtraction,
    ShiftMask,
    ShowStored,
    StoreImage,
    SwapMonitors,
    TakeMask,
)
from sim.session.observation import ImagesSeen
from sim.session.state import State, Stored
from sim.session.stations import breath
from sim.session.stations.log import log, refuse
from sim.session.world import World

LONGEST_RUN = 128
"""Pictures that a loop holds; the newest ones of a longer run."""


def begin(state: State, world: World) -> None:
    """The monitors are dark until the first pulse."""


def do(state: State, world: World, command: ImagesCommand) -> None:
    """Keep, turn, store or subtract."""
    carm, images = state.carm, state.images
    match command:
        case KeepImage():
            if _held(state) is not None:
                images.playing = None
                carm.reference = carm.live
                log(state, "image_kept")
        case SwapMonitors():
            images.playing = None
            carm.live, carm.reference = carm.reference, carm.live
        case OrientPicture():
            images.orientation = Orientation(command.turn_deg % 360.0, command.mirrored)
            _remake(state)
        case StoreImage():
            _store(state, command.loop)
        case ShowStored():
            if command.number > len(images.stored):
                refuse(state, "nothing_stored", number=command.number, there=len(images.stored))
            else:
                _play(state, images.stored[command.number - 1])
        case PlayLoop():
            if not command.playing:
                images.playing = None
            elif not images.run:
                refuse(state, "no_run")
            else:
                _play(state, Stored("run", images.run, carm.programme.pictures_s))
        case SetSubtraction():
            _subtract(state, command.mode)
        case TakeMask():
            if (held := _held(state)) is not None:
                images.subtraction, images.mask = "subtract", Mask(_plain(opened(held)))
                log(state, "mask_taken")
                _remake(state)
        case ShiftMask():
            if images.mask is None:
                refuse(state, "no_mask")
            else:
                images.mask = replace(images.mask, shift_mm=(command.right_mm, command.up_mm))
                _remake(state)
        case _:
            assert_never(command)


def _held(state: State) -> Picture | None:
    """The picture on the live monitor; without one the operator is told."""
    if state.carm.live is None:
        refuse(state, "no_image_to_keep")
    return state.carm.live


def _plain(exposure: Exposure) -> Exposure:
    return replace(exposure, subtracted=None)


def _remake(state: State) -> None:
    """The held image follows the console's settings at once."""
    live, images = state.carm.live, state.images
    if live is not None:
        mask = images.mask if images.mask is not None and images.mask.exposure.view == live.view else None
        state.carm.live = processed(live, replace(opened(live), orientation=images.orientation, subtracted=mask))


def _store(state: State, loop: bool) -> None:
    carm, images = state.carm, state.images
    pictures = images.run if loop else (carm.live,) if carm.live is not None else ()
    if not pictures:
        refuse(state, "no_image_to_store")
        return
    title = f"{pictures[-1].title}, {len(pictures)} pictures" if loop else pictures[-1].title
    images.stored.append(Stored(title, pictures, carm.programme.pictures_s))
    log(state, "image_stored", number=len(images.stored), view=pictures[-1].title, pictures=len(pictures))


def _play(state: State, stored: Stored) -> None:
    state.images.playing, state.images.played_s = (stored, 0.0) if len(stored.pictures) > 1 else (None, 0.0)
    state.carm.reference = stored.pictures[0]


def _subtract(state: State, mode: str) -> None:
    images = state.images
    if mode == "roadmap" and (held := _held(state)) is None:
        return
    log(state, "subtraction_set", mode=mode)
    images.subtraction = mode
    images.mask = Mask(_plain(opened(held)), roadmap=True) if mode == "roadmap" and held is not None else None
    _remake(state)


def begin_run(state: State) -> None:
    """The pedal goes down: lag and loop begin anew, what plays stops."""
    state.images.recent, state.images.run, state.images.playing = (), (), None


def drop_mask(state: State) -> None:
    """The geometry changed: what was before fits no longer."""
    images = state.images
    images.recent = ()
    if images.mask is not None:
        images.mask = None
        images.subtraction = "off" if images.subtraction == "roadmap" else images.subtraction
        log(state, "mask_dropped")


def taken(state: State, picture: Picture) -> None:
    """A pulse has been given: process it and put it on the live monitor."""
    images, exposure = state.images, opened(picture)
    whole = replace(exposure, before=images.recent, orientation=images.orientation)
    images.recent = (exposure, *images.recent)[: len(LAG) - 1]
    if images.subtraction == "subtract" and images.mask is None and len(whole.before) == len(LAG) - 1:
        images.mask = Mask(whole)
        log(state, "mask_taken")
    live = processed(picture, replace(whole, subtracted=images.mask))
    images.run = (*images.run, live)[-LONGEST_RUN:]
    state.carm.live = live


def step(state: State, world: World, dt_s: float) -> None:
    """A loop goes on."""
    images = state.images
    if images.playing is not None:
        images.played_s += dt_s
        pictures = images.playing.pictures
        state.carm.reference = pictures[int(images.played_s * images.playing.pictures_s) % len(pictures)]


def seen(state: State, world: World) -> ImagesSeen:
    images = state.images
    return ImagesSeen(
        orientation=images.orientation,
        stored=tuple(stored.title for stored in images.stored),
        playing=images.playing is not None,
        subtraction=images.subtraction,
        has_mask=images.mask is not None,
        mask_shift_mm=images.mask.shift_mm if images.mask is not None else (0.0, 0.0),
        breath_held=breath.seen(state, world),
    )
