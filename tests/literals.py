"""Literals in the window's sources that a user would read, found by reading the sources."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from inspect import isfunction

from scenarios import words

SINKS = frozenset((
    "setText", "setToolTip", "setWindowTitle", "setAccessibleName", "setAccessibleDescription", "setPlaceholderText", "setStatusTip",
    "setWhatsThis", "setPrefix", "setSuffix", "setSpecialValueText", "addItem", "addItems", "insertItem", "addTab", "setTabText",
    "setTabToolTip", "addAction", "addMenu", "addRow", "addButton", "setTitle", "setHorizontalHeaderLabels", "drawText", "showText",
    "setHtml", "setPlainText", "setLabelText", "setInformativeText", "setDetailedText", "setItemText", "QLabel", "QPushButton",
    "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QMenu", "QListWidgetItem", "QTableWidgetItem", "QToolButton", "QMessageBox",
    "question", "warning", "about", "information", "critical", "getOpenFileName", "getSaveFileName", "getExistingDirectory",
    "setFilter", "setNameFilter", "Card", "Choice", "Number", "Whole", "Slide", "Gauge", "DoneCard", "MinuteDial", "CurveView",
    "FiguresTable", "Fault", "InputError", "Waiting", "emit", "say",
))  # fmt: skip
"""Calls, by their last name, whose arguments are read by a user: Qt's, and those of our own controls and messages."""
SPEAKERS = frozenset((
    "phrase", "term", "heading",
    *(name for name, one in vars(words).items() if isfunction(one) and one.__module__ == words.__name__),
))  # fmt: skip
"""What asks a catalogue: the code it is given is no text, but what it is to fill in may be one."""
CODED = frozenset((
    "tint", "styled", "px", "Job", "Signal", "property", "setProperty", "setObjectName", "get", "getattr", "strftime", "startswith",
    "endswith", "removeprefix", "removesuffix", "partition", "split", "replace", "encode", "go_to", "page", "open", "map", "fields",
    "named_pose", "agent", "fromkeys", "read_text", "find_string", "plain_code", "QKeySequence", "TypeVar",
    "key_of",
))  # fmt: skip
"""Calls whose literals are codes: of colours, styles, pages, keys."""
ABBREVIATED = re.compile(
    r"([A-Z]{1,2}\d*|mm|cm|ml|mmHg|kVp|mA|mGy|Gy|cm2|Gycm2|g|kg|m2|deg|s|h|min|N|W|STIR|SpO2|Tuohy|pdf|html|csv|json|parquet|xAPI|PDF|HTML|CSV|TOML)"
)
"""Markers of pictures, levels, units and names of formats: the same in every language."""
MARKUP = re.compile(r"<[^<>]*>|&\w+;|\*\.\w+")
UNITS = re.compile(r"\b(kVp|mA|mGy|Gy|mmHg|mm|ml|min)\b")
FILLED = "\0"
"""Stands for a field of an f-string."""
SPOKEN = re.compile(r"[A-Za-z]{2,},? +\(?[a-z]{2,}|^\W*[A-Z][a-z]+( |\W*$)|\0 +\W*[a-z]{3,}|[A-Za-z]{3,}:? +\W*\0")
"""Reads as a phrase wherever it stands: two words beside each other, one alone with a capital letter, one beside a field."""
CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")
NAMES = frozenset((
    "Tuohy", "Fusion", "lead apron", "thyroid shield", "PIN", "Ctrl+", "Alt+", "Shift+", "Meta+", "Space", "Backspace", "Down", "Up",
    "Left", "Right", "Home", "End", "Pause",
))  # fmt: skip
"""Of the program, of Qt's style, of keys, and the core's codes that hold a space."""


def literals(source: str) -> list[tuple[int, str]]:
    """Line and text of every literal that is, or reads as, something said to the user."""
    tree = ast.parse(source)
    found = [(node.lineno, text) for node, text, at_sink in _texts(tree, False) if _is_said(text, at_sink)]
    return sorted(set(found))


def _is_said(text: str, at_sink: bool) -> bool:
    bare = MARKUP.sub(" ", text).replace("&", "")
    if bare.strip() in NAMES or CODE.fullmatch(bare):
        return False
    if at_sink:
        return any(not ABBREVIATED.fullmatch(word) for word in re.findall(r"[A-Za-z]\w*", bare))
    return SPOKEN.search(UNITS.sub(" ", bare)) is not None


def _texts(node: ast.AST, at_sink: bool) -> Iterator[tuple[ast.Constant | ast.JoinedStr, str, bool]]:
    """Every text under a node, but for what is documentation or a code."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node, node.value, at_sink
        return
    if isinstance(node, ast.JoinedStr):
        yield node, "".join(str(part.value) if isinstance(part, ast.Constant) else FILLED for part in node.values), at_sink
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from _texts(part.value, at_sink)
        return
    if isinstance(node, ast.Call):
        yield from _of_call(node, at_sink)
        return
    for child in _spoken_children(node):
        yield from _texts(child, at_sink and not isinstance(node, ast.Lambda))


def _of_call(node: ast.Call, at_sink: bool) -> Iterator[tuple[ast.Constant | ast.JoinedStr, str, bool]]:
    name, owner = _called(node.func)
    said = [*node.args, *(keyword.value for keyword in node.keywords)]
    yield from _texts(node.func, False)
    if name == "partial":  # what is done, not what is said
        at_sink = False
    if (name in SPEAKERS and not owner) or owner == "words":
        said = [keyword.value for keyword in node.keywords]
    elif name in CODED:
        said = [one for one in said if not isinstance(one, ast.Constant | ast.JoinedStr)]
    for one in said:
        yield from _texts(one, at_sink or name in SINKS)


def _called(func: ast.expr) -> tuple[str, str]:
    """The last name of what is called, and the name before it."""
    if isinstance(func, ast.Attribute):
        return func.attr, func.value.id if isinstance(func.value, ast.Name) else ""
    return (func.id, "") if isinstance(func, ast.Name) else ("", "")


def _spoken_children(node: ast.AST) -> Iterator[ast.AST]:
    """Without what only compares, names a field or says a type."""
    if isinstance(node, ast.Compare | ast.MatchValue):
        return
    if isinstance(node, ast.Subscript):
        yield node.value
        if not isinstance(node.slice, ast.Constant):
            yield node.slice
    elif isinstance(node, ast.Dict):
        yield from node.values
    elif isinstance(node, ast.AnnAssign):
        yield from [] if node.value is None else [node.value]
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from (*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None), *node.body)
    else:
        yield from ast.iter_child_nodes(node)
