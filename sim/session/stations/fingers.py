"""The fingers that move a needle, in the open beam or beside it.

The hub lies behind the skin along the shaft; looked at down the beam it stands over the target, and so do the fingers that hold it. A ring
badge took 0.7 mrem an injection in 15 s of beam, more than glasses (0.4) and apron (0.3) [@botwin_2002].
"""

from __future__ import annotations

from sim.fluoroscopy.carm import View
from sim.session.state import State
from sim.session.stations.log import log, rounded

HELD_S = 0.5
"""So long after a move under the beam the fingers are still there (guess)."""
HAND_MM = 30.0
"""The fingers reach so far round the hub (guess: half the width of a hand that holds it)."""


def took_hold(state: State) -> None:
    """The needle was moved; between two looks that is nobody's dose."""
    if state.carm.pedal and state.needle is not None and state.needle.placed:
        state.carm.hand_left_s = HELD_S


def exposed(state: State, view: View, dt_s: float) -> None:
    """The beam was on for so long."""
    carm = state.carm
    if carm.hand_left_s > 0:
        carm.hand_s += dt_s if _in_field(state, view) else 0.0
        carm.hand_left_s = max(carm.hand_left_s - dt_s, 0.0)


def beam_on(state: State) -> None:
    """Whoever presses the pedal has let go before."""
    state.carm.hand_s = state.carm.hand_left_s = 0.0


def beam_off(state: State) -> None:
    """What the fingers took is a fact of the run that ends."""
    if state.carm.hand_s > 0:
        log(state, "hand_in_beam", seconds=rounded(state.carm.hand_s, 3))


def _in_field(state: State, view: View) -> bool:
    """Whether some of the hand round the hub lies in the open field."""
    needle = state.needle
    if needle is None or not needle.placed:
        return False
    hub, half = needle.shaft()[0], view.field_mm / 2
    aside = ((0.0, 0.0), (-HAND_MM, 0.0), (HAND_MM, 0.0), (0.0, -HAND_MM), (0.0, HAND_MM))
    places = view.project([hub + u * view.across + v * view.up for u, v in aside])
    return any(state.carm.collimator.holds(float(u) / half, float(v) / half) for u, v in places)
