# SPDX-License-Identifier: GPL-2.0-or-later
"""Where a raster goes: a GIS, the name of the new service, a folder, and the kind of service."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QGroupBox, QWidget

from ..plugin.browser.menus import Windows
from .choice_box import ChoiceBox
from .form import Form
from .gis_bar import GisBar
from .hint_line import HintLine
from .status_line import StatusLine

# A name is looked up once the typing has paused for this long.
TYPING_PAUSE_MS = 500
TILED, DYNAMIC = "tiled", "dynamic"


class PublishTargetPanel(QGroupBox):
    """Says at once what is chosen; whether the name is free is somebody else's question."""

    gis_changed = pyqtSignal(str)
    changed = pyqtSignal()

    def __init__(self, windows: Windows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Image Service"))
        self.gis = GisBar(windows, self, has_label=False)
        self.name = QgsFilterLineEdit(self)
        self.name.setPlaceholderText(self.tr("Letters, digits and underscores"))
        self.name.setToolTip(self.tr("Name of the new service, which becomes part of its address"))
        self.name_state = StatusLine(self)
        self.folder = QComboBox(self)
        self.folder.setLineEdit(HintLine(self))
        self.folder.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.folder.setToolTip(self.tr("One of your folders, or the name of a new one"))
        self.folder.lineEdit().setPlaceholderText(self.tr("None"))
        self.kind = ChoiceBox({TILED: self.tr("Tiled"), DYNAMIC: self.tr("Dynamic")}, self)
        self.kind.setToolTip(
            self.tr(
                "Tiled services are served from a cache; dynamic ones are rendered and resampled on request, and need "
                "a license for imagery"
            )
        )
        self.wait = QCheckBox(self.tr("&Wait until the service is ready"), self)
        self.wait.setChecked(True)
        self.wait.setToolTip(self.tr("Otherwise the server goes on by itself, and Publishing Jobs shows how far it is"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._layout()
        self._connect()
        self.offer_kinds(False)

    def _layout(self) -> None:
        self.form = Form(self)
        self.form.add(self.tr("&GIS"), self.gis, self.gis.names)
        self.form.add(self.tr("Service &name"), self.name)
        self.form.addWidget(self.name_state, self.form.rowCount(), 1)
        self.form.add(self.tr("&Folder"), self.folder)
        self._kind_label = self.form.add(self.tr("&Kind"), self.kind)
        self.form.addWidget(self.wait, self.form.rowCount(), 1)

    def _connect(self) -> None:
        self.gis.changed.connect(self._on_gis)
        self.name.textChanged.connect(lambda _text: self._pause.start())
        self._pause.timeout.connect(self.changed)
        self.folder.editTextChanged.connect(lambda _text: self.changed.emit())
        self.kind.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def service_name(self) -> str:
        """Return the name as it was typed."""
        return str(self.name.text().strip())

    def is_typing(self) -> bool:
        """Tell whether the name is being typed."""
        return self._pause.isActive()

    def settle(self) -> None:
        """Take the name as it is now, also where the typing has not paused."""
        self._pause.stop()

    def _on_gis(self, name: str) -> None:
        self.offer_folders(())
        self.offer_kinds(False)
        self.gis_changed.emit(name)

    def offer_folders(self, titles: Sequence[str]) -> None:
        """Offer the user's folders; what is chosen or typed stays."""
        chosen = self.folder.currentText()
        blocked = self.folder.blockSignals(True)
        self.folder.clear()
        self.folder.addItems(["", *titles])
        self.folder.setEditText(chosen)
        self.folder.blockSignals(blocked)

    def set_folder(self, title: str) -> None:
        """Choose a folder by its title."""
        self.folder.setEditText(title)

    def offer_kinds(self, offered: bool, usual: str = TILED) -> None:
        """Offer kinds of services where there is a choice; what is shown first is what the account may make."""
        if offered and self.kind.isHidden():
            blocked = self.kind.blockSignals(True)
            self.kind.set_value(usual)
            self.kind.blockSignals(blocked)
        for widget in (self.kind, self._kind_label):
            widget.setVisible(offered)

    def options(self) -> dict[str, object]:
        """Return the options of a publication that are chosen here, besides the name."""
        return {
            "folder": self.folder.currentText().strip(),
            "kind": "auto" if self.kind.isHidden() else self.kind.value(),
        }
