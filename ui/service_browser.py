# SPDX-License-Identifier: GPL-2.0-or-later
"""Browsing the image services of a GIS: search as you type, see what a service offers and where it lies."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsRectangle
from qgis.gui import QgsFilterLineEdit, QgsMapCanvas
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QHideEvent, QShowEvent
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from ..core.service import ImageService
from ..plugin.browser.descriptions import Descriptions
from ..plugin.browser.menus import Windows
from ..plugin.browser.places import Entry
from ..plugin.browser.search import Search, Wanted
from ..plugin.connections import connections
from ..plugin.crs import to_qgis
from ..plugin.desktop import Desktop
from ..plugin.live_layer import LiveSource
from ..plugin.settings import settings
from . import help_pages
from .browse_filters import BrowseFilters
from .footprint import Footprint, zoom_to
from .found_list import FoundList
from .gis_bar import GisBar
from .scope_box import ScopeBox
from .service_details import ServiceDetails
from .thumbnails import Thumbnails

# A search begins once the typing has paused for this long.
TYPING_PAUSE_MS = 300
# List and details, in pixels; they grow alike.
SIZES = [540, 380]


class ServiceBrowser(QWidget):
    """The widget that the dialog and the Data Source Manager show; ``chosen`` tells which service is selected."""

    chosen = pyqtSignal(object)

    def __init__(
        self, desktop: Desktop, windows: Windows, canvas: QgsMapCanvas | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desktop = desktop
        self._windows = windows
        self._canvas = canvas
        self._descriptions = Descriptions(connections())
        self._is_stale = True
        self._footprint = Footprint(canvas) if canvas is not None else None
        self.bar = GisBar(windows, self)
        self.text = QgsFilterLineEdit(self)
        self.scope = ScopeBox(desktop.places, desktop.runner, self)
        self.filters = BrowseFilters(canvas, self)
        self.found = FoundList(Thumbnails(connections(), desktop.runner, self), desktop.runner, self)
        self.details = ServiceDetails(self._descriptions, desktop.runner, self)
        self.zoom_button = QPushButton(
            QgsApplication.getThemeIcon("/mActionZoomToLayer.svg"), self.tr("Zoom to Service"), self
        )
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._dress()
        self._layout()
        self._connect()
        self.choose_gis(settings().browsed_gis.value())
        self._on_chosen(None)

    def _dress(self) -> None:
        self.text.setShowSearchIcon(True)
        self.text.setPlaceholderText(self.tr("Search, or paste the address of a service"))
        self.text.setAccessibleName(self.tr("Search"))
        self.zoom_button.setToolTip(self.tr("Show where the service lies on the map"))
        self.zoom_button.setAutoDefault(False)
        self.zoom_button.setVisible(self._canvas is not None)

    def _layout(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.text, 1)
        line.addWidget(self.scope)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.details, 1)
        column.addWidget(self.zoom_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(self.found)
        self.splitter.addWidget(right)
        self.splitter.setSizes(SIZES)
        self.splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.bar)
        layout.addLayout(line)
        layout.addWidget(self.filters)
        layout.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.bar.changed.connect(lambda _name: self._on_gis())
        self.text.textChanged.connect(lambda _text: self._pause.start())
        self.text.returnPressed.connect(self.restart)
        self.scope.currentIndexChanged.connect(lambda _index: self.restart())
        self.filters.changed.connect(self._pause.start)
        self._pause.timeout.connect(self.restart)
        self.found.busy.connect(self.text.setShowSpinner)
        self.found.chosen.connect(self._on_chosen)
        self.found.activated.connect(self.add_layer)
        self.details.loaded.connect(self._on_described)
        self.zoom_button.clicked.connect(self._zoom)

    # What is chosen

    def entry(self) -> Entry | None:
        """Return the service that is selected."""
        return self.details.entry()

    def choose_gis(self, name: str) -> None:
        """Browse another GIS."""
        self.bar.choose(name)

    def add_layer(self) -> None:
        """Add the selected service to the project as a live layer."""
        entry = self.entry()
        if entry is not None:
            self._desktop.live.add(LiveSource(entry.url, entry.title, entry.gis))

    def download(self) -> None:
        """Open the download dialog on the selected service."""
        entry = self.entry()
        if entry is not None:
            self._windows.download(entry.url, entry.gis)

    def show_help(self) -> None:
        """Open the page of help."""
        help_pages.show_or_tell("browse", lambda text: self._desktop.messages.warning(self.tr("Help"), text))

    def _on_chosen(self, entry: Entry | None) -> None:
        self.details.show_entry(entry)
        self._show_footprint()
        self.chosen.emit(entry)

    def _on_described(self, _entry: Entry, _service: ImageService) -> None:
        self._show_footprint()

    def _show_footprint(self) -> None:
        place = self._place()
        self.zoom_button.setEnabled(place is not None)
        if self._footprint is not None:
            if place is not None and self.isVisible():
                self._footprint.show(*place)
            else:
                self._footprint.clear()

    def _place(self) -> tuple[QgsRectangle, QgsCoordinateReferenceSystem] | None:
        """Return where the selected service lies: as it says itself, until then as the portal says."""
        entry, service = self.details.entry(), self.details.service()
        crs = to_qgis(service.spatial_reference) if service is not None else QgsCoordinateReferenceSystem()
        if service is not None and crs.isValid():
            return QgsRectangle(*service.extent.bounds), crs
        if entry is not None and entry.item is not None and entry.item.extent is not None:
            return QgsRectangle(*entry.item.extent.bounds), QgsCoordinateReferenceSystem("EPSG:4326")
        return None

    def _zoom(self) -> None:
        place = self._place()
        if self._canvas is not None and place is not None:
            zoom_to(self._canvas, *place)

    # Where to search

    def _on_gis(self) -> None:
        """Begin with another GIS: everything in it, until it has told which parts it has."""
        self._is_stale = True
        if self.isVisible():
            self._begin()

    def _begin(self) -> None:
        self._is_stale = False
        self._descriptions.forget()
        settings().browsed_gis.setValue(self.bar.name())
        self.scope.set_gis(self.bar.name())
        self.restart()

    # Searching

    def restart(self) -> None:
        """Search for what is entered now; an older search is dropped."""
        self._pause.stop()
        branch = self.scope.branch()
        if branch is None:
            self.found.start(None, self.tr("Register a GIS, a portal or a server, to browse its image services."))
            return
        text, order = self.text.text().strip(), self.filters.sort.value()
        wanted = Wanted(
            branch,
            text,
            self.filters.owner.text().strip(),
            self.filters.extent(),
            self.filters.pixel_type.value(),
            self.filters.readable.isChecked(),
            order or ("" if text else "title"),  # without words, nothing matches better than another
        )
        self.found.start(Search(wanted, self._desktop.places, self._descriptions))

    def showEvent(self, event: QShowEvent) -> None:
        """Begin when somebody looks."""
        super().showEvent(event)
        if self._is_stale:
            self._begin()
        self.scope.resume()
        self._show_footprint()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave nothing on the map, and nothing under way."""
        super().hideEvent(event)
        self._pause.stop()
        self.found.stop()
        self.scope.stop()
        self.details.stop()
        if self._footprint is not None:
            self._footprint.clear()
