# SPDX-License-Identifier: GPL-2.0-or-later
"""The one way to a server, against a real one: results, errors, redirects, repetition, and secrets that stay home."""

from __future__ import annotations

import gc
import json
import threading
import time
import weakref

import pytest
import requests
from image_services.core import errors
from image_services.core import session as module
from image_services.core.auth import AUTHORIZATION_HEADER, REFERER
from image_services.core.cancel import Cancel
from image_services.core.retry import RetryPolicy
from image_services.core.session import LONGEST_GET, Session, Timeouts, use_transport
from image_services.core.transport import StoppableAdapter
from requests.adapters import BaseAdapter

PATH = "/arcgis/rest/services/Folder/Höhe/ImageServer"
SHOWN = "/arcgis/rest/services/Folder/H%C3%B6he/ImageServer"
QUICK = RetryPolicy(attempts=4, base_s=0.001, cap_s=0.01)

pytestmark = pytest.mark.usefixtures("nothing_left")


@pytest.fixture
def session():
    one = Session(timeouts=Timeouts(connect_s=5, read_s=5), retry=QUICK)
    yield one
    one.close()


# Requests


def test_a_request_as_the_server_sees_it(server, session, reply_json):
    server.respond = lambda seen: reply_json({"name": "Höhe"})
    assert session.json(server.url + PATH, {"where": "a & b=ü"}) == {"name": "Höhe"}
    (seen,) = server.seen
    assert (seen.method, seen.path, seen.query) == ("GET", SHOWN, {"f": "json", "where": "a & b=ü"})
    assert seen.headers["User-Agent"].startswith("image-services/")
    assert seen.headers["Referer"] == REFERER
    assert AUTHORIZATION_HEADER not in seen.headers


def test_an_answer_is_whole_with_its_type_and_time(server, session, reply):
    body = bytes(range(256)) * 4000
    server.respond = lambda seen: reply(body, headers={"Content-Type": "image/tiff"})
    answer = session.fetch(server.url + PATH + "/exportImage", {"f": "image", "token": "no-such"})
    assert answer.body == body
    assert answer.content_type == "image/tiff"
    assert answer.seconds > 0
    assert answer.url == server.url + PATH + "/exportImage"
    assert "bytes" not in repr(answer)
    assert "no-such" not in repr(answer)


def test_connections_are_kept_and_closed(server, session, until):
    for _ in range(5):
        session.json(server.url)
    assert server.all_connections == 1
    session.close()
    assert until(lambda: server.open_connections == 0)
    session.json(server.url)  # and it can be used again
    assert server.all_connections == 2


