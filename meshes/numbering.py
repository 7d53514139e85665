"""How many lumbar vertebrae somebody seems to have: L5 joined to the sacrum, T12 without ribs, or a short rib at L1.

The names of the bones stay L1 to L5: what is drawn is what makes one miscount them.
"""

from __future__ import annotations

from dataclasses import replace

from meshes import asked, tables
from meshes.chance import Chance
from meshes.morphometry import Dimensions
from meshes.space import Side


def numbered(person: Dimensions, chance: Chance) -> Dimensions:
    """The person as often with four, six, or a lumbar rib as living people are (table ``numbering``).

    Of whom variants are asked has five: what the spine of a case counts is its author's to say.
    """
    if person.variants:
        return person
    share = {row.feature: row.share for row in tables.read("numbering", tables.Feature)}
    counted = chance.uniform("numbering")
    if counted < share["six"]:
        return replace(person, numbering="six")
    if counted > 1 - share["four"]:
        return replace(person, numbering="four", variants=(asked.TransitionalVertebra(kind="transitional_vertebra"),))
    if chance.uniform("lumbar_rib") >= share["lumbar_rib"] / (1 - share["four"] - share["six"]):
        return person
    return replace(person, lumbar_ribs=_sides(chance.uniform("lumbar_rib/side"), share["both_sides"]))


def _sides(drawn: float, both: float) -> tuple[Side, ...]:
    """Both, or one of them as often as the other."""
    if drawn < both:
        return ("left", "right")
    return ("left",) if drawn < (1 + both) / 2 else ("right",)
