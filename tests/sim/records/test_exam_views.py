"""An exam in which somebody steered the C-arm to the target was practice: no exam's room offers it, so its commands are another's."""

from __future__ import annotations

import pytest

from sim.records.header import MODES
from sim.records.recording import Recorder
from sim.session.commands import ShowView
from sim.session.session import Session
from sim.session.world import World


@pytest.mark.parametrize(("assisted", "modes"), [(True, ("exam", "practice")), (False, ("exam",))])
def test_an_exam_with_a_view_that_found_the_target_is_filed_as_practice(
    assisted: bool, modes: tuple[str, ...], interlaminar: World
) -> None:
    recorder = Recorder(Session(interlaminar, 1), "somebody", mode="exam")
    recorder.do(ShowView(view="lateral", assisted=assisted))
    recorder.session.step()
    recorder.after_step()
    recording = recorder.close()
    assert recording.modes == modes
    assert min(recording.modes, key=MODES.index) == modes[-1]
