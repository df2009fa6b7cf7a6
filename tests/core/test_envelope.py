# SPDX-License-Identifier: GPL-2.0-or-later
"""Answers that are no results: what they mean for the caller, in words without secrets."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime, formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.envelope import (
    error_for_status,
    error_in,
    json_of,
    looks_like_html,
    page_error,
    retry_after_seconds,
)
from image_services.core.errors import (
    AccessDenied,
    BadRequest,
    ImageServiceError,
    NotFound,
    ProtocolError,
    ServerBusy,
    SignInRequired,
)
from image_services.core.schedule import says_too_large

URL = "https://example.org/arcgis/rest/services/S/ImageServer"


def error(code=None, message="", details=(), **more):
    return error_in({"error": {"code": code, "message": message, "details": details, **more}}, URL)


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("error-exportImage-size-limit", BadRequest, "exceeds the size limit"),
        ("error-unable-to-complete", BadRequest, "Unable to complete operation"),
        ("error-token-required", SignInRequired, "Token Required"),
        ("error-not-found", NotFound, "Service Nope/MapServer not found"),
        ("error-config-error", ServerBusy, "Service configuration error"),
        ("error-generic-error", ServerBusy, "map service status change"),
        ("error-empty-error", BadRequest, "gives no reason"),
    ],
)
def test_recorded_errors(name, kind, words, shared_data):
    body = (shared_data / "real-services" / f"{name}.json").read_bytes()
    found = error_in(json_of(body), URL)
    assert type(found) is kind
    assert words in found.message
    assert found.message[-1] == "."
    assert ".." not in found.message
    assert found.url == URL


def test_the_recorded_size_limit_is_understood_as_one(shared_data):
    body = (shared_data / "real-services" / "error-exportImage-size-limit.json").read_bytes()
    assert says_too_large(error_in(json_of(body), URL))


def test_the_recorded_page_of_a_web_adaptor_means_try_again(shared_data):
    body = (shared_data / "real-services" / "error-web-adaptor.html").read_bytes()
    assert looks_like_html(body)
    assert json_of(body) is None
    found = page_error(body, URL)
    assert isinstance(found, ServerBusy)
    assert "<" not in found.message


def test_no_recorded_result_is_taken_for_an_error(shared_data):
    files = [path for path in (shared_data / "real-services").glob("*.json") if not path.name.startswith("error-")]
    assert len(files) > 30
    for path in files:
        assert error_in(json_of(path.read_bytes()), URL) is None, path.name


@pytest.mark.parametrize(
    ("code", "message", "kind"),
    [
        (498, "Invalid Token", SignInRequired),
        (499, "Token Required", SignInRequired),
        (401, "Unauthorized", SignInRequired),
        (403, "You do not have permissions to access this resource", AccessDenied),
        (404, "Requested resource not available", NotFound),
        (400, "Item does not exist or is inaccessible.", NotFound),
        (400, "Invalid URL", BadRequest),
        (429, "Too many requests", ServerBusy),
        (500, "Error exporting image", ServerBusy),
        (502, "Bad gateway", ServerBusy),
        (504, "Timed out", ServerBusy),
        (None, "Something", BadRequest),
        ("499", "Token Required", SignInRequired),  # codes come as text, too
        (0, "Something", BadRequest),
    ],
)
def test_what_a_code_means(code, message, kind):
    found = error(code, message)
    assert type(found) is kind
    assert message.rstrip(".") in found.message


@pytest.mark.parametrize(("code", "kind"), [(500, ServerBusy), (400, BadRequest)])
def test_a_file_that_is_missing_behind_a_service_is_no_missing_service(code, kind):
    found = error(code, "Error exporting image", ["The raster dataset D:/data/x.tif does not exist"])
    assert type(found) is kind
    assert "x.tif does not exist" in found.message


def test_the_http_code_outranks_the_code():
    assert isinstance(error(400, "x", httpCode=403), AccessDenied)


@pytest.mark.parametrize("fields", [{"subcode": "4"}, {"message": "SSL required"}])
def test_the_wish_for_https_is_passed_on(fields):
    found = error(403, **{"message": "Forbidden", **fields})
    assert type(found) is BadRequest
    assert "use the https:// address" in found.message


@pytest.mark.parametrize("code", [400, 404])
def test_an_image_too_large_is_no_missing_service(code):
    found = error(code, "Image width is not in range 1..2048")
    assert type(found) is BadRequest
    assert says_too_large(found)


@pytest.mark.parametrize(
    ("payload", "kind", "words"),
    [
        ({"status": "error", "messages": ["Invalid token"], "code": 498}, SignInRequired, "Invalid token"),
        ({"status": "ERROR", "messages": ["No such log"], "code": 404}, NotFound, "No such log"),
        ({"status": "error"}, BadRequest, "no reason"),
        ({"error": "invalid_grant", "error_description": "x"}, BadRequest, "invalid_grant"),
        ({"error": {"code": 400, "error_description": "code expired"}}, BadRequest, "code expired"),
        ({"error": {"code": 400, "message": "A", "details": "B"}}, BadRequest, "A B"),
        ({"error": {"code": 400, "message": "A", "details": ["A", "B", "B", 5, None, ""]}}, BadRequest, "(A B)"),
        ({"error": None}, BadRequest, "no reason"),
        ({"error": []}, BadRequest, "no reason"),
    ],
)
def test_every_shape_of_an_envelope(payload, kind, words):
    found = error_in(payload, URL)
    assert type(found) is kind
    assert words in found.message


@pytest.mark.parametrize("payload", [None, [], "error", 5, {}, {"status": "success"}, {"status": 5}, {"errors": 1}])
def test_what_is_no_error_is_none(payload):
    assert error_in(payload, URL) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(["code", "httpCode", "message", "details", "subcode", "error_description"])


@given(st.dictionaries(FIELDS, JSON) | JSON)
def test_whatever_an_envelope_holds_there_is_an_error(fields):
    found = error_in({"error": fields}, URL)
    assert isinstance(found, ImageServiceError)
    assert found.message[-1] == "."
    assert isinstance(error_in({"status": "error", "messages": fields, "code": fields}, URL), ImageServiceError)


@given(st.binary(max_size=60) | JSON.map(json.dumps).map(str.encode))
def test_any_body_is_json_or_not(body):
    value = json_of(body)
    assert value is None or isinstance(value, (dict, list))
    assert isinstance(looks_like_html(body), bool)


def test_a_byte_order_mark_hides_nothing():
    assert json_of(b'\xef\xbb\xbf{"error":{"code":499}}') == {"error": {"code": 499}}
    assert json_of(b' \r\n{"a":1}') == {"a": 1}
    assert looks_like_html(b"\xef\xbb\xbf<!DOCTYPE html>")


def test_json_too_deep_to_read_is_no_json():
    assert json_of(b"[" * 100_000) is None


# Secrets


@pytest.mark.parametrize(
    "text",
    [
        "Invalid token: SECRETSECRET",
        "token=SECRETSECRET&f=json is invalid",
        "access_token = SECRETSECRET, try again",
        '{"token":"SECRETSECRET","expires":1}',
        "{'refresh_token': 'SECRETSECRET'}",
        'password: "SECRET SECRET"',
        "client_secret=SECRETSECRET",
        "X-Esri-Authorization: Bearer SECRETSECRETSECRET",
        "https://user:SECRETSECRET@example.org/arcgis failed",
        '<a href="https://example.org?token=SECRETSECRET">here</a>',
        '<form action="?token=SECRETSECRET',
    ],
)
def test_a_servers_words_are_shown_without_their_secrets(text):
    for found in (
        error(400, text),
        error(500, "x", [text]),
        error_in({"error": text}, URL),
        error_in({"status": "error", "messages": [text]}, URL),
        page_error(f"<html><body>{text}</body>".encode(), URL),
        error_for_status(500, {}, json.dumps({"error": {"code": 400, "message": text}}).encode(), URL),
    ):
        assert "SECRET" not in str(found)
        assert "SECRET" not in repr(found.details)


@pytest.mark.parametrize("text", ["Token Required", "Invalid token.", "Your password is wrong", "Unable to get token"])
def test_harmless_words_about_secrets_are_shown(text):
    assert text.rstrip(".") in error(498, text).message


def test_long_words_are_cut():
    assert len(error(400, "x " * 10_000).message) < 400
    assert len(page_error(b"<html>" + b"<p>x " * 10_000, URL).message) < 600
    assert error(400, "<" * 1_000_000).message  # and not looked at for minutes


# Statuses


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequest),
        (401, SignInRequired),
        (403, AccessDenied),
        (404, NotFound),
        (405, BadRequest),
        (413, BadRequest),
        (429, ServerBusy),
        (500, ServerBusy),
        (502, ServerBusy),
        (503, ServerBusy),
        (504, ServerBusy),
    ],
)
@pytest.mark.parametrize("body", [b"", b"<html>Gateway</html>", b"\x00\x01", b"[]"])
def test_what_a_status_means_whatever_its_body(status, kind, body):
    found = error_for_status(status, {}, body, URL)
    assert type(found) is kind
    assert str(status) in found.message
    if kind is ServerBusy:
        assert found.details["status"] == status


def test_the_envelope_says_it_better_than_the_status():
    body = json.dumps({"error": {"code": 499, "message": "Token Required"}}).encode()
    assert isinstance(error_for_status(400, {}, body, URL), SignInRequired)
    assert isinstance(error_for_status(500, {}, body, URL), SignInRequired)
    busy = error_for_status(503, {"Retry-After": "7"}, b'{"error":{"code":503,"message":"Too many"}}', URL)
    assert "Too many" in busy.message
    assert busy.retry_after == 7


# Retry-After


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("60", 60),
        (" 5 ", 5),
        ("0", 0),
        ("-3", 0),
        ("1.5", 1.5),
        (None, None),
        ("", None),
        ("soon", None),
        ("inf", None),
    ],
)
def test_the_wait_in_seconds(value, seconds):
    assert retry_after_seconds(value) == seconds


def test_the_wait_as_a_date():
    soon = datetime.now(timezone.utc) + timedelta(seconds=90)
    for written in (
        format_datetime(soon, usegmt=True),
        formatdate(time.time() + 90, usegmt=True),
        format_datetime(soon),
    ):
        assert 85 < retry_after_seconds(written) <= 91
    assert retry_after_seconds(formatdate(time.time() - 90, usegmt=True)) == 0


def test_a_date_without_a_zone_is_utc(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert 85 < retry_after_seconds(formatdate(time.time() + 90)) <= 91  # ends in -0000
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()


@given(st.text(max_size=40))
def test_any_wait_is_a_number_or_none(value):
    seconds = retry_after_seconds(value)
    assert seconds is None or seconds >= 0


# Pages


def test_a_page_of_something_in_between_says_to_check_the_address():
    found = page_error(b"<html><head><title>Anmeldung</title></head>Bitte <b>hier</b> anmelden</html>", URL)
    assert type(found) is ProtocolError
    assert "Anmeldung Bitte hier anmelden" in found.message
    assert "Check the address" in found.message


@pytest.mark.parametrize(
    "text", ["Could not access any server machines. Please contact your administrator.", "ArcGIS Web Adaptor"]
)
def test_a_page_of_a_server_that_is_away_means_try_again(text):
    assert isinstance(page_error(f"<html>{text}</html>".encode(), URL), ServerBusy)


@pytest.mark.parametrize("body", [b"<!DOCTYPE html>", b"  <HTML>", b"<?xml version='1.0'?>", b"<head>"])
def test_pages_are_told_from_pixels(body):
    assert looks_like_html(body)
    assert not looks_like_html(b"II*\0" + body)
