"""JSON schemas of the files that people write, made of the models that read them: what an editor accepts is what the program does.

What one field must be in the light of another is beyond a schema; the program says that.
"""

from __future__ import annotations

import ast
import inspect
from functools import cache
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from scenarios.curriculum import Curriculum
from scenarios.exam import Exam
from scenarios.rubric import Rubric
from scenarios.schema import Scenario, Technique
from scenarios.script import Script

MODELS: dict[str, type[BaseModel]] = {
    "case": Scenario,
    "script": Script,
    "technique": Technique,
    "rubric": Rubric,
    "curriculum": Curriculum,
    "exam": Exam,
}
"""By the word for such a file"""
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(kind: str) -> dict[str, Any]:
    """The schema of one kind of file, each field with the words that stand under it in the program."""
    model = MODELS[kind]
    found: dict[str, Any] = {"$schema": DRAFT, "title": f"Tuohy {kind}", **model.model_json_schema()}
    found["title"] = f"Tuohy {kind}"
    said = {one.__name__: words_of(one) for one in _family(model)}
    for name, table in ((model.__name__, found), *found.get("$defs", {}).items()):
        for field, about in table.get("properties", {}).items():
            if field in said.get(name, {}):
                about["description"] = said[name][field]
    return found


def _family(model: type[BaseModel]) -> set[type[BaseModel]]:
    """A model and all that it is made of."""
    known: set[type[BaseModel]] = set()
    waiting: list[Any] = [model]
    while waiting:
        one = waiting.pop()
        if isinstance(one, type) and issubclass(one, BaseModel):
            if one not in known:
                known.add(one)
                waiting += [info.annotation for info in one.model_fields.values()]
        else:
            waiting += getattr(one, "__args__", ())
            waiting += [one.__value__] if hasattr(one, "__value__") else []
    return known


@cache
def words_of(model: type[BaseModel]) -> dict[str, str]:
    """What stands under each field of a model as its docstring, by name; those of the models that it builds on too."""
    found: dict[str, str] = {}
    for one in reversed(model.__mro__):
        if one is BaseModel or not issubclass(one, BaseModel):
            continue
        (body,) = (node.body for node in ast.parse(inspect.cleandoc("\n" + inspect.getsource(one))).body if isinstance(node, ast.ClassDef))
        for field, after in pairwise(body):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(after, ast.Expr):
                words = after.value.value if isinstance(after.value, ast.Constant) else None
                if isinstance(words, str):
                    found[field.target.id] = " ".join(words.split())
    return found
