# SPDX-License-Identifier: GPL-2.0-or-later
"""How a trial has ended, with a button for those who want to go on although it has failed."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ..plugin.auth_store import Account, OAuth
from .status_line import INFO, StatusLine


class OutcomeLine(QWidget):
    """A status line and the button, which is there only after ``offer_anyway``."""

    anyway = pyqtSignal()

    def __init__(self, anyway: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.status = StatusLine(self)
        self.anyway_button = QPushButton(anyway, self)
        self.anyway_button.setAutoDefault(False)
        self.anyway_button.clicked.connect(lambda _checked=False: self.anyway.emit())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.status, 1)
        layout.addWidget(self.anyway_button)
        self.text, self.kind = self.status.text, self.status.kind
        self.clear()

    def show_text(self, kind: str, text: str) -> None:
        """Say something."""
        self.status.show_text(kind, text)
        self.anyway_button.hide()
        self.setVisible(bool(text))

    def show_trial(self, account: Account | None) -> None:
        """Say that a sign-in is under way, and who has to do something."""
        if isinstance(account, OAuth):
            text = self.tr("Waiting for the sign-in in the browser…")
        else:
            text = self.tr("Signing in…") if account is not None else self.tr("Asking what everybody may see…")
        self.show_text(INFO, text)

    def offer_anyway(self) -> None:
        """Offer to go on all the same."""
        self.anyway_button.show()

    def clear(self) -> None:
        """Say nothing."""
        self.show_text(self.status.kind(), "")
