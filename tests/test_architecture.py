"""The four layers: imports run one way, nothing runs in a circle, Qt stays in its layer; files are short, names mean one thing.

The guard is shown to see: each rule is also run over a small tree in which it is broken.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

PROJECT = Path(__file__).parent.parent
LAYERS = ("meshes", "scenarios", "sim", "sim.qt", "main")
"""From the bottom up."""
FLOORS = (
    ("compiled", "plain_names", "quoting", "sharing", "table", "telling", "workers", "writing"),
    ("extent", "process_form", "registration", "space", "tables", "tissues"),
    ("shapes",),
    ("asked", "entries", "kept_surfaces", "noise", "nrrd", "unreadable"),
    ("chance", "sides"),
    ("anatomy", "canal_line", "coverage", "leaves", "morphometry", "person", "surfaces"),
    ("skeleton", "voxels"),
    ("arch_shell", "painting"),
    ("ageing", "mineral", "numbering", "plausibility", "spine", "waist"),
    ("root_places", "triangles"),
    ("calcium", "fitting", "outlines", "variants"),
    ("landmarks", "layers", "population", "stacking"),
    ("drawing", "soft_surfaces"),
    ("building", "sketching"),
    ("nerve_figures", "reading", "soundness"),
    ("survey",),
)
"""The order inside ``meshes``, from the ground up: a file or folder of it imports only what stands on a floor below its own."""
QT = ("PySide6", "pyvistaqt", "qtpy")
AGENTS = "sim.exchange.agents"
OPTIONAL = {
    "gymnasium": (AGENTS,),
    "pyarrow": ("sim.exchange.trace", "sim.exchange.gradebook.elsewhere"),
    "pygame": ("sim.qt.devices.pads",),
}
"""Packages of extras, each with the only rooms that import it."""
HIDDEN = ("sim.session.state", "sim.fluoroscopy.imager", "sim.fluoroscopy.exposure.Exposure", "sim.fluoroscopy.exposure.Mask")
"""What panels and hands never import."""
OPENERS = ("truth", "contrast_for_glass", "opened", "sketched", "exposure", "_exposures", "_anatomy", "_imager")
"""Names by which somebody would come at what lies behind an Observation or a picture."""
CHANGES = ("inject", "rest", "aim", "place", "advance", "retract", "rotate", "append", "clear", "update", "pop", "add")
"""Methods that change what lies in a session's state."""


def modules(root: Path) -> dict[str, Path]:
    """Every module of the layers by its dotted name."""
    files = [root / "main.py"] if (root / "main.py").is_file() else []
    for top in ("meshes", "scenarios", "sim"):
        files += sorted((root / top).rglob("*.py"))
    return {_name(root, path): path for path in files}


