# SPDX-License-Identifier: GPL-2.0-or-later
"""Work under a Processing algorithm: watched, cancelled and told by the calling thread, main or not."""

from __future__ import annotations

import threading
import time

import pytest
from image_services.core.errors import Cancelled, NotFound, TransportFailure
from image_services.plugin.network.adapter import QgisAdapter
from image_services.plugin.processing_work import run_with_feedback
from qgis.core import QgsProcessingFeedback
from qgis.PyQt.QtCore import QTimer
from requests import Request

pytestmark = pytest.mark.qgis


class Listener(QgsProcessingFeedback):
    """Keeps what it is told, and by which thread."""

    def __init__(self):
        super().__init__(False)
        self.texts = []
        self.threads = set()

    def setProgressText(self, text):
        self.texts.append(text)
        self.threads.add(threading.current_thread())


def on_main_thread(call, beside):
    return call()


def on_another_thread(call, beside):
    return beside(lambda _: call())[0]


@pytest.fixture(params=[on_main_thread, on_another_thread], ids=["main thread", "another thread"])
def run(request, beside):
    """Calls ``run_with_feedback`` as qgis_process does, and as the toolbox does."""
    return lambda work, feedback: request.param(lambda: run_with_feedback(work, feedback), beside)


def workers():
    return [thread for thread in threading.enumerate() if thread.name.startswith("image-services_")]


def test_the_result_comes_back_and_the_thread_is_gone(run):
    assert run(lambda *_: threading.current_thread(), Listener()) is not threading.main_thread()
    assert workers() == []


@pytest.mark.parametrize("error", [NotFound("No such service."), ValueError("a bug"), KeyboardInterrupt()])
def test_an_error_comes_back_as_it_is(run, error):
    def work(*_):
        raise error

    with pytest.raises(type(error)) as caught:
        run(work, Listener())
    assert caught.value is error
    assert workers() == []


def test_a_cancel_stops_the_work(run):
    feedback = Listener()

    def work(cancel, _):
        feedback.cancel()
        if cancel.wait(20):
            raise TransportFailure("The connection was closed.")  # what stopped work says is not always "cancelled"

    started = time.monotonic()
    with pytest.raises(Cancelled):
        run(work, feedback)
    assert time.monotonic() - started < 10
    assert workers() == []


def test_work_that_ends_in_spite_of_a_cancel_gives_its_result(run):
    feedback = Listener()

    def work(cancel, _):
        feedback.cancel()
        cancel.wait(20)
        return "the file is whole"

    assert run(work, feedback) == "the file is whole"


def test_progress_is_told_by_the_calling_thread_now_and_then_and_in_the_end(run):
    feedback = Listener()
    callers = []

    def work(_, progress):
        for i in range(5000):
            progress(i, 5000, f"tile {i}")
        progress(5000, 5000, "all tiles")

    def call(*arguments):
        callers.append(threading.current_thread())
        return work(*arguments)

    run(call, feedback)
    assert feedback.texts[-1] == "all tiles"
    assert feedback.progress() == 100
    assert len(feedback.texts) < 100
    assert feedback.threads.isdisjoint(callers)


def test_the_main_thread_stays_alive_while_it_waits():
    ticks = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(5)
    run_with_feedback(lambda cancel, _: cancel.wait(0.3), Listener())
    timer.stop()
    assert len(ticks) >= 3


def test_a_question_about_a_password_does_not_stop_an_algorithm(web, network):
    web.says("/a", web.answer(b"", "401 Unauthorized", WWW_Authenticate='Basic realm="gis"'))

    def work(*_):
        return QgisAdapter(thread=network).send(Request("GET", web.url("/a")).prepare(), timeout=20).status_code

    assert run_with_feedback(work, Listener()) == 401


def test_an_interruption_of_the_watching_thread_stops_the_work():
    class Broken(QgsProcessingFeedback):
        def isCanceled(self):
            raise KeyboardInterrupt

    ended = []
    with pytest.raises(KeyboardInterrupt):
        run_with_feedback(lambda cancel, _: ended.append(cancel.wait(20)), Broken(False))
    assert ended == [True]
    assert workers() == []
