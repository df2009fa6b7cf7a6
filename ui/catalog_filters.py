# SPDX-License-Identifier: GPL-2.0-or-later
"""What to look for in a catalogue: words in the name, a condition, the visible map, a time."""

from __future__ import annotations

from qgis.gui import QgsFilterLineEdit, QgsMapCanvas
from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ..core.catalog import CatalogQuery
from ..core.grid import Extent
from ..core.service import ImageService
from ..core.spatialref import SpatialReference
from ..plugin.crs import to_reference
from .form import keyboard_part
from .time_field import TimeField

# While somebody types, or pans.
PAUSE_MS = 400


class CatalogFilters(QWidget):
    """Lines that make a query; ``changed`` comes when the typing has paused."""

    changed = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._name_field = ""
        self.text = QgsFilterLineEdit(self)
        self.text.setShowSearchIcon(True)
        self.text.setPlaceholderText(self.tr("Name contains…"))
        self.text.setAccessibleName(self.tr("Name contains"))
        self.where = QgsFilterLineEdit(self)
        self.where.setPlaceholderText(self.tr("Condition, such as CloudCover < 10"))
        self.where.setToolTip(self.tr("SQL condition on the fields of the catalogue; Enter applies it"))
        self.where.setAccessibleName(self.tr("Condition"))
        self.in_map = QCheckBox(self.tr("&In the visible map"), self)
        self.in_map.setToolTip(self.tr("Only rasters that touch what the map shows"))
        self.in_extent = QCheckBox(self.tr("In the chosen e&xtent"), self)
        self.in_extent.setToolTip(self.tr("Only rasters that touch the extent of the download"))
        self.in_extent.hide()
        self._box: tuple[Extent, SpatialReference] | None = None
        self.time = TimeField(self, self.tr("Any Time"))
        self._time_label = QLabel(self.tr("Tim&e"), self)
        self._time_label.setBuddy(keyboard_part(self.time))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._applied = ""
        self._layout()
        self._connect()

    def _layout(self) -> None:
        upper, lower = QHBoxLayout(), QHBoxLayout()
        upper.addWidget(self.text, 2)
        upper.addWidget(self.where, 3)
        lower.addWidget(self.in_extent)
        lower.addWidget(self.in_map)
        lower.addSpacing(12)
        lower.addWidget(self._time_label)
        lower.addWidget(self.time)
        lower.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(upper)
        layout.addLayout(lower)

    def _connect(self) -> None:
        self._pause.timeout.connect(self.changed)
        self.text.textChanged.connect(lambda _text: self._pause.start())
        self.where.editingFinished.connect(self._apply_where)
        self.where.cleared.connect(self._apply_where)
        for box in (self.in_map, self.in_extent):
            box.toggled.connect(lambda on, own=box: self._on_place(own, on))
        self.time.changed.connect(self._pause.start)
        self._canvas.extentsChanged.connect(self._on_moved)

    def set_service(self, service: ImageService) -> None:
        """Begin with everything of a service."""
        blocked = self.blockSignals(True)
        fields = {each.name.lower(): each.name for each in service.catalog().fields}
        self._name_field = fields.get("name", "")
        self.text.clear()
        self.where.clear()
        self._applied = ""
        self.in_map.setChecked(False)
        self.time.set_service(service)
        self.blockSignals(blocked)
        self._pause.stop()
        self.text.setVisible(bool(self._name_field))
        for widget in (self.time, self._time_label):
            widget.setVisible(service.has_time)

    def query(self, order: tuple[str, ...] = ()) -> CatalogQuery:
        """Return the query that the lines make.

        Raises:
            PlanError: the library does not know the reference of the map.
        """
        conditions = []
        text = self.text.text().strip().upper().replace("'", "''")
        if text and self._name_field:
            conditions.append(f"UPPER({self._name_field}) LIKE '%{text}%'")
        if self.where.text().strip():
            conditions.append(f"({self.where.text().strip()})")
        extent: Extent | None = None
        reference: SpatialReference | None = None
        if self.in_extent.isChecked() and self._box is not None:
            extent, reference = self._box
        elif self.in_map.isChecked():
            box = self._canvas.extent()
            extent = Extent(box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
            reference = to_reference(self._canvas.mapSettings().destinationCrs())
        where = " AND ".join(conditions)
        return CatalogQuery(where, extent, reference, self.time.value(), order=order)

    def is_empty(self) -> bool:
        """Tell whether nothing restricts."""
        places = (self.in_map.isChecked(), self.in_extent.isChecked())
        return not any((self.text.text().strip(), self.where.text().strip(), self.time.value(), *places))

    def set_extent(self, extent: Extent | None, reference: SpatialReference | None) -> None:
        """Offer an extent to restrict to, and do it; without one there is nothing to offer."""
        self._box = (extent, reference) if extent is not None and reference is not None else None
        blocked = self.in_extent.blockSignals(True)
        self.in_extent.setVisible(self._box is not None)
        self.in_extent.setChecked(self._box is not None)
        self.in_extent.blockSignals(blocked)

    def _on_place(self, box: QCheckBox, on: bool) -> None:
        """Restrict to one place at a time."""
        other = self.in_map if box is self.in_extent else self.in_extent
        if on and other.isChecked():
            blocked = other.blockSignals(True)
            other.setChecked(False)
            other.blockSignals(blocked)
        self._pause.start()

    def _apply_where(self) -> None:
        """Apply a condition when it is whole; half of one would only be a mistake."""
        if self.where.text().strip() != self._applied:
            self._applied = self.where.text().strip()
            self._pause.start()

    def _on_moved(self) -> None:
        if self.in_map.isChecked():
            self._pause.start()
