# SPDX-License-Identifier: GPL-2.0-or-later
"""Every fault does on the wire what its name says, to the requests it was meant for, and in the same way again."""

from __future__ import annotations

import asyncio
import http.client
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

QUERY = {"f": "image", "format": "bsq", "bbox": "1000003.3,5999407.7,1000503.3,6000007.7", "size": "50,60"}
WHOLE = 50 * 60 + 375  # bytes of the answer to it


@pytest.fixture
def ask(world):
    """Send one request over a connection of its own and return (status, headers, body, error)."""

    def send(service="signed", operation="exportImage", **params):
        connection = http.client.HTTPConnection("127.0.0.1", int(world.process.url.rpartition(":")[2]), timeout=10)
        path = f"/arcgis/rest/services/{service}/ImageServer/{operation}?{urlencode({**QUERY, **params})}"
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            body, error = b"", None
            try:
                body = response.read()
            except (http.client.IncompleteRead, ConnectionError) as problem:
                body, error = getattr(problem, "partial", b""), problem
            return response.status, response.headers, body, error
        except (http.client.RemoteDisconnected, ConnectionError) as problem:
            return None, {}, b"", problem
        finally:
            connection.close()

    return send


def test_without_faults_the_image_comes(ask, world):
    status, _, body, error = ask()
    assert (status, len(body), error) == (200, WHOLE, None)
    assert [entry["fault"] for entry in world.control.requests()] == [None]


def test_latency(ask, world):
    ask()
    world.control.faults({"kind": "latency", "ms": 120})
    ask()
    entries = world.control.requests()
    assert entries[0]["ms"] < 120 <= entries[1]["ms"]
    assert entries[1]["fault"] == "latency"


@pytest.mark.parametrize(("body", "start"), [("html", b"<!DOCTYPE html>"), ("json", b'{"error"'), ("empty", b"")])
def test_status_with_each_kind_of_body(ask, world, body, start):
    world.control.faults({"kind": "status", "code": 503, "body": body, "retry_after": 7})
    status, headers, content, _ = ask()
    assert (status, headers["Retry-After"]) == (503, "7")
    assert content.startswith(start)
    assert (content == b"") == (body == "empty")


def test_retry_after_may_be_a_date(ask, world):
    world.control.faults({"kind": "status", "code": 429, "retry_after": "date:90"})
    _, headers, _, _ = ask()
    wait = parsedate_to_datetime(headers["Retry-After"]) - datetime.now(timezone.utc)
    assert 80 < wait.total_seconds() <= 91


def test_an_error_comes_with_status_200_under_the_type_of_the_image(ask, world):
    world.control.faults(
        {"kind": "error", "code": 498, "message": "Invalid token.", "details": ["x"], "messageCode": "SB_0004"}
    )
    status, headers, body, _ = ask(format="tiff")
    assert (status, headers["Content-Type"]) == (200, "image/tiff")
    assert body == b'{"error":{"code":498,"message":"Invalid token.","messageCode":"SB_0004","details":["x"]}}'


def test_the_second_envelope(ask, world):
    world.control.faults({"kind": "envelope2", "code": 498, "messages": ["Token expired"]})
    assert ask()[2] == b'{"status":"error","messages":["Token expired"],"code":498}'


def test_a_web_adaptor_page_with_status_200(ask, world):
    world.control.faults({"kind": "html"})
    status, headers, body, _ = ask()
    assert (status, headers["Content-Type"]) == (200, "text/html;charset=UTF-8")
    assert b"Web Adaptor" in body


def test_an_empty_body(ask, world):
    world.control.faults({"kind": "empty"})
    assert ask()[0::2] == (200, b"")


def test_a_reset_before_any_byte(ask, world):
    world.control.faults({"kind": "reset"})
    status, _, _, error = ask()
    assert status is None
    assert isinstance(error, ConnectionResetError)
    assert world.control.requests()[0]["fault"] == "reset"


def test_a_reset_in_the_middle_of_the_body(ask, world):
    world.control.faults({"kind": "reset_mid", "fraction": 0.5})
    status, headers, body, error = ask()
    if status is not None:  # the reset may overtake the bytes before it
        assert int(headers["Content-Length"]) == WHOLE
    assert isinstance(error, (ConnectionResetError, http.client.RemoteDisconnected))
    assert len(body) < WHOLE


