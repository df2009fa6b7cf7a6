# SPDX-License-Identifier: GPL-2.0-or-later
"""The download of many slices as one job: one progress, one end, and layers that play in the Temporal Controller."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsLayerTree, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QUrl
from qgis.PyQt.QtGui import QDesktopServices

from ..core.cancel import Cancel
from ..core.errors import ImageServiceError
from ..core.options import DownloadOptions
from ..core.service import ImageService
from ..core.steps import Step
from ..plugin.command import Parameters
from ..plugin.layers import short_name
from ..plugin.messages import Messages, failed_tiles
from ..plugin.series_layers import SeriesDresser
from .download_job import chosen
from .numbers import counted
from .running_job import RunningJob

if TYPE_CHECKING:
    from ..core.series import SeriesReport

translate = QCoreApplication.translate


@dataclass(frozen=True)
class SeriesRequest:
    """A stack to download.

    Attributes:
        service: where from.
        steps: which slices.
        options: what is asked of each.
        output: the folder, or the one raster.
        layout: as in ``download_series``.
        opens_output: whether to add the layers to the project.
        parameters: those that one slice could be asked for with again.
    """

    service: ImageService
    steps: tuple[Step, ...]
    options: DownloadOptions
    output: Path
    layout: str = "files"
    opens_output: bool = True
    parameters: Parameters = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return what the stack is called."""
        return short_name(self.service)


class SeriesJob(RunningJob):
    """Runs a request; finished slices stay when it is cancelled or fails, and another run continues."""

    def __init__(self, request: SeriesRequest, messages: Messages, project: QgsProject | None = None) -> None:
        title = translate("SeriesJob", "Downloading {count} slices of “{name}”")
        super().__init__(title.format(count=counted(len(request.steps)), name=request.name), messages)
        self.request = request
        self._project = project or QgsProject.instance()

    def work(self, cancel: Cancel, progress: Any) -> SeriesReport:
        """Download."""
        from ..core.series import download_series

        request = self.request
        options = {**chosen(request.options), "overwrite": request.options.overwrite}
        for name in ("time", "slice_id"):
            options.pop(name, None)
        return download_series(
            request.service,
            request.output,
            request.steps,
            layout=request.layout,
            cancel=cancel,
            progress=progress,
            **options,
        )

    def tell_done(self, report: SeriesReport) -> None:
        """Add the layers, and say how it went."""
        try:
            if self.request.opens_output:
                self._open(report)
        except ImageServiceError as error:
            self._messages.failure(self.tr("Download finished"), error)
            return
        text = self.tr("“{name}”, {count} slices of {columns} × {rows} cells.").format(
            name=self.request.name,
            count=counted(len(report.layers)),
            columns=counted(report.width),
            rows=counted(report.height),
        )
        if report.reused:
            text += " " + self.tr("{count} of them were there already.").format(count=counted(report.reused))
        if report.failed:
            holes = self.tr("{count} tiles could not be had and are filled with NoData.")
            text += " " + holes.format(count=counted(report.tiles_failed))
            self._messages.warning(self.tr("Download incomplete"), text, failed_tiles(report))
        else:
            self._messages.success(self.tr("Download finished"), text, (self.tr("Open Folder"), self._open_folder))

    def _open(self, report: SeriesReport) -> None:
        dresser = SeriesDresser(self.request.service, report, self.request.parameters or None)
        layers = dresser.make()
        tree = self._project.layerTreeRoot()
        group: QgsLayerTree = tree if len(layers) == 1 else tree.insertGroup(0, dresser.title)
        self._project.addMapLayers(layers, False)
        for index, layer in enumerate(layers):
            if group is not tree:  # which has the name of the whole
                layer.setName(layer.name().removeprefix(f"{dresser.title} "))
            group.insertLayer(index, layer).setExpanded(False)
        if group is not tree:
            group.setExpanded(False)

    def _open_folder(self) -> None:
        output = self.request.output
        folder = output if self.request.layout == "files" else output.parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def tell_failed(self, error: BaseException) -> None:
        """Say why it has failed."""
        title = self.tr("Download of “{name}” failed").format(name=self.request.name)
        self._messages.failure(title, error)

    def tell_cancelled(self) -> None:
        """Say what is left."""
        self._messages.info(self.tr("Download cancelled"), self.cancelled_words())

    def cancelled_words(self) -> str:
        """Return what is left of it: the slices that are whole."""
        text = self.tr("“{name}” was cancelled. Finished slices stay; the same download continues with the others.")
        return str(text.format(name=self.request.name))
