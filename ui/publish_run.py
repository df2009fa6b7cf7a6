# SPDX-License-Identifier: GPL-2.0-or-later
"""One publication as the user sees it: started, moving step by step, and ended in one of three ways."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qgis.gui import QgsMessageBarItem
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..core.cancel import Cancel
from ..plugin import library
from ..plugin.layer_source import LayerSnapshot
from ..plugin.messages import Messages
from ..plugin.publish_jobs import SUCCEEDED, Entry, PublishJobs, entry_of
from ..plugin.publish_words import progress_of
from ..plugin.tasks import CoreTask, TaskRunner
from ..plugin.translation import in_own_words
from .progress_message import ProgressMessage

if TYPE_CHECKING:
    from ..core.publish_steps import PublishResult


@dataclass(frozen=True)
class PublishRequest:
    """A publication to be run: what a dialog asks for, as one value."""

    snapshot: LayerSnapshot
    gis: str
    name: str
    title: str
    waits: bool = True
    options: dict[str, Any] = field(default_factory=dict)


class PublishRun(QObject):
    """Sends a raster and submits its job as a task; the job itself is watched by ``PublishJobs``.

    When it has ended, ``is_published`` tells whether the name of the service is used up.
    """

    ended = pyqtSignal(object)

    def __init__(self, request: PublishRequest, messages: Messages, jobs: PublishJobs) -> None:
        super().__init__()
        self.request = request
        self.is_published = False
        self._messages = messages
        self._jobs = jobs
        self._title = self.tr("Publishing “{name}”").format(name=request.title)
        self._task: CoreTask | None = None
        self._key = ""
        self._is_cancelled = False
        self._item: QgsMessageBarItem | None = None
        self._widget: ProgressMessage | None = None

    def start(self, runner: TaskRunner) -> None:
        """Start, and come back at once."""
        library.connect()
        request = self.request

        def work(cancel: Cancel, progress: Any) -> PublishResult:
            from ..core.publishing import publish

            source = request.snapshot.open()
            try:
                return publish(
                    source,
                    gis=request.gis,
                    service_name=request.name,
                    cancel=cancel,
                    progress=lambda step: progress(*progress_of(step)),
                    wait_for_completion=False,
                    **request.options,
                )
            finally:
                source.close()

        task = CoreTask(
            self._title, work, on_done=self._on_submitted, on_failed=self._on_failed, on_cancelled=self._on_cancelled
        )
        task.reported.connect(self._on_progress)
        self._task = task
        self._show_progress()
        runner.run(task)

    def _show_progress(self) -> None:
        self._widget = ProgressMessage(self._title)
        self._widget.cancelled.connect(self.cancel)
        self._widget.destroyed.connect(self._on_dismissed)
        self._item = self._messages.add(self._widget)

    def _on_dismissed(self) -> None:
        self._item = self._widget = None

    def cancel(self) -> None:
        """Stop it, wherever it is now, and leave nothing on the server."""
        self._is_cancelled = True
        if self._task is not None:
            self._task.cancel()
        elif self._key:
            self._jobs.cancel(self._key)

    def _on_progress(self, done: int, total: int, words: str) -> None:
        if self._task is not None:
            self._task.setDescription(f"{self._title}: {words}")
        if self._widget is not None:
            self._widget.show_progress(done, total, words)

    def _on_submitted(self, result: PublishResult) -> None:
        if self._task is not None:  # QGIS tells the end of a task by its description
            self._task.setDescription(self.tr("“{name}” was sent").format(name=self.request.title))
        self._task = None
        if result.job is None:
            self._hide_progress()
            self.ended.emit(self)
            return
        entry = entry_of(result.job, result)
        self._key = entry.key
        if self.request.waits:
            self._jobs.reported.connect(self._on_watched)
            self._jobs.changed.connect(self._on_jobs_changed)
            self._jobs.ended.connect(self._on_job_ended)
            self._jobs.stopped.connect(self._hide_progress)
        self._jobs.begin(entry)
        if self._is_cancelled:  # the job was on its way already
            self._jobs.cancel(self._key)
        if not self.request.waits:
            self._hide_progress()
            if not self._is_cancelled:
                self.is_published = True
                self._tell_submitted()
            self.ended.emit(self)

    def _tell_submitted(self) -> None:
        text = self.tr("The server goes on with “{name}”; Publishing Jobs in the menu Raster shows how far it is.")
        self._messages.info(self.tr("Submitted"), text.format(name=self.request.title))

    def _on_watched(self, key: str, done: int, total: int, words: str) -> None:
        if key == self._key:
            self._on_progress(done, total, words)

    def _on_jobs_changed(self) -> None:
        """Say why a job is not watched, where its server cannot be asked now."""
        entry = self._jobs.entry(self._key)
        if entry is not None and entry.is_running and entry.text and not self._jobs.is_watched(self._key):
            self._on_progress(0, 0, in_own_words(entry.text))

    def _on_job_ended(self, entry: Entry) -> None:
        """Take the progress away; how it ended is told by whoever tells it of all jobs."""
        if entry.key == self._key:
            self._jobs.reported.disconnect(self._on_watched)
            self._jobs.changed.disconnect(self._on_jobs_changed)
            self._jobs.stopped.disconnect(self._hide_progress)
            self._jobs.ended.disconnect(self._on_job_ended)
            self._hide_progress()
            self.is_published = entry.state == SUCCEEDED
            self.ended.emit(self)

    def _hide_progress(self) -> None:
        item, self._item, self._widget = self._item, None, None
        if item is not None:
            self._messages.remove(item)

    def _on_failed(self, error: BaseException) -> None:
        self._close_task(self._title)
        title = self.tr("“{name}” was not published").format(name=self.request.title)
        self._messages.failure(title, error, *getattr(error, "details", {}).get("job_messages", ()))
        self.ended.emit(self)

    def _on_cancelled(self) -> None:
        title, error = self.tr("Publishing cancelled"), self._task.error if self._task is not None else None
        left = getattr(error, "details", {}).get("more", ())
        text = self.tr("“{name}” was cancelled; nothing was left on the server.").format(name=self.request.title)
        self._close_task(title if left else text)  # QGIS would say that it has failed
        if left:
            self._messages.warning(title, f"“{self.request.title}”: {in_own_words(' '.join(left))}")
        else:
            self._messages.info(title, text)
        self.ended.emit(self)

    def _close_task(self, description: str) -> None:
        if self._task is not None:
            self._task.setDescription(description)
        self._task = None
        self._hide_progress()
