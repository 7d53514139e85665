"""Studies: the same whoever works at them, resumed where they broke off, counted as statistics says."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage

from meshes.anatomy import Anatomy
from meshes.building import sketch
from meshes.drawing import FINE_MM
from meshes.morphometry import reference as reference_dimensions
from meshes.population import dimensions
from meshes.stacking import from_tables
from meshes.tissues import EPIDURAL, Tissue
from meshes.workers import ALONE, Crew
from scenarios.files import InputError
from sim.physics.flow import CONTRAST, Flow
from sim.studies import run
from sim.studies.beside import as_markdown, beside, published, wilson
from sim.studies.people import SPACING_MM, patient, person
from sim.studies.reach import read
from sim.studies.run import names, study
from sim.studies.series import SERIES, highest


@pytest.mark.long
def test_any_number_of_workers_tells_the_same(tmp_path: Path) -> None:
    """Oracle: equality, and the bodies of the cache are those that were made."""
    asked, seeds = names("depth"), [4, 5]
    alone = list(study(asked, seeds, ALONE, tmp_path))
    shared = sorted(study(asked, seeds, Crew(2), tmp_path), key=lambda record: int(record["seed"]))
    assert shared == alone
    kept, made = patient(4, tmp_path), patient(4)
    np.testing.assert_array_equal(kept.fine.values, made.fine.values)
    np.testing.assert_array_equal(kept.coarse.values, made.coarse.values)
    assert kept.fingerprint() != patient(5, tmp_path).fingerprint()


def test_what_is_done_is_kept_and_not_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: a study broken off after two of four, its last line cut, does each patient once."""
    worked: list[int] = []

    def one(asked: list[str], seed: int, folder: Path | None) -> run.Record:
        worked.append(seed)
        return {"seed": seed, "series": asked, "notes": {"depth_l4": 40.0 + seed}}

    monkeypatch.setattr(run, "one", one)
    file = tmp_path / "kept.jsonl"
    begun = study(["depth"], [0, 1, 2, 3], kept=file)
    next(begun), next(begun)
    begun.close()
    file.write_text(file.read_text(encoding="utf-8") + '{"seed": 2, "ser', encoding="utf-8")
    records = list(study(["depth"], [0, 1, 2, 3], kept=file))
    assert worked == [0, 1, 2, 3]
    assert [record["seed"] for record in records] == [0, 1, 2, 3]
    # another series is not taken for this one
    assert len(list(study(["blind"], [0], kept=file))) == 1
    assert worked[-1] == 0


