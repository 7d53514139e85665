"""Numbers stand as the language that is spoken writes them, in the core's sentences, in the window's, and in what is formatted by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scenarios import words
from scenarios.words.numerals import filled
from sim.qt.words import catalogue, phrase, speak


@pytest.fixture
def german() -> Iterator[None]:
    words.speak("de")
    speak(catalogue("de"), catalogue("en"))
    yield
    words.speak()
    speak()


def test_only_a_number_that_was_given_a_format_is_written_anew() -> None:
    said = {"mm": 2.5, "name": "v1.2", "count": 3, "way": 0.5}
    assert filled("{mm:.1f} mm by {name}, {count:d} of {way}", said, ",") == "2,5 mm by v1.2, 3 of 0.5"
    assert filled("{mm:.1f} mm", said, ".") == "2.5 mm"
    with pytest.raises(KeyError):
        filled("{unknown}", said, ".")


def test_english_keeps_its_point() -> None:
    assert words.decimal("0.305 Gy") == "0.305 Gy"
    assert words.film("value_mm", value=2.34) == "2.3 mm"


def test_german_has_a_comma(german: None) -> None:
    """Fault: a German console read 0.305."""
    assert words.decimal("0.305 Gy") == "0,305 Gy"
    assert words.film("value_mm", value=2.34) == "2,3 mm"
    assert phrase("monitor.measured", mm=12.34, deg=8.0).startswith("12,3 mm")
