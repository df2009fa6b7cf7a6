# SPDX-License-Identifier: GPL-2.0-or-later
"""A dialog that becomes higher when what it says takes more lines: Qt reserves no room for text that wraps."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent
from qgis.PyQt.QtWidgets import QDialog


class GrowingDialog(QDialog):
    """Never shrinks by itself, and never outgrows the screen."""

    def event(self, event: QEvent) -> bool:
        """Grow when something inside needs another size."""
        handled = bool(super().event(event))
        if event.type() == QEvent.Type.LayoutRequest:
            self._grow()
        return handled

    def _grow(self) -> None:
        layout, screen = self.layout(), self.screen()
        if layout is None or screen is None or not layout.hasHeightForWidth():
            return
        needed = min(layout.totalHeightForWidth(self.width()), screen.availableGeometry().height())
        if self.height() < needed:
            self.resize(self.width(), needed)
