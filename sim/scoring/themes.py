"""Which themes a measure speaks of: the one whose criteria it is counted in, and what else is wrong where it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sim.scoring.measures import FUNCTIONS, THEMES

ALSO_OF = {
    "the drug": (
        "contrast_before_drug", "drug_unproved", "reading_overridden", "return_ignored", "warning_ignored", "given_on_nerve", "aspirated",
        "drug_wrong_side", "drug_off_level", "level_as_decided", "side_as_decided",
    ),
    "looking": ("unseen_before_drug", "beam_on_pregnant", "deep_blind"),
    "contrast": ("pattern_guesses", "contrast_on_return", "contrast_rate", "contrast_over_decided"),
    "the place": ("drug_intravascular", "drug_wrong_side", "drug_off_level", "level_as_decided", "side_as_decided"),
    "the way": ("pain_ignored", "organ_entries", "cord_entries"),
    "safety": ("needle_out", "root_contacts", "dural_punctures", "vessel_entries"),
}  # fmt: skip
"""What measures say is wrong in themes that they are not counted in, too: a drug went in where it should not have, somebody was hurt."""
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
        others = {theme for theme, also in ALSO_OF.items() if name in also}
        found |= others | ({own} if own in shown or not others else set())
    return frozenset(theme if theme in shown else NEIGHBOURS.get(theme, theme) for theme in found)
