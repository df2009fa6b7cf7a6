# SPDX-License-Identifier: GPL-2.0-or-later
"""Putting a mosaic rule together, beside the map, with the catalogue to pick rasters from."""

from __future__ import annotations

from qgis.core import QgsProject
from qgis.gui import QgsGui, QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, pyqtSignal
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QGroupBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ..core.catalog import CatalogRaster, has_catalog
from ..core.errors import ImageServiceError
from ..core.mosaic import VIEW_METHODS, MosaicRule, most_locked
from ..core.service import ImageService
from ..plugin.layers import short_name
from ..plugin.messages import sentence
from . import help_pages
from .catalog_table import CatalogTable
from .mosaic_form import MosaicForm
from .status_line import ERROR, INFO, WARNING, StatusLine

translate = QCoreApplication.translate

SIZE = (760, 580)


class MosaicDialog(QDialog):
    """Stays open beside the map; ``chosen`` carries the rule as text, ``separately`` rasters to download one by one."""

    chosen = pyqtSignal(str)
    separately = pyqtSignal(list)

    def __init__(self, canvas: QgsMapCanvas, project: QgsProject | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("imageServicesMosaicDialog")
        self.setWindowTitle(self.tr("Mosaic Rule"))
        self._service: ImageService | None = None
        self.form = MosaicForm(canvas, self)
        self.state = StatusLine(self)
        self.table = CatalogTable(canvas, project, self)
        self.lock_button = self._button(self.tr("Lock Selected Rasters"))
        self.lock_button.setToolTip(self.tr("Let the rule show just the selected rasters"))
        self.each_button = self._button(self.tr("Download Each Selected Raster Separately…"))
        self.buttons = QDialogButtonBox(self)
        self.use_button = self.buttons.addButton(self.tr("Use Rule"), QDialogButtonBox.ButtonRole.ActionRole)
        self.reset_button = self.buttons.addButton(QDialogButtonBox.StandardButton.Reset)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Help)
        for button in self.buttons.buttons():
            button.setAutoDefault(False)  # Enter applies a condition
        self._layout()
        self._connect()
        self.resize(*SIZE)
        QgsGui.enableAutoGeometryRestore(self)

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        return button

    def _layout(self) -> None:
        self._catalog_box = QGroupBox(self.tr("Catalogue"), self)
        inner = QVBoxLayout(self._catalog_box)
        inner.addWidget(self.table)
        tools = QHBoxLayout()
        tools.addStretch()
        tools.addWidget(self.lock_button)
        tools.addWidget(self.each_button)
        inner.addLayout(tools)
        layout = QVBoxLayout(self)
        layout.addWidget(self.form)
        layout.addWidget(self.state)
        layout.addWidget(self._catalog_box, 1)
        layout.addWidget(self.buttons)

    def _connect(self) -> None:
        self.form.changed.connect(self._check)
        self.table.selected.connect(self._on_selected)
        self.table.picking.connect(self._make_room)
        self.lock_button.clicked.connect(lambda _checked=False: self.form.lock(self._selected_ids()))
        self.each_button.clicked.connect(lambda _checked=False: self.separately.emit(self.table.rasters()))
        self.reset_button.clicked.connect(lambda _checked=False: self.form.set_rule(MosaicRule()))
        self.use_button.clicked.connect(lambda _checked=False: self._use())
        self.buttons.rejected.connect(self.reject)
        self.buttons.helpRequested.connect(self._help)

    def show_rule(self, service: ImageService, text: str) -> None:
        """Show the rule of a service; the catalogue is read again only for another service."""
        self.setWindowTitle(self.tr("Mosaic Rule of “{name}”").format(name=short_name(service)))
        if service != self._service:
            self._service = service
            self.form.set_service(service)
            self._catalog_box.setVisible(has_catalog(service))
            self.table.set_service(service)
        problem = self.form.set_text(text)
        if problem:
            self.state.show_text(ERROR, problem)

    def _selected_ids(self) -> tuple[int, ...]:
        return tuple(raster.id for raster in self.table.rasters())

    def _make_room(self, is_picking: bool) -> None:
        """Step aside while rasters are picked on the map, and come back to them."""
        self.setVisible(not is_picking)
        if not is_picking:
            self.activateWindow()

    def _on_selected(self) -> None:
        rasters: list[CatalogRaster] = self.table.rasters()
        self.lock_button.setEnabled(bool(rasters))
        self.each_button.setEnabled(bool(rasters))

    def _check(self) -> None:
        """Say what the rule is as text, or why it cannot be."""
        try:
            rule = self.form.rule()
        except ImageServiceError as error:
            self.state.show_text(ERROR, sentence(error))
            self.use_button.setEnabled(False)
            return
        self.use_button.setEnabled(True)
        text = rule.parameter() or self.tr("Everything is left to the service.")
        if rule.method in VIEW_METHODS:
            warning = self.tr("This method looks at each request by itself: where tiles meet, rasters may change.")
            self.state.show_text(WARNING, f"{warning}\n{text}")
        else:
            self.state.show_text(INFO, text)
        if self._service is not None:
            most = most_locked(self._service)
            self.lock_button.setToolTip(
                translate("MosaicDialog", "Let the rule show just the selected rasters, at most %n", n=most)
            )

    def _use(self) -> None:
        try:
            text = self.form.rule().parameter()
        except ImageServiceError as error:
            self.state.show_text(ERROR, sentence(error))
            return
        self.chosen.emit(text)
        self.accept()

    def _help(self) -> None:
        help_pages.show_or_tell("mosaic", lambda text: self.state.show_text(WARNING, text))

    def done(self, result: int) -> None:
        """Close, and leave nothing on the map."""
        self.table.stop()
        self._service = None  # the catalogue may have changed when it is looked at next
        super().done(result)