def _name(root: Path, path: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(name: str, path: Path, top_only: bool = False) -> Iterator[str]:
    """The dotted names that a module imports; with ``top_only`` those that run when it is loaded."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = _loaded(tree) if top_only else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = name if path.name == "__init__.py" else name.rpartition(".")[0]
            up = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*up, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _loaded(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes outside functions."""
    for node in ast.iter_child_nodes(tree):
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _loaded(node)


def layer(name: str) -> int | None:
    """The layer of a module; None for what is not ours."""
    if name == "sim.qt" or name.startswith("sim.qt."):
        return LAYERS.index("sim.qt")
    top = name.split(".")[0]
    return LAYERS.index(top) if top in LAYERS else None


def upward(root: Path) -> list[str]:
    """Imports from a higher layer. Only main may know both the windows and the command line."""
    found = []
    for name, path in modules(root).items():
        mine = layer(name)
        assert mine is not None
        found += [f"{name} -> {other}" for other in set(imports(name, path)) if (layer(other) or 0) > mine]
    return sorted(found)


def upstairs(root: Path) -> list[str]:
    """Imports inside ``meshes`` of what stands as high or higher, and what stands on no floor at all."""
    floor = {part: i for i, parts in enumerate(FLOORS) for part in parts}
    known = modules(root)
    found = []
    for name, path in known.items():
        if not name.startswith("meshes."):
            continue
        mine = name.split(".")[1]
        if mine not in floor:
            found.append(f"{name} stands on no floor")
            continue
        others = {i for i in imports(name, path) if i in known and i.startswith("meshes.") and i.split(".")[1] != mine}
        found += [f"{name} -> {i}" for i in others if floor.get(i.split(".")[1], len(FLOORS)) >= floor[mine]]
    return sorted(found)


def qt_outside(root: Path) -> list[str]:
    """Qt below the windows."""
    return sorted(
        f"{name} -> {other}"
        for name, path in modules(root).items()
        if not name.startswith("sim.qt")
        for other in set(imports(name, path))
        if other.split(".")[0] in QT
    )


def circles(root: Path) -> list[tuple[str, ...]]:
    """Groups of modules that need one another to be loaded."""
    known = modules(root)
    graph = {name: {other for other in imports(name, path) if other in known and other != name} for name, path in known.items()}
    return _strong(graph)


def _strong(graph: dict[str, set[str]]) -> list[tuple[str, ...]]:
    """The strongly connected components of more than one module."""
    names = sorted(graph)
    needs = np.array([[other in graph[name] for other in names] for name in names], bool)
    count, of = connected_components(csr_array(needs), directed=True, connection="strong")
    groups = [tuple(name for name, part in zip(names, of, strict=True) if part == k) for k in range(count)]
    return sorted(group for group in groups if len(group) > 1)


def strangers(root: Path) -> list[str]:
    """Siblings that should not know each other: the session hands them what they need."""
    apart = ("sim.physics", "sim.fluoroscopy")
    found = []
    for name, path in modules(root).items():
        for mine, other in (apart, apart[::-1]):
            if name.startswith(mine):
                found += [f"{name} -> {i}" for i in set(imports(name, path)) if i.startswith(other)]
    return sorted(found)


def blind_hands(root: Path) -> list[str]:
    """Panels, scripted hands and agents that reach for the truth, or open a picture to see what the X-ray hid."""
    found = []
    for name, path in modules(root).items():
        if not name.startswith(("sim.qt.panels", "sim.operators", "sim.exchange.agents")):
            continue
        reached = [i for i in set(imports(name, path)) if i.startswith(HIDDEN) or i.rpartition(".")[2] in OPENERS]
        tree = ast.parse(path.read_text(encoding="utf-8"))
        reached += [n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr in OPENERS and isinstance(n.ctx, ast.Load)]
        if name.startswith("sim.operators"):
            reached += [i for i in set(imports(name, path)) if i.startswith("sim.fluoroscopy.shadows")]
        found += [f"{name} -> {what}" for what in reached]
    return sorted(found)


def borrowers(root: Path) -> list[str]:
    """Code outside the room that an extra is for which asks for it; and what asks for the agents' room as soon as it is loaded."""
    found = []
    for name, path in modules(root).items():
        loaded = set(imports(name, path, top_only=True))
        for package, rooms in OPTIONAL.items():
            if not name.startswith(rooms):
                found += [f"{name} -> {i}" for i in set(imports(name, path)) if i.split(".")[0] == package]
                found += [f"{name} -> {i}" for i in loaded if i.startswith(f"{AGENTS}.") and rooms == (AGENTS,)]
    return sorted(found)


def past_the_door(root: Path) -> list[str]:
    """Code beside the session that does something to a session's state: its fluids, its needle, its fields."""
    found = []
    for name, path in modules(root).items():
        if name.startswith(("sim.session", "sim.physics")):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGES:
                reached = ast.unparse(node.func)
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
                reached = ast.unparse(node)
            else:
                continue
            if re.search(r"\b(state|truth\(\))\.\w+", reached):
                found.append(f"{name} -> {reached}")
    return sorted(found)


# --- sizes and names ------------------------------------------------------------------------------------------------------

LONGEST_FILE, LONGEST_FUNCTION, MEDIAN_FILE = 300, 60, 110
TWICE = {
    "care.py": "what is done round the needle, and what is measured of it",
    "carm.py": "the C-arm, and the station at it",
    "needle.py": "the needle, and the station at it",
    "pattern.py": "how contrast looks: the words for it, and how it is found",
    "patients.py": "the patients that there are, and the commands that list them",
    "rehearsal.py": "attempts by the computer's hands, and the command for them",
    "replay.py": "a recording done again, and the command for it",
    "rubric.py": "a rubric as data, and its judging",
    "script.py": "a script as data, and its doing",
    "views.py": "the named views as a table, and how each stands over a patient",
    "ward.py": "the patient's bedside as a station, and on the screen",
}
"""File names that stand twice because they are one thing in two rooms."""


def long_files(root: Path) -> list[str]:
    """Files of more than LONGEST_FILE lines."""
    sizes = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in modules(root).items()}
    return sorted(f"{name}: {size} lines" for name, size in sizes.items() if size > LONGEST_FILE)


