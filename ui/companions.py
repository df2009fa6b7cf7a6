# SPDX-License-Identifier: GPL-2.0-or-later
"""The windows that the download dialog opens beside itself: mosaic rule, time series, source rasters."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QFileDialog

from ..core.catalog import CatalogRaster
from ..core.grid import Extent
from ..core.steps import steps_of_each
from ..plugin.messages import Messages
from ..plugin.settings import settings
from ..plugin.tasks import TaskRunner
from .mosaic_dialog import MosaicDialog
from .originals_dialog import OriginalsDialog
from .series_dialog import SeriesDialog
from .series_job import SeriesJob, SeriesRequest

if TYPE_CHECKING:
    from .download_dialog import DownloadDialog


class Companions(QObject):
    """Makes the windows when they are wanted; each takes what is chosen in the dialog at that moment."""

    def __init__(
        self,
        dialog: DownloadDialog,
        canvas: QgsMapCanvas,
        runner: TaskRunner,
        messages: Messages,
        project: QgsProject | None,
    ) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._canvas = canvas
        self._runner = runner
        self._messages = messages
        self._project = project
        self.mosaic: MosaicDialog | None = None
        self.series: SeriesDialog | None = None
        self.originals: OriginalsDialog | None = None
        self._jobs: list[SeriesJob] = []
        self._was_visible = False

    def show_mosaic(self) -> None:
        """Open the form for the mosaic rule on what is written in its box."""
        service = self._dialog.service_panel.service()
        if service is None:
            return
        if self.mosaic is None:
            self.mosaic = MosaicDialog(self._canvas, self._project, self._dialog)
            self.mosaic.chosen.connect(self._dialog.values_panel.mosaic_rule.setEditText)
            self.mosaic.separately.connect(self.download_each)
            self.mosaic.table.picking.connect(self._make_room)
        self.mosaic.show()
        self.mosaic.show_rule(service, self._dialog.values_panel.mosaic_rule.value())
        self.mosaic.raise_()

    def show_series(self) -> None:
        """Open the choice of slices at the place that is planned."""
        plan = self._dialog.plan()
        if plan is None or self._dialog.seams.stand_in_the_way(plan, self.show_series, slices=True):
            return
        if self.series is None:
            self.series = SeriesDialog(self._runner, self._messages, self._project, self._dialog)
        self.series.show_plan(plan, self._dialog.parameters(plan, None))
        self.series.open()

    def show_originals(self) -> None:
        """Open the list of source rasters at the place that is planned, or of all."""
        service, plan = self._dialog.service_panel.service(), self._dialog.plan()
        if service is None:
            return
        if self.originals is None:
            self.originals = OriginalsDialog(self._canvas, self._runner, self._messages, self._project, self._dialog)
            self.originals.table.picking.connect(self._make_room)
        is_part = plan is not None and (plan.options.extent is not None or plan.options.clip is not None)
        self.originals.show()
        self.originals.show_service(service, plan if is_part else None)
        self.originals.raise_()

    def _make_room(self, is_picking: bool) -> None:
        """Let the download dialog step aside, too, while rasters are picked on the map."""
        if is_picking:
            self._was_visible = self._dialog.isVisible()
            self._dialog.hide()
        elif self._was_visible:
            self._dialog.show()
            for window in (self.mosaic, self.originals):
                if window is not None and window.isVisible():
                    window.raise_()
                    window.activateWindow()

    def download_each(self, rasters: list[CatalogRaster]) -> SeriesJob | None:
        """Download rasters one by one over the extent that is chosen, or else over that of all of them together."""
        plan = self._dialog.plan()
        seams = self._dialog.seams
        if plan is None or not rasters:
            return None
        if seams.stand_in_the_way(plan, lambda: self.download_each(rasters), slices=True):
            return None
        start = settings().folder()
        text = QFileDialog.getExistingDirectory(self.mosaic, self.tr("Folder for the Rasters"), start)
        if not text:
            return None
        options = replace(plan.options, mosaic_rule="", time="", slice_id=None)
        if options.extent is None and options.clip is None:
            options = replace(options, extent=_around(rasters), extent_sr=plan.service.spatial_reference)
        asked = self._dialog.parameters(plan, None)
        parameters = {name: value for name, value in asked.items() if name not in {"TIME", "SLICE", "OUTPUT"}}
        request = SeriesRequest(plan.service, steps_of_each(rasters), options, Path(text), parameters=parameters)
        job = SeriesJob(request, self._messages, self._project)
        self._jobs.append(job)
        job.ended.connect(self._jobs.remove)
        job.start(self._runner)
        return job

    def close(self) -> None:
        """Close what is open."""
        for dialog in (self.mosaic, self.series, self.originals):
            if dialog is not None:
                dialog.reject()


def _around(rasters: list[CatalogRaster]) -> Extent | None:
    """Return the box around the footprints of rasters; None where they have none."""
    boxes = [raster.extent for raster in rasters]
    known = [box for box in boxes if box is not None]
    if not known:
        return None
    return Extent(
        min(box.xmin for box in known),
        min(box.ymin for box in known),
        max(box.xmax for box in known),
        max(box.ymax for box in known),
    )
