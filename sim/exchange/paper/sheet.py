"""A sheet to be printed: its words as HTML that any printer of rich text draws, and the day that it bears."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from meshes.quoting import quoted
from scenarios import words
from scenarios.files import InputError

STYLE = """
body { color:#14171a; font-family:'DejaVu Sans',sans-serif; font-size:10pt; }
h1 { font-size:17pt; font-weight:600; } h2 { font-size:12pt; color:#2a4a60; }
th { text-align:left; color:#2a4a60; } td,th { border-bottom:1px solid #b8c2ca; font-size:9pt; }
.score { font-size:22pt; font-weight:700; } .pass { color:#1a6b33; } .fail,.critical { color:#a01c14; }
.note { color:#4b5762; font-size:9pt; }
"""
PDF = ".pdf"
SIGNED = 26
"""Strokes of a line to sign on"""


@dataclass(frozen=True)
class Sheet:
    """What is printed."""

    title: str
    body: str
    """HTML without style, script or anything from elsewhere"""
    day: date | None
    """The newest day that it tells of, which the file bears: no clock is read, so that the same is printed twice"""

    @property
    def html(self) -> str:
        return f"<html><head><title>{escape(self.title)}</title><style>{STYLE}</style></head><body>{self.body}</body></html>"


Printer = Callable[[Sheet, Path], None]
"""Prints a sheet into a PDF file; raises OSError where it cannot be written"""


def is_paper(path: Path) -> bool:
    return path.suffix.lower() == PDF


def printed(sheet: Sheet, path: Path, printer: Printer | None) -> None:
    """Raises InputError for a file of another ending, and where nothing here can print."""
    if not is_paper(path):
        raise InputError(f"{path}: ends in {quoted(path.suffix)}; should end in {PDF}")
    if printer is None:
        raise InputError(f"{path}: {words.paper('no_printer')}")
    printer(sheet, path)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Of cells that are words, not HTML, under heads by their codes. The head stands again on each page."""
    top = "".join(f"<th>{escape(words.paper(f'head_{code}'))}</th>" for code in head)
    lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table width='100%' cellspacing='0' cellpadding='3'><thead><tr>{top}</tr></thead>{body}</table>"


def paragraph(code: str, **said: object) -> str:
    """One of the catalogue."""
    return f"<p>{escape(words.paper(code, **said))}</p>"


def heading(code: str, level: int = 2) -> str:
    return f"<h{level}>{escape(words.paper(code))}</h{level}>"


def signatures(*codes: str) -> str:
    """Lines to sign on, side by side, each with what it is for."""
    cells = "".join(f"<td>{'_' * SIGNED}<br>{escape(words.paper(code))}</td><td></td>" for code in codes)
    return f"<p>&nbsp;</p><p>&nbsp;</p><table width='100%'><tr>{cells}</tr></table>"
