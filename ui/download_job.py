# SPDX-License-Identifier: GPL-2.0-or-later
"""One download as the user sees it: started, moving, and ended in one of three ways. It outlives the dialog."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProject
from qgis.gui import QgsMessageBarItem
from qgis.PyQt.QtCore import QObject, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices

from ..core.cancel import Cancel
from ..core.errors import ImageServiceError
from ..core.options import DownloadOptions
from ..core.plan import DownloadPlan
from ..core.service import ImageService
from ..plugin import layers
from ..plugin.command import Parameters, as_qgis_process
from ..plugin.messages import Messages, failed_tiles
from ..plugin.tasks import CoreTask, TaskRunner
from .numbers import counted
from .progress_message import ProgressMessage

if TYPE_CHECKING:
    from ..core.download import DownloadReport


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


def chosen(options: DownloadOptions) -> dict[str, Any]:
    """Return the options that differ from the usual ones, as ``ImageService.download`` takes them."""
    usual = DownloadOptions()
    values = {field.name: getattr(options, field.name) for field in fields(options)}
    return {name: value for name, value in values.items() if value != getattr(usual, name)}


class DownloadJob(QObject):
    """Runs a request as a task, shows its progress in the message bar, and makes a layer of its output."""

    ended = pyqtSignal(object)

    def __init__(self, request: DownloadRequest, messages: Messages, project: QgsProject | None = None) -> None:
        super().__init__()
        self.request = request
        self._messages = messages
        self._project = project
        self._title = self.tr("Downloading “{name}”").format(name=request.name)
        self._task: CoreTask | None = None
        self._item: QgsMessageBarItem | None = None
        self._widget: ProgressMessage | None = None

    def start(self, runner: TaskRunner) -> None:
        """Start, and come back at once."""
        request = self.request

        def work(cancel: Cancel, progress: Any) -> DownloadReport:
            return request.service.download(
                request.path, cancel=cancel, progress=progress, **chosen(request.plan.options)
            )

        task = CoreTask(
            self._title, work, on_done=self._on_done, on_failed=self._on_failed, on_cancelled=self._on_cancelled
        )
        task.reported.connect(self._on_progress)
        self._task = task
        self._show_progress(task)
        runner.run(task)

    def _show_progress(self, task: CoreTask) -> None:
        self._widget = ProgressMessage(self._title)
        self._widget.cancelled.connect(task.cancel)
        self._widget.destroyed.connect(self._on_dismissed)
        self._item = self._messages.add(self._widget)

    def _on_dismissed(self) -> None:
        self._item = self._widget = None

    def _on_progress(self, done: int, total: int, words: str) -> None:
        if self._task is not None:
            self._task.setDescription(f"{self._title}: {words}")
        if self._widget is not None:
            self._widget.show_progress(done, total, words)

    def _hide_progress(self, description: str = "") -> None:
        if self._task is not None:  # QGIS tells the end of a task by its description
            self._task.setDescription(description or self._title)
        self._task = None
        item, self._item, self._widget = self._item, None, None
        if item is not None:
            self._messages.remove(item)

    def _on_done(self, report: DownloadReport) -> None:
        self._hide_progress()
        try:
            if self.request.opens_output:
                self._open(report)
        except ImageServiceError as error:
            self._messages.failure(self.tr("Download finished"), error)
        else:
            self._tell(report)
        self.ended.emit(self)

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

    def _on_failed(self, error: BaseException) -> None:
        self._hide_progress()
        title = self.tr("Download of “{name}” failed").format(name=self.request.name)
        self._messages.failure(title, error, self.request.plan.summary(), as_qgis_process(self.request.parameters))
        self.ended.emit(self)

    def _on_cancelled(self) -> None:
        text = self.tr("“{name}” was cancelled, nothing was kept.").format(name=self.request.name)
        self._hide_progress(text)  # QGIS would say that the download has failed
        self._messages.info(self.tr("Download cancelled"), text)
        self.ended.emit(self)
