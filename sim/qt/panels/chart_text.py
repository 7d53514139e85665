"""The pages of a chart as HTML: tables where there are values, flags where one is not normal. What is hidden stands on none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from scenarios.chart import Chart, Finding, Page, root_areas
from scenarios.medicines import medicine
from scenarios.reference_ranges import reference_ranges
from scenarios.words import told
from sim.qt.palette import theme
from sim.qt.unbroken import unbroken
from sim.qt.words import heading, phrase, term

Laid = Callable[[Sequence[str], Sequence[Sequence[str]], str], str]
"""Heads by the names of their phrases, rows of HTML, and what is said where there are none"""
NUMBERS = ("result", "relief")
"""Columns, by their heads, whose numbers end at one edge, as their head does"""


def said(chart: Chart, page: Page, folded: bool = False) -> str:
    """A page as it is read, under its heading; ``folded``: where it is narrow, each row of a table as lines of their own."""
    table = _blocks if folded else _rows
    match page:
        case "history":
            body = _history(chart, table)
        case "examination":
            body = _examined(chart, table)
        case "imaging":
            body = f"<p>{escape(told(chart.imaging))}</p>"
        case "medication":
            body = _medication(chart, table)
        case "allergies":
            rows = [(escape(heading(a.to)), escape(told(a.reaction))) for a in chart.allergies if not a.hidden]
            body = table(("allergy_to", "allergy_reaction"), rows, "no_allergy")
        case "earlier injections":
            body = _earlier(chart, table)
        case "laboratory":
            body = _laboratory(chart, table)
    return unbroken(body)


def _history(chart: Chart, table: Laid) -> str:
    rows = [
        (_word("pain_now"), phrase("chart_text.of_ten", pain=chart.pain_now)),
        (_word("conservative_care"), _weeks(chart.conservative_weeks)),
    ]
    noted = "".join(f"<p>{escape(told(c.note))}</p>" for c in chart.conditions if not c.hidden)
    return f"<p>{escape(told(chart.history))}</p>{table((), rows, '')}{noted}"


def _medication(chart: Chart, table: Laid) -> str:
    rows = [
        (
            escape(told(m.name)) + ("" if medicine(m.name) else f"<br><span style='{_not_normal()}'>{_word('unknown')}</span>"),
            escape(told(m.dose)) or _word("no_dose"),
            ago(m.last_taken_days),
        )
        for m in chart.medication
        if not m.hidden
    ]
    return table(("medicine", "dose", "last_taken"), rows, "no_medicine")


def _earlier(chart: Chart, table: Laid) -> str:
    kept = (e for e in chart.earlier if not e.hidden)
    rows = [(_weeks_ago(e.weeks_ago), escape(told(e.what)), f"{e.relief_pct:g} %", _weeks(e.relief_weeks)) for e in kept]
    return table(("earlier_when", "earlier_what", "relief", "earlier_for"), rows, "no_earlier")


def _laboratory(chart: Chart, table: Laid) -> str:
    values, rows = chart.laboratory.model_dump(), []
    for name, normal in reference_ranges().items():
        value = values[name]
        if value is not None:
            flag = normal.flag(value)
            shown = f"<span style='{_not_normal()}'>{value:g}</span>" if flag else f"{value:g}"
            flagged = f"<span style='{_not_normal()}'>{_word(f'flag_{flag}')}</span>" if flag else ""
            rows.append((told(normal.title), shown, normal.unit, normal.shown, flagged))
    return table(("test", "result", "unit", "normal", ""), rows, "no_test")


def ago(days: float) -> str:
    return _word("today") if days < 1 else _word("yesterday") if days < 2 else phrase("chart_text.days_ago", days=days)


def _examined(chart: Chart, table: Laid) -> str:
    areas = root_areas()
    rows = [
        (
            f"<b>{f.root}&nbsp;{term(f.side)}</b>",
            told(areas[f.root].dermatome),
            _marked(term(f.sensation), f.sensation != "normal"),
            told(areas[f.root].myotome),
            _marked(f"{f.power}/5", f.power < 5),
            _marked(term(f.reflex) if f.reflex != "normal" or areas[f.root].reflex != "none" else _word("no_reflex"), f.reflex != "normal"),
        )
        for f in chart.examination
    ]
    findings = table(("root", "felt_at", "sensation", "moves", "power", "reflex"), rows, "no_root")
    return f"{findings}<p>{escape(told(chart.signs))}</p>"


def _word(name: str) -> str:
    return phrase(f"chart_text.{name}")


def _weeks(weeks: float) -> str:
    return phrase("chart_text.weeks", count=weeks)


def _weeks_ago(weeks: float) -> str:
    return phrase("chart_text.weeks_ago", count=weeks)


def _not_normal() -> str:
    """Said in words beside it, too: colour alone tells nobody."""
    return f"color:{theme().mark}; font-weight:600"


def _marked(words: str, abnormal: bool) -> str:
    return f"<span style='{_not_normal()}'>\u25bc&nbsp;{words}</span>" if abnormal else words


def _rows(head: Sequence[str], rows: Sequence[Sequence[str]], nothing: str) -> str:
    """Heads by the names of their phrases, as is what is said where there are no rows. Cells are HTML."""
    if not rows:
        return f"<p>{_word(nothing)}</p>"
    sides = [f"align={'right' if one in NUMBERS else 'left'}" for one in head or [""] * len(rows[0])]
    titles = f"<tr>{''.join(f'<th {side}>{_word(one) if one else one}</th>' for one, side in zip(head, sides, strict=False))}</tr>"
    lines = "".join(f"<tr>{''.join(f'<td {side}>{one}</td>' for one, side in zip(row, sides, strict=True))}</tr>" for row in rows)
    return f"<table cellpadding='6' cellspacing='0'>{titles if head else ''}{lines}</table>"


def _blocks(head: Sequence[str], rows: Sequence[Sequence[str]], nothing: str) -> str:
    """The same where a table has no room: each row by its first cell, and a line for each of the others under it."""
    if not rows or not head:
        return _rows(head, rows, nothing)
    return "".join(f"<p><b>{row[0]}</b>{''.join(_line(*one) for one in zip(head[1:], row[1:], strict=True))}</p>" for row in rows)


def _line(title: str, cell: str) -> str:
    return f"<br>{_word(title)}: {cell}" if title and cell else f"<br>{cell}" if cell else ""


def digest(chart: Chart, page: Page) -> str:
    """What stands on a page that was read, in a line, for the list of problems."""
    return unbroken(_in_a_line(chart, page))


def _in_a_line(chart: Chart, page: Page) -> str:
    match page:
        case "history":
            return phrase("chart_text.history_digest", pain=chart.pain_now, weeks=_weeks(chart.conservative_weeks))
        case "examination":
            return _counted([_abnormal(f) for f in chart.examination if f.is_abnormal], "roots_normal")
        case "imaging":
            return told(chart.imaging).strip().split(". ")[0].rstrip(".").replace("\n", " ")
        case "medication":
            return _counted([f"{told(m.name)}, {ago(m.last_taken_days)}" for m in chart.medication if not m.hidden], "medicines_none")
        case "allergies":
            return _counted([term(a.to) for a in chart.allergies if not a.hidden], "allergies_none")
        case "earlier injections":
            return _counted([f"{told(e.what)}, {_weeks_ago(e.weeks_ago)}" for e in chart.earlier if not e.hidden], "earlier_none")
        case "laboratory":
            return _counted(_flagged(chart), "tests_normal" if any(_values(chart)) else "tests_none")


def _counted(rows: list[str], nothing: str) -> str:
    return "; ".join(rows) or _word(nothing)


def _abnormal(f: Finding) -> str:
    parts = [phrase("chart_text.sensation_is", sensation=term(f.sensation))] if f.sensation != "normal" else []
    parts += [phrase("chart_text.power_is", power=f.power)] if f.power < 5 else []
    parts += [phrase("chart_text.reflex_is", reflex=term(f.reflex))] if f.reflex != "normal" else []
    return f"{f.root} {term(f.side)}: {', '.join(parts)}"


def _values(chart: Chart) -> list[bool]:
    return [value is not None for value in chart.laboratory.model_dump().values()]


def _flagged(chart: Chart) -> list[str]:
    values = chart.laboratory.model_dump()
    return [
        f"{told(normal.title)} {values[name]:g} ({term(flag)})"
        for name, normal in reference_ranges().items()
        if values[name] is not None and (flag := normal.flag(values[name]))
    ]
