"""The tables and the man they make. Numbers are copied here from their sources by hand: a table that drifts is seen."""

from __future__ import annotations

import csv
from itertools import pairwise

import pytest

from meshes import tables
from meshes.morphometry import INTERSPACES, LEVELS, LUMBAR, Dimensions, interspace, reference

BUILD = {
    # [@lumbar_build], adult male mean: posterior height, end-plate width and depth, canal width and depth, pedicle width
    "L1": (27.0, 41.5, 33.5, 23.0, 17.5, 8.0),
    "L2": (27.0, 43.0, 34.5, 23.3, 16.5, 8.5),
    "L3": (27.0, 45.0, 35.0, 24.0, 16.0, 10.0),
    "L4": (26.0, 47.5, 35.5, 25.5, 16.5, 12.5),
    "L5": (24.5, 49.0, 35.0, 29.0, 17.5, 16.5),
}


@pytest.mark.parametrize("level", LUMBAR)
def test_the_reference_man_has_the_mean_vertebrae(level: str, person: Dimensions) -> None:
    """Oracle: [@lumbar_build]."""
    m = person.levels[level].measures
    found = (m.body_height, m.endplate_width, m.endplate_depth, m.canal_width, m.canal_depth, m.pedicle_width)
    assert found == BUILD[level]


def test_his_discs_are_those_of_seven_hundred_ct(person: Dimensions) -> None:
    """Oracle: Shin 2024, CT, n = 700, middle heights L1-2 to L5-S1 ([@shin_2024])."""
    assert [person.levels[level].disc_height for level in LUMBAR] == [6.6, 7.9, 8.8, 9.3, 8.1]


def test_his_flavum_is_that_of_three_hundred_and_fifty_mri(person: Dimensions) -> None:
    """Oracle: Khasawneh 2023 ([@khasawneh_2023]); L1-2 was not measured and is taken as L2-3."""
    assert [person.levels[level].flavum for level in LUMBAR] == [3.19, 3.19, 3.38, 3.71, 3.64]


def test_his_ganglia_are_those_of_silav(person: Dimensions) -> None:
    """Oracle: Silav 2016 ([@silav_2016]): widths and lengths."""
    n = [person.nerves[level] for level in LUMBAR]
    assert [g.ganglion_width for g in n] == [4.36, 4.56, 4.99, 5.22, 5.82]
    assert [g.ganglion_length for g in n] == [5.39, 5.83, 7.24, 7.97, 10.83]


def test_his_roots_leave_the_dura_as_torun_and_pass_the_pedicle_as_ebraheim(person: Dimensions) -> None:
    """Oracle: Torun 2008 ([@torun_2008]), falling from 26.2 to 16.3 degrees; Ebraheim 1997 ([@ebraheim_1997]), 33.7 to 39.2 at all levels;
    Silverstein 2015 ([@silverstein_2015]), the ganglion in the medial half of the foramen but for L5's."""
    roots = [person.roots[level] for level in LUMBAR]
    assert (roots[0].dura_angle_deg, roots[-1].dura_angle_deg) == (26.2, 16.3)
    assert all(a.dura_angle_deg > b.dura_angle_deg for a, b in pairwise(roots))
    assert all(33.7 <= root.pedicle_angle_deg <= 39.2 for root in roots)
    assert [root.ganglion_share < 0.5 for root in roots] == [True, True, True, True, False]


def test_he_is_the_mean_man_of_the_sampling_recipe(person: Dimensions) -> None:
    """Oracle: [@sampling_recipe] (stature N(1755, 70)) and [@depth_build] (depths at BMI 25)."""
    assert (person.sex, person.stature_mm, person.bmi) == ("male", 1755.0, 25.0)


def test_lying_on_a_pillow_his_lordosis_is_the_recumbent_less_five_degrees(person: Dimensions) -> None:
    """Oracle: [@prone_pillow], recumbent T12-S1 36.8 (n = 627) less 5 with a pillow; the levels' shares as standing (Sci Rep 2022)."""
    segments = [person.levels[level].segment_deg for level in LUMBAR]
    assert sum(segments) == pytest.approx(36.8 - 5.0)
    standing = [1.2, 5.9, 9.1, 12.7, 21.6]
    assert [s / sum(segments) for s in segments] == pytest.approx([s / sum(standing) for s in standing])


def test_his_sacrum_turns_back_by_half_of_the_lordosis_lost(person: Dimensions) -> None:
    """Oracle: slope 40 standing ([@pelvis_known]) less half of 50.5 - 31.8."""
    assert person.sacral_slope_deg == pytest.approx(40.0 - 0.5 * (50.5 - 31.8))


def test_an_interspace_is_named_for_both_its_levels() -> None:
    assert INTERSPACES == ("L1-L2", "L2-L3", "L3-L4", "L4-L5", "L5-S1")
    assert interspace("L4") == "L4-L5"
    assert interspace("T12") == "T12-L1"
    assert (*LUMBAR, "S1") == LEVELS
    with pytest.raises(ValueError, match="not in"):
        interspace("T10")


def test_the_reference_man_is_worked_out_once() -> None:
    assert reference() is reference()


# --- the tables as files ------------------------------------------------------------------------------------------------

TABLES = sorted(path.stem for path in tables.FOLDER.glob("*.csv"))


def test_the_tables_are_there() -> None:
    assert sorted(tables.KINDS) == TABLES


@pytest.mark.parametrize("name", TABLES)
def test_every_table_says_where_it_comes_from_before_its_first_number(name: str) -> None:
    first = (tables.FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("#")
    assert len(first) > 20


@pytest.mark.parametrize("name", TABLES)
def test_every_row_is_as_long_as_its_header(name: str) -> None:
    with (tables.FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(line for line in file if not line.startswith("#")))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


UNITS_BESIDE = (
    "vertebral_bodies",
    "reference",
    "people",
    "spread",
    "flavum_gaps",
    "great_artery",
    "published",
    "population",
    "kinship",
    "ageing",
    "numbering",
    "sides",
)


@pytest.mark.parametrize("name", [name for name in TABLES if name not in UNITS_BESIDE])
def test_a_field_with_numbers_has_its_unit_in_its_name(name: str) -> None:
    """The others say it in a line of their own or have a column for it."""
    for field in tables.KINDS[name].model_fields:
        if field not in ("node", "level", "bone", "part", "operation", "landmark", "rib", "process", "station", "share"):
            assert field.endswith(("_mm", "_deg", "_share")), field


@pytest.mark.parametrize("name", TABLES)
def test_every_row_is_as_its_model_says(name: str) -> None:
    """And the model as the table: no column that it lacks, none that no table has."""
    rows = tables.read(name, tables.KINDS[name])
    assert rows
    with (tables.FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(line for line in file if not line.startswith("#")))
    assert sorted(columns) == sorted(tables.KINDS[name].model_fields)


def test_each_single_quantity_names_its_unit_and_source() -> None:
    for row in tables.read("reference", tables.Quantity):
        assert row.source, row.quantity
        assert row.unit in {"mm", "kg/m2", "years", "deg", ""}, row.quantity