def test_a_body_that_ends_too_early(ask, world):
    world.control.faults({"kind": "truncate", "fraction": 0.4})
    status, headers, body, error = ask()
    assert (status, int(headers["Content-Length"])) == (200, WHOLE)
    assert isinstance(error, http.client.IncompleteRead)
    assert len(body) == int(WHOLE * 0.4)
    assert world.control.requests()[0]["bytes"] == len(body)


def test_a_shorter_body_that_claims_to_be_whole(ask, world):
    world.control.faults({"kind": "truncate_clean", "fraction": 0.4})
    status, headers, body, error = ask()
    assert (status, error) == (200, None)
    assert int(headers["Content-Length"]) == len(body) == int(WHOLE * 0.4)


def test_an_image_of_other_dimensions(ask, world):
    world.control.faults({"kind": "wrong_size", "dcols": -10, "drows": 2})
    assert len(ask()[2]) == 40 * 62 + 310


def test_a_parameter_that_is_not_understood(ask, world):
    world.control.faults({"kind": "ignore_param", "name": "format"})
    assert ask()[2][:3] == b"\xff\xd8\xff"
    assert world.control.requests()[0]["params"]["format"] == "bsq"  # the log has what was sent


def test_a_slow_body(ask, world):
    world.control.faults({"kind": "slow_body", "bytes_per_s": 20_000})
    started = time.monotonic()
    assert len(ask()[2]) == WHOLE
    assert time.monotonic() - started >= WHOLE / 20_000 * 0.8


def test_a_hanging_request_ends_without_an_answer(ask, world):
    world.control.faults({"kind": "hang", "s": 0.15})
    status, _, _, error = ask()
    assert status is None
    assert error is not None
    assert world.control.requests()[0]["ms"] >= 150


def _at_once(ask, number, **params):
    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(lambda index: ask(noData=str(index), **params), range(number)))


def test_beyond_k_requests_wait_their_turn(ask, world):
    world.control.faults({"kind": "parallel", "k": 2, "mode": "queue"}, {"kind": "latency", "ms": 100})
    started = time.monotonic()
    answers = _at_once(ask, 6)
    assert all(answer[0] == 200 for answer in answers)
    assert time.monotonic() - started >= 0.3
    assert world.control.state()["max_in_flight"] == 6


def test_beyond_k_requests_are_refused(ask, world):
    world.control.faults({"kind": "parallel", "k": 2, "mode": "503"}, {"kind": "latency", "ms": 150})
    statuses = [answer[0] for answer in _at_once(ask, 6)]
    assert sorted(set(statuses)) == [200, 503]
    assert statuses.count(503) >= 2
    assert ask()[0] == 200


def test_beyond_k_everything_slows_down(ask, world):
    world.control.faults({"kind": "parallel", "k": 1, "mode": "thrash", "ms": 30}, {"kind": "latency", "ms": 1})
    ask()
    _at_once(ask, 4)
    alone, *crowd = (entry["ms"] for entry in world.control.requests())
    assert max(crowd) >= 30 * 3  # the second of two already waits three times the unit
    assert alone < max(crowd)


def test_a_service_may_have_such_a_limit_of_its_own(ask, world):
    world.control.override("signed", maxParallel=1)
    world.control.faults({"kind": "latency", "ms": 50})
    _at_once(ask, 4)
    assert {entry["fault"] for entry in world.control.requests()} == {"latency+parallel"}
    assert max(entry["ms"] for entry in world.control.requests()) >= 150


def test_a_rate_limit_says_when_to_come_back(ask, world):
    world.control.faults({"kind": "rate_limit", "per_s": 3})
    answers = [ask(noData=str(index)) for index in range(6)]
    assert [answer[0] for answer in answers] == [200] * 3 + [429] * 3
    assert [entry["fault"] for entry in world.control.requests()] == [None] * 3 + ["rate_limit"] * 3
    assert int(answers[-1][1]["Retry-After"]) >= 1


def test_rules_choose_by_service_operation_and_parameters(ask, world):
    world.control.faults(
        {"kind": "empty", "service": "elevation/*"},
        {"kind": "status", "code": 404, "operation": "root"},
        {"kind": "html", "match": {"format": "t*", "size": "50,60"}},
        {"kind": "envelope2", "match": {"renderingRule": '{"rasterFunction":"[x]"}'}},
    )
    assert len(ask()[2]) == WHOLE
    assert ask("elevation/dem")[2] == b""
    assert ask(operation="")[0] == 404
    assert b"Web Adaptor" in ask(format="tiff")[2]
    assert len(ask(format="tiff", size="10,10")[2]) > 10_000
    assert ask(renderingRule='{"rasterFunction":"[x]"}')[2].startswith(b'{"status"')
    assert ask(operation="legend")[0] == 200


