# SPDX-License-Identifier: GPL-2.0-or-later
"""QGIS's authentication and certificates apply to requests, where they may; its questions do not stop anything."""

from __future__ import annotations

import threading
from base64 import b64encode

import pytest
import requests
from image_services.core.cancel import Cancel
from image_services.core.errors import Cancelled, SignInRequired
from image_services.plugin.network import signing
from image_services.plugin.network import thread as thread_module
from image_services.plugin.network.adapter import QgisAdapter
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtNetwork import QSslCertificate
from requests import exceptions

pytestmark = pytest.mark.qgis


def everywhere(_):
    return True


@pytest.mark.parametrize(
    ("method", "values", "header", "expected"),
    [
        ("EsriToken", {"token": "t0ken"}, "x-esri-authorization", "Bearer t0ken"),
        (
            "Basic",
            {"username": "ann", "password": "pa:ss"},
            "authorization",
            "Basic " + b64encode(b"ann:pa:ss").decode(),
        ),
        ("APIHeader", {"X_Key": "t0ken"}, "x-key", "t0ken"),
    ],
)
def test_an_authentication_configuration_is_applied(web, send, authentication, method, values, header, expected):
    web.says("/a", web.answer(b"in"))
    authcfg = authentication(method, **values)
    assert send(web.url("/a"), authcfg=authcfg, allowed=everywhere).content == b"in"
    assert web.seen[0].headers[header].strip() == expected


def test_own_headers_and_an_authentication_go_together(web, send, authentication):
    web.says("/a", web.answer())
    authcfg = authentication("EsriToken", token="t0ken")
    send(web.url("/a"), authcfg=authcfg, allowed=everywhere, headers={"Referer": "r"})
    send(web.url("/a"))
    assert web.seen[0].headers["referer"] == "r"
    assert "x-esri-authorization" not in web.seen[1].headers


def test_an_address_that_may_not_see_it_gets_no_authentication(web, other_web, network, beside, authentication):
    authcfg = authentication("EsriToken", token="t0ken")
    web.says("/a", web.answer(b"", "302 Found", Location=other_web.url("/b")))
    other_web.says("/b", other_web.answer(b"foreign"))
    session = requests.Session()
    session.mount("http://", QgisAdapter(authcfg, lambda url: url.startswith(web.url("/")), thread=network))
    assert beside(lambda _: session.get(web.url("/a")).content) == [b"foreign"]
    assert "x-esri-authorization" in web.seen[0].headers
    assert "t0ken" not in str(other_web.seen[0].headers)


def test_an_authentication_without_a_rule_for_hosts_is_refused():
    with pytest.raises(ValueError, match="addresses"):
        QgisAdapter("abcdefg")


def test_nothing_is_sent_when_qgis_cannot_apply_the_authentication(web, send, auth_store):
    with pytest.raises(SignInRequired, match="nosuch1"):
        send(web.url("/a?token=abc"), authcfg="nosuch1", allowed=everywhere)
    assert web.seen == []


def test_a_cancel_ends_the_wait_for_a_person_who_signs_in(web, send, monkeypatch):
    answered, cancel = threading.Event(), Cancel()

    def ask(*_):
        cancel.set()
        answered.wait(60)

    monkeypatch.setattr(signing, "authenticate", ask)
    with pytest.raises(Cancelled):
        send(web.url("/a"), authcfg="abcdefg", allowed=everywhere, cancel=cancel)
    answered.set()
    assert web.seen == []


def test_the_main_thread_stays_alive_while_a_person_signs_in(web, network, authentication, monkeypatch):
    web.says("/a", web.answer(b"in"))
    pressed = threading.Event()
    monkeypatch.setattr(signing, "authenticate", lambda *_: pressed.wait(20))
    QTimer.singleShot(50, pressed.set)  # a person presses a button, which the main thread handles
    adapter = QgisAdapter(authentication("EsriToken", token="t0ken"), everywhere, thread=network)
    assert adapter.send(requests.Request("GET", web.url("/a")).prepare(), timeout=20).content == b"in"


def test_authenticated_requests_run_in_parallel(web, network, beside, authentication):
    web.routes["/a"] = lambda seen: web.answer(seen.headers["x-esri-authorization"].encode())
    session = requests.Session()
    session.mount("http://", QgisAdapter(authentication("EsriToken", token="t0ken"), everywhere, thread=network))
    answers = beside(lambda _: session.get(web.url("/a")).content.strip(), range(100))
    assert answers == [b"Bearer t0ken"] * 100


@pytest.fixture
def closed_door(web):
    """A server that asks for a password, which makes QGIS ask its user, on the main thread."""
    web.says("/a", web.answer(b"who are you?", "401 Unauthorized", WWW_Authenticate='Basic realm="gis"'))
    return web


def get(url, network, timeout=20):
    return QgisAdapter(thread=network).send(requests.Request("GET", url).prepare(), timeout=timeout)


def test_a_password_question_does_not_stop_the_main_thread_that_waits(closed_door, network):
    response = get(closed_door.url("/a"), network)
    assert (response.status_code, response.content) == (401, b"who are you?")


def test_a_password_question_does_not_stop_other_threads(closed_door, send):
    assert send(closed_door.url("/a")).status_code == 401


def test_a_main_thread_that_does_not_answer_questions_ends_in_an_error(closed_door, network, beside, monkeypatch):
    monkeypatch.setattr(thread_module, "STUCK_S", 0.5)
    monkeypatch.setattr(thread_module, "TICK_MS", 100)
    errors = []

    def ask():
        try:
            get(closed_door.url("/a"), network)
        except exceptions.ReadTimeout as error:
            errors.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    asking.join(20)  # blocks the main thread, as a careless script does
    assert not asking.is_alive()
    assert len(errors) == 1
    closed_door.says("/b", closed_door.answer(b"open"))
    assert beside(lambda _: get(closed_door.url("/b"), network).content) == [b"open"]  # the question was answered


def test_the_main_thread_stays_alive_while_it_waits(web, network):
    ticks = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(5)
    web.routes["/a"] = lambda _: web.stop.wait(0.3) or web.answer(b"late")
    assert get(web.url("/a"), network).content == b"late"
    timer.stop()
    assert len(ticks) >= 5


def test_a_certificate_that_qgis_does_not_trust_is_an_error(secure_web, send):
    secure_web.says("/a", secure_web.answer(b"secure"))
    with pytest.raises(exceptions.SSLError, match=r"certificate of 127\.0\.0\.1"):
        send(secure_web.url("/a"))


def test_a_certificate_that_qgis_trusts_is_enough(secure_web, send, auth_store, certificate):
    secure_web.says("/a", secure_web.answer(b"secure"))
    own = QSslCertificate.fromPath(str(certificate[0]))[0]
    assert auth_store.storeCertAuthority(own)
    auth_store.rebuildCaCertsCache()
    auth_store.rebuildTrustedCaCertsCache()
    try:
        assert send(secure_web.url("/a")).content == b"secure"
    finally:
        auth_store.removeCertAuthority(own)
        auth_store.rebuildCaCertsCache()
        auth_store.rebuildTrustedCaCertsCache()
