# SPDX-License-Identifier: GPL-2.0-or-later
"""Answers that take a while: asked for in the background, and only the newest question is of interest."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..core.cancel import Cancel
from ..core.errors import ImageServiceError
from ..plugin.messages import details, log, sentence
from ..plugin.tasks import CoreTask, TaskRunner

Work = Callable[[Cancel], Any]


class Waiting(Exception):
    """An answer is on its way; the text says which."""


class NewestAnswer(QObject):
    """Keeps one question and its answer; a newer question cancels the work for an older one.

    ``come`` says that the answer to the newest question, or the reason why there is none, can be had.
    """

    come = pyqtSignal()

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._question: Hashable = None
        self._task: CoreTask | None = None
        self._answer: Any = None
        self._error: ImageServiceError | None = None

    def to(self, question: Hashable, title: str, prepare: Callable[[], Work]) -> Any:
        """Return the answer to a question.

        Args:
            question: what is asked; the same question is asked once.
            title: what is going on meanwhile, for people.
            prepare: returns the work that finds the answer, which is run in the background.

        Raises:
            Waiting: it is on its way.
            ImageServiceError: there is none.
        """
        if question != self._question:
            self.forget()
            self._start(title, prepare())
            self._question = question
        if self._task is not None:
            raise Waiting(title)
        if self._error is not None:
            raise self._error.with_traceback(None)  # it is raised again and again
        return self._answer

    def is_waiting(self) -> bool:
        """Tell whether an answer is on its way."""
        return self._task is not None

    def forget(self) -> None:
        """Forget question and answer; work that is under way is cancelled."""
        task, self._task = self._task, None
        self._question = self._answer = self._error = None
        if task is not None:
            task.cancel()

    def _start(self, title: str, work: Work) -> None:
        task = CoreTask(
            title,
            lambda cancel, _progress: work(cancel),
            on_done=lambda answer: self._end(task, answer),
            on_failed=lambda error: self._end(task, None, error),
            on_cancelled=lambda: self._on_cancelled(task),
        )
        self._task = task
        self._runner.run(task)

    def _end(self, task: CoreTask, answer: Any, error: BaseException | None = None) -> None:
        if task is not self._task:
            return
        self._task = None
        self._answer = answer
        if error is not None and not isinstance(error, ImageServiceError):
            log(details(error))
            error = ImageServiceError(sentence(error))
        self._error = error
        self.come.emit()

    def _on_cancelled(self, task: CoreTask) -> None:
        """Forget a question whose work others have cancelled, so that it can be asked again."""
        if task is self._task:
            self.forget()
