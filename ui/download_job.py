# SPDX-License-Identifier: GPL-2.0-or-later
"""One download as the user sees it: started, moving, and ended in one of three ways. It outlives the dialog."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QUrl
from qgis.PyQt.QtGui import QDesktopServices

from ..core.cancel import Cancel
from ..core.errors import ImageServiceError
from ..core.options import DownloadOptions
from ..core.plan import DownloadPlan
from ..core.service import ImageService
from ..plugin import layers, unfinished
from ..plugin.command import Parameters, as_qgis_process
from ..plugin.messages import Messages, failed_tiles
from .numbers import counted
from .running_job import RunningJob

if TYPE_CHECKING:
    from ..core.download import DownloadReport

translate = QCoreApplication.translate


@dataclass(frozen=True)
class DownloadRequest:
    """A download to be run: what a dialog asks for, as one value."""

    plan: DownloadPlan
    path: Path
    parameters: Parameters
    opens_output: bool = True

    @property
    def service(self) -> ImageService:
        """Return the service."""
        return self.plan.service

    @property
    def name(self) -> str:
        """Return what the download is called."""
        return layers.short_name(self.service)

    def remembering(self) -> AbstractContextManager[None]:
        """Remember it while it runs, if its parameters are enough to run it again: there may be too many polygons."""
        if self.plan.clip is not None and "CLIP" not in self.parameters:
            return nullcontext()
        return unfinished.remembering(str(self.path), {**self.parameters, "OUTPUT": str(self.path)})


def chosen(options: DownloadOptions) -> dict[str, Any]:
    """Return the options that differ from the usual ones, as ``ImageService.download`` takes them."""
    usual = DownloadOptions()
    values = {field.name: getattr(options, field.name) for field in fields(options)}
    return {name: value for name, value in values.items() if value != getattr(usual, name)}


class DownloadJob(RunningJob):
    """Runs a request as a task, shows its progress in the message bar, and makes a layer of its output."""

    def __init__(self, request: DownloadRequest, messages: Messages, project: QgsProject | None = None) -> None:
        super().__init__(translate("DownloadJob", "Downloading “{name}”").format(name=request.name), messages)
        self.request = request
        self._project = project

    def work(self, cancel: Cancel, progress: Any) -> DownloadReport:
        """Download."""
        request = self.request
        with request.remembering():
            return request.service.download(
                request.path,
                cancel=cancel,
                progress=progress,
                resumable=not unfinished.is_temporary(str(request.path)),
                **chosen(request.plan.options),
            )

    def tell_done(self, report: DownloadReport) -> None:
        """Open the raster, and say how it went."""
        try:
            if self.request.opens_output:
                self._open(report)
        except ImageServiceError as error:
            self._messages.failure(self.tr("Download finished"), error)
        else:
            self._tell(report)

    def _open(self, report: DownloadReport) -> None:
        layer = layers.make_layer(report.output, report, self.request.service, self.request.parameters)
        layers.add(layer, self._project)

    def _tell(self, report: DownloadReport) -> None:
        from ..core.transfer import duration

        text = self.tr("“{name}”, {columns} × {rows} cells in {time}.").format(
            name=self.request.name,
            columns=counted(report.width),
            rows=counted(report.height),
            time=duration(max(1.0, report.seconds)),  # "0 s" looks like a mistake
        )
        if report.tiles_resumed:
            there = self.tr("{count} of {all} tiles were there from an interrupted download.")
            text += " " + there.format(count=counted(report.tiles_resumed), all=counted(report.tiles))
        if report.failed:
            holes = self.tr("{count} of its tiles could not be had and are filled with NoData.").format(
                count=counted(report.tiles_failed)
            )
            self._messages.warning(self.tr("Download incomplete"), f"{text} {holes}", failed_tiles(report))
        else:
            action = (self.tr("Open Folder"), self._open_folder)
            self._messages.success(self.tr("Download finished"), text, action)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.request.path.parent)))

    def tell_failed(self, error: BaseException) -> None:
        """Say why it has failed, with all that helps to find out."""
        title = self.tr("Download of “{name}” failed")
        if isinstance(error, ImageServiceError) and error.details.get("resumable"):
            title = self.tr("Download of “{name}” failed; started again with the same file, it goes on")
        self._messages.failure(
            title.format(name=self.request.name),
            error,
            self.request.plan.summary(),
            as_qgis_process(self.request.parameters),
        )

    def tell_cancelled(self) -> None:
        """Say that nothing is left."""
        self._messages.info(self.tr("Download cancelled"), self.cancelled_words())

    def cancelled_words(self) -> str:
        """Return what is left of it: nothing."""
        return str(self.tr("“{name}” was cancelled, nothing was kept.").format(name=self.request.name))
