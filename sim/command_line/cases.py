"""``list``: the cases."""

from __future__ import annotations

import argparse

from rich.markup import escape

from scenarios import files
from sim.command_line.common import DONE, Subcommand, out, print_json


def register(command: Subcommand) -> None:
    """Add these commands to the command line."""
    command("list", _list, "the cases")


def _list(options: argparse.Namespace) -> int:
    cases = [files.scenario(path) for path in files.library().values()]
    by_case: dict[str, list[str]] = {}
    for name, path in files.scripts().items():
        by_case.setdefault(files.script(path).scenario, []).append(name)
    if options.json:
        print_json(
            [
                {
                    "name": c.name,
                    "title": c.title,
                    "technique": c.technique,
                    "level": c.target.level,
                    "side": c.target.side,
                    "scripts": by_case.get(c.name, []),
                }
                for c in cases
            ]
        )
    else:
        for c in cases:
            out.print(f"[bold]{c.name}[/bold]  {escape(c.title)} ({c.technique})")
            out.print(f"    scripts: {', '.join(by_case.get(c.name, [])) or 'none'}")
    return DONE
