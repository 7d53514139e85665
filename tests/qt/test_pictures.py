"""The script that makes the README's pictures goes with the window as it is."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from sim.qt.windows.mode import MODES
from tests.qt.conftest import User

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body")]
SCRIPT = Path(__file__).parents[2] / "docs" / "make_pictures.py"


def test_the_page_of_the_mri_is_found_and_kept(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: the script asked for a page by a name that it had lost, and ended before its last two pictures."""
    spec = importlib.util.spec_from_file_location("make_pictures", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    monkeypatch.setattr(script, "HERE", tmp_path)
    monkeypatch.setattr(script, "settle", lambda seconds: None)
    script.mri(user.window, next(mode for mode in MODES if mode.name == "guided"))
    assert not QImage(str(tmp_path / "mri.jpg")).isNull()