def test_skip_count_and_time_bound_a_rule(ask, world):
    world.control.faults({"kind": "empty", "skip": 1, "count": 2})
    assert [len(ask()[2]) for _ in range(5)] == [WHOLE, 0, 0, WHOLE, WHOLE]
    world.control.reset()
    world.control.faults({"kind": "empty", "for_s": 0.2})
    assert len(ask()[2]) == 0
    time.sleep(0.25)
    assert len(ask()[2]) == WHOLE


def _fates(ask, indexes):
    return {index: len(ask(noData=str(index))[2]) == 0 for index in indexes}


def test_the_fate_of_a_query_depends_on_seed_and_repetition_and_not_on_order(ask, world):
    rule = {"kind": "empty", "rate": 0.5, "seed": 4}
    world.control.faults(rule)
    forward = _fates(ask, range(30))
    second = _fates(ask, range(30))
    world.control.reset()
    world.control.faults(rule)
    backward = _fates(ask, reversed(range(30)))
    assert forward == backward
    assert 5 < sum(forward.values()) < 25
    assert forward != second  # the same query may succeed when it is tried again
    world.control.reset()
    world.control.faults({**rule, "seed": 5})
    assert _fates(ask, range(30)) != forward


def test_faults_can_be_combined(ask, world):
    world.control.faults({"kind": "latency", "ms": 60}, {"kind": "truncate_clean", "fraction": 0.5})
    assert len(ask()[2]) == WHOLE // 2
    entry = world.control.requests()[0]
    assert entry["fault"] == "latency+truncate_clean"
    assert entry["ms"] >= 60


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"kind": "earthquake"},
        {"kind": "latency", "seconds": 1},
        {"kind": "parallel"},
        {"kind": "parallel", "k": 2, "mode": "panic"},
        {"kind": "rate_limit", "per_s": 0},
        "latency",
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_and_changes_nothing(world, rule):
    with pytest.raises(ValueError):
        world.control.faults({"kind": "empty"}, rule)
    world.control.faults({"kind": "latency", "ms": 1})
    listed = world.client.get(world.process.url + "/_control/faults", timeout=10).json()["faults"]
    assert [entry["kind"] for entry in listed] == ["latency"]


@given(seed=st.integers(), query=st.text(max_size=50), seen=st.integers(1, 9))
def test_the_share_is_a_fraction_and_reproducible(seed, query, seen):
    from sandbox.faults import share

    assert 0 <= share(seed, query, seen) < 1
    assert share(seed, query, seen) == share(seed, query, seen)


def test_shares_are_spread_evenly():
    from sandbox.faults import share

    hits = sum(share(1, f"query {index}", 1) < 0.2 for index in range(5000))
    assert 900 < hits < 1100


def test_a_client_that_leaves_does_no_harm(ask, world):
    world.control.faults({"kind": "slow_body", "bytes_per_s": 10_000, "count": 1})
    with socket.create_connection(("127.0.0.1", int(world.process.url.rpartition(":")[2]))) as connection:
        path = f"/arcgis/rest/services/signed/ImageServer/exportImage?{urlencode(QUERY)}"
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert connection.recv(100)
    deadline = time.monotonic() + 5
    while world.control.state()["in_flight"] and time.monotonic() < deadline:
        time.sleep(0.02)
    assert world.control.state()["in_flight"] == 0
    assert len(ask()[2]) == WHOLE
    assert "Traceback" not in world.process.errors()


def test_in_flight_counts_what_is_being_answered(ask, world):
    world.control.faults({"kind": "latency", "ms": 400})
    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 5
    while world.control.state()["in_flight"] < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    state = world.control.state()
    for thread in threads:
        thread.join()
    assert state["in_flight"] == 3
    assert state["connections"] >= 3
    after = world.control.state()
    assert (after["in_flight"], after["max_in_flight"]) == (0, 3)
    world.control.clear()
    assert world.control.state()["max_in_flight"] == 0


def test_a_gate_admits_as_many_as_it_says():
    from sandbox.faults import Rule

    async def admitted():
        gate = Rule({"kind": "parallel", "k": 3}).gate()
        for _ in range(3):
            await gate.acquire()
        return gate.locked()

    assert asyncio.run(admitted())
