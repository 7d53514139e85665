"""Sentences for facts: one TOML file per language beside this one. Only what meets a reader asks here; nothing is decided by an answer.

What stands in English in a table or a case has its translation in a folder of the language, by the English itself: where somebody changes
that, or writes something new, it is read in English until it is translated, and never says what was true before.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from math import floor
from pathlib import Path
from typing import Any

from meshes.quoting import cut
from scenarios.chart import Chart
from scenarios.words.numerals import filled
from scenarios.words.pieces import numbered, pieced
from scenarios.words.said import Answer, Clause, Said

FOLDER = Path(__file__).parent
WHOLE = "en"
"""The language that has every sentence; another one's gaps are filled from it."""
LONGEST_NAME = 200
"""Characters: a syringe drawn up from four fluids is still named whole."""
LONGEST_LIST = 500
"""The same of all that lies on a tray."""
Catalogue = dict[str, dict[str, str]]
"""Templates by part and code; a template's fields are the fact's numbers and names."""

_spoken = [WHOLE]
"""The one that is read now."""


def speak(language: str = WHOLE) -> None:
    """From now on sentences come in this language; what is shown already stays as it is. One that has no file here is English."""
    _spoken[:] = [language]


def catalogue(language: str | None = None) -> Catalogue:
    """A language's templates, those of the one that is spoken if none is named; its gaps are filled from the whole one."""
    return _gapless(language or _spoken[0])


def spoken() -> str:
    """The code of the language that is read now."""
    return _spoken[0]


@cache
def written(language: str) -> Catalogue:
    """What a language has itself; nothing for one that has no file."""
    file = FOLDER / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


@cache
def _gapless(language: str) -> Catalogue:
    return {part: {**templates, **written(language).get(part, {})} for part, templates in written(WHOLE).items()}


@cache
def translations(language: str) -> dict[str, str]:
    """Of texts that stand in English in tables and cases: by the English, with single spaces for every break."""
    files = sorted(FOLDER.joinpath(language).glob("*.toml"))
    return {text: said for file in files for text, said in tomllib.loads(file.read_text(encoding="utf-8")).items()}


def decimal_mark() -> str:
    """What stands between whole and parts of a number in the language that is spoken."""
    return catalogue()["figures"]["decimal"]


def decimal(number: str) -> str:
    """A number, written with a point, as this language writes it."""
    return number.replace(".", decimal_mark())


def told(text: str) -> str:
    """A text, a title or a name of a table or a case in the language that is spoken; as it stands where that has none."""
    known, bare = translations(_spoken[0]), " ".join(text.split())
    return known.get(bare) or numbered(bare, known) or text


def told_first(text: str) -> str:
    """The same where it stands first: the rest stays as it is written, since other languages have capitals within."""
    said = told(text)
    return said[:1].upper() + said[1:]


def notice(kind: str, data: Mapping[str, Any], chart: Chart | None = None) -> str | None:
    """What an operator notices of an event of this kind; None for one that nobody perceives. The chart gives the patient's own words."""
    match kind:
        case "patient_says":
            return aloud(sentence(Said.of(data), chart))
        case "refused":
            return _filled("refused", str(data["code"]), data)
        case "examined":
            return _filled("events", kind, {"of": data["of"], "finding": _filled("findings", str(data["finding"]), data)})
        case "sterility_broken":
            return _filled("events", kind, {"by": _filled("sterility", str(data["by"]), data)})
        case "image_stored" if data["pictures"] > 1:
            return _filled("events", "loop_stored", data)
        case "time_short":
            return _filled("events", kind, {"left": lasting(float(data["left_s"]))})
        case "subtraction_set":
            return _filled("subtraction", str(data["mode"]), data)
    part = "doses" if "steroid_mg" in data else "events"
    return _filled(part, kind, data) if kind in catalogue()[part] else None


def step(code: str, views: str) -> str:
    """What is to be done in this step; ``views``: those under which it is done, where it asks for some."""
    return _filled("steps", code, {"views": views})


def usual_hint(code: str) -> str:
    """What helps at this step on every way, where the case has nothing of its own to say; empty where nothing does."""
    return catalogue()["hints"].get(code, "")


def trouble(code: str) -> str:
    """What a guide says about what is wrong now; nothing for no trouble."""
    return _filled("guide", code, {}) if code else ""


def debriefing(code: str, **said: str) -> str:
    """One of the sentences that open a debriefing."""
    return catalogue()["debriefing"][code].format(**said)


def afterword(code: str, **said: object) -> str:
    """What is said when all is over, beside what the case says."""
    return catalogue()["afterword"][code].format(**said)


def unit(code: str) -> str:
    """How a unit of the tables is written where somebody reads it; most are written as they are called."""
    return catalogue()["unit"].get(code, code)


def paper(code: str, **said: object) -> str:
    """What stands on a printed sheet."""
    return _filled("paper", code, said)


def studio(code: str, **said: object) -> str:
    """What is said where cases are written."""
    return _filled("studio", code, said)


def library(code: str, **said: object) -> str:
    """What is said of the department's library."""
    return _filled("library", code, said)


def preview(code: str, **said: object) -> str:
    """What is said of a body that is being drawn."""
    return _filled("preview", code, said)


def pin(code: str, **said: object) -> str:
    """What is said of a PIN."""
    return _filled("pin", code, said)


def exam(code: str, **said: object) -> str:
    """What is said of an exam."""
    return _filled("exam", code, said)


def comment(code: str, **said: object) -> str:
    """What is said of an instructor's comment."""
    return _filled("comment", code, said)


