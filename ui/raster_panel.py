# SPDX-License-Identifier: GPL-2.0-or-later
"""Which cells to download: extent, polygons, reference, cell size and bands."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsRectangle, QgsUnitTypes
from qgis.gui import QgsMapCanvas, QgsProjectionSelectionWidget
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QGroupBox, QHBoxLayout, QToolButton, QWidget

from ..core.grid import Extent
from ..core.plan import DownloadPlan
from ..core.service import ImageService
from ..plugin.crs import to_qgis, to_reference
from ..plugin.tasks import TaskRunner
from .band_list import BandList
from .cell_size_field import CellSizeField
from .cell_sizes import sizes_for
from .clip_field import ClipField
from .extent_field import ExtentField
from .form import Form


class RasterPanel(QGroupBox):
    """The group box with the choices that everybody makes."""

    changed = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Raster"))
        self._service_crs = QgsCoordinateReferenceSystem()
        self._usual_crs = QgsCoordinateReferenceSystem()
        self.extent = ExtentField(canvas, self)
        self.extent.setToolTip(
            self.tr("Area to download, in any reference; it is widened to whole cells. Empty is everything.")
        )
        self.zoom_button = QToolButton(self)
        self.zoom_button.setIcon(QgsApplication.getThemeIcon("mActionZoomToArea.svg"))
        self.zoom_button.setText(self.tr("Zoom to Extent"))
        self.zoom_button.setToolTip(self.tr("Show the extent of the planned raster on the map"))
        self.clip = ClipField(runner, self)
        self.crs = QgsProjectionSelectionWidget(self)
        self.crs.setToolTip(self.tr("Reference of the raster; the service's own keeps its cells unchanged"))
        self.crs.setOptionVisible(QgsProjectionSelectionWidget.CrsOption.CrsNotSet, True)
        self.crs.setDialogTitle(self.tr("Output CRS"))
        self.cell_size = CellSizeField(self)
        self.bands = BandList(self)
        extent = QHBoxLayout()
        extent.addWidget(self.extent, 1)
        extent.addWidget(self.zoom_button)
        self.form = Form(self)
        self.form.add(self.tr("&Extent"), extent, self.extent)
        self.form.add(self.tr("Clip to pol&ygons"), self.clip)
        self.form.add(self.tr("C&RS"), self.crs)
        self.form.add(self.tr("Cell &size"), self.cell_size)
        self._bands_label = self.form.add(self.tr("&Bands"), self.bands, is_tall=True)
        self.extent.changed.connect(self.changed)
        self.clip.changed.connect(self._on_clip)
        self.crs.crsChanged.connect(self._on_crs)
        self.cell_size.changed.connect(self.changed)
        self.bands.changed.connect(self.changed)
        self._show_bands(False)
        self._name_service_crs("")

    def set_service(self, service: ImageService) -> None:
        """Begin with everything of a service, as it is."""
        self._service_crs = self._usual_crs = to_qgis(service.spatial_reference)
        blocked = self.blockSignals(True)
        self._name_service_crs(service.spatial_reference.label if service.spatial_reference else "")
        self.crs.setCrs(QgsCoordinateReferenceSystem())
        self.extent.set_service_extent(QgsRectangle(*service.extent.bounds), self._service_crs)
        self.cell_size.clear()
        self.cell_size.set_usual(service.cell_width, service.cell_height, is_native=True)
        self.bands.set_service(service)
        self._show_bands(service.band_count > 1)
        self.blockSignals(blocked)
        self._show_unit()

    def show_source(self, source: ImageService) -> None:
        """Show the bands of the service, or those that a raster function makes of them."""
        self.bands.show_bands_of(source)
        self._show_bands(source.band_count > 1)

    def options(self) -> dict[str, Any]:
        """Return the options of the download that are chosen here.

        Raises:
            Waiting: the polygons are being read.
            PlanError: one of them is not what it should be.
        """
        box = self.extent.value()
        crs = self.crs.crs()
        return {
            "extent": None if box is None else Extent(box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()),
            "extent_sr": to_reference(box.crs()) if box is not None and box.crs().isValid() else None,
            "clip": self.clip.value(),
            "sr": to_reference(crs) if crs.isValid() else None,
            "cell_size": self.cell_size.value(),
            "bands": self.bands.value(),
        }

    def show_plan(self, plan: DownloadPlan) -> None:
        """Show what native cells are in the reference of a plan, and which others suit it."""
        if plan.options.sr is None and plan.cache is not None:
            self._show_cache_crs(plan)
        if plan.options.cell_size is None:
            usual = (plan.grid.cell_width, plan.grid.cell_height)
            self.cell_size.set_usual(*usual, is_native=plan.is_native)
            sizes = sizes_for(plan.service, usual, plan.spatial_reference)
            if (
                plan.cache is not None and not plan.cache.is_warped
            ):  # a cache has the cells of its levels, and no others
                sizes = [size for size in sizes if size.level is not None]
            self.cell_size.offer(sizes)

    def _on_clip(self) -> None:
        is_clipped = self.clip.layers.currentLayer() is not None
        self.extent.set_hint(self.tr("Extent of the polygons") if is_clipped else self.tr("Full extent of the service"))
        self.changed.emit()

    def _on_crs(self) -> None:
        self.cell_size.clear()  # a size in other units would be nonsense
        self.extent.set_output_crs(self._output_crs())
        self._show_unit()
        self.changed.emit()

    def _output_crs(self) -> QgsCoordinateReferenceSystem:
        chosen = self.crs.crs()
        return chosen if chosen.isValid() else self._usual_crs

    def _show_cache_crs(self, plan: DownloadPlan) -> None:
        """Say what reference the output has by itself: that of the tiles, which may not be the service's."""
        crs = to_qgis(plan.spatial_reference)
        if crs == self._usual_crs:
            return
        self._usual_crs = crs
        self.crs.setNotSetText(self.tr("As the Tiles ({name})").format(name=plan.spatial_reference.label))
        self.extent.set_output_crs(self._usual_crs)
        self._show_unit()

    def _show_unit(self) -> None:
        crs = self._output_crs()
        self.cell_size.set_unit(QgsUnitTypes.toString(crs.mapUnits()) if crs.isValid() else "")

    def _name_service_crs(self, name: str) -> None:
        text = self.tr("As the Service ({name})").format(name=name) if name else self.tr("As the Service")
        self.crs.setNotSetText(text)

    def _show_bands(self, visible: bool) -> None:
        self.bands.setVisible(visible)
        self._bands_label.setVisible(visible)
