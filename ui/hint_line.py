# SPDX-License-Identifier: GPL-2.0-or-later
"""The line of an editable combo box, with a hint that looks like one."""

from __future__ import annotations

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import QEvent
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QApplication


class HintLine(QgsFilterLineEdit):
    """Themes that colour combo boxes show the hint inside like a text that was typed; here it keeps its own colour."""

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            role = QPalette.ColorRole.PlaceholderText
            palette, color = self.palette(), QApplication.palette(self).color(role)
            if palette.color(role) != color:
                palette.setColor(role, color)
                self.setPalette(palette)
