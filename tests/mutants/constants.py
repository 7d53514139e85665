"""Constants of the model, each changed to another that looks as likely: some test of its own room must fail.

Tools of mutation testing leave a module's constants alone. ``python -m tests.mutants.constants`` says of each whether it was noticed.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.copied import copied, passes

LIMIT_S = 600.0
"""No room's tests take as long, even where everything is compiled first."""


@dataclass(frozen=True)
class Change:
    """One line of one file, and the tests that must notice when it reads otherwise."""

    what: str
    file: str
    was: str
    becomes: str
    tests: str


CHANGES = (
    Change(
        "the dura's tenting spreads less",
        "sim/physics/encounter.py",
        "TENTS_SD_MM = 0.8\n",
        "TENTS_SD_MM = 0.5\n",
        "tests/sim/physics/test_encounter.py",
    ),
    Change(
        "pain hardly moves the pulse",
        "sim/procedure/body_signs.py",
        "    pulse += 3.0 * pain\n",
        "    pulse += 1.0 * pain\n",
        "tests/sim/procedure/test_patient.py",
    ),
    Change(
        "a near miss is wider",
        "sim/scoring/limits.py",
        "    near_miss_mm: float = 1.0\n",
        "    near_miss_mm: float = 1.3\n",
        "tests/sim/scoring/test_measures.py",
    ),
    Change(
        "near the target is further",
        "sim/scoring/limits.py",
        "    near_target_mm: float = 25.0\n",
        "    near_target_mm: float = 35.0\n",
        "tests/sim/scoring/test_measures.py",
    ),
    Change("contact is harder", "sim/session/feel.py", "SOFT_N = 8.0\n", "SOFT_N = 11.0\n", "tests/sim/session/test_feel.py"),
    Change(
        "pain stays longer",
        "sim/procedure/body_signs.py",
        "PAIN_FADES_S = 6.0\n",
        "PAIN_FADES_S = 12.0\n",
        "tests/sim/procedure/test_patient.py",
    ),
)


def applied(change: Change, folder: Path) -> str:
    """Make the change in that copy; returns the text as it was. Raises ValueError if the line is not there exactly once."""
    path = folder / change.file
    text = path.read_text(encoding="utf-8")
    if text.count(change.was) != 1:
        raise ValueError(f"{change.file}: {change.was.strip()!r} stands there {text.count(change.was)} times, should be once")
    path.write_text(text.replace(change.was, change.becomes), encoding="utf-8")
    return text


def main() -> int:
    survived = 0
    with tempfile.TemporaryDirectory() as made:
        folder = copied(Path(made))
        for tests in sorted({change.tests for change in CHANGES}):
            if not passes(folder, [tests], LIMIT_S):
                print(f"{tests} fails without any change")
                return 2
        for change in CHANGES:
            text = applied(change, folder)
            noticed = not passes(folder, [change.tests], LIMIT_S)
            (folder / change.file).write_text(text, encoding="utf-8")
            survived += not noticed
            print(f"{'noticed ' if noticed else 'SURVIVED'}  {change.file}: {change.becomes.strip()} ({change.what})", flush=True)
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
