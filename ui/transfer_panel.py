# SPDX-License-Identifier: GPL-2.0-or-later
"""How pixels travel, and how they are stored."""

from __future__ import annotations

from typing import Any

from qgis.gui import QgsCollapsibleGroupBox, QgsFilterLineEdit, QgsSpinBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QWidget

from ..core.defaults import DEFAULT_CONCURRENCY, DEFAULT_TILE, MAX_CONCURRENCY
from ..core.errors import PlanError
from ..core.service import ImageService
from ..plugin.settings import LARGEST_TILE, settings
from . import numbers
from .choice_box import ChoiceBox
from .form import Form, collapsible_content
from .names import compression_names, file_compression_names, format_names, on_error_names

# Below what a quality can be: the server chooses.
NO_QUALITY = -1


class TransferPanel(QgsCollapsibleGroupBox):
    """Format with its settings, tile size, parallel requests, failed tiles, compression on disk."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("imageServicesTransfer")
        self.setTitle(self.tr("Transfer and Storage"))
        self.setCollapsed(True)
        self.format = ChoiceBox(format_names(), self)
        self.format.setToolTip(self.tr("Automatic keeps values and NoData exact; pictures do not"))
        self.tolerance = QgsFilterLineEdit(self)
        self.tolerance.setPlaceholderText(self.tr("0 (exact)"))
        self.tolerance.setToolTip(
            self.tr("Largest error allowed in values with fractions; larger ones make smaller answers (LERC)")
        )
        self.compression = ChoiceBox(compression_names(), self)
        self.compression.setToolTip(self.tr("How TIFF is compressed on its way here"))
        self.quality = QgsSpinBox(self)
        self.quality.setRange(NO_QUALITY, 100)
        self.quality.setSpecialValueText(self.tr("As the server"))
        self.quality.lineEdit().setPlaceholderText(self.tr("As the server"))  # its clear button leaves nothing
        self.quality.setClearValueMode(QgsSpinBox.ClearValueMode.MinimumValue)
        self.quality.setValue(NO_QUALITY)
        self.quality.setToolTip(self.tr("Quality of JPEG, from 0 to 100; the lower, the smaller and the worse"))
        self.tile_columns = self._spin(LARGEST_TILE, DEFAULT_TILE, self.tr("Columns of a tile"))
        self.tile_rows = self._spin(LARGEST_TILE, DEFAULT_TILE, self.tr("Rows of a tile"))
        self.concurrency = self._spin(MAX_CONCURRENCY, DEFAULT_CONCURRENCY, self.tr("Parallel requests"))
        self.concurrency.setToolTip(self.tr("Most requests at a time; fewer are sent when the server does not keep up"))
        self.on_error = ChoiceBox(on_error_names(), self)
        self.on_error.setToolTip(self.tr("What to do when a tile cannot be had after several attempts"))
        self.file_compression = ChoiceBox(file_compression_names(), self)
        self.file_compression.setToolTip(self.tr("Compression of the GeoTIFF; all of them keep values exact"))
        self._is_float = True
        self._layout()
        self._restore()
        self._enable()
        for box in (self.format, self.compression, self.on_error, self.file_compression):
            box.currentIndexChanged.connect(lambda _index: self._on_change())
        for spin in (self.quality, self.tile_columns, self.tile_rows, self.concurrency):
            spin.valueChanged.connect(lambda _value: self.changed.emit())
        self.tolerance.textChanged.connect(lambda _text: self.changed.emit())

    def _spin(self, most: int, usual: int, name: str) -> QgsSpinBox:
        spin = QgsSpinBox(self)
        spin.setRange(1, most)
        spin.setClearValue(usual)
        spin.setAccessibleName(name)
        spin.setToolTip(name)
        return spin

    def _layout(self) -> None:
        tile = QHBoxLayout()
        tile.addWidget(self.tile_columns, 1)
        tile.addWidget(QLabel("×", self))
        tile.addWidget(self.tile_rows, 1)
        tile.addWidget(QLabel(self.tr("cells"), self))
        self.form = Form(collapsible_content(self))
        self.form.add(self.tr("Transfer f&ormat"), self.format)
        self.form.add(self.tr("Error to&lerance"), self.tolerance)
        self.form.add(self.tr("TIFF compression"), self.compression)
        self.form.add(self.tr("&JPEG quality"), self.quality)
        self.form.add(self.tr("Tile si&ze"), tile, self.tile_columns)
        self.form.add(self.tr("Parallel re&quests"), self.concurrency)
        self.form.add(self.tr("On faile&d tiles"), self.on_error)
        self.form.add(self.tr("File &compression"), self.file_compression)

    def _restore(self) -> None:
        known = settings()
        self.tile_columns.setValue(known.tile_columns.value())
        self.tile_rows.setValue(known.tile_rows.value())
        self.concurrency.setValue(known.concurrency.value())
        self.file_compression.set_value(known.file_compression.value())

    def remember(self) -> None:
        """Keep what a user chooses once for all downloads."""
        known = settings()
        known.tile_columns.setValue(self.tile_columns.value())
        known.tile_rows.setValue(self.tile_rows.value())
        known.concurrency.setValue(self.concurrency.value())
        known.file_compression.setValue(self.file_compression.value())

    def set_service(self, service: ImageService) -> None:
        """Begin with what suits a service; choices of taste stay."""
        blocked = self.blockSignals(True)
        self.format.setCurrentIndex(0)
        self.tolerance.clear()
        self.compression.setCurrentIndex(0)
        self.quality.setValue(NO_QUALITY)
        self.on_error.setCurrentIndex(0)
        self.blockSignals(blocked)
        limit = self.tr("The server answers at most {columns} × {rows} cells at once").format(
            columns=numbers.counted(service.max_columns), rows=numbers.counted(service.max_rows)
        )
        self.tile_columns.setToolTip(limit)
        self.tile_rows.setToolTip(limit)
        self._is_float = service.pixel_type is None or service.pixel_type.is_float
        self._enable()

    def options(self) -> dict[str, Any]:
        """Return the options of the download that are chosen here.

        Raises:
            PlanError: one of them is not what it should be.
        """
        return {
            "format": self.format.value(),
            "lerc_tolerance": self._tolerance(),
            "compression": self.compression.value() if self.compression.isEnabled() else "none",
            "compression_quality": self._quality(),
            "tile_columns": self.tile_columns.value(),
            "tile_rows": self.tile_rows.value(),
            "max_concurrency": self.concurrency.value(),
            "on_error": self.on_error.value(),
            "file_compression": self.file_compression.value(),
        }

    def _tolerance(self) -> float:
        text = self.tolerance.text().strip()
        if not text or not self.tolerance.isEnabled():
            return 0.0
        value = numbers.parsed(text)
        if value is None or value < 0:
            raise PlanError(self.tr("“{text}” is no tolerance: give 0 or a positive number.").format(text=text))
        return value

    def _quality(self) -> int | None:
        chosen = int(self.quality.value())
        return chosen if self.quality.isEnabled() and chosen != NO_QUALITY else None

    def _on_change(self) -> None:
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        """Enable what the format knows: only LERC trades errors for size, and only with fractions."""
        form = self.format.value()
        self.tolerance.setEnabled(self._is_float and form in {"auto", "lerc"})
        self.compression.setEnabled(form == "tiff")
        is_jpeg = form in {"jpg", "jpgpng"} or (form == "tiff" and self.compression.value() == "jpeg")
        self.quality.setEnabled(is_jpeg)
