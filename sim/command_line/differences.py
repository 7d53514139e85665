"""``diff``: the first step at which two recordings part."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.markup import escape

from sim.command_line.common import DONE, NOT_SO, Subcommand, out, print_json
from sim.command_line.recordings import Opening, opens_recordings
from sim.records.comparing import parting_of
from sim.session.session import STEP_S


def register(command: Subcommand) -> None:
    """Add this command to the command line."""
    sub = command("diff", _diff, "the first step at which two recordings part; exit 1 if they do")
    for name in ("a", "b"):
        sub.add_argument(name, type=Path, metavar=f"{name.upper()}.jsonl")
    opens_recordings(sub)


def _diff(options: argparse.Namespace) -> int:
    opening = Opening(options)
    a, b = opening.recording(options.a), opening.recording(options.b)
    found = parting_of(a, b)
    unlike = a.coded != b.coded
    if options.json:
        parted = None if found is None else {"step": found.step, "what": found.what, "a": found.a, "b": found.b}
        print_json({"same": found is None, "parted": parted, "events_compared": not unlike})
    else:
        if unlike:
            out.print("One holds codes and the other sentences: only their commands are compared.")
        if found is None:
            out.print("They are the same.")
        else:
            out.print(escape(f"They part at step {found.step} ({found.step * STEP_S:.1f} s): {found.words()}"))
    return DONE if found is None else NOT_SO
