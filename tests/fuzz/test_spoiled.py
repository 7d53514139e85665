"""Spoiled files: a value or a clear line, never a traceback. 3,000 and more by ``make fuzz``."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.bodies import FOLDERS
from tests.fuzz.spoiled import sources, unreadable


def test_no_spoiled_file_ends_in_a_traceback(tmp_path: Path) -> None:
    assert unreadable(40, 1, tmp_path) == []


def test_what_is_spoiled_was_sound(tmp_path: Path) -> None:
    for texts, reader in sources().values():
        for text in texts:
            path = tmp_path / "sound.toml"
            path.write_text(text, encoding="utf-8")
            assert reader(path)
    for kind, (make, reader, _) in FOLDERS.items():
        make(tmp_path / kind)
        assert reader(tmp_path / kind)
