"""A round of pictures named as they truly lie: whether a drill's pictures can be made and told apart, which no scripted eye could say."""

from __future__ import annotations

from sim.records.recording import Recorder, Recording
from sim.scoring.limits import LIMITS
from sim.scoring.reading import patterns_named
from sim.session.commands import Command, Finish, from_json
from sim.session.drill_commands import NextPicture
from sim.session.session import Session
from sim.session.world import World


def named_as_it_lies(world: World, seed: int) -> Recording:
    """The attempt of somebody who knows."""
    session = Session(world, seed)
    recorder, drill = Recorder(session, "who knows"), session.truth().drill
    for number in range(1, len(drill.seeds) + 1):
        said = patterns_named(drill.given_ml, drill.lay, LIMITS)[0]
        following: Command = NextPicture() if number < len(drill.seeds) else Finish()
        for command in (from_json({"do": "name_picture", "pattern": said}), following):
            recorder.do(command)
            session.step()
            recorder.after_step()
    return recorder.close()
