"""A trace: the truth step by step, with a unit in each column's name; tracing changes nothing, and refusals are one line."""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from pyarrow import Table
from pyarrow.parquet import read_table

from sim.command_line.entry import run
from sim.exchange.trace_columns import COLUMNS
from sim.records.recording import read
from sim.session.session import STEP_S
from tests.conftest import PROJECT
from tests.disk import full_after
from tests.scenarios.refusal import refused
from tests.sim.command_line.told import Output, told

SCRIPT = "transforaminal_l5_careless"
UNITS = ("_mm", "_deg", "_n", "_s", "_mmhg", "_ml", "_ml_s", "_h", "_mgy", "_gycm2", "_of_10")
UNIT_VECTOR = ("direction_x", "direction_y", "direction_z")


Traced = tuple[Table, dict[str, Any], Path]


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Traced:
    """The trace of a script, what its replay told, and its recording."""
    folder, printed = tmp_path_factory.mktemp("traced"), io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    out, record = folder / "made" / "attempt.parquet", folder / "attempt.jsonl"
    with redirect_stdout(printed):
        assert run(["replay", SCRIPT, "--seed", "3", "--trace", str(out), "--record", str(record), "--json"]) == 0
    printed.seek(0)
    return read_table(out), json.loads(printed.read()), record


def test_there_is_a_row_for_each_step(traced: Traced) -> None:
    table, _, record = traced
    steps = read(record).steps
    assert table["step"].to_pylist() == list(range(1, steps + 1))
    assert table["time_s"].to_pylist() == [n * STEP_S for n in range(1, steps + 1)]


def test_columns_are_as_told_and_each_number_has_its_unit(traced: Traced) -> None:
    schema = traced[0].schema
    assert schema.names == [column.name for column in COLUMNS]
    assert all(schema.field(c.name).metadata == {b"about": c.about.encode()} for c in COLUMNS)
    bare = [c.name for c in COLUMNS if c.kind == "number" and not c.name.endswith(UNITS) and c.name not in UNIT_VECTOR]
    assert bare == []


def test_it_says_what_it_is_of(traced: Traced) -> None:
    table, _, record = traced
    said = json.loads(table.schema.metadata[b"tuohy"])
    assert said == {"trace": 1, **read(record).header.__dict__}


def test_the_tip_is_where_the_recording_has_it(traced: Traced) -> None:
    """The last of a step's events says where the needle stands when that step has passed."""
    table, _, record = traced
    last = {event.step: event.data for event in read(record).events if event.kind == "tip_at"}
    assert len(last) > 10
    for step, data in last.items():
        row = table.slice(step, 1).to_pylist()[0]
        assert row["step"] == step + 1
        assert [row["tip_x_mm"], row["tip_y_mm"], row["tip_z_mm"]] == pytest.approx(data["place"], abs=1e-6)
        assert row["depth_mm"] == pytest.approx(data["depth_mm"], abs=1e-3)
        assert (row["opening_tissue"], row["tip_tissue"]) == (data["tissue"], data["at_tip"])
        assert [row["dura_mm"], row["vessel_mm"], row["root_mm"]] == pytest.approx(
            [data["dura_mm"], data["vessel_mm"], data["root_mm"]], abs=1e-3
        )


def test_force_pressure_and_dose_are_there(traced: Traced) -> None:
    table, _, record = traced
    ended = [event.data for event in read(record).events if event.kind == "exposure_ended"]
    rows = table.to_pylist()
    assert rows[-1]["kerma_mgy"] == pytest.approx(sum(data["kerma_mgy"] for data in ended), rel=1e-3)
    given = sum(e.data["ml"] for e in read(record).events if e.kind == "injection_ended" and e.data["fluid"] == "drug")
    assert rows[-1]["drug_given_ml"] == pytest.approx(given, abs=1e-3)
    assert max(row["plunger_mmhg"] for row in rows) > 50
    assert max(row["needle_force_n"] or 0.0 for row in rows) > 1
    assert rows[0]["needle"] is None
    assert rows[0]["tip_x_mm"] is None


def test_tracing_changes_neither_events_nor_score(traced: Traced, capsys: Output) -> None:
    assert told(capsys, "replay", SCRIPT, "--seed", 3) == traced[1]


def test_a_recording_gives_the_trace_of_its_script(traced: Traced, tmp_path: Path, capsys: Output) -> None:
    table, _, record = traced
    assert told(capsys, "replay", record, "--trace", tmp_path / "again.parquet")["same_as_recorded"] is True
    assert read_table(tmp_path / "again.parquet").equals(table, check_metadata=True)


@pytest.mark.parametrize("name", ["attempt.csv", "attempt", "attempt.parquet.gz", "attempt.PARQUET"])
def test_another_ending_is_refused_before_anything_is_played(name: str, tmp_path: Path, capsys: Output) -> None:
    record = tmp_path / "attempt.jsonl"
    line = refused(capsys, "replay", SCRIPT, "--record", record, "--trace", tmp_path / name)
    assert line == f"tuohy: --trace {tmp_path / name}: a trace is a Parquet table, its name should end in .parquet"
    assert not record.exists()


def test_without_the_package_it_is_said_how_to_get_it(tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "pyarrow"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    line = refused(capsys, "replay", SCRIPT, "--trace", tmp_path / "attempt.parquet")
    assert line == 'tuohy: --trace needs the package pyarrow, which is not installed: pip install "tuohy[research]"'


@pytest.mark.parametrize("before", [None, b"old"])
def test_on_a_full_disk_it_is_whole_or_not_there(before: bytes | None, glance: Path, tmp_path: Path, capsys: Output) -> None:
    out = tmp_path / "made" / "attempt.parquet"
    if before:
        out.parent.mkdir()
        out.write_bytes(before)
    with full_after(600):
        assert refused(capsys, "replay", glance, "--trace", out) == f"tuohy: {out}: cannot be read or written (File too large)"
    if before:
        assert {path.name: path.read_bytes() for path in out.parent.iterdir()} == {out.name: before}
    else:
        assert not out.parent.exists()


def test_the_page_for_researchers_tells_every_column() -> None:
    page = (PROJECT / "docs" / "research.md").read_text(encoding="utf-8")
    told = [line for line in page.splitlines() if line.startswith("| `")]
    assert told == [f"| `{column.name}` | {column.about} |" for column in COLUMNS]
