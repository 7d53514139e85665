"""``bench`` measures what happens: each part of it runs, and its programs tell what is asked of them."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from meshes.anatomy import Anatomy
from scenarios.files import InputError
from sim.exchange.gradebook.cohort import cohort
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.rows import attempts
from sim.studies.bench import department, fluids, measuring, radiographs, start
from sim.studies.bench import figures as figures_of
from sim.studies.bench.department import LEARNERS, filled
from sim.studies.bench.figures import spread, told_by, told_or_why
from tests.conftest import PROJECT

PROGRAMS = Path(measuring.__file__).parent


def test_contrast_is_in_the_space_while_its_steps_are_timed_and_each_solve_is_one(
    reference: Anatomy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The part asserts itself that iodine lies there; a solve of a field of tens of thousands of cells takes more than a millisecond."""
    monkeypatch.setattr(fluids, "AT_ML", (1,))
    monkeypatch.setattr(fluids, "SOLVES", 2)
    found = fluids.contrast(reference)
    assert found["contrast_solve_ms"]["runs"] == 2
    assert found["contrast_solve_ms"]["min"] > 1.0
    assert 0.0 < found["contrast_step_at_1_ml_ms"]["median"] < found["contrast_solve_ms"]["median"]


def test_pictures_are_timed_with_contrast_in_them(reference: Anatomy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(radiographs, "times", lambda work, runs, warm=0: figures_of.times(work, 1))
    found = radiographs.picture_times(reference)
    assert set(found) == {"xray_512_ms", "xray_1024_ms", "live_1024_ms", "display_1024_ms"}
    assert all(value["min"] > 0.0 for value in found.values())


@pytest.mark.parametrize("program", ["first_press", "patient_held"])
def test_a_program_tells_one_figure(program: str) -> None:
    assert told_by(f"sim.studies.bench.{program}") > 0.0


def test_a_start_goes_from_nothing_to_a_painted_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """Longer than Python and Qt alone take to load; from Begin, of a case that was read about, part of that."""
    asked = list[dict[str, float]]()

    def told(module: str, *read: str, **environment: str) -> dict[str, float]:
        asked.append(told_by(module, *read, **environment | {"QT_QPA_PLATFORM": "offscreen"}))
        return asked[-1]

    monkeypatch.setattr(start, "told_by", told)
    now = start._start()
    assert 0.3 < now["start_s"] < 300.0
    assert 100.0 < now["resident_mb"] < 4000.0
    assert 0.0 < start._start("read")["begin_s"] == asked[1]["painted"] - asked[1]["began"]


def loaded_by(module: str) -> set[str]:
    """What of this project and of others is loaded once a module's own imports are made, also those within its functions."""
    path = PROJECT / f"{module.replace('.', '/')}.py"
    wanted = [ast.unparse(node) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom)]
    first = "import sim.session.session"  # as every window does
    lines = [first, *(one for one in wanted if one != "from __future__ import annotations"), "import sys", "print(*sys.modules)"]
    said = subprocess.run([sys.executable, "-c", "\n".join(lines)], cwd=PROJECT, capture_output=True, text=True, check=True)
    return set(said.stdout.split())


def test_a_start_that_is_timed_loads_what_a_users_does() -> None:
    """Fault: what reads the memory lay in a package that loads every study, and a start was charged with 0.6 s and 100 MB of them."""
    ours = {"sim.qt.bench", "sim.studies", "sim.studies.bench", "sim.studies.bench.memory", "sim.qt.app"}
    more = loaded_by("sim.qt.bench.first_picture") - loaded_by("sim.qt.app")
    assert {one for one in more if one.split(".")[0] not in {*sys.stdlib_module_names, "psutil"}} <= ours


def test_a_program_that_cannot_run_says_its_own_last_line() -> None:
    assert "No module named" in told_or_why("sim.studies.bench.nothing")
    with pytest.raises(subprocess.CalledProcessError):
        told_by("sim.studies.bench.nothing")


