# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the raster goes."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingUtils
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QGroupBox, QWidget

from ..plugin.settings import settings
from .form import Form

SUFFIXES = {".tif", ".tiff"}


class OutputPanel(QGroupBox):
    """A file, and whether to open it."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Output"))
        self.file = QgsFileWidget(self)
        self.file.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self.file.setFilter(self.tr("GeoTIFF (*.tif *.tiff)"))
        self.file.setDialogTitle(self.tr("Save Raster As"))
        self.file.setDefaultRoot(settings().folder())
        self.file.setToolTip(self.tr("GeoTIFF to write; empty writes a temporary file that QGIS removes at its end"))
        self.file.lineEdit().setPlaceholderText(self.tr("[Save to temporary file]"))
        self.open = QCheckBox(self.tr("Open o&utput file after running"), self)
        self.open.setChecked(settings().open_output.value())
        self.form = Form(self)
        self.form.add(self.tr("F&ile"), self.file)
        self.form.addWidget(self.open, self.form.rowCount(), 1)
        self.file.fileChanged.connect(lambda _path: self.changed.emit())

    def path(self) -> Path | None:
        """Return the file chosen, or None for a temporary one; a name alone lies in the folder used last."""
        text = self.file.filePath().strip()
        if not text:
            return None
        path = Path(settings().folder()) / Path(text).expanduser()
        return path if path.suffix.lower() in SUFFIXES else path.with_name(f"{path.name}.tif")

    def temporary_folder(self) -> Path:
        """Return QGIS's own folder for temporary files."""
        return Path(QgsProcessingUtils.tempFolder())

    def temporary_path(self, name: str) -> Path:
        """Return a new file for a raster of this name, somewhere below the temporary folder."""
        plain = "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in name) or "raster"
        return Path(QgsProcessingUtils.generateTempFilename(f"{plain}.tif"))

    def remember(self) -> None:
        """Keep the folder, and whether outputs are opened."""
        settings().open_output.setValue(self.open.isChecked())
        path = self.path()
        if path is not None:
            settings().remember_folder(path.parent)
            self.file.setDefaultRoot(str(path.parent))
