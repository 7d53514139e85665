"""A case of somebody's own, and its package."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios import files
from sim.exchange.package.packing import Enclosed, pack

OWN = "my_caudal"
JPEG = b"\xff\xd8\xff\xe0" + b"nothing more is asked of a picture here"


def own_case(folder: Path, name: str = OWN, title: str = "A hiatus of my own") -> Path:
    """The shipped caudal case under another name, with its script and a picture beside it."""
    folder.mkdir(parents=True)
    text = files.library()["caudal"].read_text(encoding="utf-8")
    path = folder / f"{name}.toml"
    path.write_text(text.replace('name = "caudal"', f'name = "{name}"').replace("Caudal, through the hiatus", title), encoding="utf-8")
    script = files.scripts()["caudal_competent"].read_text(encoding="utf-8").replace('scenario = "caudal"', f'scenario = "{name}"')
    (folder / "scripts").mkdir()
    (folder / "scripts" / f"{name}_competent.toml").write_text(script, encoding="utf-8")
    (folder / "hiatus.jpg").write_bytes(JPEG)
    return path


@pytest.fixture
def package(tmp_path: Path) -> Path:
    case = own_case(tmp_path / "author")
    return pack(str(case), Enclosed(pictures=[case.parent / "hiatus.jpg"]), tmp_path / f"{OWN}.tuohy").path