def test_every_program_of_the_folder_is_one_and_is_asked_for() -> None:
    """A module that ends in a main is run by its dotted name somewhere in the package."""
    programs = {path.stem for path in PROGRAMS.glob("*.py") if "__main__" in path.read_text(encoding="utf-8")}
    asked = "".join(path.read_text(encoding="utf-8") for path in PROGRAMS.glob("*.py"))
    assert programs == {name for name in programs if f'"sim.studies.bench.{name}"' in asked}
    assert len(programs) == 5


def test_parts_are_told_as_they_are_done(reference: Anatomy, monkeypatch: pytest.MonkeyPatch) -> None:
    for part in (
        "started",
        "_patient",
        "picture_times",
        "_theatre",
        "_sketch",
        "_debriefing",
        "_beside_gvxr",
        "_agents",
        "page_times",
        "slowest_command",
    ):
        monkeypatch.setattr(measuring, part, lambda *_: {})
    monkeypatch.setattr(measuring, "needle_step", lambda _: {})
    monkeypatch.setattr(measuring, "contrast", lambda _: {})
    monkeypatch.setattr(measuring, "_first_press", dict)
    monkeypatch.setattr(measuring, "attempt_rates", lambda _: [1.0, 3.0])
    monkeypatch.setattr(measuring, "told_by", lambda *_, **__: [2.0])
    said = list[str]()
    found = measuring.measure(reference, said.append)
    assert said[0] == "1 of 14: start"
    assert found["attempts_per_core_s"] == spread([1.0, 3.0])
    assert found["steer_per_s"]["median"] == 2.0


def test_a_room_that_is_not_drawn_is_told_and_one_that_is_has_its_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "told_or_why", lambda _: "no OpenGL")
    assert measuring._theatre() == {"theatre": "the room was not drawn: no OpenGL"}
    monkeypatch.setattr(measuring, "told_or_why", lambda _: {"skin": [30.0, 40.0], "glass": [20.0]})
    assert measuring._theatre() == {"theatre_skin_per_s": spread([30.0, 40.0]), "theatre_glass_per_s": spread([20.0])}


def test_waits_in_a_debriefing_are_told_by_what_is_done_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "told_or_why", lambda _: "no screen")
    assert measuring._debriefing() == {"debriefing": "no debriefing was shown: no screen"}
    monkeypatch.setattr(measuring, "told_or_why", lambda _: {"dragged": 40.0})
    assert measuring._debriefing() == {"debriefing_dragged_wait_ms": spread([40.0])}


def test_a_sketch_s_first_time_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "told_or_why", lambda _: "no screen")
    assert measuring._sketch() == {"sketch": "no sketch was shown: no screen"}
    monkeypatch.setattr(measuring, "told_or_why", lambda _: {"xray": [2.0, 0.5, 0.7]})
    assert measuring._sketch() == {"sketch_first_xray_s": spread([2.0]), "sketch_xray_s": spread([0.5, 0.7])}


def test_made_up_attempts_fill_an_empty_database_and_no_other(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'book.sqlite'}"
    filled(url, each=1)
    with Gradebook(url) as book:
        assert len(attempts(book)) == LEARNERS
        found = cohort(book)
    assert len(found.members) == LEARNERS
    assert 0.2 < sum(sum(one.passed) for one in found.members) / LEARNERS < 0.8
    with pytest.raises(InputError, match="go into an empty one only"):
        filled(url, each=1)


def test_a_department_is_told_for_the_file_and_for_a_server_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(department, "filled", lambda url: filled(url, each=1))
    monkeypatch.delenv(department.SERVER, raising=False)
    figures = department.page_times()
    assert figures["class_postgresql"] == "no server: TUOHY_BENCH_DATABASE is not set"
    assert figures["class_page_sqlite_s"]["runs"] == 5
    assert {"first_page_sqlite_s", "first_page_cold_sqlite_s", "learning_curve_sqlite_s"} <= figures.keys()
