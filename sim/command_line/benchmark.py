"""``bench``: speed and memory on this machine."""

from __future__ import annotations

import argparse
import sys

from rich.table import Table

from sim.command_line.common import DONE, Subcommand, out, print_json
from sim.session.patients import shipped_patient
from sim.studies.bench import measuring


def register(command: Subcommand) -> None:
    """Add these commands to the command line."""
    command("bench", _bench, "speed and memory on this machine")


def _bench(options: argparse.Namespace) -> int:
    figures = measuring.measure(shipped_patient("reference"), lambda what: print(f"  {what}", file=sys.stderr))
    if options.json:
        print_json(figures)
    else:
        table = Table("figure", "median", "spread (min-max)", "n", title=figures["machine"])
        for name, value in figures.items():
            if isinstance(value, dict):
                table.add_row(name, f"{value['median']:.4g}", f"{value['min']:.4g} - {value['max']:.4g}", f"{value['runs']:.0f}")
        out.print(table)
        for name, value in figures.items():
            if isinstance(value, str) and name != "machine":
                out.print(f"{name}: {value}")
    return DONE
