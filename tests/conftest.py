"""What tests share: the shipped patient and the cases, loaded once per process; real spines where they lie beside the project."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from meshes.anatomy import Anatomy, Labels
from meshes.tissues import Tissue
from scenarios import files
from sim.session import patients
from sim.session.home import BODIES
from sim.session.patients import shipped_patient
from sim.session.world import World
from tests.sim.played import Played

PROJECT = Path(__file__).parent.parent
REAL = PROJECT.parent / "shared" / "realdata"
"""Somebody's spines; never part of the project."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    absent = pytest.mark.skip(reason="no real spines beside the project")
    for item in items:
        if item.get_closest_marker("realdata") and not REAL.is_dir():
            item.add_marker(absent)


@pytest.fixture(scope="session")
def of_this_run(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all processes of a run share."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, of_this_run: Path) -> Path:
    """Attempts and settings of a test are its own. A body is made once for a whole run: that of a case takes half a minute."""
    home = tmp_path / "home"
    monkeypatch.setenv("TUOHY_HOME", str(home))
    monkeypatch.setenv(BODIES, str(of_this_run / "bodies"))
    return home


@pytest.fixture
def nobody_made(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For a test of the making: bodies are kept in its own home, where there is none yet."""
    monkeypatch.delenv(BODIES)


@pytest.fixture(scope="session")
def flat(reference: Anatomy) -> Anatomy:
    """He without a pillow. Shared: not to be changed."""
    found = patients.without_pillow(reference, None)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def reference() -> Anatomy:
    """The shipped patient. Shared: not to be changed."""
    return shipped_patient("reference")


class Worlds(dict[str, World]):
    """Every shipped case in the shipped patient, by name, each made when it is first asked for.

    Cases that name a body of their own are done in it by ``check``: bodies take long to build, and what is tested here is the same in all.
    """

    def __init__(self, reference: Anatomy) -> None:
        super().__init__()
        self._reference = reference

    def __missing__(self, name: str) -> World:
        self[name] = World.of(files.scenario(files.library()[name]), self._reference)
        return self[name]


@pytest.fixture(scope="session")
def worlds(reference: Anatomy) -> dict[str, World]:
    return Worlds(reference)


@pytest.fixture(scope="session")
def played(worlds: dict[str, World], of_this_run: Path) -> Played:
    """The shipped scripts as they were played in this run of the tests, in whichever of its processes."""
    folder = of_this_run / "played"
    folder.mkdir(exist_ok=True)
    return Played(worlds, folder)


@pytest.fixture(scope="session")
def interlaminar(worlds: dict[str, World]) -> World:
    return worlds["interlaminar_l4_l5"]


@pytest.fixture(scope="session")
def sound(reference: Anatomy) -> Anatomy:
    """The shipped patient with whole interspinous ligaments, and none of the space's bands: what an import knows of them."""
    values = reference.fine.values.copy()
    values[values == Tissue.INTERSPINOUS_CLEFT] = Tissue.INTERSPINOUS
    values[values == Tissue.PLICA] = Tissue.DORSAL_FAT
    return replace(reference, fine=Labels(reference.fine.grid, values))


@pytest.fixture(scope="session")
def sound_case(sound: Anatomy) -> World:
    """The interlaminar case in it."""
    return World.of(files.scenario(files.library()["interlaminar_l4_l5"]), sound)


@pytest.fixture
def real() -> Path:
    """The folder of real spines; for tests marked ``realdata``."""
    return REAL
