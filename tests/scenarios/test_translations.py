"""The core's words in other languages: what has a translation says the same with the same fields, and what has none is English."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import pytest

from scenarios import files, remark, words
from scenarios.words.said import Answer, Clause, Said
from sim.scoring.measures import THEMES
from tests import texts

FIELD = re.compile(r"{[^}]*}")
LANGUAGES = sorted(path.stem for path in words.FOLDER.glob("*.toml") if path.stem != words.WHOLE)
LATE = 0.02
"""Share of the texts that may wait for their translation, or have lost their English: whoever mends a remark need not speak German."""


@pytest.fixture
def german() -> Iterator[None]:
    words.speak("de")
    yield
    words.speak()


def fields(template: str) -> list[str]:
    return sorted(FIELD.findall(template))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_everything_with_the_same_fields(language: str) -> None:
    whole, own = words.written(words.WHOLE), words.written(language)
    missing = {f"{part}.{code}" for part, said in whole.items() for code in said if code not in own.get(part, {})}
    unknown = {f"{part}.{code}" for part, said in own.items() for code in said if code not in whole.get(part, {})}
    assert (missing, unknown) == (set(), set())
    assert [
        f"{part}.{code}" for part, said in whole.items() for code, text in said.items() if fields(text) != fields(own[part][code])
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", ["remarks", "tables", "cases"])
def test_what_stands_in_tables_and_cases_is_translated(language: str, part: str) -> None:
    english = texts.in_a_line(getattr(texts, part)())
    own = tomllib.loads(words.FOLDER.joinpath(language, f"{part}.toml").read_text(encoding="utf-8"))
    missing = [text for text in english if text not in words.translations(language)]
    lost = [text for text in own if text not in english]
    assert len(missing) <= LATE * len(english), missing
    assert len(lost) <= LATE * len(english), lost
    assert [text for text, said in own.items() if set(fields(text)) != set(fields(said)) or not said.strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_has_one_translation(language: str) -> None:
    """Of two files the later would win, and nobody would see it."""
    said = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(words.FOLDER.joinpath(language).glob("*.toml"))]
    assert [text for one in said for text in one if one[text] != words.translations(language)[text]] == []


def test_a_language_without_files_is_english() -> None:
    try:
        words.speak("tlh")
        assert words.step("finish", "") == "Everything is done: press Finish"
        assert words.told("Passes") == "Passes"
    finally:
        words.speak()


def test_a_text_that_changed_is_read_in_english(german: None) -> None:
    assert words.told("Passes") == "Punktionen"
    assert words.told("Passes, counted anew") == "Passes, counted anew"


def test_breaks_of_a_line_are_no_part_of_a_text(german: None) -> None:
    case = files.find_scenario("l4_l5_disc")
    assert case.plan is not None
    assert words.told(case.plan.why).startswith("Wurzelschmerz im Dermatom L5")


def test_what_the_patient_says_stands_in_the_marks_of_the_language(german: None) -> None:
    said = words.notice("patient_says", {"cause": "faint"})
    assert said is not None
    assert (said[0], said[-1]) == ("\u201e", "\u201c")


def test_a_noun_keeps_its_capital_where_it_does_not_stand_first(german: None) -> None:
    assert words.told_first("the drill's needle") == "Nadel der Übung"


def test_what_is_filled_in_is_translated_too(german: None) -> None:
    assert words.notice("positioned", {"posture": "prone", "pillow": "abdomen"}) == "Lagerung: Bauchlage, Kissen: Bauch"
    assert (
        words.sentence(Said("root", root="L5", side="right"))
        == "Ah! Ein elektrischer Schlag, außen am Bein hinunter bis in die große Zehe, rechts!"
    )
    assert words.sentence(Said("answer", answers=(Answer("taken", "apixaban", 2.0),))) == "Ich nehme Apixaban, zuletzt vor 2 Tagen."


WITHDRAW = "ziehen Sie beim ersten einschießenden Schmerz zurück und wählen Sie eine andere Richtung."


@pytest.mark.parametrize(
    ("number", "what", "said"),
    [
        (
            "1",
            "",
            f"Eine Wurzel wurde einmal berührt: {WITHDRAW}",
        ),
        (
            "3",
            ", 2 times",
            f"Eine Wurzel wurde 3-mal berührt, 2-mal: {WITHDRAW}",
        ),
    ],
)
def test_a_remark_is_translated_before_it_is_filled(german: None, number: str, what: str, said: str) -> None:
    english = "A root was touched {value} times{what}: withdraw at the first shooting pain, and choose another trajectory."
    assert remark.filled(english, number, what, given=True, counted=True) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [("45.5", "45,5 s lang"), ("60", "1 min lang"), ("190", "3 min 10 s lang")],
)
def test_a_time_of_a_remark_is_told_in_minutes_from_the_first_on(german: None, number: str, said: str) -> None:
    """Fault: nobody knows how long 190 s are."""
    english = "The tip was within a millimetre of a root for {value} s."
    assert said in remark.filled(english, number, "", given=True, counted=False)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("; not: imaging, laboratory", "; nicht: Bildgebung, Labor"),
        ("L4 left, and said L5 right", "L4 links, und gesagt wurde L5 rechts"),
        ("3 ml, and gave 4.5", "3 ml, und gegeben wurde 4.5"),
        (": The patient does not want it", ": Sie wird nicht gewünscht"),
        (
            ": Fever and infection: a needle could seed the epidural space",
            ": Fieber und Infektion: eine Nadel könnte Keime in den Epiduralraum bringen",
        ),
        ("; not: flare for two days, bladder or bowel", "; nicht: bis zwei Tage stärkere Schmerzen, Blase oder Darm"),
        ("airway and ventilation or vasopressor", "Atemweg und Beatmung oder Vasopressor"),
        (
            "the page 'history' or the question about pain, and the question about pregnancy",
            "die Seite Anamnese oder die Frage nach Schmerz, und die Frage nach einer Schwangerschaft",
        ),
        (
            "; in AP and the depth view before a picture there showed it, so that does not count",
            "; in AP und der Tiefenansicht, bevor ein Bild es dort zeigte, deshalb zählt das nicht",
        ),
        (
            ", some of it where the needle no longer lay: reposition before you inject",
            ", ein Teil davon, wo die Nadel nicht mehr lag: ändern Sie die Lage der Nadel, bevor Sie injizieren",
        ),
        (
            ": Apixaban must be stopped 3 days before; it was taken 1 day ago",
            ": Apixaban muss abgesetzt werden, und zwar 3 Tage vorher; zuletzt genommen vor 1 Tag",
        ),
        ("the drug followed after 3 min 10 s", "das Medikament folgte nach 3 min 10 s"),
        ("it was too little and the drug followed after 61 s", "es war zu wenig und das Medikament folgte nach 61 s"),
        (", who was not asked", ", die nicht danach gefragt worden war"),
        (
            "the page 'examination' or the page 'imaging', and the question about pregnancy",
            "die Seite Untersuchung oder die Seite Bildgebung, und die Frage nach einer Schwangerschaft",
        ),
        (", who had said so", ", die es gesagt hatte"),
        (
            "; in AP before a picture there showed it, so that does not count",
            "; in AP, bevor ein Bild es dort zeigte, deshalb zählt das nicht",
        ),
        ("; left out: 9", "; ausgelassen: 9"),
        ("what nobody translated", "what nobody translated"),
    ],
)
def test_what_a_judge_put_together_is_translated_piece_by_piece(german: None, what: str, said: str) -> None:
    assert words.clause(what) == said


def test_english_is_left_as_it_is() -> None:
    assert words.clause("L4 left, and said L5 right; # of 3") == "L4 left, and said L5 right; # of 3"
    assert words.clause(Clause("lies_in", names=("venous", "disc"))) == "a vein and a disc"


def test_names_that_are_codes_have_words_in_english_too() -> None:
    """Each is a theme, a fault or a view: what nothing asks for would be read by nobody."""
    own = words.translations(words.WHOLE)
    assert set(own) - set(THEMES) == {"clo", "missing; should be a table with name, age, sex, complaint"}
    assert words.told("the way home") == "aftercare"
    assert [said for text, said in own.items() if text == said or not said.strip()] == []
