# SPDX-License-Identifier: GPL-2.0-or-later
"""A running job in QGIS's message bar: words, a bar, and a way to stop it."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

STEPS = 1000


class ProgressMessage(QWidget):
    """Lives in the bar until it is taken out, or dismissed; the job goes on without it."""

    cancelled = pyqtSignal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 0)
        self.bar.setMaximumWidth(200)
        self.bar.setAccessibleName(title)
        self.button = QPushButton(self.tr("Cancel"), self)
        self.button.clicked.connect(self._on_cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.button)
        self._say("")

    def show_progress(self, done: int, total: int, words: str) -> None:
        """Show how far the job is; nothing of it is shown any more once it was cancelled."""
        if not self.button.isEnabled():
            return
        self.bar.setRange(0, STEPS if total else 0)
        self.bar.setValue(round(STEPS * done / total) if total else 0)
        self._say(words)

    def _on_cancel(self) -> None:
        self.button.setEnabled(False)
        self.bar.setRange(0, 0)
        self._say(self.tr("cancelling…"))
        self.cancelled.emit()

    def _say(self, words: str) -> None:
        text = f"{self._title}: {words}" if words else f"{self._title}…"
        self.label.setText(text)
        self.label.setToolTip("")
        self.bar.setAccessibleDescription(text)
