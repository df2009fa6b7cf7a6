# SPDX-License-Identifier: GPL-2.0-or-later
"""The page “Image Services” of QGIS's options."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.gui import QgsFileWidget, QgsOptionsPageWidget, QgsOptionsWidgetFactory, QgsScrollArea, QgsSpinBox
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QFrame, QGroupBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

translate = QCoreApplication.translate


class ServicesOptionsFactory(QgsOptionsWidgetFactory):
    """Makes the page; nothing is loaded before somebody opens the options."""

    def __init__(self, icon: QIcon) -> None:
        super().__init__(translate("Options", "Image Services"), icon)

    def createWidget(self, parent: QWidget | None) -> QgsOptionsPageWidget:
        """Return the page."""
        return OptionsPage(parent)


class OptionsPage(QgsOptionsPageWidget):
    """What downloads begin with, and how long servers are waited for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        from ..core.defaults import DEFAULT_CONCURRENCY, DEFAULT_TILE, MAX_CONCURRENCY
        from ..plugin.settings import CONNECT_S, LARGEST_TILE, LONGEST_CONNECT_S, LONGEST_READ_S, READ_S, settings

        super().__init__(parent)
        self.setObjectName("imageServicesOptions")
        known = settings()
        self.columns = self._number(known.tile_columns.value(), LARGEST_TILE, DEFAULT_TILE, self.tr(" columns"))
        self.rows = self._number(known.tile_rows.value(), LARGEST_TILE, DEFAULT_TILE, self.tr(" rows"))
        self.concurrency = self._number(known.concurrency.value(), MAX_CONCURRENCY, DEFAULT_CONCURRENCY)
        self.folder = QgsFileWidget(self)
        self.folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.folder.setFilePath(known.folder())
        seconds = self.tr(" s")
        self.connect_timeout = self._number(known.connect_timeout.value(), LONGEST_CONNECT_S, CONNECT_S, seconds)
        self.read_timeout = self._number(known.read_timeout.value(), LONGEST_READ_S, READ_S, seconds)
        self.decoder = QLabel(_decoder(), self)
        self.decoder.setWordWrap(True)
        self._layout()

    def _number(self, value: int, most: int, usual: int, unit: str = "") -> QgsSpinBox:
        box = QgsSpinBox(self)
        box.setRange(1, most)
        box.setValue(value)
        box.setClearValue(usual)
        box.setSuffix(unit)
        return box

    def _layout(self) -> None:
        from .form import Form, align

        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        size = QHBoxLayout()
        size.addWidget(self.columns)
        size.addWidget(self.rows)
        self.columns.setAccessibleName(self.tr("Columns of a request"))
        self.rows.setAccessibleName(self.tr("Rows of a request"))
        forms = []
        downloads, network = QGroupBox(self.tr("Downloads"), content), QGroupBox(self.tr("Network"), content)
        for box in (downloads, network):
            forms.append(Form(box))
            inner.addWidget(box)
        forms[0].add(self.tr("Default &folder"), self.folder)
        forms[0].add(self.tr("&Size of a request"), size, self.columns)
        forms[0].add(self.tr("Most &parallel requests"), self.concurrency)
        forms[0].add(self.tr("LERC decoder"), self.decoder)
        forms[1].add(self.tr("Time-out for a &connection"), self.connect_timeout)
        forms[1].add(self.tr("Time-out for an &answer"), self.read_timeout)
        align(forms)
        inner.addStretch(1)
        scroll = QgsScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def apply(self) -> None:
        """Keep what is entered; sessions that are opened from now on wait that long."""
        from ..plugin import library
        from ..plugin.settings import settings

        known = settings()
        known.tile_columns.setValue(self.columns.value())
        known.tile_rows.setValue(self.rows.value())
        known.concurrency.setValue(self.concurrency.value())
        known.connect_timeout.setValue(self.connect_timeout.value())
        known.read_timeout.setValue(self.read_timeout.value())
        folder = self.folder.filePath().strip()
        if folder:
            known.remember_folder(Path(folder))
        library.use_chosen_timeouts()


def _decoder() -> str:
    """Return what decodes LERC here, and what that means."""
    from ..core.decode import decoder_name

    name = decoder_name()
    if name == "none":
        return translate(
            "Options",
            "None. Other formats are asked for; services that hand out nothing else need the Python package “lerc”.",
        )
    if name == "GDAL":
        return translate("Options", "GDAL, which cannot read every answer; the Python package “lerc” can.")
    return name


def register(iface: Any, icon: QIcon) -> list[Callable[[], object]]:
    """Add the page; return what takes it away again."""
    factory = ServicesOptionsFactory(icon)
    factory.setKey("imageservices")
    iface.registerOptionsWidgetFactory(factory)
    return [lambda: iface.unregisterOptionsWidgetFactory(factory)]
