"""What a refusal looks like, and how texts are made that deserve one."""

from __future__ import annotations

import pytest

from scenarios import files
from sim.command_line.entry import run

CASE = files.library()["interlaminar_l4_l5"].read_text(encoding="utf-8")
SCRIPT = files.scripts()["interlaminar_l4_l5_careless"].read_text(encoding="utf-8")


def changed(text: str, before: str, after: str) -> str:
    """The text with the first ``before`` replaced, which must be there."""
    assert before in text
    return text.replace(before, after, 1)


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Run the command line, which must refuse: exit 2, one line on standard error, nothing on standard output. Returns the line."""
    code = run([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert code == 2
    assert out == ""
    assert err.endswith("\n")
    assert len(err.splitlines()) == 1, err
    assert err.startswith("tuohy: ")
    assert "Traceback" not in err
    return err.strip()