def long_functions(root: Path) -> list[str]:
    """Functions of more than LONGEST_FUNCTION lines, from def to end."""
    return sorted(
        f"{name}.{node.name}: {(node.end_lineno or node.lineno) - node.lineno + 1} lines"
        for name, path in modules(root).items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or node.lineno) - node.lineno >= LONGEST_FUNCTION
    )


def namesakes(root: Path) -> list[str]:
    """File names that stand twice, but for those of one thing in two rooms."""
    found: dict[str, list[str]] = {}
    for name, path in modules(root).items():
        if path.name != "__init__.py":
            found.setdefault(path.name, []).append(name)
    return sorted(f"{file}: {', '.join(names)}" for file, names in found.items() if len(names) > (2 if file in TWICE else 1))


def _classes(tree: ast.Module) -> set[str]:
    """The classes and aliases that a module defines: names that start with a capital and are not constants."""
    made = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        made |= {t.id for t in targets if isinstance(t, ast.Name) and t.id[0].isupper() and not t.id.isupper()}
    return made


def homonyms(root: Path) -> list[str]:
    """Class names that mean two things in one layer: there defined or used, and defined in two places."""
    trees = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in modules(root).items()}
    made = {name: _classes(tree) for name, tree in trees.items()}
    taken = {
        name: {
            alias.name: node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module for alias in node.names
        }
        for name, tree in trees.items()
    }

    def home(module: str, what: str) -> str | None:
        while module in trees and what not in made[module]:
            module = taken[module].get(what, "")
        return module if module in trees else None

    homes: dict[tuple[int | None, str], set[str]] = {}
    for name in trees:
        for what in made[name] | {w for w in taken[name] if w[0].isupper() and not w.isupper()}:
            at = home(name, what)
            if at:
                homes.setdefault((layer(name), what), set()).add(at)
    return sorted(f"{LAYERS[at or 0]}: {what} of {', '.join(sorted(places))}" for (at, what), places in homes.items() if len(places) > 1)


RULES = {
    "upward": upward,
    "upstairs": upstairs,
    "qt_outside": qt_outside,
    "circles": circles,
    "strangers": strangers,
    "blind_hands": blind_hands,
    "borrowers": borrowers,
    "past_the_door": past_the_door,
    "long_files": long_files,
    "long_functions": long_functions,
    "namesakes": namesakes,
    "homonyms": homonyms,
}


@pytest.mark.parametrize("rule", RULES)
def test_the_project_keeps_the_rule(rule: str) -> None:
    assert RULES[rule](PROJECT) == []


