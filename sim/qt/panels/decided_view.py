"""What was decided, beside what the case asks for: each choice with the reason named for it, and whether its page had been read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent, QTextDocument, QTextOption
from PySide6.QtWidgets import QLabel

from scenarios import files
from scenarios.chart import Plan
from scenarios.rationale import REASONED, Rationale, Reasoned, rationales
from scenarios.schema import Scenario
from scenarios.ways import place_of
from scenarios.words import told
from sim.qt.grown import wears_anew
from sim.qt.palette import theme
from sim.qt.unbroken import unbroken
from sim.qt.words import heading, phrase, term
from sim.scoring.choice import assessed
from sim.session.events import Event

JUDGED = {"level": ("level", "side"), "volume": ("volume",)}
"""Rows of the table that are judged by others than their own name"""
RIGHT, WRONG = "\N{CHECK MARK}", "\N{BALLOT X}"


class DecidedView(QLabel):
    """Nothing where nothing was decided, or no case says what would be right."""

    def __init__(self, case: Scenario, events: Sequence[Event]) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setAccessibleName(phrase("decided.title"))
        self._case = case
        self._said = next((event.data for event in reversed(events) if event.kind == "decided"), None)
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange or wears_anew(event):
            self._write()

    def minimumSizeHint(self) -> QSize:
        """As narrow as it is asked to be: a table that has no room is folded."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write()

    def _write(self) -> None:
        plan, said = self._case.plan, self._said
        self.setVisible(plan is not None and said is not None)
        if plan is not None and said is not None:
            right = assessed(self._case, said)
            words = _table(plan, self._case.technique, said, right)
            if self._least(words) > self.width():
                words = _blocks(plan, self._case.technique, said, right)
            if words != self.text():
                self.setText(words)

    def _least(self, table: str) -> float:
        """Pixels across, as narrow as its words let it be."""
        page, whole_words = QTextDocument(), QTextOption()
        whole_words.setWrapMode(QTextOption.WrapMode.WordWrap)
        page.setDefaultTextOption(whole_words)
        page.setDocumentMargin(0)
        page.setDefaultFont(self.font())
        page.setHtml(table)
        page.setTextWidth(1)
        return page.size().width()


def _table(plan: Plan, way: str, said: Mapping[str, Any], right: Mapping[str, bool]) -> str:
    """HTML: choice, what was chosen and why, what would be right."""
    heads = "".join(f"<th align='left'>{escape(phrase(f'decided.{code}'))}</th>" for code in ("chosen", "plan"))
    rows = [_row(choice, chosen, asked, _why(choice, said), _mark(choice, right)) for choice, chosen, asked in _choices(plan, way, said)]
    return f"<b>{escape(phrase('decided.title'))}</b><table cellpadding='3'><tr><th></th>{heads}</tr>{''.join(rows)}</table>{_free(said)}"


def _blocks(plan: Plan, way: str, said: Mapping[str, Any], right: Mapping[str, bool]) -> str:
    """The same where the table has no room: each choice, and a line for each of its cells under it."""
    mine, asked = (escape(phrase(f"decided.{code}")) for code in ("chosen", "plan"))
    blocks = (
        f"<p><b>{escape(phrase(f'decided.{choice}'))}</b><br>{mine}: {_chosen(chosen, _why(choice, said), _mark(choice, right))}"
        f"<br>{asked}: {escape(unbroken(planned))}</p>"
        for choice, chosen, planned in _choices(plan, way, said)
    )
    return f"<b>{escape(phrase('decided.title'))}</b>{''.join(blocks)}{_free(said)}"


def _free(said: Mapping[str, Any]) -> str:
    """Under what stands without a reason: that no points hang on it."""
    return f"<p style='color:{theme().muted}'>{escape(phrase('decided.free'))}</p>" if unreasoned(said) else ""


def _chosen(chosen: str, why: str, mark: str) -> str:
    reason = f"<br><i>{escape(why)}</i>" if why else ""
    return f"{mark} {escape(unbroken(chosen))}{reason}"


def _row(choice: str, chosen: str, asked: str, why: str, mark: str) -> str:
    name = f"<td style='color:{theme().muted}'>{escape(phrase(f'decided.{choice}'))}</td>"
    return f"<tr>{name}<td>{_chosen(chosen, why, mark)}</td><td>{escape(unbroken(asked))}</td></tr>"


def _choices(plan: Plan, way: str, said: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Choice, what was chosen, and all that would be right, in words."""
    found = [
        ("decision", heading(said["decision"]), heading(plan.decision)),
        ("reason", phrase(f"reason.{said['reason']}"), _any(plan.reasons, lambda one: phrase(f"reason.{one}"))),
    ]
    if said["decision"] != "inject" or plan.decision != "inject":
        return found
    where = f"{place_of(said.get('approach'), said.get('level'))} {term(said.get('side') or '')}".strip() or phrase("decided.none")
    contrast, drug = plan.contrast_ml, plan.drug_ml
    return [
        *found,
        ("level", where, f"{_any(plan.levels, lambda level: place_of(way, level))} {_any(plan.sides, term) if plan.sides else ''}".strip()),
        ("approach", _one(said.get("approach"), _way), _any(plan.approaches, _way)),
        ("needle", _one(said.get("needle"), str), _any(plan.needles, str)),
        ("steroid", _one(said.get("steroid"), told), _any(plan.steroids, told)),
        ("contrast", _ml(said["contrast_ml"]), phrase("decided.none") if contrast is None else _range(contrast.least, contrast.most)),
        ("volume", _ml(said["drug_ml"]), phrase("decided.open") if drug is None else _range(drug.least, drug.most)),
        *([("instead", _one(said.get("instead"), term), _any(plan.instead, term))] if plan.instead else []),
    ]


def unreasoned(said: Mapping[str, Any]) -> list[Reasoned]:
    """The choices of a decision for which no reason was named."""
    return [choice for choice in REASONED if not _named(choice, said)] if said["decision"] == "inject" else []


def _named(choice: str, said: Mapping[str, Any]) -> list[Rationale]:
    return [rationales()[code] for code in said.get("rationales", ()) if code in rationales() and rationales()[code].choice == choice]


def _why(choice: str, said: Mapping[str, Any]) -> str:
    """The reason that was named, and whether the page on which it stands had been read by then."""
    if choice not in REASONED or said["decision"] != "inject":
        return ""
    named = _named(choice, said)
    if not named:
        return phrase("decided.unsaid")
    return "; ".join(phrase("decided.because", why=phrase(f"rationale.{row.name}")) + _unread(row.page, said["pages"]) for row in named)


def _unread(page: str | None, read: Sequence[str]) -> str:
    return "" if page is None or page in read else phrase("decided.unread", page=heading(page))


def _mark(choice: str, right: Mapping[str, bool]) -> str:
    """Told by a sign, not by colour; none for what the case leaves open."""
    judged = [right[name] for name in JUDGED.get(choice, (choice,)) if name in right]
    return (RIGHT if all(judged) else WRONG) if judged else ""


def _any(values: Sequence[str], name: Callable[[str], str]) -> str:
    return phrase("decided.or").join(map(name, values)) or phrase("decided.open")


def _one(value: str | None, name: Callable[[str], str]) -> str:
    return phrase("decided.none") if value is None else name(value)


def _way(name: str) -> str:
    return term(files.technique(name).title)


def _ml(ml: float) -> str:
    return phrase("decided.ml", ml=ml)


def _range(least: float, most: float) -> str:
    return phrase("decided.range", least=least, most=most)
