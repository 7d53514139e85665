"""Rows shared between threads."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.fluoroscopy.parallel import FEW, over_rows


@settings(derandomize=True, deadline=None)
@given(st.integers(0, 2000), st.integers(1, 4))
def test_every_row_is_worked_out_once(rows: int, threads: int) -> None:
    """Oracle: the rows themselves, each counted."""
    seen: list[int] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TUOHY_THREADS", str(threads))
        over_rows(lambda first, last: seen.extend(range(first, last)), rows)
    assert sorted(seen) == list(range(rows))


def test_few_rows_are_not_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: in how many pieces they come."""
    monkeypatch.setenv("TUOHY_THREADS", "2")
    pieces: list[tuple[int, int]] = []
    over_rows(lambda first, last: pieces.append((first, last)), FEW)
    assert pieces == [(0, FEW)]
    over_rows(lambda first, last: pieces.append((first, last)), FEW + 1)
    assert len(pieces) > 2


def test_a_fault_in_a_piece_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: the error itself comes out."""
    monkeypatch.setenv("TUOHY_THREADS", "2")

    def work(first: int, last: int) -> None:
        if first > 100:
            raise ValueError("row 101 is torn")

    with pytest.raises(ValueError, match="row 101 is torn"):
        over_rows(work, FEW + 44)
