"""A dialog that has one piece of work done beside the window: it says why that came to nothing, and stops it before it closes."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QLabel, QWidget

from sim.qt.job import Fault, Job


class JobDialog(QDialog):
    """``fault``: where a sentence says what is wrong; ``_job``: the work, while it is done."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self.fault = QLabel()
        self.fault.setObjectName("message")
        self.fault.setWordWrap(True)

    def _tell(self, fault: Fault) -> None:
        fault.trace_out()
        self.fault.setText(fault.words)

    def reject(self) -> None:
        """Stop the work, or, when none is done, close."""
        if self._job is None:
            super().reject()
        else:
            self._job.stop()
