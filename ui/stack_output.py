# SPDX-License-Identifier: GPL-2.0-or-later
"""Where many slices go: a folder with a raster for each, or one raster with a band for each."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingUtils
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QGroupBox, QWidget

from ..plugin.settings import settings
from .choice_box import ChoiceBox
from .form import Form
from .output_panel import SUFFIXES

FILES, BANDS = "files", "bands"


class StackOutput(QGroupBox):
    """A layout, a place, and whether to add the layers."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None, *, folder_only: bool = False) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Output"))
        layouts = {FILES: self.tr("One Raster for Each Slice"), BANDS: self.tr("One Raster, a Band for Each Slice")}
        self.layouts = ChoiceBox(layouts, self)
        self.place = QgsFileWidget(self)
        self.place.setDefaultRoot(settings().folder())
        self.open = QCheckBox(self.tr("Add &to the project after running"), self)
        self.open.setChecked(settings().open_output.value())
        self.form = Form(self)
        label = self.form.add(self.tr("&Layout"), self.layouts)
        self._place_label = self.form.add(self.tr("&Folder"), self.place)
        self.form.addWidget(self.open, self.form.rowCount(), 1)
        if folder_only:
            label.hide()
            self.layouts.hide()
        self.layouts.currentIndexChanged.connect(lambda _index: self._on_layout())
        self.place.fileChanged.connect(lambda _path: self.changed.emit())
        self._on_layout()

    def layout_word(self) -> str:
        """Return "files" or "bands"."""
        return self.layouts.value()

    def path(self) -> Path | None:
        """Return the folder or the file; None for a temporary one. A name alone lies in the folder used last."""
        text = self.place.filePath().strip()
        if not text:
            return None
        path = Path(settings().folder()) / Path(text).expanduser()
        if self.layout_word() == FILES or path.suffix.lower() in SUFFIXES:
            return path
        return path.with_name(f"{path.name}.tif")

    def path_or_temporary(self, name: str) -> Path:
        """Return the folder or the file, or a new one below QGIS's own temporary folder."""
        plain = "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in name) or "slices"
        suffix = "" if self.layout_word() == FILES else ".tif"
        return self.path() or Path(QgsProcessingUtils.generateTempFilename(f"{plain}{suffix}"))

    def remember(self) -> None:
        """Keep the folder, and whether layers are added."""
        settings().open_output.setValue(self.open.isChecked())
        path = self.path()
        if path is not None:
            settings().remember_folder(path.parent)

    def _on_layout(self) -> None:
        is_file = self.layout_word() == BANDS
        modes = QgsFileWidget.StorageMode
        self.place.setStorageMode(modes.SaveFile if is_file else modes.GetDirectory)
        self.place.setFilter(self.tr("GeoTIFF (*.tif *.tiff)") if is_file else "")
        self.place.setFilePath("")
        hint = self.tr("[Save to temporary file]") if is_file else self.tr("[Save to temporary folder]")
        self.place.lineEdit().setPlaceholderText(hint)
        self._place_label.setText(self.tr("&File") if is_file else self.tr("&Folder"))
        self.changed.emit()
