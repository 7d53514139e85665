"""What an act is: one change of a shipped competent script, and in what it must lose."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.studies.acts.edits import Edit

METHYL, DEXA, TRIAM, IOHEXOL = "methylprednisolone 80 mg", "dexamethasone 10 mg", "triamcinolone 40 mg", "iohexol 240"


@dataclass(frozen=True)
class Act:
    """One act."""

    what: str
    script: str
    """The shipped script that it changes"""
    edit: Edit
    loses: str
    """The measure in which it must lose, or by which it must fail"""
    error: str = ""
    """The critical error that it must commit; none where points are what it costs"""
    tray: dict[str, float] = field(default_factory=dict)
    """ml that stand on the tray instead: somebody has drawn up more"""
    least: float = 0.5
    """Points that it loses at least, if it is no error"""
