"""The four layers: imports run one way, nothing runs in a circle, and Qt stays in its layer.

The guard is shown to see: each rule is also run over a small tree in which it is broken.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
LAYERS = ("meshes", "scenarios", "sim", "sim.qt", "main")
"""From the bottom up."""
FLOORS = (
    ("compiled", "quoting", "table"),
    ("asked", "noise", "registration", "shapes", "space", "tables", "tissues"),
    ("anatomy", "canal_line", "leaves", "morphometry", "person", "surfaces"),
    ("skeleton", "voxels"),
    ("mineral", "painting", "plausibility", "spine"),
    ("fitting", "outlines", "variants"),
    ("landmarks", "layers", "population", "stacking"),
    ("drawing", "soft_surfaces"),
    ("building",),
    ("reading", "soundness"),
    ("survey",),
)
"""The order inside ``meshes``, from the ground up: a file or folder of it imports only what stands on a floor below its own."""
QT = ("PySide6", "pyvistaqt", "qtpy")


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
    """Tarjan's strongly connected components of more than one module."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[tuple[str, ...]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for other in sorted(graph[name]):
            if other not in order:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], order[other])
        if low[name] == order[name]:
            at = stack.index(name)
            group = tuple(sorted(stack[at:]))
            del stack[at:]
            if len(group) > 1:
                found.append(group)

    for name in sorted(graph):
        if name not in order:
            visit(name)
    return found


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
    """Panels and scripted hands that reach for the truth."""
    found = []
    for name, path in modules(root).items():
        if not name.startswith(("sim.qt.panels", "sim.operators")):
            continue
        reached = [i for i in set(imports(name, path)) if i == "sim.session.state" or i.startswith("sim.session.state.")]
        tree = ast.parse(path.read_text(encoding="utf-8"))
        reached += [n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr == "truth" and isinstance(n.ctx, ast.Load)]
        found += [f"{name} -> {what}" for what in reached]
    return sorted(found)


RULES = {
    "upward": upward,
    "upstairs": upstairs,
    "qt_outside": qt_outside,
    "circles": circles,
    "strangers": strangers,
    "blind_hands": blind_hands,
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
    "a panel that asks for the truth": (
        "blind_hands",
        {"sim/qt/panels/a.py": "def f(s):\n    return s.truth()"},
        ["sim.qt.panels.a -> truth"],
    ),
}


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


def test_the_core_loads_without_qt() -> None:
    """A fresh process that loads the command line has not touched Qt."""
    import subprocess
    import sys

    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sim.command_line.entry, sys; print(sorted(m for m in sys.modules if m.split('.')[0] in " + repr(QT) + "))",
        ],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "[]"


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
        if not name.startswith("sim.qt") and name not in TIMERS
        for fault in unruly(name, path)
    ]
    assert found == []


@pytest.mark.parametrize("line", ["import random", "import time\ntime.monotonic()", "import numpy as np\nnp.random.seed(1)"])
def test_the_guard_sees_clocks_and_shared_dice(line: str, tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text(line, encoding="utf-8")
    assert len(unruly("a", path)) == 1
