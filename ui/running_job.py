# SPDX-License-Identifier: GPL-2.0-or-later
"""A long job as the user sees it: a line with a bar in the message bar, and one of three ends. It outlives dialogs."""

from __future__ import annotations

from typing import Any

from qgis.gui import QgsMessageBarItem
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..core.cancel import Cancel
from ..plugin.messages import Messages
from ..plugin.tasks import CoreTask, TaskRunner
from .progress_message import ProgressMessage


class RunningJob(QObject):
    """Runs ``work`` as one task; ``ended`` comes when the end was told.

    Args:
        title: what is going on, for people.
        messages: where to tell it.
    """

    ended = pyqtSignal(object)

    def __init__(self, title: str, messages: Messages) -> None:
        super().__init__()
        self._messages = messages
        self._title = title
        self._task: CoreTask | None = None
        self._item: QgsMessageBarItem | None = None
        self._widget: ProgressMessage | None = None

    def work(self, cancel: Cancel, progress: Any) -> Any:
        """Do it, beside the main thread, and return what ``tell_done`` takes."""
        raise NotImplementedError

    def tell_done(self, result: Any) -> None:
        """Say that it has ended well."""
        raise NotImplementedError

    def tell_failed(self, error: BaseException) -> None:
        """Say why it has failed."""
        raise NotImplementedError

    def tell_cancelled(self) -> None:
        """Say that it was cancelled, and what is left of it."""
        raise NotImplementedError

    def cancelled_words(self) -> str:
        """Return what QGIS shows when its task has ended that way; it would say that it has failed."""
        raise NotImplementedError

    def start(self, runner: TaskRunner) -> None:
        """Start, and come back at once."""
        task = CoreTask(
            self._title, self.work, on_done=self._on_done, on_failed=self._on_failed, on_cancelled=self._on_cancelled
        )
        task.reported.connect(self._on_progress)
        self._task = task
        self._widget = ProgressMessage(self._title)
        self._widget.cancelled.connect(task.cancel)
        self._widget.destroyed.connect(self._on_dismissed)
        self._item = self._messages.add(self._widget)
        runner.run(task)

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

    def _on_done(self, result: Any) -> None:
        self._hide_progress()
        self.tell_done(result)
        self.ended.emit(self)

    def _on_failed(self, error: BaseException) -> None:
        self._hide_progress()
        self.tell_failed(error)
        self.ended.emit(self)

    def _on_cancelled(self) -> None:
        self._hide_progress(self.cancelled_words())
        self.tell_cancelled()
        self.ended.emit(self)
