# SPDX-License-Identifier: GPL-2.0-or-later
"""A line of plain text that is cut to the room there is; all of it is in its tool tip."""

from __future__ import annotations

import html

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """Shows what others have written as it is: never as HTML, never wider than its place."""

    def __init__(self, parent: QWidget | None = None, *, cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__(parent)
        self._whole = ""
        self._mode = cut
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setIndent(0)  # in line with its neighbours in themes that give labels a frame
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def whole_text(self) -> str:
        """Return the text without any cut."""
        return self._whole

    def set_whole_text(self, text: str) -> None:
        """Show a text in one line."""
        self._whole = " ".join(text.split())
        self._cut()

    def minimumSizeHint(self) -> QSize:
        """Return the height of a line; any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text anew."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, self._mode, self.width())
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(f"<p>{html.escape(self._whole)}</p>" if shown != self._whole else "")
