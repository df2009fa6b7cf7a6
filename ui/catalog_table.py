# SPDX-License-Identifier: GPL-2.0-or-later
"""The catalogue of a service as a table: filtered by the server, read page by page, outlined on the map."""

from __future__ import annotations

from collections.abc import Callable, Collection

from qgis.core import QgsProject, QgsRectangle
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QItemSelection, QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ..core.catalog import CatalogRaster, has_catalog
from ..core.errors import ImageServiceError
from ..core.service import ImageService
from ..plugin import library
from ..plugin.catalog_search import CatalogSearch, FoundRasters
from ..plugin.crs import to_qgis
from ..plugin.footprint_layer import footprint_layer
from ..plugin.messages import details, log, sentence
from ..plugin.tasks import CoreTask, TaskRunner
from .catalog_filters import CatalogFilters
from .catalog_model import CatalogModel
from .footprint import zoom_to
from .footprint_pick import FootprintPick, Listing
from .footprints import Footprints
from .numbers import counted
from .status_line import ERROR, INFO, SUCCESS, StatusLine

# One for the newest question, one for an older one that is just ending.
THREADS = 2
NARROWEST_PX, WIDEST_PX = 60, 220


class CatalogTable(QWidget):
    """Filters, rows and a line about them; ``selected`` tells that other rows are chosen, ``listed`` that rows came.

    ``picking`` asks the window around it to step aside, and to come back when nothing is picked on the map any more.
    """

    selected = pyqtSignal()
    listed = pyqtSignal()
    picking = pyqtSignal(bool)

    def __init__(
        self,
        canvas: QgsMapCanvas,
        project: QgsProject | None = None,
        parent: QWidget | None = None,
        *,
        with_sizes: bool = False,
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._project = project or QgsProject.instance()
        self._with_sizes = with_sizes
        self._runner = TaskRunner(self, threads=THREADS)
        self._service: ImageService | None = None
        self._search: CatalogSearch | None = None
        self._task: CoreTask | None = None
        self._export: CoreTask | None = None
        self._is_complete = False
        self._footprints = Footprints(canvas, self)
        self.filters = CatalogFilters(canvas, self)
        self.model = CatalogModel(self)
        self.view = self._make_view()
        self.status = StatusLine(self)
        self.show_box = QCheckBox(self.tr("&Show footprints on the map"), self)
        self.show_box.setChecked(True)
        self.retry_button = self._button(self.tr("Retry"), self._more)
        self.pick = FootprintPick(canvas, self)
        self.pick_button = self._button(self.tr("&Pick on Map"), self.start_picking)
        self.pick_button.setToolTip(self.tr("Click on the map to select the rasters that lie there"))
        self.zoom_button = self._button(self.tr("Zoom to Selected"), self.zoom)
        self.layer_button = self._button(self.tr("Add Footprints as Layer"), self.add_layer)
        self.layer_button.setToolTip(self.tr("The selected rasters, or all that match"))
        self._layout()
        self._connect()
        self._show_selection()

    def _make_view(self) -> QTableView:
        view = QTableView(self)
        view.setModel(self.model)
        view.setAccessibleName(self.tr("Rasters of the catalogue"))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setTabKeyNavigation(False)
        view.setWordWrap(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + 6)
        view.horizontalHeader().setSortIndicatorShown(True)
        view.horizontalHeader().setSectionsClickable(True)
        view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        view.setMinimumHeight(120)
        return view

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _layout(self) -> None:
        line, tools = QHBoxLayout(), QHBoxLayout()
        line.addWidget(self.status, 1)
        line.addStretch()
        line.addWidget(self.retry_button)
        tools.addWidget(self.show_box)
        tools.addStretch()
        tools.addWidget(self.pick_button)
        tools.addWidget(self.zoom_button)
        tools.addWidget(self.layer_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.filters)
        layout.addWidget(self.view, 1)
        layout.addLayout(line)
        layout.addLayout(tools)
        self.retry_button.hide()

    def _connect(self) -> None:
        self.filters.changed.connect(self.search)
        self.model.wanted.connect(self._more)
        self.view.horizontalHeader().sectionClicked.connect(lambda _column: self.search())
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._show_selection())
        self.show_box.toggled.connect(lambda _on: self._draw())
        self.pick.active.connect(self._on_picking)
        self.pick.found.connect(self._take_picked)

    def set_service(self, service: ImageService | None) -> None:
        """Show the catalogue of a service, or nothing where it has none that may be looked at."""
        self.stop()
        self._service = service if service is not None and has_catalog(service) else None
        self.setEnabled(self._service is not None)
        self.model.set_catalog(
            self._service.catalog() if self._service is not None else None, with_sizes=self._with_sizes
        )
        self._draw()
        if self._service is None:
            self.status.show_text(INFO, self.tr("This service has no catalogue of rasters that may be looked at."))
            return
        self.filters.set_service(self._service)
        self.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.search()

    def search(self) -> None:
        """List what the filters let through, from the beginning; an older search is dropped."""
        if self._service is None:
            return
        self._drop()
        self.pick.forget()
        self._is_complete = False
        self.model.clear()
        self._show_selection()
        try:
            self._search = CatalogSearch(self._service, self.filters.query(self._order()))
        except ImageServiceError as error:
            self._search = None
            self.status.show_text(ERROR, sentence(error))
            return
        self._more()

    def stop(self) -> None:
        """Ask for nothing more, and take the footprints off the map."""
        self._drop()
        self.pick.stop()
        self.pick.forget()
        if self._export is not None:
            self._export.cancel()
        self._footprints.clear()

    def rasters(self) -> list[CatalogRaster]:
        """Return the rasters of the selected rows, in their order."""
        rows = sorted({index.row() for index in self.view.selectionModel().selectedRows()})
        return [self.model.raster(row) for row in rows]

    def is_busy(self) -> bool:
        """Tell whether something is on its way."""
        return self._task is not None or self._export is not None

    def choose(self, ids: Collection[int], *, adds: bool = False) -> None:
        """Select the rasters with these ids, among those that are listed, alone or besides those selected."""
        chosen = QItemSelection()
        for row, raster in enumerate(self.model.rasters()):
            if raster.id in ids:
                chosen.select(self.model.index(row, 0), self.model.index(row, 0))
        flags = self.view.selectionModel().SelectionFlag
        self.view.selectionModel().select(chosen, (flags.Select if adds else flags.ClearAndSelect) | flags.Rows)
        if not chosen.isEmpty():
            self.view.scrollTo(chosen.indexes()[0])

    def start_picking(self) -> None:
        """Let clicks on the map select rows, until Escape."""
        if self._service is not None and self._search is not None:
            self.pick.begin(to_qgis(self._service.spatial_reference))

    def listing(self) -> Listing | None:
        """Return what is listed, for whoever looks for rasters at a place; None where nothing is."""
        if self._search is None:
            return None
        return Listing(self._search.service, self._search.query, tuple(self.model.rasters()), self._is_complete)

    def _on_picking(self, is_active: bool) -> None:
        self.picking.emit(is_active)
        self._draw()
        if not is_active:
            self.view.setFocus()
            count = len(self.rasters())
            text = self.tr("Selected: {count}.").format(count=counted(count))
            self.status.show_text(INFO, text if count else self.pick.said or text)

    def _take_picked(self, rasters: list[CatalogRaster], adds: bool) -> None:
        self.model.insert(rasters)
        self.choose({raster.id for raster in rasters}, adds=adds)

    def zoom(self) -> None:
        """Show the selected rasters on the map."""
        boxes = [raster.extent for raster in self.rasters()]
        whole = QgsRectangle()
        for box in boxes:
            if box is not None:
                whole.combineExtentWith(QgsRectangle(*box.bounds))
        if not whole.isEmpty() and self._service is not None:
            zoom_to(self._canvas, whole, to_qgis(self._service.spatial_reference))

    def add_layer(self) -> None:
        """Add the footprints of the selected rasters, or of all that match, to the project."""
        if self._service is None or self._search is None or self._export is not None:
            return
        service, chosen, query = self._service, self.rasters(), self._search.query
        if chosen:
            self._add(service, chosen)
            return
        task = CoreTask(
            self.tr("Reading the catalogue"),
            lambda cancel, _progress: list(service.catalog().rasters(query, cancel)),
            on_done=lambda found: self._add(service, found),
            on_failed=self._on_export_failed,
            on_cancelled=self._end_export,
        )
        self._export = task
        self.layer_button.setEnabled(False)
        self._runner.run(task)

    def _add(self, service: ImageService, rasters: list[CatalogRaster]) -> None:
        self._end_export()
        layer = footprint_layer(service, rasters)
        self._project.addMapLayer(layer)
        text = self.tr("Footprints added to the project: {count}.").format(count=counted(len(rasters)))
        self.status.show_text(SUCCESS, text)

    def _end_export(self) -> None:
        self._export = None
        self.layer_button.setEnabled(True)

    def _on_export_failed(self, error: BaseException) -> None:
        self._end_export()
        log(details(error))
        self.status.show_text(ERROR, sentence(error))

    def _order(self) -> tuple[str, ...]:
        header = self.view.horizontalHeader()
        column = header.sortIndicatorSection()
        if not 0 <= column < self.model.columnCount() or not self.model.order(column):
            return ()
        is_down = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return (f"{self.model.order(column)}{' DESC' if is_down else ''}",)

    def _more(self) -> None:
        search = self._search
        if search is None or self._task is not None:
            return
        library.connect()
        task = CoreTask(
            self.tr("Reading the catalogue"),
            lambda cancel, _progress: search.next(cancel),
            on_done=lambda found: self._on_found(task, found),
            on_failed=lambda error: self._on_failed(task, error),
        )
        self._task = task
        self.retry_button.hide()
        self.status.show_text(INFO, self.tr("Reading the catalogue…"))
        self._runner.run(task)

    def _drop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def _on_found(self, task: CoreTask, found: FoundRasters) -> None:
        if task is not self._task:
            return
        self._task = None
        is_first = self.model.rowCount() == 0
        self._is_complete = found.is_last
        self.model.append(found.rasters, has_more=not found.is_last)
        if is_first:
            self._fit_columns()
        self._tell(found)
        self._draw()
        self.listed.emit()
        if not found.is_last and self._has_room():
            self.model.fetchMore(QModelIndex())

    def _tell(self, found: FoundRasters) -> None:
        count = self.model.rowCount()
        if count == 0:
            is_empty = self.filters.is_empty()
            none, hidden = self.tr("The catalogue is empty."), self.tr("No raster passes the filters.")
            self.status.show_text(INFO, none if is_empty else hidden)
        elif found.is_last:
            self.status.show_text(INFO, self.tr("Rasters: {count}.").format(count=counted(count)))
        else:
            text = self.tr("{count} of {total} rasters, scroll for more.")
            self.status.show_text(INFO, text.format(count=counted(count), total=counted(found.total)))

    def _on_failed(self, task: CoreTask, error: BaseException) -> None:
        if task is not self._task:
            return
        self._task = None
        log(details(error))
        self.status.show_text(ERROR, sentence(error))
        self.retry_button.show()

    def _has_room(self) -> bool:
        """Tell whether the rows end within the window, where nobody can scroll to their end."""
        last = self.model.index(self.model.rowCount() - 1, 0)
        return self.view.visualRect(last).top() < self.view.viewport().height()

    def _fit_columns(self) -> None:
        self.view.resizeColumnsToContents()
        for column in range(self.model.columnCount()):
            width = min(WIDEST_PX, max(NARROWEST_PX, self.view.columnWidth(column)))
            self.view.setColumnWidth(column, width)

    def _show_selection(self) -> None:
        self.zoom_button.setEnabled(bool(self.view.selectionModel().selectedRows()))
        self._draw()
        self.selected.emit()

    def _draw(self) -> None:
        is_seen = self.isVisible() or self.pick.is_active()
        if self._service is not None and is_seen and (self.show_box.isChecked() or self.pick.is_active()):
            crs = to_qgis(self._service.spatial_reference)
            self._footprints.show(self.model.rasters(), self.rasters(), crs)
        else:
            self._footprints.clear()

    def showEvent(self, event: object) -> None:
        """Outline what is listed."""
        super().showEvent(event)
        self._draw()

    def hideEvent(self, event: object) -> None:
        """Leave nothing on the map."""
        super().hideEvent(event)
        if not self.pick.is_active():
            self._footprints.clear()
