"""What numba compiled, on disk: a torn file or a full disk costs time and nothing else."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from numba.core import caching

from meshes.compiled import hearing
from tests.conftest import PROJECT

SOURCE = "from meshes.compiled import compiled\n\n\n@compiled\ndef twice(a):\n    return 2 * a\n"


def loaded(path: Path) -> ModuleType:
    """The module anew, as another process has it."""
    spec = importlib.util.spec_from_file_location("doubled", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "path", [str(PROJECT), *sys.path])
    path = tmp_path / "doubled.py"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def kept(module: Path) -> list[Path]:
    return sorted(path for path in (module.parent / "__pycache__").iterdir() if path.suffix in (".nbi", ".nbc"))


def hits(made: ModuleType) -> int:
    return sum(made.twice.stats.cache_hits.values())


@pytest.mark.parametrize("contents", [b"", b"\0" * 200, b"half"], ids=["empty", "zeros", "short"])
@pytest.mark.parametrize("suffix", [".nbi", ".nbc"])
def test_a_torn_file_is_made_anew(suffix: str, contents: bytes, module: Path) -> None:
    """As a crash of the machine leaves them. Oracle: the answer, and that the next process finds it compiled again."""
    assert loaded(module).twice(3) == 6
    (torn,) = (path for path in kept(module) if path.suffix == suffix)
    torn.write_bytes(contents if contents != b"half" else torn.read_bytes()[: torn.stat().st_size // 2])
    made = loaded(module)
    assert (made.twice(3), hits(made)) == (6, 0)
    made = loaded(module)
    assert (made.twice(3), hits(made)) == (6, 1)


def test_what_is_compiled_is_heard_and_what_was_kept_is_not(module: Path) -> None:
    found: list[int] = []
    for expected in (1, 1):
        with hearing(lambda: found.append(1)):
            assert loaded(module).twice(3) == 6
        assert len(found) == expected
    assert loaded(module).twice(3.0) == 6.0
    assert len(found) == 1


def test_a_full_disk_keeps_nothing_and_stops_nothing(module: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(caching.IndexDataCacheFile, "save", full)
    made = loaded(module)
    assert made.twice(3) == 6
    assert made.twice(3.0) == 6.0
