"""Which themes a measure speaks of: the one whose criteria it is counted in, and what else is wrong where it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sim.scoring.measures import FUNCTIONS, THEMES

ALSO_OF = {
    "contrast_before_drug": "the drug",
    "drug_unproved": "the drug",
    "reading_overridden": "the drug",
    "return_ignored": "the drug",
    "warning_ignored": "the drug",
    "given_on_nerve": "the drug",
    "unseen_before_drug": "looking",
    "pattern_guesses": "contrast",
    "contrast_on_return": "contrast",
    "contrast_rate": "contrast",
    "contrast_over_decided": "contrast",
    "beam_on_pregnant": "looking",
    "drug_wrong_side": "the place",
    "drug_off_level": "the place",
    "level_as_decided": "the place",
    "side_as_decided": "the place",
    "pain_ignored": "the way",
    "organ_entries": "the way",
    "cord_entries": "the way",
    "needle_out": "safety",
    "root_contacts": "safety",
    "dural_punctures": "safety",
    "vessel_entries": "safety",
}
"""What a measure says is wrong in a theme that it is not counted in, too: a drug went in where it should not have, somebody was hurt."""
NEIGHBOURS = {
    "looked at and asked": "choice and care",
    "before the needle": "choice and care",
    "an old reaction": "choice and care",
    "mistaken": "choice and care",
    "as decided": "choice and care",
    "warnings": "the drug",
    "what is given": "the drug",
    "the hand": "the way",
}
"""What is wrong in a theme that has no bar in this score stands at the bar of another."""


def themes_of(names: Iterable[str], shown: Collection[str]) -> frozenset[str]:
    """Those that these measures belong to, in a score that has a bar for the ``shown`` ones."""
    found: set[str] = set()
    for name in names:
        own = next((theme for theme, module in THEMES.items() if module.__name__ == FUNCTIONS[name].__module__), "")
        found |= {own} if own in shown or name not in ALSO_OF else set()
        found |= {ALSO_OF[name]} if name in ALSO_OF else set()
    return frozenset(theme if theme in shown else NEIGHBOURS.get(theme, theme) for theme in found)
