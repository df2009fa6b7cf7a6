# SPDX-License-Identifier: GPL-2.0-or-later
"""A sentence about how things stand, with the theme's icon for its kind; longer than what fits into a message bar."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStyle, QWidget

INFO, SUCCESS, WARNING, ERROR = "info", "success", "warning", "error"


class StatusLine(QWidget):
    """Plain text that wraps and can be copied; takes no room while it says nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = INFO
        self._picture = QLabel(self)
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)  # beside the picture
        self._label.setIndent(0)  # where themes give labels a frame, Qt would move the first line down
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._label, 1)
        self.clear()

    def show_text(self, kind: str, text: str) -> None:
        """Say something."""
        self._kind = kind
        side = self.style().pixelMetric(QStyle.PixelMetric.PM_SmallIconSize)
        self._picture.setPixmap(self._icon(kind).pixmap(side, side))
        self._label.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def clear(self) -> None:
        """Say nothing."""
        self.show_text(INFO, "")

    def kind(self) -> str:
        """Return the kind of what is said."""
        return self._kind

    def text(self) -> str:
        """Return what is said."""
        return str(self._label.text())

    def _icon(self, kind: str) -> QIcon:
        """Return the icon of a kind. QGIS's own for warnings and errors are made for coloured bars."""
        if kind == SUCCESS:
            return QgsApplication.getThemeIcon("mIconSuccess.svg")
        return self.style().standardIcon(
            {
                INFO: QStyle.StandardPixmap.SP_MessageBoxInformation,
                WARNING: QStyle.StandardPixmap.SP_MessageBoxWarning,
                ERROR: QStyle.StandardPixmap.SP_MessageBoxCritical,
            }[kind]
        )
