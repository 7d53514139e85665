"""The rooms round the table: chart, decision, preparation, the time after. A case that asks for the needle alone has the table alone."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QWidget

from sim.qt.panels.after_page import AfterPage
from sim.qt.panels.chart_page import ChartPage
from sim.qt.panels.checklist_page import ChecklistPage
from sim.qt.panels.decision_page import DecisionPage
from sim.session.world import World

TABLE = "At the table"
WardPage = ChartPage | DecisionPage | ChecklistPage | AfterPage


def pages_of(world: World) -> dict[str, WardPage]:
    """The pages that this case has, by title, in the order of the day."""
    case = world.scenario
    found: dict[str, WardPage] = {}
    if case.chart is not None:
        found["Chart"] = ChartPage(case.chart, world.anatomy)
    if "choice" in case.exercise:
        found["Decision"] = DecisionPage(case)
    if "preparation" in case.exercise:
        found["Preparation"] = ChecklistPage()
    if "after" in case.exercise:
        found["Afterwards"] = AfterPage()
    return found


class Ward(QTabWidget):
    """The pages with the table among them."""

    def __init__(self, pages: dict[str, WardPage], table: QWidget) -> None:
        super().__init__()
        self.setDocumentMode(True)
        for title, page in pages.items():
            if title != "Afterwards":
                self.addTab(page, title)
        self.addTab(table, TABLE)
        if "Afterwards" in pages:
            self.addTab(pages["Afterwards"], "Afterwards")
        self.tabBar().setVisible(self.count() > 1)
        self.tabBar().setExpanding(False)

    def go_to(self, title: str) -> None:
        """Show the page of this title."""
        for i in range(self.count()):
            if self.tabText(i) == title:
                self.setCurrentIndex(i)
