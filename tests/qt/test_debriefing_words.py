"""What stands on the debriefing's tabs and buttons, in each language.

Oracle: the catalogues: two things have two words, and a button says what comes of it without the program's own terms.
"""

from __future__ import annotations

import pytest

from scenarios import words
from sim.qt.words import catalogue, languages


@pytest.mark.parametrize("language", languages())
def test_the_page_at_the_bedside_and_what_the_weeks_brought_have_two_words(language: str) -> None:
    """Fault: "Afterwards" was a page of the procedure and a tab of the debriefing."""
    spoken = catalogue(language)
    tab, page = spoken["debriefing"]["follow_up"], spoken["ward"]["afterwards"]
    assert tab != page
    assert words.catalogue(language)["paper"]["report_follow_up"] == tab


@pytest.mark.parametrize("language", languages())
def test_no_button_of_a_debriefing_asks_what_a_seed_is_and_the_tip_tells_it(language: str) -> None:
    """Fault: one read "Again", the other "Same seed"."""
    spoken = catalogue(language)
    term, said = spoken["chooser"]["seed"].casefold(), spoken["debriefing"]
    assert [code for code in ("again", "same", "other_case", "report") if term in said[code].casefold()] == []
    assert term in said["same_about"].casefold()
