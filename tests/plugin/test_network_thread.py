# SPDX-License-Identifier: GPL-2.0-or-later
"""The network thread comes with the first request, and goes without a trace."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
import requests
from image_services.core import session as core_session
from image_services.core.cancel import Cancel
from image_services.core.errors import Cancelled, ImageServiceError
from image_services.plugin import network as qgis_network
from image_services.plugin.network import exchange as exchange_module
from image_services.plugin.network import thread as thread_module
from image_services.plugin.network.adapter import QgisAdapter
from qgis.PyQt.QtCore import QCoreApplication
from requests import exceptions

pytestmark = pytest.mark.qgis


def network_threads():
    return [thread for thread in threading.enumerate() if thread.name == "image-services-network"]


def until(condition):
    deadline = time.monotonic() + 20
    while not condition() and time.monotonic() < deadline:
        qgis_network.idle()
        time.sleep(0.01)
    return condition()


def test_one_thread_serves_all_adapters_and_sessions(web, network, beside):
    web.says("/a", web.answer(b"whole"))
    assert network_threads() == []

    def get(_):
        prepared = requests.Request("GET", web.url("/a")).prepare()
        return QgisAdapter(thread=network).send(prepared).content

    assert beside(get, range(40)) == [b"whole"] * 40
    assert len(network_threads()) == 1


def test_connections_are_kept_between_requests(web, session, beside):
    web.says("/a", web.answer(b"whole"))
    beside(lambda _: [session.get(web.url("/a")) for _ in range(50)])
    assert web.connections <= 2


def qt_threads():
    """How many threads there are that Python did not start (it started the network thread, and those of the server)."""
    folder = Path("/proc/self/task")
    if not folder.is_dir():
        pytest.skip("this system does not tell how many threads there are")
    return len(list(folder.iterdir())) - threading.active_count()


def test_many_requests_leave_the_number_of_threads_as_it_is(web, session, beside):
    web.says("/a", web.answer(b"whole"))
    together = threading.Barrier(16, timeout=20)
    web.routes["/together"] = lambda _: together.wait() >= 0 and web.answer()
    beside(lambda _: session.get(web.url("/together")), range(16))  # as many managers as it ever takes

    def batch():
        beside(lambda _: session.get(web.url("/a")), range(200))
        beside(lambda _: [session.get(web.url("/a")) for _ in range(200)])

    batch()
    before = qt_threads()
    batch()
    assert until(lambda: qt_threads() <= before)
    assert len(network_threads()) == 1


def test_an_unused_thread_ends_and_the_next_request_starts_another(web, session, beside, monkeypatch):
    web.says("/a", web.answer(b"whole"))
    monkeypatch.setattr(thread_module, "TICK_MS", 20)
    monkeypatch.setattr(thread_module, "IDLE_S", 0.05)
    for _ in range(3):
        assert beside(lambda _: session.get(web.url("/a")).content) == [b"whole"]
        assert until(lambda: network_threads() == [])


def test_closing_cancels_what_runs_and_refuses_what_comes(web, session, network, beside):
    entered = threading.Barrier(7, timeout=20)

    @web.route("/a")
    def wait(_):
        entered.wait()
        web.stop.wait(60)

    def get(number):
        if number == 6:
            entered.wait()
            return network.close()
        with pytest.raises(Cancelled):
            session.get(web.url("/a"))
        return None

    beside(get, range(7), threads=7)
    assert until(lambda: network_threads() == [])
    with pytest.raises(exceptions.ConnectionError):
        session.get(web.url("/a"))


def test_a_closed_thread_can_be_opened_again_and_again(web, session, network, beside):
    web.says("/a", web.answer(b"whole"))
    for _ in range(3):
        network.open()
        assert beside(lambda _: session.get(web.url("/a")).content, range(20)) == [b"whole"] * 20
        network.close()
        assert network_threads() == []


def test_a_thread_that_fails_tells_whoever_waits_and_is_replaced(web, session, beside, monkeypatch):
    web.says("/a", web.answer(b"whole"))
    died = []
    monkeypatch.setattr(threading, "excepthook", died.append)

    def fail(*_):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(exchange_module, "_prepare", fail)
        with pytest.raises(exceptions.ConnectionError):
            beside(lambda _: session.get(web.url("/a")))
    assert until(lambda: [death.exc_type for death in died] == [MemoryError])
    assert beside(lambda _: session.get(web.url("/a")).content) == [b"whole"]


def test_a_reply_that_pyqt_lost_is_an_error_and_no_end(web, session, beside, monkeypatch):
    web.says("/a", web.answer(b"whole"))

    def lost(_):
        raise RuntimeError("wrapped C/C++ object of type QNetworkReply has been deleted")

    beside(lambda _: session.get(web.url("/a")))
    with monkeypatch.context() as patch:
        patch.setattr(exchange_module, "outcome_of", lost)
        with pytest.raises(exceptions.ConnectionError, match="lost"):
            beside(lambda _: session.get(web.url("/a")))
    assert beside(lambda _: session.get(web.url("/a")).content) == [b"whole"]


def test_the_library_sends_through_qgis_while_installed_three_times_over(web, beside):
    web.says("/rest", web.answer(b'{"currentVersion": 11.3}'))
    for _ in range(3):
        qgis_network.install()
        session = core_session.Session()
        assert beside(lambda _, s=session: s.json(web.url("/rest"))) == [{"currentVersion": 11.3}]
        assert "QGIS" in web.seen[-1].headers["user-agent"]
        qgis_network.uninstall()
        assert network_threads() == []
        with pytest.raises(ImageServiceError):
            session.fetch(web.url("/rest"), {})
        assert core_session.Session().json(web.url("/rest")) == {"currentVersion": 11.3}
        assert "QGIS" not in web.seen[-1].headers["user-agent"]


def test_the_library_can_be_cancelled_inside_qgis(web, beside):
    qgis_network.install()
    cancel = Cancel()

    @web.route("/rest")
    def cancel_then_wait(_):
        cancel.set()
        web.stop.wait(60)

    try:
        with pytest.raises(Cancelled):
            beside(lambda _: core_session.Session().json(web.url("/rest"), cancel=cancel))
        assert web.seen[0].gone()
    finally:
        qgis_network.uninstall()


def test_the_end_of_the_application_ends_the_thread(web, beside):
    web.says("/rest", web.answer(b"{}"))
    beside(lambda _: qgis_network.install())  # whichever thread needs it first
    try:
        beside(lambda _: core_session.Session().json(web.url("/rest")))
        assert len(network_threads()) == 1
        QCoreApplication.instance().aboutToQuit.emit()
        assert until(lambda: network_threads() == [])
    finally:
        qgis_network.uninstall()
