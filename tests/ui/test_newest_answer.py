# SPDX-License-Identifier: GPL-2.0-or-later
"""Questions answered in the background: once each, the newest one only, and errors in words."""

from __future__ import annotations

import threading

import pytest
from image_services.core.errors import BadRequest, ImageServiceError
from image_services.plugin.tasks import TaskRunner
from image_services.ui.newest_answer import NewestAnswer, Waiting

pytestmark = pytest.mark.qgis
LIMIT_MS = 10_000


@pytest.fixture
def answers(qtbot):
    runner = TaskRunner(threads=2)
    yield NewestAnswer(runner)
    runner.cancel_all()
    qtbot.waitUntil(lambda: runner.running == 0, timeout=LIMIT_MS)


def test_an_answer_is_waited_for_once_and_kept(answers, qtbot):
    asked = []

    def prepare():
        asked.append(threading.current_thread())
        return lambda _cancel: 42

    with qtbot.waitSignal(answers.come, timeout=LIMIT_MS), pytest.raises(Waiting, match="Thinking"):
        answers.to("life", "Thinking…", prepare)
    assert answers.to("life", "Thinking…", prepare) == 42
    assert asked == [threading.main_thread()]


def test_none_is_an_answer_too(answers, qtbot):
    with qtbot.waitSignal(answers.come, timeout=LIMIT_MS), pytest.raises(Waiting):
        answers.to("x", "…", lambda: lambda _cancel: None)
    assert answers.to("x", "…", pytest.fail) is None


def test_a_newer_question_cancels_the_work_for_an_older_one(answers, qtbot):
    started, cancelled = threading.Event(), threading.Event()

    def slow(cancel):
        started.set()
        cancel.wait(10)
        cancelled.set()
        return "old"

    with pytest.raises(Waiting):
        answers.to("old", "…", lambda: slow)
    qtbot.waitUntil(started.is_set, timeout=LIMIT_MS)
    with qtbot.waitSignal(answers.come, timeout=LIMIT_MS), pytest.raises(Waiting):
        answers.to("new", "…", lambda: lambda _cancel: "new")
    qtbot.waitUntil(cancelled.is_set, timeout=LIMIT_MS)
    qtbot.wait(50)
    assert answers.to("new", "…", pytest.fail) == "new"


def test_an_error_is_raised_every_time_until_something_else_is_asked(answers, qtbot):
    def fail(_cancel):
        raise BadRequest("No.")

    with qtbot.waitSignal(answers.come, timeout=LIMIT_MS), pytest.raises(Waiting):
        answers.to("x", "…", lambda: fail)
    for _ in range(2):
        with pytest.raises(BadRequest, match="No"):
            answers.to("x", "…", pytest.fail)
    answers.forget()
    with qtbot.waitSignal(answers.come, timeout=LIMIT_MS), pytest.raises(Waiting):
        answers.to("x", "…", lambda: lambda _cancel: "yes")
    assert answers.to("x", "…", pytest.fail) == "yes"


def test_a_defect_is_told_as_one(answers, qtbot):
    with qtbot.waitSignal(answers.come, timeout=LIMIT_MS), pytest.raises(Waiting):
        answers.to("x", "…", lambda: lambda _cancel: 1 / 0)
    with pytest.raises(ImageServiceError, match=r"unexpected.*ZeroDivisionError"):
        answers.to("x", "…", pytest.fail)


def test_work_that_others_cancel_can_be_asked_for_again(answers, qtbot):
    with pytest.raises(Waiting):
        answers.to("x", "…", lambda: lambda cancel: cancel.wait(10) and cancel.raise_if_set())
    answers._runner.cancel_all()
    qtbot.waitUntil(lambda: answers._runner.running == 0, timeout=LIMIT_MS)
    with qtbot.waitSignal(answers.come, timeout=LIMIT_MS), pytest.raises(Waiting):
        answers.to("x", "…", lambda: lambda _cancel: "yes")
    assert answers.to("x", "…", pytest.fail) == "yes"
