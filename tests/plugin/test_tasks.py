# SPDX-License-Identifier: GPL-2.0-or-later
"""Background tasks run, end in exactly one way, and say so on the main thread."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from image_services.core.errors import Cancelled, NotFound
from image_services.plugin.tasks import CoreTask, TaskRunner

pytestmark = pytest.mark.qgis
LIMIT_MS = 20_000


class Ending:
    """Keeps what a task told, and on which thread."""

    def __init__(self):
        self.told = []

    def _tell(self, *what):
        assert threading.current_thread() is threading.main_thread()
        self.told.append(what)

    def task(self, work):
        return CoreTask(
            "test",
            work,
            lambda result: self._tell("done", result),
            lambda error: self._tell("failed", error),
            lambda: self._tell("cancelled"),
        )


@pytest.fixture
def ending():
    return Ending()


@pytest.fixture
def runner(qtbot):
    made = TaskRunner()
    yield made
    made.cancel_all()
    qtbot.waitUntil(lambda: made.running == 0, timeout=LIMIT_MS)


def test_a_task_runs_beside_the_main_thread_though_nobody_keeps_it(runner, ending, qtbot):
    runner.run(ending.task(lambda *_: threading.current_thread()))
    gc.collect()
    qtbot.waitUntil(lambda: bool(ending.told), timeout=LIMIT_MS)
    assert [what for what, _ in ending.told] == ["done"]
    assert ending.told[0][1] is not threading.main_thread()
    qtbot.waitUntil(lambda: runner.running == 0, timeout=LIMIT_MS)


@pytest.mark.parametrize("error", [NotFound("No such service."), ValueError("a bug"), SystemExit(3), MemoryError()])
def test_a_failure_is_told_whatever_it_is(runner, ending, qtbot, error):
    def work(*_):
        raise error

    runner.run(ending.task(work))
    qtbot.waitUntil(lambda: bool(ending.told), timeout=LIMIT_MS)
    assert ending.told == [("failed", error)]


def test_a_cancel_stops_the_work(runner, ending, qtbot):
    started = threading.Event()

    def work(cancel, _):
        started.set()
        cancel.wait(60)
        cancel.raise_if_set()

    task = runner.run(ending.task(work))
    qtbot.waitUntil(started.is_set, timeout=LIMIT_MS)
    task.cancel()
    qtbot.waitUntil(lambda: bool(ending.told), timeout=LIMIT_MS)
    assert ending.told == [("cancelled",)]


def test_a_task_cancelled_before_its_turn_never_starts(runner, ending, qtbot):
    release = threading.Event()
    blockers = [CoreTask("wait", lambda *_: release.wait(60)) for _ in range(32)]
    for blocker in blockers:
        runner.run(blocker)
    ran = []
    late = runner.run(ending.task(lambda *_: ran.append(1)))
    late.cancel()
    assert late.status() == late.TaskStatus.Queued  # QGIS deletes one that ends now, though a thread may be starting it
    qtbot.waitUntil(lambda: bool(ending.told), timeout=LIMIT_MS)
    release.set()
    qtbot.waitUntil(lambda: runner.running == 0, timeout=LIMIT_MS)
    assert (ending.told, ran) == ([("cancelled",)], [])


def test_work_that_ends_in_spite_of_a_cancel_is_done(runner, ending, qtbot):
    started = threading.Event()

    def work(cancel, _):
        started.set()
        cancel.wait(60)
        return "the file is whole"

    task = runner.run(ending.task(work))
    qtbot.waitUntil(started.is_set, timeout=LIMIT_MS)
    task.cancel()
    qtbot.waitUntil(lambda: bool(ending.told), timeout=LIMIT_MS)
    assert ending.told == [("done", "the file is whole")]


def test_all_tasks_can_be_cancelled_at_once(runner, qtbot):
    endings = [Ending() for _ in range(3)]

    def work(cancel, _):
        cancel.wait(60)
        raise Cancelled

    for one in endings:
        runner.run(one.task(work))
    runner.cancel_all()
    qtbot.waitUntil(lambda: runner.running == 0, timeout=LIMIT_MS)
    assert [one.told for one in endings] == [[("cancelled",)]] * 3


def test_progress_of_any_thread_reaches_the_main_thread_now_and_then(runner, qtbot):
    reports, shares = [], []

    def work(_, progress):
        def hammer():
            for i in range(10_000):
                progress(i, 10_000, "tiles")

        threads = [threading.Thread(target=hammer) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        progress(3_000_000_000, 3_000_000_000, "bytes")

    task = CoreTask("test", work)
    task.reported.connect(lambda *report: reports.append(report))
    task.progressChanged.connect(shares.append)
    runner.run(task)
    qtbot.waitUntil(lambda: runner.running == 0, timeout=LIMIT_MS)
    assert reports[-1] == (3_000_000_000, 3_000_000_000, "bytes")
    assert shares[-1] == 100
    assert len(reports) < 100


def test_progress_without_a_total_is_no_progress_yet(runner, qtbot):
    reports = []
    task = CoreTask("test", lambda _, progress: progress(5, 0, "counting"))
    task.reported.connect(lambda *report: reports.append(report))
    runner.run(task)
    qtbot.waitUntil(lambda: runner.running == 0, timeout=LIMIT_MS)
    assert reports == [(5, 0, "counting")]


def test_ended_tasks_are_forgotten(runner, qtbot):
    tasks = [weakref.ref(runner.run(CoreTask("test", lambda *_: None))) for _ in range(20)]
    qtbot.waitUntil(lambda: runner.running == 0, timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: gc.collect() >= 0 and not any(task() for task in tasks), timeout=LIMIT_MS)
