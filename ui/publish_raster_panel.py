# SPDX-License-Identifier: GPL-2.0-or-later
"""What is published: a layer, its bands, and in which pixel type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsMapLayer, QgsRasterLayer
from qgis.gui import QgsMapCanvas, QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QGroupBox, QWidget

from ..core.service import BandStatistics
from ..plugin.layer_part import part_on_canvas
from ..plugin.layer_source import LayerSnapshot
from ..plugin.provider_source import Part, is_picture
from .band_list import BandList
from .choice_box import ChoiceBox
from .form import Form

if TYPE_CHECKING:
    from ..core.raster_source import SourceFacts

WHOLE, MAP = "whole", "map"


@dataclass(frozen=True)
class Bands:
    """The bands of a raster, as the list of bands shows them."""

    band_names: tuple[str, ...]
    statistics: tuple[BandStatistics, ...] = ()

    @property
    def band_count(self) -> int:
        """Return their number."""
        return len(self.band_names)


class PublishRasterPanel(QGroupBox):
    """A raster layer of the project, or one that was dropped, and what of it is published."""

    changed = pyqtSignal()
    layer_changed = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._dropped: QgsRasterLayer | None = None
        self.setTitle(self.tr("Raster"))
        self.layer = QgsMapLayerComboBox(self)
        self.layer.setFilters(Qgis.LayerFilter.RasterLayer)
        self.layer.setToolTip(self.tr("Raster layer to publish; of any kind, also one that is no file"))
        self.part = ChoiceBox({WHOLE: self.tr("Whole Layer"), MAP: self.tr("Map View")}, self)
        self.part.setToolTip(self.tr("Which part of the picture is published"))
        self.bands = BandList(self)
        self.bands.list.setToolTip(self.tr("Bands to publish; drag them into the order wanted"))
        self.promote = QCheckBox(self)
        self.promote.setChecked(True)
        self.promote.setToolTip(
            self.tr(
                "Converts to the next larger pixel type, whose largest value becomes NoData: no value of the raster "
                "can then be mistaken for NoData"
            )
        )
        self.form = Form(self)
        self.form.add(self.tr("&Layer"), self.layer)
        self._part_label = self.form.add(self.tr("&Part"), self.part)
        self._bands_label = self.form.add(self.tr("&Bands"), self.bands, is_tall=True)
        self.form.addWidget(self.promote, self.form.rowCount(), 1)
        self.layer.layerChanged.connect(lambda _layer: self._on_layer())
        self.part.currentIndexChanged.connect(lambda _index: self.layer_changed.emit())
        self.bands.changed.connect(self.changed)
        self.promote.toggled.connect(lambda _on: self.changed.emit())
        self.set_facts(None)
        self._show_part()

    def set_layer(self, layer: QgsRasterLayer) -> None:
        """Choose a layer; one that is in no project is offered besides those that are."""
        if not self._offers(layer):
            self._dropped = layer
            self.layer.setAdditionalLayers([layer])
        self.layer.setLayer(layer)

    def _offers(self, layer: QgsMapLayer) -> bool:
        return any(self.layer.layer(row) is layer for row in range(self.layer.count()))

    def current(self) -> QgsRasterLayer | None:
        """Return the layer that is chosen, or None where there is none."""
        layer = self.layer.currentLayer()
        return layer if isinstance(layer, QgsRasterLayer) else None

    def snapshot(self) -> LayerSnapshot | None:
        """Return the layer as it is now.

        Raises:
            PlanError: it cannot be read.
        """
        layer = self.current()
        return LayerSnapshot.of(layer, self._chosen_part(layer)) if layer is not None else None

    def _chosen_part(self, layer: QgsRasterLayer) -> Part | None:
        if self.part.value() != MAP or not self._shows_picture(layer):
            return None
        return part_on_canvas(layer, self._canvas)

    def _shows_picture(self, layer: QgsRasterLayer | None) -> bool:
        return layer is not None and layer.isValid() and is_picture(layer.dataProvider())

    def _on_layer(self) -> None:
        self.set_facts(None)
        self._show_part()
        self.layer_changed.emit()

    def _show_part(self) -> None:
        visible = self._shows_picture(self.current())
        self.part.setVisible(visible)
        self._part_label.setVisible(visible)

    def set_facts(self, facts: SourceFacts | None) -> None:
        """Show what is known of the layer's cells, or that nothing is known yet."""
        names = tuple(band.name for band in facts.bands) if facts is not None else ()
        self.bands.set_service(Bands(names))
        for widget in (self.bands, self._bands_label):
            widget.setVisible(len(names) > 1)
        self.promote.setVisible(bool(names))
        self.show_promotion("")

    def show_promotion(self, text: str) -> None:
        """Say what promotion would do to the pixel type: "Float32 → Float64, NoData 1.797e308"."""
        plain = self.tr("Pro&mote the pixel type")
        self.promote.setText(self.tr("Pro&mote: {text}").format(text=text.replace("&", "&&")) if text else plain)

    def options(self) -> dict[str, object]:
        """Return the options of a publication that are chosen here.

        Raises:
            PlanError: no band is checked.
        """
        return {"bands": self.bands.value() or (), "promote": self.promote.isChecked()}
