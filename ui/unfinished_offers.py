# SPDX-License-Identifier: GPL-2.0-or-later
"""Offers to go on with interrupted downloads, in the message bar: quietly, once, when QGIS has started."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProject
from qgis.gui import QgsMessageBarItem
from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ..core.cancel import Cancel
from ..core.errors import ImageServiceError, PlanError
from ..core.partial import discard
from ..plugin import unfinished
from ..plugin.messages import Messages
from ..plugin.tasks import CoreTask, TaskRunner
from ..plugin.unfinished import Unfinished
from .elided_label import ElidedLabel

if TYPE_CHECKING:
    from ..core.plan import DownloadPlan
    from .download_job import DownloadJob

# More than this would fill the message bar; the others are offered the next time.
MOST_OFFERED = 3


class UnfinishedOffers(QObject):
    """Looks for interrupted downloads, and does with each what the user says."""

    def __init__(self, messages: Messages, runner: TaskRunner, project: QgsProject | None = None) -> None:
        super().__init__()
        self._messages = messages
        self._runner = runner
        self._project = project
        self._jobs: set[DownloadJob] = set()

    def look(self) -> None:
        """Look for interrupted downloads beside the main thread, and offer those that there are."""

        def work(_cancel: Cancel, _progress: Any) -> list[Unfinished]:
            return unfinished.interrupted()

        self._runner.run(CoreTask(self.tr("Looking for interrupted downloads"), work, self._offer_all))

    def _offer_all(self, found: list[Unfinished]) -> None:
        for entry in found[:MOST_OFFERED]:
            self.offer(entry)

    def offer(self, entry: Unfinished) -> None:
        """Offer to go on with a download, or to discard what is left of it."""
        widget = OfferMessage(self.tr("The download of “{name}” was interrupted.").format(name=entry.name))
        widget.setToolTip(entry.output)
        item = self._messages.add(widget)
        widget.resume.clicked.connect(partial(self._answered, item, self.resume, entry))
        widget.discard.clicked.connect(partial(self._answered, item, self.discard, entry))

    def _answered(self, item: QgsMessageBarItem, act: Any, entry: Unfinished, _checked: bool = False) -> None:
        self._messages.remove(item)
        act(entry)

    def resume(self, entry: Unfinished) -> None:
        """Go on with a download: open its service, plan it as it was planned, and run it."""
        title = self.tr("Resuming “{name}”").format(name=entry.name)

        def failed(error: BaseException) -> None:
            self._messages.failure(self.tr("“{name}” cannot be resumed").format(name=entry.name), error)

        try:
            work = _planning(entry.parameters)
        except ImageServiceError as error:
            failed(error)
            return
        self._runner.run(CoreTask(title, work, partial(self._run, entry), failed))

    def _run(self, entry: Unfinished, plan: DownloadPlan) -> None:
        from .download_job import DownloadJob, DownloadRequest

        job = DownloadJob(DownloadRequest(plan, Path(entry.output), entry.parameters), self._messages, self._project)
        self._jobs.add(job)
        job.ended.connect(self._jobs.discard)
        job.start(self._runner)

    def discard(self, entry: Unfinished) -> None:
        """Remove what is left of a download, and forget it."""

        def work(_cancel: Cancel, _progress: Any) -> bool:
            return discard(Path(entry.output))

        def done(is_gone: bool) -> None:
            if is_gone:
                unfinished.forget(entry.output)
            else:
                text = self.tr("“{name}” is being downloaded again, by another program.").format(name=entry.name)
                self._messages.info(self.tr("Not discarded"), text)

        self._runner.run(CoreTask(self.tr("Discarding “{name}”").format(name=entry.name), work, done))


class OfferMessage(QWidget):
    """A line of the message bar with two answers."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setObjectName("imageServicesOffer")
        self.label = ElidedLabel(self, cut=Qt.TextElideMode.ElideMiddle)  # names of files may be wider than QGIS
        self.label.set_whole_text(text)
        self.resume = QPushButton(self.tr("Resume"))
        self.discard = QPushButton(self.tr("Discard"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.label, 1)
        row.addWidget(self.resume)
        row.addWidget(self.discard)


def _planning(parameters: dict[str, Any]) -> Any:
    """Return the work that plans a download again from its parameters.

    Raises:
        PlanError: something that the parameters name is no longer there.
    """
    from ..plugin.algorithms.base import tr
    from ..plugin.algorithms.download import DownloadAlgorithm
    from ..plugin.algorithms.download_options import options_from

    algorithm = DownloadAlgorithm().create()
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    options = options_from(algorithm, parameters, context)
    if parameters.get("CLIP") and options["clip"] is None:
        raise PlanError(tr("The polygons to clip to are not there any more: load their layer, and try again."))
    url, gis, authcfg = (str(parameters.get(name, "")) for name in ("SERVICE", "GIS", "AUTHCFG"))

    def work(cancel: Cancel, _progress: Any) -> DownloadPlan:
        from ..core.download import prepare, session_of
        from ..core.options import DownloadOptions
        from ..plugin import library

        service = library.open_service(url, gis=gis, authcfg=authcfg, cancel=cancel)
        return prepare(service, DownloadOptions.of(**options), session_of(service), cancel)

    return work
