"""The pages of a chart as HTML: tables where there are values, flags where one is not normal. What is hidden stands on none."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from scenarios.chart import Chart, Finding, Page, root_areas
from scenarios.medicines import medicine
from scenarios.reference_ranges import reference_ranges
from sim.qt.palette import theme

UNKNOWN = "in no list here: find out what it does to the blood"
FLAGS = {"high": "\u25b2 high", "low": "\u25bc low", "": ""}


def said(chart: Chart, page: Page) -> str:
    """A page as it is read."""
    match page:
        case "history":
            body = _history(chart)
        case "examination":
            body = _examined(chart)
        case "imaging":
            body = f"<p>{escape(chart.imaging)}</p>"
        case "medication":
            body = _medication(chart)
        case "allergies":
            rows = [(escape(a.to.capitalize()), escape(a.reaction)) for a in chart.allergies if not a.hidden]
            body = _table(("To", "What happened"), rows, "None is noted.")
        case "earlier injections":
            body = _earlier(chart)
        case "laboratory":
            body = _laboratory(chart)
    return f"<h3>{page.capitalize()}</h3>{body}"


def _history(chart: Chart) -> str:
    rows = [("Pain now", f"{chart.pain_now} of 10"), ("Conservative care", f"{chart.conservative_weeks:g} weeks")]
    noted = "".join(f"<p>{escape(c.note)}</p>" for c in chart.conditions if not c.hidden)
    return f"<p>{escape(chart.history)}</p>{_table((), rows, '')}{noted}"


def _medication(chart: Chart) -> str:
    rows = [
        (
            escape(m.name) + ("" if medicine(m.name) else f"<br><span style='{_not_normal()}'>{UNKNOWN}</span>"),
            escape(m.dose) or "not noted",
            ago(m.last_taken_days),
        )
        for m in chart.medication
        if not m.hidden
    ]
    return _table(("Medicine", "Dose", "Last taken"), rows, "Nothing is noted.")


def _earlier(chart: Chart) -> str:
    kept = (e for e in chart.earlier if not e.hidden)
    rows = [(f"{e.weeks_ago:g} weeks ago", escape(e.what), f"{e.relief_pct:g} %", f"{e.relief_weeks:g} weeks") for e in kept]
    return _table(("When", "What", "Relief", "For"), rows, "None.")


def _laboratory(chart: Chart) -> str:
    values, rows = chart.laboratory.model_dump(), []
    for name, normal in reference_ranges().items():
        value = values[name]
        if value is not None:
            flag = normal.flag(value)
            shown = f"<span style='{_not_normal()}'>{value:g}</span>" if flag else f"{value:g}"
            rows.append((normal.title, shown, normal.unit, normal.shown, f"<span style='{_not_normal()}'>{FLAGS[flag]}</span>"))
    return _table(("Test", "Result", "Unit", "Normal", ""), rows, "Nothing was sent.")


def ago(days: float) -> str:
    return "today" if days < 1 else "yesterday" if days < 2 else f"{days:g} days ago"


def _examined(chart: Chart) -> str:
    areas = root_areas()
    rows = [
        (
            f"<b>{f.root} {f.side}</b>",
            areas[f.root].dermatome,
            _marked(f.sensation, f.sensation != "normal"),
            areas[f.root].myotome,
            _marked(f"{f.power}/5", f.power < 5),
            _marked(f.reflex if f.reflex != "normal" or areas[f.root].reflex != "none" else "none to test", f.reflex != "normal"),
        )
        for f in chart.examination
    ]
    table = _table(("Root", "Felt at", "Sensation", "Moves", "Power", "Reflex"), rows, "No root was examined.")
    return f"{table}<p>{escape(chart.signs)}</p>"


def _not_normal() -> str:
    """Said in words beside it, too: colour alone tells nobody."""
    return f"color:{theme().mark}; font-weight:600"


def _marked(words: str, abnormal: bool) -> str:
    return f"<span style='{_not_normal()}'>\u25bc {words}</span>" if abnormal else words


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], nothing: str) -> str:
    """Cells are HTML."""
    if not rows:
        return f"<p>{nothing}</p>"
    titles = f"<tr>{''.join(f'<th align=left>{one}</th>' for one in head)}</tr>" if head else ""
    lines = "".join(f"<tr>{''.join(f'<td>{one}</td>' for one in row)}</tr>" for row in rows)
    return f"<table cellpadding='6' cellspacing='0'>{titles}{lines}</table>"


def digest(chart: Chart, page: Page) -> str:
    """What stands on a page that was read, in a line, for the list of problems."""
    match page:
        case "history":
            return f"pain {chart.pain_now} of 10, {chart.conservative_weeks:g} weeks of conservative care"
        case "examination":
            return _counted([_abnormal(f) for f in chart.examination if f.is_abnormal], "nothing abnormal of the roots")
        case "imaging":
            return chart.imaging.strip().split(". ")[0].rstrip(".").replace("\n", " ")
        case "medication":
            return _counted([f"{m.name}, {ago(m.last_taken_days)}" for m in chart.medication if not m.hidden], "nothing is noted")
        case "allergies":
            return _counted([a.to for a in chart.allergies if not a.hidden], "none is noted")
        case "earlier injections":
            return _counted([f"{e.what}, {e.weeks_ago:g} weeks ago" for e in chart.earlier if not e.hidden], "none")
        case "laboratory":
            return _counted(_flagged(chart), "nothing was sent" if not any(_values(chart)) else "nothing outside the normal")


def _counted(rows: list[str], nothing: str) -> str:
    return "; ".join(rows) or nothing


def _abnormal(f: Finding) -> str:
    parts = [f"sensation {f.sensation}"] if f.sensation != "normal" else []
    parts += [f"power {f.power}/5"] if f.power < 5 else []
    parts += [f"reflex {f.reflex}"] if f.reflex != "normal" else []
    return f"{f.root} {f.side}: {', '.join(parts)}"


def _values(chart: Chart) -> list[bool]:
    return [value is not None for value in chart.laboratory.model_dump().values()]


def _flagged(chart: Chart) -> list[str]:
    values = chart.laboratory.model_dump()
    return [
        f"{normal.title} {values[name]:g} ({flag})"
        for name, normal in reference_ranges().items()
        if values[name] is not None and (flag := normal.flag(values[name]))
    ]
