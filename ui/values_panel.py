# SPDX-License-Identifier: GPL-2.0-or-later
"""Which values to download, where the raw ones of the whole service are not what is wanted."""

from __future__ import annotations

from typing import Any

from qgis.gui import QgsCollapsibleGroupBox, QgsFilterLineEdit
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ..core.errors import PlanError
from ..core.service import ImageService
from ..core.slices import has_slices
from ..plugin.tasks import TaskRunner
from . import numbers
from .choice_box import ChoiceBox
from .form import Form, collapsible_content
from .names import no_data_rule_names, pixel_type_names, resampling_names
from .rule_field import RuleField
from .slice_field import SliceField
from .time_field import TimeField

# Mosaic methods that need nothing but their name; the others (a lock, an attribute, a viewpoint) are written as JSON.
SIMPLE_METHODS = {"center", "northwest", "nadir", "seamline"}


class ValuesPanel(QgsCollapsibleGroupBox):
    """Raster function, mosaic rule, time, slice, resampling, pixel type, NoData."""

    changed = pyqtSignal()
    mosaic_wanted = pyqtSignal()

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("imageServicesValues")
        self.setTitle(self.tr("Pixel Values"))
        self.setCollapsed(True)
        self.rule = RuleField(runner, self)
        self.rendering_rule = self.rule.box
        self.mosaic_rule = self._editable(
            self.tr("Which of overlapping images is seen: a mosaic method, or a mosaic rule as JSON")
        )
        self.mosaic_button = QPushButton(self.tr("Mosaic Rule…"), self)
        self.mosaic_button.setAutoDefault(False)
        self.mosaic_button.setToolTip(self.tr("Put a mosaic rule together, or choose rasters from the catalogue"))
        self.time = TimeField(self)
        self.slice = SliceField(runner, self)
        self.resampling = ChoiceBox(resampling_names(), self)
        self.resampling.setToolTip(self.tr("How the server fills cells that are not its own"))
        self.pixel_type = ChoiceBox({"": self.tr("As the Service")}, self)
        self.pixel_type.setToolTip(self.tr("The server converts; values that do not fit are clamped"))
        self.no_data = QgsFilterLineEdit(self)
        self.no_data.setPlaceholderText(self.tr("As the service"))
        self.no_data.setToolTip(self.tr("Value to be treated as NoData; one number, or one for each band: 0; 0; 255"))
        self.no_data_rule = ChoiceBox(no_data_rule_names(), self)
        self.no_data_rule.setAccessibleName(self.tr("When a cell is NoData"))
        self.form = self._layout()
        for box in (self.mosaic_rule, self.resampling, self.pixel_type, self.no_data_rule):
            box.currentTextChanged.connect(lambda _text: self.changed.emit())
        self.no_data.textChanged.connect(lambda _text: self.changed.emit())
        self.rule.changed.connect(self.changed)
        self.mosaic_button.clicked.connect(lambda _checked=False: self.mosaic_wanted.emit())
        self.time.changed.connect(self.changed)
        self.slice.changed.connect(self.changed)
        self._show_time(False)
        self._show_slice(False)

    def _editable(self, tip: str) -> ChoiceBox:
        box = ChoiceBox({"": ""}, self)
        box.setEditable(True)
        box.setInsertPolicy(ChoiceBox.InsertPolicy.NoInsert)
        box.setToolTip(tip)
        box.setMinimumContentsLength(20)
        box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return box

    def _layout(self) -> Form:
        no_data = QHBoxLayout()
        no_data.addWidget(self.no_data, 1)
        no_data.addWidget(self.no_data_rule)
        mosaic = QHBoxLayout()
        mosaic.addWidget(self.mosaic_rule, 1)
        mosaic.addWidget(self.mosaic_button)
        form = Form(collapsible_content(self))
        form.add(self.tr("Raster &function"), self.rule, is_tall=True)
        self._mosaic_label = form.add(self.tr("&Mosaic rule"), mosaic, self.mosaic_rule)
        self._time_label = form.add(self.tr("&Time"), self.time)
        self._slice_label = form.add(self.tr("Slice"), self.slice)
        form.add(self.tr("Resamplin&g"), self.resampling)
        form.add(self.tr("&Pixel type"), self.pixel_type)
        form.add(self.tr("&NoData"), no_data, self.no_data)
        return form

    def set_service(self, service: ImageService) -> None:
        """Offer what a service has, and begin with its own values."""
        blocked = self.blockSignals(True)
        self.rule.set_service(service)
        methods = [method for method in service.mosaic_methods if method.lower() in SIMPLE_METHODS]
        usual = service.default_mosaic_method
        as_service = self.tr("As the Service ({method})").format(method=usual) if usual else self.tr("As the Service")
        self.mosaic_rule.set_choices({"": as_service, **{method: method for method in methods}})
        for widget in (self.mosaic_rule, self._mosaic_label, self.mosaic_button):
            widget.setVisible(bool(service.mosaic_methods))
        self.time.set_service(service)
        self._show_time(service.has_time)
        self.slice.set_service(service)
        self._show_slice(has_slices(service))
        self.pixel_type.set_choices({"": "", **pixel_type_names()})
        self.no_data.clear()
        self.show_source(service)
        self.blockSignals(blocked)

    def show_source(self, source: ImageService) -> None:
        """Show what pixel type and NoData are as the service has them, or as a raster function makes them."""
        own = pixel_type_names().get(source.pixel_type.code, "") if source.pixel_type else ""
        as_service = self.tr("As the Service ({name})").format(name=own) if own else self.tr("As the Service")
        blocked = self.pixel_type.blockSignals(True)
        self.pixel_type.setItemText(0, as_service)
        self.pixel_type.blockSignals(blocked)
        declared = [numbers.shown(value) for value in dict.fromkeys(source.no_data) if value is not None]
        hint = self.tr("As the service ({values})").format(values=", ".join(declared))
        self.no_data.setPlaceholderText(hint if declared else self.tr("As the service"))
        self.no_data_rule.setVisible(source.band_count > 1)

    def options(self) -> dict[str, Any]:
        """Return the options of the download that are chosen here.

        Raises:
            PlanError: one of them is not what it should be.
        """
        return {
            "rendering_rule": self.rule.value(),
            "mosaic_rule": self.mosaic_rule.value(),
            "time": self.time.value(),
            "slice_id": self.slice.value(),
            "interpolation": self.resampling.value(),
            "pixel_type": self.pixel_type.value() or None,
            "no_data": self._no_data(),
            "no_data_interpretation": self.no_data_rule.value(),
        }

    def _no_data(self) -> tuple[float, ...]:
        text = self.no_data.text().strip()
        values = numbers.parsed_list(text)
        found = tuple(value for value in values if value is not None)
        if len(found) != len(values):
            raise PlanError(self.tr("“{text}” is no NoData value: give a number, or one per band.").format(text=text))
        return found

    def _show_time(self, visible: bool) -> None:
        self.time.setVisible(visible)
        self._time_label.setVisible(visible)

    def _show_slice(self, visible: bool) -> None:
        self.slice.setVisible(visible)
        self._slice_label.setVisible(visible)
