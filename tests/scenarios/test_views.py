"""One table of views: whoever offers, takes or names a view has it from there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from scenarios import files, words
from scenarios.views import VIEWS, ViewName
from sim.command_line.entry import run
from sim.qt.actions import ACTIONS
from sim.qt.panels.guide_bar import depth_views
from sim.session.commands import ShowView

PROJECT = Path(__file__).parent.parent.parent
TITLE = re.compile(r"\b(ipsilateral|contralateral) oblique\"|\"caudal lateral\"", re.IGNORECASE)


def test_names_titles_and_keys_are_each_once() -> None:
    for column in ("name", "title", "short", "key"):
        assert len({getattr(view, column) for view in VIEWS.values()}) == len(VIEWS), column


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_passes_the_schema_and_can_be_shown_asked_for_and_judged_by(view: str, capsys: pytest.CaptureFixture[str]) -> None:
    """As one of a technique's depth views too, which the window writes on its list of stages."""
    assert TypeAdapter(ViewName).validate_python(view) == view
    assert ShowView(view=view).view == view
    assert [action.key for action in ACTIONS if action.name == f"view_{view}"] == [VIEWS[view].key]
    technique = files.technique("lumbar_interlaminar").model_copy(update={"depth_views": (view,)})
    assert words.step("depth_judged", depth_views(technique)) == f"Judge depth: {VIEWS[view].short}"
    assert run(["xray", "--help"]) == 0
    assert view in re.split(r"[{,}\s]+", capsys.readouterr().out)


def test_no_other_view_passes() -> None:
    with pytest.raises(ValidationError, match="Input should be 'AP', 'lateral'"):
        TypeAdapter(ViewName).validate_python("skyline")


def test_no_title_of_a_view_stands_in_the_code() -> None:
    found = [
        f"{path.relative_to(PROJECT)}: {line.strip()}"
        for top in ("meshes", "scenarios", "sim")
        for path in sorted((PROJECT / top).rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if TITLE.search(line)
    ]
    assert found == []
