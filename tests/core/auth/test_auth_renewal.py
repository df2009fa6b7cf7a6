# SPDX-License-Identifier: GPL-2.0-or-later
"""Tokens end: they are renewed before, once after, by one thread for all, and in the middle of a download."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate

import numpy as np
import pytest
from image_services.core import errors
from image_services.core.auth import AUTHORIZATION_HEADER, Credentials
from image_services.core.connect import open_service
from image_services.core.gis import Gis
from osgeo import gdal

gdal.UseExceptions()
DEM = "rest/services/secure/elevation/dem/ImageServer"
RESTRICTED = "rest/services/restricted/elevation/dem/ImageServer"


def test_a_token_is_renewed_before_its_end(house):
    house.control.portal(token_life_s=1.0)
    session = house.session()
    address = f"{house.portal}/sharing/rest/community/self"
    ends = time.monotonic() + 2.5
    asked = 0
    while time.monotonic() < ends:
        assert session.json(address)["username"] == "analyst"
        asked += 1
        time.sleep(0.05)
    assert len([entry for entry in house.control.requests() if entry["path"].endswith("/self")]) == asked
    assert 4 <= len(house.sign_ins()) <= 6


@pytest.mark.parametrize(("operation", "skip"), [("generateToken", 3), ("info", 2)])
def test_a_renewal_that_fails_does_not_end_a_token_before_its_time(house, operation, skip):
    """One bad moment of the portal's or the server's, once an hour, is met by every long download."""
    house.control.portal(token_life_s=3.0)
    house.control.faults(
        {"kind": "error", "code": 400, "message": "Unable to do that.", "operation": operation, "skip": skip}
    )
    session = house.session()
    ends = time.monotonic() + 2.5
    while time.monotonic() < ends:
        assert session.json(f"{house.server}/{DEM}")["pixelType"] == "F32"
        time.sleep(0.1)
    assert house.sign_ins()[:2] == [("generateToken", True), ("exchange", True)]
    assert ("exchange", True) not in house.sign_ins()[2:]


@pytest.mark.parametrize(("life", "early"), [(3600, 300), (601, 300), (599, 299.5), (10, 5)])
def test_a_token_is_renewed_five_minutes_early_or_at_half_of_its_life(fake, life, early):
    now = time.time()
    fake.expires = lambda: (now + life) * 1000
    session = fake.session()
    session.json(fake.url)
    assert now + life - session._auth._own.ticket.renew_at == pytest.approx(early, abs=1)


@pytest.mark.parametrize("expires", [1, 0, None, "soon"])
def test_a_clock_that_is_wrong_does_not_mean_a_sign_in_for_every_request(fake, expires):
    fake.expires = lambda: expires
    session = fake.session()
    for _ in range(4):
        session.json(fake.url)
    assert fake.given == ["token-0"]


@pytest.mark.parametrize("hours", [-12.5, -1, 0, 1, 24])
def test_a_clock_that_is_hours_off_costs_no_sign_ins(fake, monkeypatch, hours):
    """An hour is the worst: by the clock of this machine, a token of an hour is over when it comes."""
    there = lambda: time.time() + hours * 3600  # noqa: E731
    monkeypatch.setattr(
        fake.server.RequestHandlerClass, "date_time_string", lambda *_: formatdate(there(), usegmt=True)
    )
    fake.expires = lambda: (there() + 3600.3) * 1000
    session = fake.session()
    for _ in range(4):
        session.json(fake.url)
        time.sleep(0.2)
    assert fake.given == ["token-0"]
    assert session._auth._own.ticket.renew_at == pytest.approx(time.time() + 3300, abs=5)


def test_refused_tokens_are_renewed_once_however_young(house):
    session = house.session()
    session.json(f"{house.server}/{DEM}")
    house.control.portal(expire=True)
    house.control.clear()
    assert session.json(f"{house.server}/{DEM}")["pixelType"] == "F32"
    assert len(house.sent("/server")) == 2
    assert house.sign_ins() == [
        ("generateToken", True),
        ("exchange", True),
        ("exchange", False),
        ("generateToken", True),
        ("exchange", True),
    ]


def test_a_token_that_a_second_envelope_refuses_is_renewed_too(house):
    session = house.session("surveyor", house.standalone)
    session.json(f"{house.standalone}/{RESTRICTED}")
    house.control.portal(expire=True)
    assert session.json(f"{house.standalone}/{RESTRICTED}")["pixelType"] == "F32"
    assert house.sign_ins() == [("tokens", True)] * 2


@pytest.mark.parametrize("code", [498, 499])
def test_a_server_that_refuses_every_token_is_asked_twice_and_no_more(fake, code):
    fake.answer = lambda seen: fake.reply_json({"error": {"code": code, "message": "Invalid Token"}})
    with pytest.raises(errors.SignInRequired):
        fake.session().json(fake.url)
    assert [seen.headers.get(AUTHORIZATION_HEADER) for seen in fake.server.seen if seen.path.endswith("Server")] == [
        "Bearer token-0",
        "Bearer token-1",
    ]


def test_what_was_not_signed_is_not_asked_twice(house):
    with pytest.raises(errors.SignInRequired):
        house.session().json(f"{house.standalone}/{RESTRICTED}")
    assert house.sent("/standalone") == [None]


def test_many_threads_renew_once(house):
    session = house.session("viewer")
    gate = threading.Barrier(12)

    def ask(_):
        gate.wait()
        return session.json(f"{house.server}/{DEM}")["pixelType"]

    with ThreadPoolExecutor(12) as pool:
        assert list(pool.map(ask, range(12))) == ["F32"] * 12
        assert house.sign_ins() == [("generateToken", True), ("exchange", True)]
        house.control.portal(expire=True)
        assert list(pool.map(ask, range(12))) == ["F32"] * 12
    assert house.sign_ins()[2:] == [("exchange", False), ("generateToken", True), ("exchange", True)]


def test_a_slow_stranger_does_not_keep_others_waiting(house, server, reply, reply_json):
    gate = threading.Event()
    server.respond = lambda seen: reply(b"{}", gate=gate)
    session = house.session()
    with ThreadPoolExecutor(1) as pool:
        stranger = pool.submit(session.json, f"{server.url}/arcgis/rest/services/A/ImageServer")
        try:
            assert session.json(f"{house.server}/{DEM}")["pixelType"] == "F32"
            assert not stranger.done()
        finally:
            gate.set()
        stranger.result()


# Downloads


@pytest.fixture
def identical(sandbox_data, tmp_path):
    """Say whether what was downloaded is the source."""
    source = gdal.Open(str(sandbox_data / "elevation" / "dem.tif")).ReadAsArray()
    return lambda: np.array_equal(gdal.Open(str(tmp_path / "out.tif")).ReadAsArray(), source)


def test_a_download_outlives_its_tokens(house, tmp_path, identical):
    house.control.portal(token_life_s=0.8)
    house.control.faults({"kind": "latency", "ms": 120, "operation": "exportImage"})
    service = open_service(f"{house.server}/{DEM}", session=house.session("viewer"))
    report = service.download(tmp_path / "out.tif", tile_columns=120, tile_rows=120, max_concurrency=4)
    assert report.tiles_failed == 0
    assert identical()
    exchanges = house.sign_ins().count(("exchange", True))
    assert 2 < exchanges < report.tiles / 2


def test_a_download_goes_on_when_all_tokens_end_at_once(house, tmp_path, identical):
    house.control.faults({"kind": "latency", "ms": 60, "operation": "exportImage"})
    service = open_service(f"{house.server}/{DEM}", session=house.session("viewer"))
    ended = []

    def end_them(done, total, text):
        if not ended and done > total / 3:
            ended.append(done)
            house.control.portal(expire=True)

    report = service.download(
        tmp_path / "out.tif", tile_columns=150, tile_rows=150, max_concurrency=4, progress=end_them
    )
    assert ended
    assert report.tiles_failed == 0
    assert identical()
    assert house.sign_ins()[2:] == [("exchange", False), ("generateToken", True), ("exchange", True)]


def test_a_download_whose_account_is_gone_fails_whole(house, tmp_path):
    words = iter([house.passwords["viewer"]])
    gis = Gis("house", house.portal, credentials=lambda: Credentials("viewer", next(words, "changed-secret")))
    service = open_service(f"{house.server}/{DEM}", session=gis.session_for(house.server))
    house.control.portal(expire=True)
    with pytest.raises(errors.SignInRequired, match="was refused") as caught:
        service.download(tmp_path / "out.tif", tile_columns=150, tile_rows=150)
    assert "changed-secret" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []
    assert house.sign_ins().count(("generateToken", False)) == 1


# Ready tokens


def test_a_ready_token_is_exchanged_for_that_of_a_federated_server(house):
    ready = house.token()
    gis = Gis("house", house.portal, ready=lambda: f" {ready} \n")
    assert gis.session_for("").json(f"{house.server}/{DEM}")["pixelType"] == "F32"
    assert house.sent("/server") == [*house.tokens("server")]
    assert house.sign_ins() == [("generateToken", True), ("exchange", True)]


def test_what_a_ready_token_was_exchanged_for_is_renewed(house):
    ready = house.token()
    house.control.portal(token_life_s=0.3)
    session = Gis("house", house.portal, ready=lambda: ready).session_for("")
    for _ in range(3):
        assert session.json(f"{house.server}/{DEM}")["pixelType"] == "F32"
        time.sleep(0.35)
    assert house.sign_ins().count(("exchange", True)) == 3


def test_an_ended_ready_token_is_told_once(house):
    ready = house.token()
    house.control.portal(expire=True)
    session = Gis("house", house.portal, ready=lambda: ready).session_for("")
    for address in (f"{house.portal}/sharing/rest/portals/self", f"{house.server}/{DEM}"):
        with pytest.raises(errors.SignInRequired, match="expired or is not valid here") as caught:
            session.json(address)
        assert ready not in str(caught.value)
    assert house.sent("/portal")[1:] == [ready, None]  # the exchange carries it in its form
    assert house.sign_ins() == [("generateToken", True), ("exchange", False)]
    assert house.sent("/server") == []


def test_a_ready_token_that_was_replaced_meanwhile_is_read_anew(house):
    fresh = house.token(username="viewer", password=house.passwords["viewer"])
    house.control.portal(token_life_s=0.2)
    stale = house.token()
    kept = [stale]
    session = Gis("house", house.portal, ready=lambda: kept[0]).session_for("")
    assert session.json(f"{house.portal}/sharing/rest/community/self")["username"] == "analyst"
    time.sleep(0.25)
    kept[0] = fresh
    assert session.json(f"{house.portal}/sharing/rest/community/self")["username"] == "viewer"
    assert house.sent("/portal")[-3:] == [stale, stale, fresh]