def test_a_file_that_is_no_study_is_refused(tmp_path: Path) -> None:
    """Oracle: the words name file and line."""
    file = tmp_path / "kept.jsonl"
    file.write_text("nonsense\n" + json.dumps({"seed": 1, "series": ["depth"], "notes": {}}) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 1 is no record"):
        list(study(["depth"], [1], kept=file))
    with pytest.raises(InputError, match="is no series; there are all, interlaminar"):
        names("lumbar")


def test_intervals_are_the_textbook_s() -> None:
    """Oracle: Wilson's interval of 8 in 10 is 0.490-0.943 ([@brown_2001] give the formula; worked by hand); none below 0."""
    assert wilson(0.8, 10) == pytest.approx((0.490, 0.943), abs=1e-3)
    assert wilson(0.0, 20)[0] == 0.0
    records = [{"seed": s, "series": ["depth"], "notes": {"depth_l4": v}} for s, v in enumerate((44.0, 46.0, 48.0))]
    (row,) = beside(records)
    assert (row.ours, row.n) == (46.0, 3)
    assert row.high - row.ours == pytest.approx(1.96 * 2.0 / 3**0.5)
    assert row.agrees
    assert beside(records[::-1]) == beside(records)
    assert "| 46 | 1653 | 46 (43.7-48.3) | 3 | predicted, agrees |" in as_markdown([row])


def test_every_published_figure_belongs_to_a_series_and_says_how_it_was_used() -> None:
    """Oracle: the issue: no more than half of the figures set the tables; the rest are predictions."""
    figures = published()
    assert {figure.used for figure in figures} == {"calibrated", "predicted"}
    assert {figure.series for figure in figures} - {"aspiration"} == set(SERIES)
    assert sum(figure.used == "calibrated" for figure in figures) <= len(figures) / 2
    for figure in figures:
        assert (figure.value is None) == (figure.low is not None)


def test_a_sketch_is_the_same_body_on_a_coarser_lattice() -> None:
    """Oracle: the same measures on the program's own 0.6 mm: landmarks equal, volumes of fat, sac and bone within 10 %."""
    person = reference_dimensions()
    made, fine = (sketch(from_tables(person), person, "reference", spacing) for spacing in (1.0, FINE_MM))
    for name, point in made.landmarks.items():
        np.testing.assert_array_equal(point, fine.landmarks[name])
    for tissues in (EPIDURAL, {Tissue.CSF, Tissue.DURA, Tissue.CAUDA, Tissue.CORD}, {Tissue.CORTICAL, Tissue.CANCELLOUS}):
        ours, theirs = (np.isin(a.fine.values, list(tissues)).sum() * a.fine.grid.voxel_ml for a in (made, fine))
        assert ours == pytest.approx(theirs, rel=0.10)


@pytest.mark.parametrize("seed", [0, 3])
def test_a_sketch_s_fat_behind_the_sac_is_one_room(seed: int) -> None:
    """Oracle: the epidurogram: fluid passes under the laminae. Nine tenths of the fat behind the lumbar sac hang together, face to face.

    The rest are specks of a few voxels; where each window's fat was a pocket, the largest piece was a third of all.
    """
    measures = dimensions(person(seed))
    fat = np.isin(sketch(from_tables(measures), measures, "someone", SPACING_MM).fine.values, [Tissue.DORSAL_FAT, Tissue.PLICA])
    pieces, _ = ndimage.label(fat)
    assert np.bincount(pieces[fat]).max() > 0.9 * fat.sum()


def test_a_reading_is_what_lies_there(reference: Anatomy) -> None:
    """Oracle: by hand: contrast laid into the right dorsal fat from 20 mm below to 40 mm above the needle."""
    flow = Flow(reference, 1)
    deposit = flow.deposit_for(reference.landmark("L4-L5/window_right"), Tissue.DORSAL_FAT)
    assert deposit is not None
    at, start = deposit.space.at, deposit.space.at.s[deposit.source]
    right = np.isin(deposit.space.tissue, [Tissue.DORSAL_FAT, Tissue.LATERAL_FAT]) & (at.u > 0)
    some = right & (at.s > start - 40) & (at.s < start + 20)
    deposit.amount[CONTRAST][some] = deposit.space.capacity[some]
    found = read(reference, deposit)
    heights = [reference.landmark(f"L{n}/superior_endplate")[2] for n in range(1, 6)]
    level_mm = -np.mean(np.diff(heights))
    assert found.up_levels == pytest.approx(40 / level_mm, abs=0.1)
    assert found.down_levels == pytest.approx(20 / level_mm, abs=0.1)
    assert found.one_sided
    assert found.dorsal
    assert not found.ventral
    deposit.amount[CONTRAST][(at.u < 0) & (at.s > start - 40) & (at.s < start)] = 0.001
    assert not read(reference, deposit).one_sided


def test_the_highest_level_is_counted_from_the_end_plates(reference: Anatomy) -> None:
    """Oracle: by hand."""
    l5, l3 = (reference.landmark(f"{level}/superior_endplate")[2] for level in ("L5", "L3"))
    assert [highest(reference, z) for z in (-5.0, l5 - 1, l5 + 1, l3 - 1, l3 + 1)] == [6, 5, 4, 3, 2]
