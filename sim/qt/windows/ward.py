"""The rooms round the table: chart, decision, preparation, the time after. A case that asks for the needle alone has the table alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from scenarios.chart import PAGES, Page
from sim.qt.grown import is_large, wears_anew
from sim.qt.palette import px
from sim.qt.panels.after_page import AfterPage
from sim.qt.panels.chart_beside import ChartBeside
from sim.qt.panels.chart_page import ChartPage
from sim.qt.panels.checklist_page import ChecklistPage
from sim.qt.panels.decision_page import DecisionPage
from sim.qt.words import phrase
from sim.session.world import World

TABLE, AFTERWARDS = "table", "afterwards"
TICK = "\u2713"
BOX = 100
"""Pixels at the usual size of text beside large tabs, for the box that switches hints"""
WardPage = ChartPage | DecisionPage | ChecklistPage | AfterPage


def page_title(code: str) -> str:
    """What stands on a page's tab."""
    return phrase(f"ward.{code}")


def pages_of(world: World) -> dict[str, WardPage]:
    """The pages that this case has, by code, in the order of the day."""
    case = world.scenario
    found: dict[str, WardPage] = {}
    if case.chart is not None:
        found["chart"] = ChartPage(case.patient, case.chart, world.anatomy)
    if "choice" in case.exercise:
        found["decision"] = DecisionPage(case, world.anatomy)
    if "preparation" in case.exercise:
        found["preparation"] = ChecklistPage(_beside(world, *PAGES))
    if "after" in case.exercise:
        found[AFTERWARDS] = AfterPage(case.chart, _beside(world, "examination"))
    return found


def _beside(world: World, *pages: Page) -> ChartBeside | None:
    """For a page whose own cards come first; each page needs cards of its own."""
    case = world.scenario
    return None if case.chart is None else ChartBeside(case.patient, case.chart, world.anatomy, words_anyway=False, pages=pages)


class OneShown(QStackedWidget):
    """Needs what the page that is shown needs: those behind it, which scroll or not, make no other one higher than the window."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return super().minimumSizeHint() if page is None else page.minimumSizeHint().expandedTo(page.minimumSize())


class Ward(QWidget):
    """The pages with the table among them; ``bar`` turns them and stands where the room puts it."""

    turned = Signal()

    def __init__(self, pages: dict[str, WardPage], table: QWidget) -> None:
        super().__init__()
        self._feet: dict[str, QLabel] = {}
        """Of each page but the table's"""
        self._repeats = {code: page.repeats for code, page in pages.items() if isinstance(page, ChecklistPage | AfterPage)}
        """Kinds of what a form lists itself"""
        self.said_away = False
        """Whether what was said last was said on another page than at the table, where it is no news"""
        self._have_spoken = set[str]()
        """Pages under which something was said"""
        self.done: Collection[str] = frozenset()
        """Pages on which nothing is left to do"""
        self._marked: tuple[frozenset[str], bool, int] | None = None
        """What the tabs were last marked for: these pages, whether text was large, and how wide the pages were"""
        self.bar, self._stack = QTabBar(), OneShown()
        self.bar.setAccessibleName(phrase("ward.bar"))
        self.bar.setDocumentMode(True)
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.bar.setUsesScrollButtons(False)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.bar.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)
        shown: dict[str, QWidget] = {code: page for code, page in pages.items() if code != AFTERWARDS}
        shown[TABLE] = table
        if AFTERWARDS in pages:
            shown[AFTERWARDS] = pages[AFTERWARDS]
        self.codes = tuple(shown)
        """Of its pages, from left to right"""
        for code, page in shown.items():
            self.bar.addTab(page_title(code))
            self._stack.addWidget(page if page is table else self._footed(code, page))
        self.bar.currentChanged.connect(self._turn)
        self.bar.setVisible(len(shown) > 1)
        self._fit_feet()
        self._lead_to(pages.get("chart"), pages.values())

    def _lead_to(self, chart: WardPage | None, pages: Iterable[WardPage]) -> None:
        """A form's card of what is not read yet leads to that page of the chart, and opens it."""

        def read(page: Page) -> None:
            if isinstance(chart, ChartPage):
                chart.read(page)
                self.go_to("chart")

        for form in pages:
            if not isinstance(form, ChartPage) and form.columns.beside is not None:
                for card in form.columns.beside.seen:
                    card.wanted.connect(read)

    def _footed(self, code: str, page: QWidget) -> QWidget:
        """A page with what was noticed last under it; at the table that stands beside the needle."""
        holder, foot = QWidget(), QLabel("")
        foot.setObjectName("message")
        foot.setContentsMargins(10, 0, 10, 4)
        self._feet[code] = foot
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(page, 1)
        box.addWidget(foot)
        return holder

    def say(self, words: str, kind: str) -> None:
        """Of a notice of this ``kind``; that a page of the chart is open is seen on it, and what a form lists is not said a second time:
        under it stands what is said while it is shown and its list does not hold.
        """
        self.said_away = bool(words) and self.code != TABLE
        for code, foot in self._feet.items():
            listed = code in self._repeats and (code != self.code or kind in self._repeats[code])
            foot.setText("" if kind == "chart_opened" or listed else words)
            if foot.text():
                self._have_spoken.add(code)
        self._fit_feet()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._fit_feet()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A tick that had no room may have it now."""
        super().resizeEvent(event)
        self.mark_done(self.done)

    def _fit_feet(self) -> None:
        """A line has its place from its first word on: until then it is the page's. Once it spoke it keeps it, lest a page move with each

        word; but where text is large a form is scrolled for it.
        """
        for code, foot in self._feet.items():
            foot.setHidden(not foot.text() and (is_large() or code not in self._have_spoken))

    def _turn(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self.turned.emit()

    @property
    def code(self) -> str:
        """Of the page that is shown."""
        return self.codes[self.bar.currentIndex()]

    @property
    def following(self) -> str:
        """The page after this one on which something is left to do; empty after the last."""
        return next((code for code in self.codes[self.bar.currentIndex() + 1 :] if code not in self.done), "")

    @property
    def leads_to(self) -> str:
        """That page's title; empty after the last."""
        return page_title(self.following) if self.following else ""

    def mark_done(self, done: Collection[str]) -> None:
        """What is to be done on these pages is done: their tabs say so, where there is room for a tick."""
        now = frozenset(done), is_large(), self.width()
        if now == self._marked:
            return
        self.done, self._marked = done, now
        self._name_tabs(ticked=True)
        if is_large() and self.bar.sizeHint().width() > self.width() - px(BOX):
            self._name_tabs(ticked=False)

    def _name_tabs(self, ticked: bool) -> None:
        for at, code in enumerate(self.codes):
            title = f"{page_title(code)} {TICK}" if ticked and code in self.done else page_title(code)
            if self.bar.tabText(at) != title:
                self.bar.setTabText(at, title)

    def go_to(self, code: str) -> None:
        """Show this page."""
        self.bar.setCurrentIndex(self.codes.index(code))