PLANTED = {
    "a mesh that asks for a scenario": ("upward", {"meshes/a.py": "from scenarios.files import x"}, ["meshes.a -> scenarios.files"]),
    "a scenario that steps": ("upward", {"scenarios/a.py": "import sim.session.session"}, ["scenarios.a -> sim.session.session"]),
    "the core that opens a window": ("upward", {"sim/a.py": "def f():\n    from sim.qt import app"}, ["sim.a -> sim.qt"]),
    "a window that knows main": ("upward", {"sim/qt/a.py": "import main"}, ["sim.qt.a -> main"]),
    "a relative import upwards": ("upward", {"sim/b/a.py": "from ..qt import app"}, ["sim.b.a -> sim.qt"]),
    "a ground floor that asks for a room above": (
        "upstairs",
        {"meshes/space.py": "def f():\n    from meshes.spine import canal", "meshes/spine/canal.py": ""},
        ["meshes.space -> meshes.spine"],
    ),
    "a folder tied in a circle to its neighbour": (
        "upstairs",
        {"meshes/spine/a.py": "import meshes.skeleton", "meshes/skeleton.py": "import meshes.spine.b", "meshes/spine/b.py": ""},
        ["meshes.skeleton -> meshes.spine.b"],
    ),
    "two on one floor that know each other": (
        "upstairs",
        {"meshes/space.py": "from . import shapes", "meshes/shapes.py": ""},
        ["meshes.space -> meshes.shapes"],
    ),
    "a body part that nobody placed": ("upstairs", {"meshes/tail.py": ""}, ["meshes.tail stands on no floor"]),
    "Qt in the core": ("qt_outside", {"sim/a.py": "def f():\n    from PySide6.QtCore import QTimer"}, ["sim.a -> PySide6.QtCore"]),
    "a circle of two": ("circles", {"sim/a.py": "import sim.b", "sim/b.py": "import sim.a"}, [("sim.a", "sim.b")]),
    "a circle inside functions": (
        "circles",
        {"sim/a.py": "from sim import b", "sim/b.py": "def f():\n    import sim.c", "sim/c.py": "import sim.a"},
        [("sim.a", "sim.b", "sim.c")],
    ),
    "physics that knows the C-arm": (
        "strangers",
        {"sim/physics/a.py": "import sim.fluoroscopy.carm"},
        ["sim.physics.a -> sim.fluoroscopy.carm"],
    ),
    "hands that see the truth": (
        "blind_hands",
        {"sim/operators/a.py": "from sim.session.state import State"},
        ["sim.operators.a -> sim.session.state"],
    ),
    "hands that open a picture": (
        "blind_hands",
        {"sim/operators/a.py": "from sim.fluoroscopy.picture import Picture, opened"},
        ["sim.operators.a -> sim.fluoroscopy.picture.opened"],
    ),
    "hands that open a picture by its module": (
        "blind_hands",
        {"sim/operators/a.py": "from sim.fluoroscopy import picture\ndef f(p):\n    return picture.opened(p).contrast"},
        ["sim.operators.a -> opened"],
    ),
    "hands that know where iodine lies": (
        "blind_hands",
        {"sim/operators/a.py": "from sim.fluoroscopy.shadows import Iodine"},
        ["sim.operators.a -> sim.fluoroscopy.shadows.Iodine"],
    ),
    "hands that go behind the screen": (
        "blind_hands",
        {"sim/operators/a.py": "def f(screen):\n    return screen._anatomy.landmarks"},
        ["sim.operators.a -> _anatomy"],
    ),
    "an agent that sees the truth": (
        "blind_hands",
        {"sim/exchange/agents/a.py": "def f(session):\n    return session.truth()"},
        ["sim.exchange.agents.a -> truth"],
    ),
    "a study that needs an extra": ("borrowers", {"sim/studies/a.py": "def f():\n    import pyarrow"}, ["sim.studies.a -> pyarrow"]),
    "a program that loads the agents": (
        "borrowers",
        {"sim/studies/a.py": "from sim.exchange.agents import environment", "sim/exchange/agents/environment.py": ""},
        ["sim.studies.a -> sim.exchange.agents.environment"],
    ),
    "a panel that opens a picture": (
        "blind_hands",
        {"sim/qt/panels/a.py": "from sim.fluoroscopy.picture import opened as o"},
        ["sim.qt.panels.a -> sim.fluoroscopy.picture.opened"],
    ),
    "a panel that makes its own pictures": (
        "blind_hands",
        {"sim/qt/panels/a.py": "import sim.fluoroscopy.imager"},
        ["sim.qt.panels.a -> sim.fluoroscopy.imager"],
    ),
    "a study that injects past the door": (
        "past_the_door",
        {"sim/studies/a.py": "def f(done, d):\n    done.state.flow.inject(d, 0, 1.0, 0.1)"},
        ["sim.studies.a -> done.state.flow.inject"],
    ),
    "a window that moves the needle past the door": (
        "past_the_door",
        {"sim/qt/a.py": "def f(session):\n    session.truth().needle.stylet = False"},
        ["sim.qt.a -> session.truth().needle.stylet"],
    ),
    "a panel that asks for the truth": (
        "blind_hands",
        {"sim/qt/panels/a.py": "def f(s):\n    return s.truth()"},
        ["sim.qt.panels.a -> truth"],
    ),
    "a file too long": ("long_files", {"sim/a.py": "x = 1\n" * 301}, ["sim.a: 301 lines"]),
    "a panel that asks where contrast lies": (
        "blind_hands",
        {"sim/qt/panels/a.py": "def f(s):\n    return s.contrast_for_glass()"},
        ["sim.qt.panels.a -> contrast_for_glass"],
    ),
    "an agent that sees contrast as glass shows it": (
        "blind_hands",
        {"sim/exchange/agents/a.py": "def f(s):\n    return s.contrast_for_glass()"},
        ["sim.exchange.agents.a -> contrast_for_glass"],
    ),
    "a function too long": ("long_functions", {"sim/a.py": "class A:\n    def f(self):\n" + "        x = 1\n" * 60}, ["sim.a.f: 61 lines"]),
    "two files of one name": ("namesakes", {"meshes/a.py": "", "sim/a.py": ""}, ["a.py: meshes.a, sim.a"]),
    "a third of a name that may stand twice": (
        "namesakes",
        {"sim/a/carm.py": "", "sim/b/carm.py": "", "sim/c/carm.py": ""},
        ["carm.py: sim.a.carm, sim.b.carm, sim.c.carm"],
    ),
    "two classes of one name": ("homonyms", {"sim/a.py": "class Shot: ...", "sim/b.py": "Shot = int"}, ["sim: Shot of sim.a, sim.b"]),
    "a name that means something else one layer down, used beside it": (
        "homonyms",
        {
            "scenarios/a.py": "View = str",
            "scenarios/b.py": "from scenarios.a import View",
            "sim/a.py": "from scenarios.b import View",
            "sim/b.py": "class View: ...",
        },
        ["sim: View of scenarios.a, sim.b"],
    ),
}


