"""The reader of tables: what it takes, and that each fault is one clear line."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import Field

from meshes.table import Row, TableError, read


class Wall(Row):
    """A row with one column of each kind."""

    name: str
    thick_mm: float = Field(gt=0)
    count: int
    open: bool = False
    note: str = ""
    wide_mm: float | None = None


HEADER = "name,thick_mm,count,open,note,wide_mm\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "walls.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_are_values_and_empty_fields_their_defaults(tmp_path: Path) -> None:
    path = written(tmp_path, f'# a remark\n{HEADER}\ndura,0.5,2,yes,"thin, tight",3\n# another\nflavum,4,1,,,\n')
    first, second = read(path, Wall)
    assert first == Wall(name="dura", thick_mm=0.5, count=2, open=True, note="thin, tight", wide_mm=3.0)
    assert second == Wall(name="flavum", thick_mm=4.0, count=1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"# remark\n{HEADER}dura,thick,2,,,\n", "walls.csv, line 3, thick_mm: .*number.*'thick'"),
        (f"{HEADER}dura,,2,,,\n", "walls.csv, line 2, thick_mm: "),
        (f"{HEADER}dura,nan,2,,,\n", "walls.csv, line 2, thick_mm: .*finite"),
        (f"{HEADER}dura,-1,2,,,\n", "walls.csv, line 2, thick_mm: .*greater than 0"),
        (f"{HEADER}dura,1,2.5,,,\n", "walls.csv, line 2, count: "),
        (f"{HEADER}dura,1,2,perhaps,,\n", "walls.csv, line 2, open: "),
        (f"{HEADER}dura,1,2\n", "walls.csv, line 2: 3 fields for 6 columns"),
        (f"{HEADER}dura,1,2,,,,7\n", "walls.csv, line 2: 7 fields for 6 columns"),
        ("name,thick_mm\ndura,1\n", "walls.csv, line 2, count: Field required"),
        ("name,thick_mm,count,colour\ndura,1,2,red\n", "walls.csv, line 2, colour: Extra inputs"),
        ("name,name,count\n", "walls.csv, line 1: a column comes twice"),
        (f'{HEADER}"dura,1,2,,,\n', "walls.csv, line 2: unexpected end of data"),
        ("# nothing\n", "walls.csv: no line with the names"),
    ],
)
def test_a_fault_is_one_sentence_with_file_line_and_column(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(TableError, match=says) as told:
        read(written(tmp_path, text), Wall)
    assert "\n" not in str(told.value)


def test_a_long_field_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(TableError) as told:
        read(written(tmp_path, f"{HEADER}dura,{'9x' * 50_000},2,,,\n"), Wall)
    assert len(str(told.value)) < 250