def help_on(kinds: Iterable[str]) -> str:
    """What the first of these parts of the window, from a control outwards, is for; that of the whole window if none has a sentence."""
    known = catalogue()["help"]
    return next((known[kind] for kind in kinds if kind in known), known["MainWindow"])


def glossary(code: str, **said: str) -> str:
    """What stands round the terms."""
    return catalogue()["glossary"][code].format(**said)


def film(code: str, **said: object) -> str:
    """What is said round the film of an attempt."""
    return _filled("film", code, said)


def what_if(code: str, **said: object) -> str:
    """What is said of an attempt with one thing changed."""
    return _filled("what_if", code, said)


def clause(said: str | Clause) -> str:
    """What a remark takes up; nothing said is nothing. A recording's own name where nobody knows a place."""
    if isinstance(said, str):  # which English leaves as it is written
        return said if _spoken[0] == WHOLE else pieced(said, translations(_spoken[0]), told)
    if not said:
        return ""
    if said.part in ("lies_in", "pushed", "organs", "limits"):
        known = catalogue()[said.part]
        return remark("and").join(dict.fromkeys(known.get(name, cut(name, LONGEST_NAME)) for name in said.names))
    if said.part == "old_reaction":
        return _filled(said.part, said.code, {"missing": remark("and").join(_filled(said.part, name, {}) for name in said.names)})
    places = clause(Clause("lies_in", names=said.names))
    return _filled(said.part, said.code, {"ml": decimal(f"{said.ml:.2g}"), "mm": decimal(f"{round(said.mm, 1):g}"), "places": places})


def remark(code: str, **said: str) -> str:
    """What is filled into a remark, or put round it."""
    return catalogue()["remark"][code].format(**said)


def lasting(seconds: float) -> str:
    """How long something took: from a minute on nobody divides by sixty."""
    minutes, rest = divmod(round(seconds), 60)
    if minutes:
        return remark("lasting" if rest else "minutes", minutes=f"{minutes}", seconds=f"{rest}")
    return remark("seconds", seconds=decimal(f"{seconds:g}"))


def aloud(said: str) -> str:
    """What somebody says, in the marks of the language."""
    return remark("aloud", said=said)


def question(about: str) -> str:
    """What is asked about a topic, as it is said to the patient."""
    return catalogue()["questions"][about]


def drill(code: str, **said: object) -> str:
    """What a drill says."""
    return _filled("drill", code, said)


def drill_task(asks: str) -> str:
    """A drill's skill, in a few words."""
    return _filled("drill_task", asks, {})


def looks(pattern: str) -> str:
    """How a pattern of contrast is told from the others."""
    return _filled("looks", pattern, {})


def sentence(said: Said, chart: Chart | None = None) -> str:
    """What the patient said."""
    if said.cause == "root":
        return _filled("says", "root", {"where": _filled("dermatome", said.root, {"side": said.side})})
    if said.cause == "answer":
        return " ".join(_answered(one, chart) for one in said.answers)
    return _filled("says", said.cause, {})


def told_later(contact: str, code: str, pain: float, before: float) -> tuple[str, str]:
    """What a patient tells at a contact afterwards, and what it means."""
    words = _filled("diary", code, {"pain": floor(pain + 0.5), "before": floor(before + 0.5)})
    return f"{_filled('contacts', contact, {})}: {aloud(words)}", _filled("diary_do", code, {})


def _answered(answer: Answer, chart: Chart | None) -> str:
    """One part of an answer; what is in the patient's own words stands in the chart."""
    data = {"name": answer.name, "number": answer.number}
    if chart is not None and answer.code == "condition":
        return told(next((c.note for c in chart.conditions if c.name == answer.name), answer.name))
    if chart is not None and answer.code == "allergy":
        reaction = next((a.reaction for a in chart.allergies if a.to == answer.name), "")
        return _filled("answers", "allergy_reaction", {"name": told_first(answer.name), "reaction": told(reaction)})
    if chart is not None and answer.code == "dose":
        dose = next((m.dose for m in chart.medication if m.name == answer.name), "")
        return _filled("answers", "dose_of", {"name": told_first(answer.name), "dose": dose})
    if chart is not None and answer.code == "shot":
        one = chart.earlier[int(answer.number)]
        code = "shot_told_week" if one.weeks_ago == 1 else "shot_told"
        return _filled("answers", code, {"name": f"{told(one.what)}, {told(one.steroid)} {one.steroid_mg:g} mg", "number": one.weeks_ago})
    if chart is not None and answer.code == "history":
        return told(chart.history).strip().split(". ")[0].rstrip(".") + ". " + _filled("answers", "history", data)
    if answer.code == "taken" and answer.number < 2:
        return _filled("answers", "taken_yesterday", data)
    if answer.code in ("shoots", "shot_gone"):
        root, side = answer.name.split()
        return _filled("answers", answer.code, {"where": _filled("dermatome", root, {"side": side})})
    return _filled("answers" if answer.code in catalogue()["answers"] else "says", answer.code, data)


def _filled(part: str, code: str, data: Mapping[str, Any]) -> str:
    return filled(catalogue()[part][code], {name: _shown(value) for name, value in data.items()}, decimal_mark())


def _shown(value: Any) -> Any:
    """A name or a list of names, cut where somebody gave a text without end for one."""
    if isinstance(value, list | tuple):
        return cut(", ".join(cut(told(str(each)), LONGEST_NAME) for each in value), LONGEST_LIST)
    return cut(told(value), LONGEST_NAME) if isinstance(value, str) else value
