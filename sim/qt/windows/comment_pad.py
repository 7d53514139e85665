"""What instructors said of moments of an attempt: a row each, that leads there. From the class page more is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QListWidgetItem, QMessageBox, QPushButton, QVBoxLayout, QWidget

from sim.qt.chosen_names import kept_signature, remember_signature
from sim.qt.day_words import day_words
from sim.qt.job import Fault, Job
from sim.qt.panels.whole_rows import WholeRows
from sim.qt.windows.comment_jobs import add_comment, change_comment, fetch_comments, take_back
from sim.qt.words import phrase
from sim.records.learner import LETTERS
from sim.session.clock import clock
from sim.session.session import STEP_S

if TYPE_CHECKING:  # what works with databases is loaded by who asks them
    from sim.exchange.gradebook.comments import Comment


class CommentPad(QWidget):
    """Of one attempt in the gradebook."""

    picked = Signal(int)
    """The step of the comment that was clicked"""
    came = Signal(object)
    """All of them, whenever they were asked for"""

    def __init__(self, attempt: int, writes: bool) -> None:
        """``writes``: an instructor sits here; else the learner, who has seen them then."""
        super().__init__()
        self.attempt, self.writes, self.step = attempt, writes, 0
        self.found: tuple[Comment, ...] = ()
        """As they were told last"""
        self._job: Job | None = None
        self.list = WholeRows()
        self.list.setAccessibleName(phrase("comments.title"))
        self.list.itemClicked.connect(self._pick)
        self.list.itemActivated.connect(self._pick)
        self.said = QLabel(phrase("class_page.reading"))
        self.said.setObjectName("note")
        self.said.setWordWrap(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 0)
        box.addWidget(self.said)
        box.addWidget(self.list, 1)
        box.addWidget(self._desk())
        self.stand_at(0)
        self._job = fetch_comments(attempt, not writes, self._come, self._fail)

    def _desk(self) -> QWidget:
        """Where an instructor writes."""
        desk = QWidget()
        self.text, self.author = QLineEdit(), QLineEdit(kept_signature())
        self.text.setPlaceholderText(phrase("comments.text"))
        self.text.setAccessibleName(phrase("comments.text"))
        self.author.setPlaceholderText(phrase("comments.author"))
        self.author.setAccessibleName(phrase("comments.author"))
        self.author.setToolTip(phrase("comments.author_about"))
        self.author.setMaxLength(LETTERS)
        self.add, self.change, self.delete = QPushButton(), QPushButton(phrase("comments.change")), QPushButton(phrase("comments.delete"))
        for button in (self.change, self.delete):
            button.setToolTip(phrase("comments.own_about"))
        self.text.returnPressed.connect(self._add)
        self.add.clicked.connect(self._add)
        self.change.clicked.connect(self._change)
        self.delete.clicked.connect(self._delete)
        self.author.textChanged.connect(lambda _: self._chosen())
        self.list.currentItemChanged.connect(lambda *_: self._chosen())
        box, row = QVBoxLayout(desk), QHBoxLayout()
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.text)
        box.addWidget(self.author)
        for button in (self.add, self.change, self.delete):
            row.addWidget(button)
        box.addLayout(row)
        desk.setVisible(self.writes)
        self._chosen()
        return desk

    def stand_at(self, step: int) -> None:
        """A comment is on the moment that the film shows."""
        self.step = step
        self.add.setText(phrase("comments.add", at=clock(step * STEP_S)))

    def _come(self, found: tuple[Comment, ...]) -> None:
        self.found, rows = found, []
        for one in found:
            new = phrase("comments.new") if not (one.seen or self.writes) else ""
            item = QListWidgetItem(
                phrase(
                    "comments.row", at=clock(one.step * STEP_S), new=new, author=one.author or phrase("comments.unsigned"), text=one.text
                )
            )
            item.setToolTip(phrase("comments.written", text=one.text, day=day_words(one.written)))
            item.setData(Qt.ItemDataRole.UserRole, one)
            rows.append(item)
        self.list.show_rows(rows)
        self.said.setText(phrase("comments.about") if found else phrase("comments.none"))
        self.came.emit(found)

    def _fail(self, fault: Fault) -> None:
        self.said.setText(fault.words)

    def _one(self) -> Comment | None:
        """The chosen one."""
        item = self.list.currentItem()
        found: Comment | None = None if item is None else item.data(Qt.ItemDataRole.UserRole)
        return found

    def _own(self) -> Comment | None:
        """The chosen one, where who sits here signed it."""
        one = self._one()
        return one if one is not None and one.author == self._signed() else None

    def _signed(self) -> str:
        return " ".join(self.author.text().split())

    def _chosen(self) -> None:
        own = self._own()
        self.change.setEnabled(own is not None)
        self.delete.setEnabled(own is not None)
        if own is not None:
            self.text.setText(own.text)

    def _pick(self, item: QListWidgetItem) -> None:
        one: Comment = item.data(Qt.ItemDataRole.UserRole)
        self.picked.emit(one.step)

    def _add(self) -> None:
        self._begin(add_comment(self.attempt, self.step, self.text.text(), self._signed(), self._written, self._fail))

    def _change(self) -> None:
        own = self._own()
        if own is not None:
            self._begin(change_comment(self.attempt, own.number, self.text.text(), own.author, self._written, self._fail))

    def _delete(self) -> None:
        own = self._own()
        if own is not None and QMessageBox.question(self, "Tuohy", phrase("comments.sure")) == QMessageBox.StandardButton.Yes:
            self._begin(take_back(self.attempt, own.number, own.author, self._written, self._fail))

    def _begin(self, job: Job) -> None:
        """What was asked before is done all the same, and told with what follows."""
        self.closing()
        remember_signature(self._signed())
        self._job = job

    def _written(self, found: tuple[Comment, ...]) -> None:
        self.text.clear()
        self._come(found)

    def closing(self) -> None:
        """Nothing comes to a page that is gone."""
        if self._job is not None:
            self._job.abandon()
            self._job = None