def test_the_middle_file_is_short() -> None:
    sizes = [len(path.read_text(encoding="utf-8").splitlines()) for path in modules(PROJECT).values()]
    assert median(sizes) <= MEDIAN_FILE


def test_every_name_that_may_stand_twice_does() -> None:
    names = Counter(path.name for path in modules(PROJECT).values())
    assert {file for file in TWICE if names[file] != 2} == set()


@pytest.mark.parametrize("what", PLANTED)
def test_the_guard_sees(what: str, tmp_path: Path) -> None:
    rule, files, expected = PLANTED[what]
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        for folder in path.parents:
            if tmp_path in folder.parents:
                (folder / "__init__.py").touch()
    found = RULES[rule](tmp_path)
    assert all(any(str(one) == str(saw) or str(saw).startswith(f"{one}.") for saw in found) for one in expected), found


SELDOM = ("pyvista", "pyvistaqt", "vtk", "vtkmodules", "matplotlib", "trimesh", "meshes.building", "sim.command_line.entry")


def test_the_core_loads_without_qt() -> None:
    """A fresh process that loads all of the command line has not touched Qt."""
    import subprocess
    import sys

    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "from sim.command_line.entry import ROOMS, room; [room(name) for name in ROOMS]; "
            "import sys; print(sorted(m for m in sys.modules if m.split('.')[0] in " + repr(QT) + "))",
        ],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "[]"


def test_the_window_begins_without_what_is_seldom_wanted() -> None:
    """Until a body is built or drawn in three dimensions. Fault: half of the start and of the memory went into these."""
    import subprocess
    import sys

    program = f"import sim.qt.app, sim.qt.windows.main_window, sys; print([name for name in {SELDOM} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_the_program_loads_without_what_extras_bring() -> None:
    """In a process that has none of them, all but the agents' room loads; that one says in one sentence what it needs."""
    import subprocess
    import sys

    wanted = [name for name in modules(PROJECT) if not name.startswith(AGENTS) and not name.rpartition(".")[2].startswith("make_")]
    program = (
        f"import importlib, sys\nfor name in {list(OPTIONAL)}:\n    sys.modules[name] = None\n"
        f"for name in {wanted}:\n    importlib.import_module(name)\n"
        f"try:\n    import {AGENTS}\nexcept ImportError as error:\n    print(error)"
    )
    said = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert said.stdout == 'environments for agents need the package gymnasium: pip install "tuohy[agents]"\n'


CLOCKS = ("time.time", "time.monotonic", "time.perf_counter", "datetime.now", "datetime.datetime.now")
TIMERS = ("sim.studies.bench", "sim.exchange.peer")
OWN_DICE = ("Generator", "Philox", "PCG64", "SeedSequence", "default_rng")
"""Of numpy.random: what makes a generator that somebody owns."""


def unruly(name: str, path: Path) -> list[str]:
    """Clocks read and shared dice rolled in a module."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import) and any(alias.name == "random" for alias in node.names):
            found.append(f"{name}: random")
        elif isinstance(node, ast.Attribute):
            dotted = ast.unparse(node)
            shared = ast.unparse(node.value) in ("np.random", "numpy.random") and node.attr not in OWN_DICE
            if shared or dotted in CLOCKS:
                found.append(f"{name}: {dotted}")
    return found


def test_nothing_tells_the_wall_clock_or_rolls_shared_dice() -> None:
    """Below the windows; what measures speed may."""
    found = [
        fault
        for name, path in modules(PROJECT).items()
        if not name.startswith("sim.qt") and not name.startswith(TIMERS)
        for fault in unruly(name, path)
    ]
    assert found == []


@pytest.mark.parametrize("line", ["import random", "import time\ntime.monotonic()", "import numpy as np\nnp.random.seed(1)"])
def test_the_guard_sees_clocks_and_shared_dice(line: str, tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text(line, encoding="utf-8")
    assert len(unruly("a", path)) == 1
