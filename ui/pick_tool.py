# SPDX-License-Identifier: GPL-2.0-or-later
"""Clicking on the map again and again, until Escape; the map's own keys and the wheel move it meanwhile."""

from __future__ import annotations

import html

from qgis.core import Qgis, QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent

ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
CENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PickTool(QgsMapTool):
    """A click, or Enter for the middle of the map, picks a place; Escape, the right button or another tool ends it.

    ``picked`` carries a point in the reference of the canvas, and whether Shift or Ctrl asks to keep what was picked
    before. What is said while the tool is used stands in QGIS's message bar.
    """

    picked = pyqtSignal(QgsPointXY, bool)
    ended = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def say(self, text: str, level: Qgis.MessageLevel = Qgis.MessageLevel.Info) -> None:
        """Say something in the message bar, in the place of what was said before; nothing takes it away."""
        if text:
            self.messageEmitted.emit(html.escape(text, quote=False), level)  # QGIS reads it as HTML
        else:
            self.messageDiscarded.emit()

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """Pick a place, or end."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(event.mapPoint(), _adds(event.modifiers()))
        elif event.button() == Qt.MouseButton.RightButton:
            self.ended.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pick the middle of the map, or end."""
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.ended.emit()
        elif event.key() in CENTER_KEYS:
            event.accept()
            self.picked.emit(self.canvas().center(), _adds(event.modifiers()))
        else:
            event.ignore()

    def deactivate(self) -> None:
        """End: another tool was chosen."""
        super().deactivate()
        self.ended.emit()


def _adds(modifiers: Qt.KeyboardModifier) -> bool:
    return bool(modifiers & ADDING)
