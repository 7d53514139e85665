"""The chart: its pages to be read, the slices, and the patient to be asked."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from meshes.anatomy import Anatomy
from scenarios.chart import PAGES, Chart, Page, root_areas
from scenarios.medicines import medicine
from scenarios.words import sentence
from scenarios.words.said import Said
from sim.procedure.mr_series import studies
from sim.qt.panels.card import Card
from sim.qt.panels.mri_view import MriView
from sim.qt.panels.stop_times import StopTimes
from sim.session.care_commands import TOPICS, Ask, OpenChart
from sim.session.observation import Observation

UNKNOWN = " (in no list here: find out what it does to the blood)"


class ChartPage(QWidget):
    """Reading is noticed: a page counts when it is opened."""

    ordered = Signal(object)

    def __init__(self, chart: Chart, anatomy: Anatomy) -> None:
        super().__init__()
        self.chart, self.anatomy = chart, anatomy
        self._heard: tuple[Said, ...] = ()
        row = QHBoxLayout(self)
        self.pages = QListWidget()
        self.pages.setFixedWidth(190)
        self.pages.addItems([page.capitalize() for page in PAGES])
        self.pages.currentRowChanged.connect(self._open)
        left = QVBoxLayout()
        left.addWidget(self.pages, 1)
        self.look_up = QPushButton("Stop times ...")
        self.look_up.setToolTip("What thins the blood, and how long before a needle it must have been stopped")
        self.look_up.clicked.connect(lambda: StopTimes(self).exec())
        left.addWidget(self.look_up)
        row.addLayout(left)
        middle = QVBoxLayout()
        self.text = QTextBrowser()
        self.text.setText("Choose a page of the chart.")
        middle.addWidget(self.text, 1)
        self.mri = MriView(anatomy, found) if (found := studies(chart, anatomy)) else None
        if self.mri is not None:
            self.mri.hide()
            middle.addWidget(self.mri, 6)
        row.addLayout(middle, 1)
        row.addWidget(self._questions())

    def _questions(self) -> Card:
        card = Card("Ask the patient")
        card.setFixedWidth(260)
        self.asking: dict[str, QPushButton] = {}
        for topic in TOPICS:
            if topic == "now":
                continue
            button = QPushButton(topic.capitalize())
            button.clicked.connect(lambda _=False, about=topic: self.ordered.emit(Ask(about=about)))
            self.asking[topic] = button
            card.box.addWidget(button)
        self.answer = QLabel("")
        self.answer.setObjectName("says")
        self.answer.setWordWrap(True)
        card.box.addWidget(self.answer)
        card.box.addStretch(1)
        return card

    def _open(self, row: int) -> None:
        page = PAGES[row]
        self.ordered.emit(OpenChart(page=page))
        self.text.setHtml(said(self.chart, page))
        if self.mri is not None:
            self.mri.setVisible(page == "imaging")

    def observe(self, seen: Observation) -> None:
        for i, page in enumerate(PAGES):
            self.pages.item(i).setText(f"{'✓ ' if page in seen.care.pages else ''}{page.capitalize()}")
        for topic, button in self.asking.items():
            button.setText(f"{'✓ ' if topic in seen.care.asked else ''}{topic.capitalize()}")
        if seen.care.said != self._heard:
            self._heard = seen.care.said
            self.answer.setText("\n\n".join(f"\u201c{sentence(one, self.chart)}\u201d" for one in self._heard))


def said(chart: Chart, page: Page) -> str:
    """A page as HTML; what is hidden stands on none."""
    match page:
        case "history":
            body = f"<p>{escape(chart.history)}</p><p>Conservative care for {chart.conservative_weeks:g} weeks. "
            body += f"Pain {chart.pain_now} of 10.</p>"
            body += "".join(f"<p>{escape(c.note)}</p>" for c in chart.conditions if not c.hidden)
        case "examination":
            body = _examined(chart)
        case "imaging":
            body = f"<p>{escape(chart.imaging)}</p>"
        case "medication":
            rows = [
                f"{m.name} {m.dose}, last taken {_ago(m.last_taken_days)}{'' if medicine(m.name) else UNKNOWN}"
                for m in chart.medication
                if not m.hidden
            ]
            body = _list(rows, "Nothing is noted.")
        case "allergies":
            body = _list([f"{a.to}: {a.reaction}" for a in chart.allergies if not a.hidden], "None is noted.")
        case "earlier injections":
            rows = [
                f"{e.weeks_ago:g} weeks ago: {e.what}; {e.relief_pct:g} % relief for {e.relief_weeks:g} weeks"
                for e in chart.earlier
                if not e.hidden
            ]
            body = _list(rows, "None.")
        case "laboratory":
            names = {"inr": "INR", "platelets": "Platelets, 10^9/l", "hba1c": "HbA1c, %", "glucose": "Glucose, mmol/l",
                     "crp": "CRP, mg/l", "egfr": "Kidneys (GFR), ml/min"}  # fmt: skip
            values = chart.laboratory.model_dump()
            body = _list([f"{title}: {values[name]:g}" for name, title in names.items() if values[name] is not None], "Nothing was sent.")
    return f"<h3>{page.capitalize()}</h3>{body}"


def _ago(days: float) -> str:
    return "today" if days < 1 else "yesterday" if days < 2 else f"{days:g} days ago"


def _list(rows: list[str], nothing: str) -> str:
    return "<ul>" + "".join(f"<li>{escape(row)}</li>" for row in rows) + "</ul>" if rows else f"<p>{nothing}</p>"


def _examined(chart: Chart) -> str:
    areas = root_areas()
    head = "<tr><th>Root</th><th>Side</th><th>Dermatome</th><th>Sensation</th><th>Myotome</th><th>Power</th><th>Reflex</th></tr>"
    rows = [
        f"<tr><td>{f.root}</td><td>{f.side}</td><td>{areas[f.root].dermatome}</td><td>{f.sensation}</td>"
        f"<td>{areas[f.root].myotome}</td><td>{f.power}/5</td><td>{f.reflex}</td></tr>"
        for f in chart.examination
    ]
    return f"<table cellpadding='5'>{head}{''.join(rows)}</table><p>{escape(chart.signs)}</p>"
