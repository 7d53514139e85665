"""Which vertebrae a picture shows whole: what can be counted in it. Oracle: where their pedicles fall in the open field."""

from __future__ import annotations

from sim.session import commands as c
from sim.session.session import Session
from sim.session.world import World


def shown(session: Session, *commands: c.Command) -> list[str]:
    for command in (*commands, c.PressPedal(), c.ReleasePedal()):
        session.do(command)
    session.step()
    (*_, started) = (event for event in session.events if event.kind == "exposure_started")
    return list(started.data["levels"])


def test_a_picture_shows_the_vertebrae_in_its_open_field(interlaminar: World) -> None:
    marks = interlaminar.anatomy.landmarks
    session = Session(interlaminar, 1)

    def over(level: str) -> c.Command:
        left, right = marks[f"{level}/pedicle_left"], marks[f"{level}/pedicle_right"]
        x, y, z = (float(a) for a in (left + right) / 2)
        return c.MoveCArm(orbit_deg=0.0, tilt_deg=0.0, centre_mm=(x, y, z))

    assert shown(session, over("L4"), c.SetField(mode=0)) == ["L2", "L3", "L4", "L5"]
    assert shown(session, over("L2"))[:3] == ["T12", "L1", "L2"]
    assert shown(session, over("L4"), c.SetField(mode=2)) == ["L3", "L4", "L5"]
    assert shown(session, c.SetCollimator(width=1.0, height=0.3)) == ["L4"]
    assert shown(session, c.SetCollimator(width=0.1, height=1.0)) == []
