"""The patients of a study: drawn by seed, made as sketches, and kept in a folder if one is named."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

import numpy as np

import meshes
from meshes.anatomy import Anatomy, Labels
from meshes.building import sketch
from meshes.person import Person
from meshes.population import dimensions
from meshes.space import Grid
from meshes.stacking import from_tables
from meshes.writing import whole_file
from scenarios.schema import Scenario
from sim.session.patients import patient_named

SPACING_MM = 1.0
"""Of a sketch's labels round the canal; tests hold spread in cells of twice this to 5 % of the program's own."""


def person(seed: int) -> Person:
    """Somebody from the population: even seeds are men, odd ones women."""
    return Person(sex="female" if seed % 2 else "male", seed=seed)


def patient(seed: int, folder: Path | None = None) -> Anatomy:
    """The sketch of somebody from the population."""
    return sketched(person(seed), folder)


def sketched(who: Person, folder: Path | None = None) -> Anatomy:
    """The sketch of a person; read from the folder if it lies there, made by the same code, else made and laid there."""
    key = hashlib.sha256(who.model_dump_json().encode()).hexdigest()[:12]
    file = folder / f"{body_code()}_{key}.npz" if folder is not None else None
    if file is not None and file.is_file():
        return _read(file)
    measures = dimensions(who)
    made = sketch(from_tables(measures), measures, f"person {who.seed}", SPACING_MM)
    if file is not None:
        with whole_file(file) as half:  # several processes may make the same body
            _write(made, half)
    return made


def of_case(case: Scenario, seed: int | None = None, folder: Path | None = None) -> Anatomy:
    """The sketch of a case's person, drawn with another seed if one is given; the patient whom it names where nobody is to be made."""
    who = case.patient.person
    if who is None:
        return patient_named(case.patient.anatomy)
    return sketched(who if seed is None else who.model_copy(update={"seed": seed}), folder)


@cache
def body_code() -> str:
    """A hash of all that makes bodies: modules and tables of the package ``meshes``, and the lattice."""
    digest = hashlib.sha256(repr(SPACING_MM).encode())
    root = Path(meshes.__file__).parent
    for path in sorted(p for p in root.rglob("*") if p.suffix in (".py", ".csv")):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def _write(anatomy: Anatomy, file: Path) -> None:
    text = {
        "name": anatomy.name,
        "person": anatomy.person,
        "landmarks": {name: [float(x) for x in point] for name, point in anatomy.landmarks.items()},
        "grids": [[list(v.grid.origin), v.grid.spacing] for v in (anatomy.fine, anatomy.coarse)],
        "origin": anatomy.origin,
    }
    np.savez_compressed(file, fine=anatomy.fine.values, coarse=anatomy.coarse.values, canal=anatomy.canal, text=np.array(json.dumps(text)))


def _read(file: Path) -> Anatomy:
    with np.load(file, allow_pickle=False) as kept:
        text = json.loads(str(kept["text"]))
        volumes = [
            Labels(Grid((o[0], o[1], o[2]), spacing, kept[name].shape), kept[name])
            for name, (o, spacing) in zip(("fine", "coarse"), text["grids"], strict=True)
        ]
        canal = kept["canal"]
    return Anatomy(
        name=text["name"],
        person=text["person"],
        fine=volumes[0],
        coarse=volumes[1],
        bone=(),
        surfaces={},
        landmarks={name: np.array(point) for name, point in text["landmarks"].items()},
        canal=canal,
        inferred=(),
        origin=text["origin"],
    )
