# SPDX-License-Identifier: GPL-2.0-or-later
"""Narrowing a search down: where, whose, which pixels, where on the map, in which order."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCsException, QgsProject
from qgis.gui import QgsCollapsibleGroupBox, QgsFilterLineEdit, QgsMapCanvas
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QGridLayout, QLabel, QWidget

from ..core.grid import Extent
from .choice_box import ChoiceBox
from .form import collapsible_content
from .names import pixel_type_names


class BrowseFilters(QgsCollapsibleGroupBox):
    """A group box that is closed until somebody wants it."""

    changed = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("imageServicesFilters")
        self.setSaveCollapsedState(False)
        self.setCollapsed(True)
        self._canvas = canvas
        content = collapsible_content(self)
        self.owner = QgsFilterLineEdit(content)
        self.owner.setPlaceholderText(self.tr("Any owner"))
        self.owner.setToolTip(self.tr("User name of the owner"))
        self.pixel_type = ChoiceBox({"": self.tr("Any Pixel Type"), **_titled(pixel_type_names())}, content)
        self.sort = ChoiceBox(self._orders(), content)
        self.on_map = QCheckBox(self.tr("Only within the map &view"), content)
        self.readable = QCheckBox(self.tr("Only those I can &read"), content)
        self.readable.setToolTip(self.tr("Ask every service whether it hands out pixels to this sign-in; takes longer"))
        self._layout(content)
        self._connect()
        self._tell_count()

    def _orders(self) -> dict[str, str]:
        return {
            "": self.tr("Best Match"),
            "title": self.tr("Title"),
            "-modified": self.tr("Newest First"),
            "-numviews": self.tr("Most Viewed First"),
        }

    def _layout(self, content: QWidget) -> None:
        grid = QGridLayout(content)
        fields = (
            (self.tr("&Owner"), self.owner),
            (self.tr("&Pixel type"), self.pixel_type),
            (self.tr("&Sort by"), self.sort),
        )
        for row, (text, field) in enumerate(fields):
            label = QLabel(text, content)
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(self.on_map, 0, 2)
        grid.addWidget(self.readable, 1, 2)
        grid.setColumnStretch(1, 1)
        self.on_map.setVisible(self._canvas is not None)

    def _connect(self) -> None:
        signals = [box.currentIndexChanged for box in (self.pixel_type, self.sort)]
        signals += [check.toggled for check in (self.on_map, self.readable)]
        for signal in (self.owner.textChanged, *signals):
            signal.connect(lambda _value: self._on_changed())
        if self._canvas is not None:
            self._canvas.extentsChanged.connect(self._on_map_moved)

    def _on_changed(self) -> None:
        self._tell_count()
        self.changed.emit()

    def _tell_count(self) -> None:
        """Say in the title how many filters are active, which nobody sees otherwise while the box is closed."""
        active = (bool(self.owner.text().strip()), bool(self.pixel_type.value()))
        count = sum((*active, self.on_map.isChecked(), self.readable.isChecked()))
        title = self.tr("Filters ({count} active)").format(count=count) if count else self.tr("Filters")
        self.setTitle(title)

    def _on_map_moved(self) -> None:
        if self.on_map.isChecked() and self.isVisible():
            self.changed.emit()

    def extent(self) -> Extent | None:
        """Return the map view in EPSG:4326 if only services there are wanted."""
        if self._canvas is None or not self.on_map.isChecked():
            return None
        settings = self._canvas.mapSettings()
        degrees = QgsCoordinateReferenceSystem("EPSG:4326")
        transform = QgsCoordinateTransform(settings.destinationCrs(), degrees, QgsProject.instance())
        try:
            box = transform.transformBoundingBox(settings.visibleExtent())
        except QgsCsException:
            return None
        west, east = max(box.xMinimum(), -180.0), min(box.xMaximum(), 180.0)
        south, north = max(box.yMinimum(), -90.0), min(box.yMaximum(), 90.0)
        return Extent(west, south, east, north) if west < east and south < north else None


def _titled(names: dict[str, str]) -> dict[str, str]:
    """Return names as combo boxes write them."""
    return {word: name[:1].upper() + name[1:] for word, name in names.items()}
