# SPDX-License-Identifier: GPL-2.0-or-later
"""Fields that may be higher than their window, and come into view when the keyboard reaches them."""

from __future__ import annotations

from qgis.gui import QgsScrollArea
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication, QFrame, QWidget


class FieldsArea(QgsScrollArea):
    """Scrolls up and down; Qt alone would bring a field into view for Tab, but not for Alt and its letter."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setVerticalOnly(True)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(content)
        QApplication.instance().focusChanged.connect(self._on_focus)

    def show_top(self) -> None:
        """Show the first fields: another subject begins."""
        self.verticalScrollBar().setValue(0)

    def _on_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        """Follow the keyboard within the window; what is clicked on must not move away under the mouse."""
        if now is None or before is None or sip.isdeleted(before) or before.window() is not now.window():
            return
        if self.isAncestorOf(now) and QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self.ensureWidgetVisible(now)
