"""What controls do to the room: presses into acts, deflections into motion. No library and no window: it is told all it knows.

Input that cannot harm: when the hands are taken off (a page turned, a dialog, another window, a device gone) what is held ends, and a
control counts again only once it has been at rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set

from sim.qt.devices.controls import Kind, Lost, Moved, PluggedIn, Told, deflection
from sim.qt.devices.motions import MOTIONS, Motion

PRESSED, LET_GO = 0.25, 0.12
"""So far a trigger or pedal has to go to be a press, and so far back to be none: deflections (guesses)"""


class Helm:
    """Holds where each control stands.

    act : told an act's name, and whether it begins or ends
    move : told a motion's name, and by how much; of a rate that stands, how much it is
    """

    def __init__(self, act: Callable[[str, bool], None], move: Callable[[str, float], None]) -> None:
        self._act, self._move = act, move
        self._bound: dict[str, set[str]] = {}
        """Act or motion -> its controls"""
        self._levels: dict[tuple[str, str], float] = {}
        self._waits: set[tuple[str, str]] = set()
        """Controls, by device, that count only once they have been at rest"""
        self._down: set[str] = set()
        self._owed: dict[str, float] = {}
        """What a motion has gone towards its next step"""
        self._standing: dict[str, float] = {}
        """Rates that stand"""

    def bind(self, chosen: Mapping[Kind, Mapping[str, str]]) -> None:
        """Which control does what."""
        self.let_go()
        self._bound = {}
        for of_kind in chosen.values():
            for name, control in of_kind.items():
                if control:
                    self._bound.setdefault(name, set()).add(control)

    def let_go(self) -> None:
        """Hands off: nothing is held, and what is not at rest waits until it is."""
        self._waits |= {key for key, level in self._levels.items() if deflection(key[1], level)}
        self._owed = {}
        self.pass_time(0.0, frozenset())
        self._settle(frozenset())

    def hear(self, told: Iterable[Told], reach: Set[str]) -> None:
        """What devices say, in its order. Only what is within reach begins; what is held may always end."""
        for one in told:
            match one:
                case PluggedIn():
                    new = {(one.device, control): level for control, level in one.levels.items()}
                    self._levels |= new
                    self._waits |= {key for key, level in new.items() if deflection(key[1], level)}
                case Moved():
                    key = (one.device, one.control)
                    self._levels[key] = one.level
                    if not deflection(one.control, one.level):
                        self._waits.discard(key)
                case Lost():
                    self._levels = {key: level for key, level in self._levels.items() if key[0] != one.device}
                    self._waits = {key for key in self._waits if key[0] != one.device}
            self._settle(reach)

    def pass_time(self, seconds: float, reach: Set[str]) -> None:
        """Go on with what is deflected, for so long."""
        for motion in MOTIONS:
            by = self._deflected(motion.name) if motion.name in reach else 0.0
            if motion.standing:
                self._stand(motion, by)
                continue
            owed = self._owed.get(motion.name, 0.0) + by * motion.per_s * seconds if by else 0.0
            steps = int(owed / motion.step)
            self._owed[motion.name] = owed - steps * motion.step
            if steps:
                self._move(motion.name, steps * motion.step)

    def _stand(self, motion: Motion, by: float) -> None:
        """A rate, from its least step on; said when it changes."""
        rate = max(round(by * motion.per_s / motion.step), 1) * motion.step if by > 0 else 0.0
        if rate != self._standing.get(motion.name, 0.0):
            self._standing[motion.name] = rate
            self._move(motion.name, rate)

    def _deflected(self, name: str) -> float:
        """-1 to 1, of the control that is moved farthest; 0 while it waits."""
        of_it = self._bound.get(name, set())
        counted = (deflection(key[1], level) for key, level in self._levels.items() if key[1] in of_it and key not in self._waits)
        return max(counted, key=abs, default=0.0)

    def _settle(self, reach: Set[str]) -> None:
        """Presses that have begun and ended since."""
        for name in self._bound:
            if name in _MOVED:
                continue
            pressed, down = abs(self._deflected(name)), name in self._down
            if down and pressed < LET_GO:
                self._down.discard(name)
                self._act(name, False)
            elif not down and pressed >= PRESSED and name in reach:
                self._down.add(name)
                self._act(name, True)


_MOVED = frozenset(motion.name for motion in MOTIONS)
