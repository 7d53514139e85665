"""What stands between the eye and the field, and what glass shows. Oracles: which parts are drawn; the eye's own geometry; pixels."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from meshes.anatomy import Anatomy
from sim.fluoroscopy.carm import Pose, View
from sim.qt.panels.part_key import KEY, LEFT, SIGN
from sim.qt.theatre.cast import Cast, cast_of
from sim.qt.theatre.eye import Eye
from sim.qt.theatre.looks import LOOKS
from sim.qt.theatre.theatre_scene import HEAD, TheatreScene
from tests.qt.conftest import User

pytestmark = pytest.mark.display


@pytest.fixture(scope="module")
def cast(reference: Anatomy) -> Cast:
    return cast_of(reference, inside=True, side=-1)


@pytest.fixture
def scene(cast: Cast) -> Iterator[TheatreScene]:
    made = TheatreScene(cast, -1)
    yield made
    made.close()


def there(scene: TheatreScene, name: str) -> bool:
    return bool(scene.parts[name].GetVisibility())


def test_a_detector_before_the_field_is_an_outline(scene: TheatreScene) -> None:
    """Fault: clear as it was, it was a veil over all that is worked on."""
    scene.stand(View(Pose(-42.0, 0.0)))
    scene.look(Eye.standing(-1))
    assert there(scene, "outline")
    assert not any(there(scene, name) for name in HEAD)
    scene.look(Eye.standing(-1).from_other_side())
    assert not there(scene, "outline")
    assert all(there(scene, name) for name in HEAD)


@pytest.mark.parametrize("side", [-1, 1])
def test_the_hip_on_the_eye_s_side_is_almost_clear(scene: TheatreScene, side: int) -> None:
    """Fault: wing and thigh stood before the spine. From straight above neither does."""
    near, far = ("hip_right", "hip_left")[::side]
    scene.see_through(0.85)

    def opacity(name: str) -> float:
        return float(scene.parts[name].GetProperty().GetOpacity())

    scene.look(Eye(side, 14.0, 28.0, 820.0))
    assert opacity(near) < 0.1
    assert opacity(far) == 1.0
    scene.look(Eye(side, 14.0, 86.0, 820.0))
    assert opacity(near) == opacity(far) == 1.0


def test_glass_brings_the_eye_to_the_canal_and_back_and_names_what_it_shows(user: User) -> None:
    user.begin()
    user.key(Qt.Key.Key_V)
    theatre = user.room.theatre
    user.wait(lambda: theatre.is_drawn)
    stood = theatre.eye
    user.key(Qt.Key.Key_X)
    assert theatre.eye.away_mm < stood.away_mm
    assert np.linalg.norm(theatre.anatomy.canal - theatre.eye.looks_at, axis=1).min() < 1.0
    assert abs(theatre.eye.looks_at[2] - user.seen.carm.view.pose.centre[2]) < 5.0
    picture = theatre.grab().toImage()
    high = theatre.fontMetrics().height() + 2
    for row, part in enumerate(KEY):
        assert picture.pixelColor(LEFT + SIGN // 2, round(LEFT + high * (row + 0.5))) == QColor(*LOOKS[part].colour)
    user.key(Qt.Key.Key_X)
    assert theatre.eye == stood
    theatre.look(stood.nearer(2))
    user.key(Qt.Key.Key_X)
    assert theatre.eye == stood.nearer(2), "who went his own way stays there"
    user.key(Qt.Key.Key_X)
    assert theatre.eye == stood.nearer(2)