def test_threads_that_begin_together_share_their_connections(server, session, until):
    """Python 3.11 holds a lock while a cached property is made; later ones do not, and left connections open."""
    made = []

    def make(authcfg, belongs):
        made.append(StoppableAdapter())
        time.sleep(0.02)
        return made[-1]

    use_transport(make)
    try:
        together = threading.Barrier(8)
        threads = [threading.Thread(target=lambda: (together.wait(), session.json(server.url))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        use_transport()
    assert len(made) == 1
    session.close()
    assert until(lambda: server.open_connections == 0)


def test_a_session_that_is_forgotten_leaves_no_connection(server, until):
    Session().json(server.url)
    assert until(lambda: server.open_connections == 0)


def test_long_queries_are_posted_and_nothing_of_them_is_lost(server, session):
    rule = json.dumps({"rasterFunction": "Ü" * LONGEST_GET}, ensure_ascii=False)
    session.json(server.url + PATH, {"renderingRule": rule})
    (seen,) = server.seen
    assert (seen.method, seen.path, seen.query) == ("POST", SHOWN, {})
    assert seen.form == {"f": "json", "renderingRule": rule}
    assert seen.headers["Content-Type"] == "application/x-www-form-urlencoded"


def test_a_query_of_just_the_longest_length_is_not_posted(server, session):
    room = LONGEST_GET - len(server.url + "/x?f=json&a=")
    session.json(server.url + "/x", {"a": "b" * room})
    session.json(server.url + "/x", {"a": "b" * (room + 1)})
    assert [seen.method for seen in server.seen] == ["GET", "POST"]


def test_a_server_that_takes_no_post_gets_long_queries_too(server, session, reply):
    server.respond = lambda seen: reply(b"no", status=405) if seen.method == "POST" else reply(b"{}")
    for _ in range(2):
        session.json(server.url, {"a": "b" * 3000})
    assert [seen.method for seen in server.seen] == ["POST", "GET", "GET"]
    assert server.seen[-1].query["a"] == "b" * 3000


@pytest.mark.parametrize(
    ("address_", "path", "query"),
    [
        (
            "/proxy.ashx?https://inner/arcgis/S/ImageServer",
            "/proxy.ashx?https://inner/arcgis/S/ImageServer?f=json",
            None,
        ),
        ("/proxy.ashx?http://inner/S?a=1", "/proxy.ashx?http://inner/S?a=1&f=json", None),
        ("/x?key=5", "/x?key=5&f=json", {"key": "5", "f": "json"}),
        ("/x?", "/x?f=json", {"f": "json"}),
        ("/x?key=5&", "/x?key=5&f=json", {"key": "5", "f": "json"}),
    ],
)
def test_an_address_with_a_query_keeps_it(address_, path, query, server, session, monkeypatch):
    lines = []
    answer = server.RequestHandlerClass._answer
    monkeypatch.setattr(
        server.RequestHandlerClass, "_answer", lambda self: (lines.append(self.path), answer(self)), raising=True
    )
    session.json(server.url + address_)
    assert lines == [path]
    assert query is None or server.seen[0].query == query


# Trying again


def test_a_resource_is_tried_again_and_a_single_fetch_is_not(server, session, reply, reply_json):
    replies = [reply(status=503), None, reply(status=429, headers={"Retry-After": "0"}), reply_json({"a": 1})]
    server.respond = lambda seen: replies[len(server.seen) - 1]
    assert session.json(server.url) == {"a": 1}
    assert len(server.seen) == 4
    server.seen.clear()
    with pytest.raises(errors.ServerBusy) as caught:
        session.fetch(server.url, {})
    assert len(server.seen) == 1
    assert caught.value.details["status"] == 503


def test_in_the_end_it_gives_up(server, session, reply):
    server.respond = lambda seen: reply(status=503, headers={"Retry-After": "0"})
    with pytest.raises(errors.ServerBusy):
        session.json(server.url)
    assert len(server.seen) == QUICK.attempts


def test_the_servers_wish_for_a_pause_is_kept(server, session, reply, reply_json):
    at = []

    def respond(seen):
        at.append(time.monotonic())
        return reply(status=429, headers={"Retry-After": "1"}) if len(at) == 1 else reply_json({})

    server.respond = respond
    session.json(server.url)
    assert at[1] - at[0] >= 1


def test_waits_keep_the_application_alive_and_end_with_a_cancel(server, reply):
    server.respond = lambda seen: reply(status=503)
    breaths = []
    cancel = Cancel()

    def breathe():
        breaths.append(1)
        if len(breaths) == 3:
            cancel.set()

    use_transport(idle=breathe)
    try:
        with pytest.raises(errors.Cancelled):
            Session(retry=RetryPolicy(attempts=5, base_s=600, cap_s=600)).json(server.url, cancel=cancel)
    finally:
        use_transport()
    assert len(breaths) == 3


def test_a_cancel_before_the_request_sends_nothing(server, session):
    cancel = Cancel()
    cancel.set()
    with pytest.raises(errors.Cancelled):
        session.fetch(server.url, {}, cancel=cancel)
    assert server.seen == []


# Other transports


class Recorder(BaseAdapter):
    """Stands for QGIS's network."""

    def __init__(self):
        super().__init__()
        self.sent = []

    def send(self, request, **settings):
        from image_services.core.transport import Body

        self.sent.append(request)
        response = requests.Response()
        response.status_code, response.raw, response.url, response.request = 200, Body(b"{}"), request.url, request
        return response

    def close(self):
        pass


@pytest.fixture
def recorder():
    one = Recorder()
    one.made = []

    def make(authcfg, belongs):
        one.made.append((authcfg, belongs))
        return one

    use_transport(make)
    yield one
    use_transport()


def test_another_transport_sees_requests_cancels_and_hosts(recorder):
    cancel = Cancel()
    session = Session(frozenset({"GIS.example.org"}), authcfg="abc1234")
    session.json("https://gis.example.org/x", {"a": "1"}, cancel=cancel)
    assert recorder.sent[0].cancel is cancel
    assert recorder.sent[0].url == "https://gis.example.org/x?f=json&a=1"
    ((authcfg, belongs),) = recorder.made
    assert authcfg == "abc1234"
    assert belongs("https://gis.example.org/y")
    assert not belongs("https://other.example.org/y")
    assert not belongs("http://gis.example.org/y")


def test_a_session_that_is_forgotten_is_gone_whatever_its_transport_keeps(recorder):
    session = Session(frozenset({"gis.example.org"}))
    session.json("https://gis.example.org/x")
    seen = weakref.ref(session)
    del session
    gc.collect()
    assert recorder.made  # with the function that tells its hosts
    assert seen() is None


def test_a_session_that_lives_on_keeps_nothing_of_connections_it_closed():
    made = []

    def make(authcfg, belongs):
        one = Recorder()
        made.append(weakref.ref(one))
        return one

    use_transport(make)
    session = Session(frozenset({"gis.example.org"}))
    try:
        for _ in range(3):
            session.json("https://gis.example.org/x")
            session.close()
    finally:
        use_transport()
    gc.collect()
    assert len(made) == 3
    assert [one() for one in made] == [None] * 3


def test_configurations_of_qgis_need_qgis():
    with pytest.raises(errors.ImageServiceError, match="inside QGIS"):
        Session(authcfg="abc1234").json("https://gis.example.org")


def test_the_names_of_the_module_are_those_that_others_use():
    assert {"Session", "Answer", "Timeouts", "use_transport", "idle", "wait"} <= set(vars(module))
