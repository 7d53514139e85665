"""The truth of an attempt step by step, for researchers: tip, pose, force, pressure and distances as one Parquet table.

It looks at a session and does nothing to it: what is traced happens as if nobody traced it. Columns: ``trace_columns``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from meshes.quoting import MOST_PATH, cut
from meshes.space import length
from meshes.tissues import Tissue
from meshes.writing import whole_file
from scenarios.files import InputError
from sim.exchange.trace_columns import COLUMNS
from sim.physics.body import BONY, DISCAL, DURAL, NEURAL, VASCULAR
from sim.physics.flow import CONTRAST, DRUG
from sim.physics.needle import Needle
from sim.physics.needle_angles import lean_of
from sim.records.header import Header
from sim.session.session import STEP_S, Session
from sim.session.state import State
from sim.session.world import World

if TYPE_CHECKING:
    import pyarrow

ENDING = ".parquet"
ROWS_TOGETHER = 4096
"""So many steps are packed at a time: what is packed takes a twentieth of the memory."""
NEAR_MM = {"dura_mm": DURAL, "vessel_mm": VASCULAR, "root_mm": NEURAL, "bone_mm": BONY, "disc_mm": DISCAL}


def can_be_traced(path: Path) -> None:
    """Raises InputError if a trace cannot be written there: the name ends otherwise, or what writes it is not installed."""
    if path.suffix != ENDING:
        raise InputError(f"--trace {cut(str(path), MOST_PATH)}: a trace is a Parquet table, its name should end in {ENDING}")
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        raise InputError('--trace needs the package pyarrow, which is not installed: pip install "tuohy[research]"') from None


class Trace:
    """Collects a row for each step of a session while it runs."""

    def __init__(self, session: Session, header: Header) -> None:
        """``header``: what it is of, written into the table."""
        import pyarrow as pa
        from pyarrow import parquet

        self._session = session
        self._rows: list[dict[str, Any]] = []
        self._last = 0
        kinds = {"number": pa.float64(), "whole": pa.int64(), "text": pa.string(), "truth": pa.bool_()}
        about = [pa.field(c.name, kinds[c.kind], metadata={"about": c.about}) for c in COLUMNS]
        self._schema: pyarrow.Schema = pa.schema(about, {"tuohy": json.dumps({"trace": 1, **asdict(header)})})
        self._packed = pa.BufferOutputStream()
        self._writer = parquet.ParquetWriter(self._packed, self._schema, compression="zstd")

    def watch(self, seen: object = None) -> None:
        """Note the step that has just passed; one that was noted is not noted again."""
        if self._session.step_number > self._last:
            self._last = self._session.step_number
            self._rows.append(row_of(self._session))
            if len(self._rows) == ROWS_TOGETHER:
                self._pack()

    def write(self, path: Path) -> None:
        """The end: the table into its file, whole or not at all. Raises OSError with the file's name."""
        self._pack()
        self._writer.close()
        with whole_file(path) as half, half.open("wb") as file:
            file.write(self._packed.getvalue())

    def _pack(self) -> None:
        import pyarrow as pa

        if self._rows:
            self._writer.write_batch(pa.RecordBatch.from_pylist(self._rows, schema=self._schema))
            self._rows = []


def row_of(session: Session) -> dict[str, Any]:
    """The truth at this moment, by column; a column that is left out is empty."""
    state, world = session.truth(), session.world
    row: dict[str, Any] = {"step": state.step, "time_s": state.step * STEP_S}
    for part in PARTS:
        row |= part(state, world)
    return row


def _needle(state: State, world: World) -> dict[str, Any]:
    needle = state.needle
    if needle is None:
        return {}
    found: dict[str, Any] = {"needle": needle.kind.name, "stylet": needle.stylet, "passes": state.passes}
    return found | _tip(needle, world) if needle.placed else found


def _tip(needle: Needle, world: World) -> dict[str, Any]:
    tip = needle.tip
    clear = world.body.clearances(tip)
    lateral, cephalad = lean_of(needle.lean)
    return {
        **_triple("tip_{}_mm", tip),
        **_triple("entry_{}_mm", needle.entry),
        **_triple("direction_{}", needle.direction),
        "depth_mm": needle.depth_mm,
        "hub_lateral_deg": lateral,
        "hub_cephalad_deg": cephalad,
        "bevel_clock_h": needle.clock(),
        "needle_force_n": needle.force_n(),
        "on_bone": needle.on_bone,
        "pushes_tissue": needle.pushed is not None,
        "opening_tissue": Tissue(needle.lies_in).name,
        "tip_tissue": Tissue(world.body.at(tip)).name,
        **{name: float(clear[kind]) for name, kind in NEAR_MM.items()},
        "target_mm": float(length(tip - world.target)),
        "off_level_mm": world.station(tip) - world.station(world.target),
    }


def _carm(state: State, world: World) -> dict[str, Any]:
    carm = state.carm
    return {
        "carm_orbit_deg": carm.pose.orbit_deg,
        "carm_tilt_deg": carm.pose.tilt_deg,
        **_triple("carm_centre_{}_mm", np.asarray(carm.pose.centre, float)),
        "carm_field": carm.field_mode,
        "beam_on": carm.pedal,
        "pulses": carm.dose.pulses,
        "exposure_s": carm.dose.seconds,
        "kerma_mgy": carm.dose.kerma_mgy,
        "dap_gycm2": carm.dose.dap_gycm2,
    }


def _syringe(state: State, world: World) -> dict[str, Any]:
    syringe = state.syringe
    found = {
        "plunger_mmhg": syringe.pressure_mmhg,
        "flow_ml_s": syringe.flowing_ml_s,
        "contrast_given_ml": float(state.flow.given[CONTRAST]),
        "drug_given_ml": float(state.flow.given[DRUG]),
    }
    return found if syringe.agent is None else found | {"syringe": syringe.agent.name, "syringe_left_ml": state.fluids[syringe.agent.name]}


def _patient(state: State, world: World) -> dict[str, Any]:
    return {"pain_of_10": state.care.pain, "breath_held": state.breath.held_s is not None}


def _triple(name: str, values: np.ndarray[Any, np.dtype[np.float64]]) -> Mapping[str, float]:
    return {name.format(axis): float(value) for axis, value in zip("xyz", values, strict=True)}


PARTS: tuple[Callable[[State, World], dict[str, Any]], ...] = (_needle, _carm, _syringe, _patient)
