"""Follows an attempt for whoever is guided, in the attempt's own thread: nothing is worked out in the window's."""

from __future__ import annotations

from sim.fluoroscopy.picture import Picture
from sim.scoring.milestones import Milestones, Standing
from sim.session.observation import Observation
from sim.session.session import Session


class Guide:
    """Says where the attempt stands when that has changed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._milestones = Milestones(session.world.scenario)
        self._read = 0
        self._picture: Picture | None = None
        self._told: Standing | None = None

    def follow(self, seen: Observation) -> Standing | None:
        """Where it stands after what was observed last; None if as before."""
        fresh = self._session.events_from(self._read)
        new_picture = seen.live is not None and seen.live is not self._picture
        if not fresh and not new_picture and self._told is not None:
            return None
        self._read += len(fresh)
        self._milestones.add(fresh)
        if new_picture and seen.live is not None:
            self._picture = seen.live
            self._milestones.saw(seen.live)
        standing = self._milestones.now()
        if standing == self._told:
            return None
        self._told = standing
        return standing
