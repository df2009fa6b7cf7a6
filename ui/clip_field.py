# SPDX-License-Identifier: GPL-2.0-or-later
"""Choosing polygons to clip to: a layer of the project, or what is selected in it; read in the background."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsVectorLayer
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from ..core.errors import PlanError
from ..plugin.polygons import PolygonSource, file_of
from ..plugin.tasks import TaskRunner
from .newest_answer import NewestAnswer, Work

if TYPE_CHECKING:
    from ..core.clip import Clip


class ClipField(QWidget):
    """A polygon layer, or none; whatever changes in it changes the choice."""

    changed = pyqtSignal()

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer: QgsVectorLayer | None = None
        self._edits = 0
        self._clip = NewestAnswer(runner, self)
        self.layers = QgsMapLayerComboBox(self)
        self.layers.setFilters(Qgis.LayerFilter.PolygonLayer)
        self.layers.setAllowEmptyLayer(True, self.tr("None"))
        self.layers.setCurrentIndex(0)
        self.layers.setToolTip(self.tr("Polygon layer of the project; cells outside its polygons become NoData"))
        self.selected_only = QCheckBox(self.tr("Selected features only"), self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.layers, 1)
        layout.addWidget(self.selected_only)
        self.setFocusProxy(self.layers)
        self._offer_selection()
        self.layers.layerChanged.connect(self._on_layer)
        self.selected_only.toggled.connect(lambda _checked: self.changed.emit())
        self._clip.come.connect(self.changed)

    def value(self) -> Clip | None:
        """Return the polygons as they are now, or None where there is nothing to clip to.

        Raises:
            Waiting: they are being read.
            PlanError: the layer holds no polygons, or nobody knows where they lie.
        """
        layer = self._layer
        if layer is None:
            self._clip.forget()
            return None
        if not layer.crs().isValid():
            text = self.tr("The layer “{name}” has no CRS: set it, or clip to another layer.")
            raise PlanError(text.format(name=layer.name()))
        selected = tuple(layer.selectedFeatureIds()) if self.selected_only.isChecked() else None

        def prepare() -> Work:
            return PolygonSource(layer, selected).clip

        title = self.tr("Reading the polygons of “{name}”…").format(name=layer.name())
        clip: Clip | None = self._clip.to((layer.id(), selected, self._edits), title, prepare)
        return clip

    def source(self) -> str:
        """Return the file that holds just these polygons, if there is one."""
        return "" if self._layer is None or self.selected_only.isChecked() else file_of(self._layer)

    def _on_layer(self, layer: QgsVectorLayer | None) -> None:
        with contextlib.suppress(RuntimeError):  # the layer is gone
            for signal in self._signals():
                signal.disconnect(self._on_edit)
            if self._layer is not None:
                self._layer.selectionChanged.disconnect(self._on_selection)
        self._layer = layer
        if layer is None and self.layers.currentIndex() < 0:
            self.layers.setCurrentIndex(0)  # it would be blank when the layer is gone
        for signal in self._signals():
            signal.connect(self._on_edit)
        if layer is not None:
            layer.selectionChanged.connect(self._on_selection)
        self._on_selection()

    def _signals(self) -> tuple[pyqtSignal, ...]:
        """Return the signals that say that a layer may hold other polygons than before."""
        layer = self._layer
        if layer is None:
            return ()
        return (
            layer.layerModified,
            layer.editingStopped,
            layer.dataChanged,
            layer.subsetStringChanged,
            layer.crsChanged,
        )

    def _on_edit(self, *_: object) -> None:
        self._edits += 1
        self.changed.emit()

    def _on_selection(self, *_: object) -> None:
        self._offer_selection()
        self.changed.emit()

    def _offer_selection(self) -> None:
        """Offer the selected features where there are some, as QGIS does."""
        has_selection = self._layer is not None and self._layer.selectedFeatureCount() > 0
        self.selected_only.setEnabled(has_selection)
        if not has_selection:
            blocked = self.selected_only.blockSignals(True)
            self.selected_only.setChecked(False)
            self.selected_only.blockSignals(blocked)
