# SPDX-License-Identifier: GPL-2.0-or-later
"""Asking before a download whose parts would not fit together, with what helps as buttons."""

from __future__ import annotations

from collections.abc import Callable

from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtWidgets import QAbstractButton, QMessageBox, QWidget

from ..core.functions import SeamRemedy
from ..core.stretch import Stretch
from ..plugin.translation import in_own_words

ANYWAY, SINGLE, FIXED = "anyway", "single", "fixed"


class SeamQuestion(QObject):
    """A question over a window, which goes on living meanwhile; the answer comes to ``answered``."""

    def __init__(self, window: QWidget, answered: Callable[[str], None]) -> None:
        super().__init__(window)
        self._window = window
        self._answered = answered
        self._words: dict[QAbstractButton, str] = {}
        self.box: QMessageBox | None = None
        self.fixed_rule = ""

    def ask(self, stretch: Stretch, remedy: SeamRemedy, *, slices: bool) -> None:
        """Ask; ``slices`` are compared with each other, and each has requests of its own."""
        self.close()
        self.fixed_rule = remedy.fixed_rule or ""
        box = QMessageBox(self._window)
        box.setObjectName("imageServicesSeamQuestion")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Seams Between Tiles"))
        box.setTextFormat(Qt.TextFormat.PlainText)  # publishers name functions
        box.setText(in_own_words(stretch.warning))
        box.setInformativeText(self._advice(remedy, slices=slices))
        self._words = {}
        role = QMessageBox.ButtonRole
        buttons = []
        if remedy.fixed_rule is not None:
            buttons.append(self._add(box, self.tr("Use &Fixed Range"), FIXED, role.AcceptRole))
        if remedy.single_request is not None:
            buttons.append(self._add(box, self.tr("Use a &Single Request"), SINGLE, role.AcceptRole))
        self._add(box, self.tr("Download &Anyway"), ANYWAY, role.DestructiveRole)
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setEscapeButton(cancel)
        box.setDefaultButton(buttons[0] if buttons else cancel)
        box.buttonClicked.connect(self._on_clicked)
        self.box = box
        box.open()

    def close(self) -> None:
        """Take the question back."""
        box, self.box = self.box, None
        if box is not None:
            box.close()
            box.deleteLater()

    def _add(self, box: QMessageBox, text: str, word: str, role: QMessageBox.ButtonRole) -> QAbstractButton:
        button = box.addButton(text, role)
        self._words[button] = word
        return button

    def _advice(self, remedy: SeamRemedy, *, slices: bool) -> str:
        lines = [self.tr("For the same reason, shades of different slices cannot be compared.")] if slices else []
        if remedy.fixed_rule is not None:
            lines.append(self.tr("A fixed range stretches between the limits of the whole service, everywhere alike."))
        if remedy.single_request is not None:
            lines.append(self.tr("A single request for the whole raster has no seams."))
        elif not slices:
            lines.append(self.tr("The raster is too large for a single request."))
        if remedy == SeamRemedy():
            text = self.tr(
                "The range of this function cannot be fixed: raw values, or another function, have no seams."
            )
            lines.append(text)
        return " ".join(lines)

    def _on_clicked(self, button: QAbstractButton) -> None:
        word = self._words.get(button, "")
        self.close()
        if word:
            self._answered(word)
