"""What a command says in one JSON document."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sim.command_line.entry import run

Output = pytest.CaptureFixture[str]


def told(capsys: Output, *arguments: object, code: int = 0) -> Any:
    """Run with --json: the exit code is as wanted, and standard output is exactly one JSON document without numbers that are none."""
    assert run([*map(str, arguments), "--json"]) == code
    out, err = capsys.readouterr()
    assert err == ""

    def no_number(word: str) -> None:
        raise AssertionError(f"{word} is not JSON")

    return json.loads(out, parse_constant=no_number)
