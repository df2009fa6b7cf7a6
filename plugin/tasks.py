# SPDX-License-Identifier: GPL-2.0-or-later
"""Background work: one kind of task that runs any function, and the runner that keeps tasks alive.

A task that nobody references never runs, and an exception that leaves ``run`` can end QGIS (both measured): so the
runner owns every task until it has ended, and ``run`` lets nothing out.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any

from qgis.core import QgsApplication, QgsTask, QgsTaskManager
from qgis.PyQt.QtCore import QObject, Qt, QTimer, pyqtSignal

from ..core.cancel import Cancel
from ..core.errors import Cancelled
from .progress import Latest, Progress, percent
from .translation import in_own_words

# Progress reaches the screen this often; more would only cost.
REPORT_MS = 200

Work = Callable[[Cancel, Progress], Any]


def _nothing(*_: object) -> None:
    """Take no notice."""


class CoreTask(QgsTask):
    """Runs ``work(cancel, progress)`` beside the main thread, and tells the outcome on it in one of three calls.

    ``reported`` carries (done, total, text) to the main thread, a few times a second.
    """

    reported = pyqtSignal(object, object, str)
    _never_started = pyqtSignal()

    def __init__(
        self,
        description: str,
        work: Work,
        on_done: Callable[[Any], None] = _nothing,
        on_failed: Callable[[BaseException], None] = _nothing,
        on_cancelled: Callable[[], None] = _nothing,
    ) -> None:
        super().__init__(description, QgsTask.Flag.CanCancel)
        self._work = work
        self._on_done = on_done
        self._on_failed = on_failed
        self._on_cancelled = on_cancelled
        self._cancel = Cancel()
        self._latest = Latest()
        self._result: Any = None
        self._error: BaseException | None = None
        self._is_told = False
        self._never_started.connect(self._tell_cancelled, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer()
        self._timer.setInterval(REPORT_MS)
        self._timer.timeout.connect(self._report)
        self._timer.start()

    @property
    def error(self) -> BaseException | None:
        """Return what the work has ended with, where that is no result."""
        return self._error

    def run(self) -> bool:
        """Do the work, beside a thread of QGIS's that waits for it.

        Python forgets a thread of Qt's after each call, and pyproj 3.7 frees what it has for that thread: when the
        thread comes back with another task, pyproj uses it all the same, and QGIS crashes (seen with 3.7.1, which
        Debian 13 has). A thread of Python's own never comes back.
        """
        thread = threading.Thread(target=self._do, name="image-services-task")
        thread.start()
        thread.join()
        return self._error is None

    def _do(self) -> None:
        try:
            self._cancel.raise_if_set()
            self._result = self._work(self._cancel, self._latest)
        except BaseException as error:  # noqa: BLE001 - told by ``finished``; leaving here would end QGIS
            self._error = error

    def cancel(self) -> None:
        """Stop the work; whatever it is waiting for is woken.

        A task that waits for a thread is left to QGIS, and then ends at once: QGIS deletes a waiting task that is
        cancelled, also while a thread is about to start it, and crashes (measured with 3.40).
        """
        self._cancel.set()
        if self.status() in (QgsTask.TaskStatus.Queued, QgsTask.TaskStatus.OnHold):
            self._never_started.emit()
        else:
            super().cancel()

    def finished(self, result: bool) -> None:
        """Tell the outcome, on the main thread."""
        self._report()
        self._timer.stop()
        if result:
            self._on_done(self._result)
        elif self._error is None or isinstance(self._error, Cancelled):
            self._tell_cancelled()
        else:
            self._on_failed(self._error)

    def _tell_cancelled(self) -> None:
        """Tell it once: a task that was cancelled while it waited comes here again when it has ended."""
        if not self._is_told:
            self._is_told = True
            self._on_cancelled()

    def _report(self) -> None:
        report = self._latest.take()
        if report is not None:
            done, total, text = report
            self.setProgress(percent(done, total))
            self.reported.emit(done, total, in_own_words(text))


class TaskRunner(QObject):
    """Starts tasks and owns them until they have ended.

    Args:
        parent: the owner of the runner.
        threads: have that many threads of its own, which long downloads cannot fill, and say nothing in QGIS's status
            bar: for what is on the screen and wanted at once. Without, tasks go to QGIS's own manager.
    """

    def __init__(self, parent: QObject | None = None, *, threads: int = 0) -> None:
        super().__init__(parent)
        self._tasks: set[CoreTask] = set()
        self._manager = QgsTaskManager(self) if threads else QgsApplication.taskManager()
        if threads:
            self._manager.threadPool().setMaxThreadCount(threads)

    @property
    def running(self) -> int:
        """Return the number of tasks that have not ended."""
        return len(self._tasks)

    def run(self, task: CoreTask) -> CoreTask:
        """Start a task."""
        self._tasks.add(task)
        for ended in (task.taskCompleted, task.taskTerminated):
            ended.connect(lambda: QTimer.singleShot(0, lambda: self._tasks.discard(task)))  # after ``finished``
        self._manager.addTask(task)
        return task

    def cancel_all(self) -> None:
        """Cancel every task; used when the plugin is unloaded."""
        for task in list(self._tasks):
            with contextlib.suppress(RuntimeError):  # Qt has deleted it: it has ended
                task.cancel()
