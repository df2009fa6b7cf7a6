# SPDX-License-Identifier: GPL-2.0-or-later
"""What one image service says about itself, in a window."""

from __future__ import annotations

from qgis.gui import QgsGui
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ..plugin.browser.descriptions import Descriptions
from ..plugin.browser.places import Entry
from ..plugin.connections import connections
from ..plugin.tasks import TaskRunner
from .service_details import ServiceDetails

SIZE = (480, 460)


class PropertiesDialog(QDialog):
    """Deletes itself when it is closed."""

    def __init__(self, entry: Entry, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("imageServicesPropertiesDialog")
        self.setWindowTitle(self.tr("Image Service Properties"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.details = ServiceDetails(Descriptions(connections()), runner, self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(self.details, 1)
        layout.addWidget(buttons)
        self.details.show_entry(entry)
        self.resize(*SIZE)
        QgsGui.enableAutoGeometryRestore(self)

    def done(self, result: int) -> None:
        """Close, and wait for nothing more."""
        self.details.stop()
        super().done(result)
