# SPDX-License-Identifier: GPL-2.0-or-later
"""Picking rasters of a catalogue where they lie: by the footprints that are listed, and by asking for the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas, QgsMapTool
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..core.catalog import CatalogQuery, CatalogRaster
from ..core.service import ImageService
from ..plugin import library
from ..plugin.algorithms.querycatalog import footprint_of
from ..plugin.crs import to_qgis
from ..plugin.messages import details, log, sentence
from ..plugin.tasks import CoreTask, TaskRunner
from .footprint import EDGE_POINTS
from .numbers import counted
from .pick_tool import PickTool

# Clicks may come faster than answers.
THREADS = 2
# Names that one line of a message has room for.
MOST_NAMED = 3


@dataclass(frozen=True)
class Listing:
    """What a table lists: the rasters of a query, all of them or the first ones."""

    service: ImageService
    query: CatalogQuery
    rasters: tuple[CatalogRaster, ...]
    is_complete: bool


class FootprintPick(QObject):
    """Takes the map, and tells which rasters lie where the user clicks.

    ``active`` tells that it has begun or ended; ``found`` carries rasters, and whether they come besides those that
    were found before. The parent's ``listing`` tells what there is to be picked.
    """

    active = pyqtSignal(bool)
    found = pyqtSignal(list, bool)

    def __init__(self, canvas: QgsMapCanvas, table: QObject) -> None:
        super().__init__(table)
        self._canvas = canvas
        self._table = table
        self._runner = TaskRunner(self, threads=THREADS)
        self._tasks: list[CoreTask] = []
        self._crs = QgsCoordinateReferenceSystem()
        self._before: QgsMapTool | None = None
        self._is_active = False
        self.said = ""
        self.tool = PickTool(canvas)
        self.tool.setToolName(self.tr("Pick Rasters"))
        self.tool.picked.connect(self.pick)
        self.tool.ended.connect(self.end)

    def is_active(self) -> bool:
        """Tell whether clicks on the map pick rasters."""
        return self._is_active

    def is_busy(self) -> bool:
        """Tell whether a service is being asked."""
        return bool(self._tasks)

    def begin(self, crs: QgsCoordinateReferenceSystem) -> None:
        """Take the map; ``crs`` is that of the footprints."""
        if self._is_active:
            return
        self._crs = crs
        self._is_active = True
        self._before = self._canvas.mapTool()
        self.active.emit(True)
        self._canvas.setMapTool(self.tool)
        self._canvas.window().activateWindow()
        self._canvas.setFocus()
        self._say(self.tr("Click on the map to select the rasters there. Shift or Ctrl adds, Escape ends."))

    def end(self) -> None:
        """Give the map back; answers that are on their way still come."""
        if self._is_active:
            self.stop()
            self.active.emit(False)

    def stop(self) -> None:
        """Give the map back without a word: who is hidden stays hidden."""
        if not self._is_active:
            return
        self._is_active = False  # first: giving the map back ends the tool, too
        self.tool.say("")
        before, self._before = self._before, None
        if self._canvas.mapTool() is self.tool:
            if before is not None and not sip.isdeleted(before):
                self._canvas.setMapTool(before)
            else:
                self._canvas.unsetMapTool(self.tool)

    def forget(self) -> None:
        """Wait for no answer any more."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()

    def pick(self, point: QgsPointXY, adds: bool) -> None:
        """Find the rasters at a point of the map."""
        listing: Listing | None = self._table.listing()
        if listing is None:
            return
        if not adds:
            self.forget()
        try:
            place = self._transform(self._canvas.mapSettings().destinationCrs()).transform(point)
        except QgsCsException:
            self._say(self.tr("This place does not exist in the reference of the service."), Qgis.MessageLevel.Warning)
            return
        here = [raster for raster in listing.rasters if _contains(raster, place)]
        self.found.emit(here, adds)
        if listing.is_complete:
            self._tell(here)
        else:
            self._ask(listing, place, here)

    def _ask(self, listing: Listing, place: QgsPointXY, here: list[CatalogRaster]) -> None:
        """Ask the service for what lies at a place and is not listed yet."""
        query = replace(listing.query, extent=None, extent_sr=None, point=(place.x(), place.y()))
        passes = self._filter(listing.query)
        library.connect()
        task = CoreTask(
            self.tr("Asking the catalogue"),
            lambda cancel, _progress: list(listing.service.catalog().rasters(query, cancel)),
            on_done=lambda found: self._on_found(task, [*here, *passes(found)]),
            on_failed=lambda error: self._on_failed(task, error),
            on_cancelled=lambda: self._end_task(task),
        )
        self._tasks.append(task)
        self._say(self.tr("Asking the catalogue…"))
        self._runner.run(task)

    def _filter(self, query: CatalogQuery) -> _Filter:
        """Return what keeps to the box of a query: a service is asked about one place at a time."""
        if query.extent is None:
            return _Filter(None)
        box = QgsGeometry.fromRect(QgsRectangle(*query.extent.bounds)).densifyByCount(EDGE_POINTS)
        if query.extent_sr is not None:
            try:
                box.transform(self._transform(to_qgis(query.extent_sr)))
            except QgsCsException:
                return _Filter(None)
        return _Filter(box)

    def _transform(self, source: QgsCoordinateReferenceSystem) -> QgsCoordinateTransform:
        return QgsCoordinateTransform(source, self._crs, QgsProject.instance())

    def _on_found(self, task: CoreTask, found: list[CatalogRaster]) -> None:
        if task not in self._tasks:
            return
        self._end_task(task)
        rasters = list({raster.id: raster for raster in found}.values())
        self.found.emit(rasters, True)
        self._tell(rasters)

    def _on_failed(self, task: CoreTask, error: BaseException) -> None:
        if task not in self._tasks:
            return
        self._end_task(task)
        log(details(error))
        self._say(sentence(error), Qgis.MessageLevel.Critical)

    def _end_task(self, task: CoreTask) -> None:
        if task in self._tasks:
            self._tasks.remove(task)

    def _tell(self, rasters: list[CatalogRaster]) -> None:
        """Say what was found at a place."""
        if not rasters:
            self._say(self.tr("None of the listed rasters lies here."), Qgis.MessageLevel.Warning)
            return
        names = ", ".join(raster.name for raster in rasters[:MOST_NAMED]) + ("…" if len(rasters) > MOST_NAMED else "")
        # Names last: they may be long, and QGIS cuts off what does not fit.
        text = self.tr("Rasters here: {count} (Shift or Ctrl adds, Escape ends): {names}")
        self._say(text.format(count=counted(len(rasters)), names=names))

    def _say(self, text: str, level: Qgis.MessageLevel = Qgis.MessageLevel.Info) -> None:
        self.said = text
        if self._is_active:
            self.tool.say(text, level)


@dataclass(frozen=True)
class _Filter:
    """Lets those rasters through whose footprints touch a box; all of them where there is none."""

    box: QgsGeometry | None

    def __call__(self, rasters: Iterable[CatalogRaster]) -> list[CatalogRaster]:
        box = self.box
        return [raster for raster in rasters if box is None or footprint_of(raster).intersects(box)]


def _contains(raster: CatalogRaster, place: QgsPointXY) -> bool:
    box = raster.extent
    if box is None or not (box.xmin <= place.x() <= box.xmax and box.ymin <= place.y() <= box.ymax):
        return False
    return bool(footprint_of(raster).intersects(QgsGeometry.fromPointXY(place)))
