# SPDX-License-Identifier: GPL-2.0-or-later
"""What is at the address of a GIS: being looked up, found, or not; with a way from a server to its portal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ..core.address import host_of, is_online
from ..plugin import gis_check
from ..plugin.messages import sentence
from .status_line import ERROR, INFO, SUCCESS, StatusLine

if TYPE_CHECKING:
    from ..core.directory import Place


class PlaceLine(QWidget):
    """A line below the address, which keeps its height, so that nothing jumps while somebody types."""

    portal_wanted = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.status = StatusLine(self)
        self.use_portal = QPushButton(self.tr("Use the Portal"), self)
        self.use_portal.setAutoDefault(False)
        self.use_portal.setToolTip(self.tr("Register the portal that this server belongs to: people sign in there"))
        self.use_portal.hide()
        self.use_portal.clicked.connect(lambda _checked=False: self.portal_wanted.emit())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.status, 1)
        layout.addWidget(self.use_portal, 0, Qt.AlignmentFlag.AlignTop)
        self.setMinimumHeight(self.fontMetrics().lineSpacing())

    def text(self) -> str:
        """Return what was found, or why nothing was; nothing before that is known."""
        return "" if self.status.kind() == INFO else self.status.text()

    def clear(self) -> None:
        """Say nothing: there is no address."""
        self.status.clear()
        self.use_portal.hide()

    def show_looking(self) -> None:
        """Say that the address is being looked up."""
        self.use_portal.hide()
        self.status.show_text(INFO, self.tr("Finding out what is there…"))

    def show_place(self, place: Place) -> None:
        """Say what was found."""
        self.status.show_text(SUCCESS, gis_check.described(place))
        self.use_portal.setVisible(bool(place.owner))

    def show_error(self, error: BaseException) -> None:
        """Say why nothing was."""
        self.status.show_text(ERROR, sentence(error))


def usual_name(root: str) -> str:
    """Return what most people would call a GIS."""
    return "ArcGIS Online" if is_online(host_of(root)) else host_of(root)
