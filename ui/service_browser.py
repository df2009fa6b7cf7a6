# SPDX-License-Identifier: GPL-2.0-or-later
"""Browsing the image services of a GIS: search as you type, see what a service offers and where it lies."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsRectangle
from qgis.gui import QgsFilterLineEdit, QgsMapCanvas
from qgis.PyQt.QtCore import QModelIndex, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QHideEvent, QShowEvent
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from ..core.cancel import Cancel
from ..core.service import ImageService
from ..plugin import library
from ..plugin.browser.descriptions import Descriptions
from ..plugin.browser.items import icon
from ..plugin.browser.menus import Windows
from ..plugin.browser.places import Branch, Entry, Kind
from ..plugin.browser.search import Found, Search, Wanted
from ..plugin.connections import connections
from ..plugin.desktop import Desktop
from ..plugin.live_layer import LiveSource
from ..plugin.messages import details, log, sentence
from ..plugin.tasks import CoreTask
from .browse_filters import BrowseFilters
from .browse_model import BrowseModel
from .choice_box import ChoiceBox
from .crs import to_qgis
from .footprint import Footprint, zoom_to
from .gis_bar import GisBar
from .numbers import counted
from .service_details import ServiceDetails
from .service_list import ServiceList
from .status_line import ERROR, INFO, StatusLine
from .thumbnails import Thumbnails

# A search begins once the typing has paused for this long.
TYPING_PAUSE_MS = 300


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
        self._search: Search | None = None
        self._task: CoreTask | None = None
        self._scopes: CoreTask | None = None
        self._is_stale = True
        self._footprint = Footprint(canvas) if canvas is not None else None
        self.bar = GisBar(windows, self)
        self.text = QgsFilterLineEdit(self)
        self.scope = ChoiceBox({}, self)
        self.filters = BrowseFilters(canvas, self)
        self.model = BrowseModel(self)
        self.thumbnails = Thumbnails(connections(), desktop.runner, self)
        self.list = ServiceList(self.thumbnails, icon("image_service"), self)
        self.list.setModel(self.model)
        self.details = ServiceDetails(self._descriptions, desktop.runner, self)
        self.zoom_button = QPushButton(QgsApplication.getThemeIcon("/mActionZoomToLayer.svg"), self.tr("Zoom to"), self)
        self.status = StatusLine(self)
        self.retry_button = QPushButton(self.tr("Retry"), self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._dress()
        self._layout()
        self._connect()
        self._on_chosen(None)

    def _dress(self) -> None:
        self.text.setShowSearchIcon(True)
        self.text.setPlaceholderText(self.tr("Search, or paste the address of a service"))
        self.text.setAccessibleName(self.tr("Search"))
        self.scope.setToolTip(self.tr("Where to search"))
        self.scope.setAccessibleName(self.tr("Where to search"))
        self.scope.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.scope.setMinimumContentsLength(18)
        self.zoom_button.setToolTip(self.tr("Show where the service lies on the map"))
        for button in (self.zoom_button, self.retry_button):
            button.setAutoDefault(False)
        self.zoom_button.setVisible(self._canvas is not None)
        self.retry_button.hide()

    def _layout(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.text, 1)
        line.addWidget(self.scope)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.details, 1)
        column.addWidget(self.zoom_button, 0, Qt.AlignmentFlag.AlignLeft)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        below = QHBoxLayout()
        below.addWidget(self.status, 1)
        below.addWidget(self.retry_button)
        column.addLayout(below)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
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
        self.retry_button.clicked.connect(self._more)
        self.model.wanted.connect(self._more)
        self.list.selectionModel().currentChanged.connect(lambda index, _old: self._on_current(index))
        self.list.doubleClicked.connect(lambda _index: self.add_layer())
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

    def _on_current(self, index: QModelIndex) -> None:
        self._on_chosen(self.model.entry(index))

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
        name = self.bar.name()
        self._offer_scopes([Branch(name, title=self.tr("All Image Services"))] if name else [])
        self.restart()
        if name:
            self._read_scopes(name)

    def _offer_scopes(self, branches: list[Branch]) -> None:
        blocked = self.scope.blockSignals(True)
        self.scope.clear()
        for branch in branches:
            self.scope.addItem(branch.title, branch)
        self.scope.blockSignals(blocked)
        self.scope.setEnabled(len(branches) > 1)

    def _read_scopes(self, name: str) -> None:
        places = self._desktop.places

        def work(cancel: Cancel, _progress: Any) -> list[Branch]:
            parts = [branch for branch in places.contents(Branch(name), cancel=cancel).branches]
            if any(branch.kind is Kind.GROUPS for branch in parts):
                parts += places.contents(Branch(name, Kind.GROUPS), cancel=cancel).branches
            return [branch for branch in parts if branch.kind not in (Kind.ALL, Kind.GROUPS)]

        def show(parts: list[Branch]) -> None:
            if self._scopes is task and name == self.bar.name() and self.scope.currentIndex() == 0:
                self._offer_scopes([Branch(name, title=self.tr("All Image Services")), *parts])

        # The search itself says why the GIS cannot be read.
        task = CoreTask(self.tr("Parts of a GIS"), work, on_done=show, on_failed=lambda error: log(str(error)))
        self._scopes = task
        library.connect()
        self._desktop.runner.run(task)

    # Searching

    def restart(self) -> None:
        """Search for what is entered now; an older search is dropped."""
        self.stop()
        self.model.clear()
        self._on_chosen(None)
        self.status.clear()
        branch = self.scope.currentData()
        if branch is None:
            self._search = None
            self.list.show_sentence(self.tr("Register a GIS, a portal or a server, to browse its image services."))
            return
        wanted = Wanted(
            branch,
            self.text.text().strip(),
            self.filters.owner.text().strip(),
            self.filters.extent(),
            self.filters.pixel_type.value(),
            self.filters.readable.isChecked(),
            self.filters.sort.value() if self.filters.sort.value() or self.text.text().strip() else "title",
        )
        self._search = Search(wanted, self._desktop.places, self._descriptions)
        self._more()

    def stop(self) -> None:
        """Search no more."""
        self._pause.stop()
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        self.text.setShowSpinner(False)

    def _more(self) -> None:
        search = self._search
        if search is None or self._task is not None:
            return
        library.connect()
        task = CoreTask(
            self.tr("Searching for image services"),
            lambda cancel, _progress: search.next(cancel),
            on_done=lambda found: self._on_found(task, found),
            on_failed=lambda error: self._on_failed(task, error),
        )
        self._task = task
        self.retry_button.hide()
        self.text.setShowSpinner(True)
        self.list.show_sentence(self.tr("Searching…"))
        self._desktop.runner.run(task)

    def _on_found(self, task: CoreTask, found: Found) -> None:
        if task is not self._task:
            return
        self._task = None
        self.text.setShowSpinner(False)
        self.model.append(found.entries, has_more=not found.is_last)
        self.list.show_sentence(self._nothing_found() if found.is_last else self.tr("Searching…"))
        self._tell_count(found)
        if not found.is_last and self._has_room():
            self.list.fetchMore() if hasattr(self.list, "fetchMore") else self.model.fetchMore(QModelIndex())

    def _has_room(self) -> bool:
        """Tell whether the list ends within the window, so that nobody can scroll to its end."""
        last = self.list.visualRect(self.model.index(self.model.rowCount() - 1))
        return self.model.rowCount() == 0 or last.top() < self.list.viewport().height()

    def _tell_count(self, found: Found) -> None:
        shown = self.model.rowCount()
        if shown == 0 and found.is_last:
            self.status.clear()
            return
        if found.total is not None and not found.is_last:
            text = self.tr("{shown} of {total} image services").format(shown=counted(shown), total=counted(found.total))
        elif found.is_last:
            text = self.tr("Image services found: {shown}").format(shown=counted(shown))
        else:
            text = self.tr("{shown} found among {seen} so far, scroll for more").format(
                shown=counted(shown), seen=counted(found.seen)
            )
        locked = self._search.unreadable_folders if self._search is not None else 0
        if locked:
            text += " " + self.tr("Folders that cannot be read: {count}.").format(count=counted(locked))
        self.status.show_text(INFO, text)

    def _nothing_found(self) -> str:
        if self._search is not None and self._search.wanted.text:
            return self.tr("No image service matches “{text}”.").format(text=self._search.wanted.text)
        return self.tr("There are no image services here, or none that this sign-in may see.")

    def _on_failed(self, task: CoreTask, error: Exception) -> None:
        if task is not self._task:
            return
        self._task = None
        self.text.setShowSpinner(False)
        log(details(error))
        self.list.show_sentence("")
        self.status.show_text(ERROR, sentence(error))
        self.retry_button.show()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin when somebody looks."""
        super().showEvent(event)
        if self._is_stale:
            self._begin()
        self._show_footprint()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave nothing on the map, and nothing under way."""
        super().hideEvent(event)
        self.stop()
        self.details.stop()
        self.thumbnails.stop()
        if self._footprint is not None:
            self._footprint.clear()
