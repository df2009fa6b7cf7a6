# SPDX-License-Identifier: GPL-2.0-or-later
"""A body is told by its first bytes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.decode import sniff
from image_services.core.decode.sniff import is_message

KINDS = {"tiff", "bigtiff", "lerc1", "lerc2", "png", "jpeg", "gif", "bmp", "json", "html", "empty", "unknown"}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"II*\0rest", "tiff"),
        (b"MM\0*rest", "tiff"),
        (b"II+\0rest", "bigtiff"),
        (b"MM\0+rest", "bigtiff"),
        (b"CntZImage \x0b\0\0\0", "lerc1"),
        (b"Lerc2 \x04\0\0\0", "lerc2"),
        (b"\x89PNG\r\n\x1a\n\0", "png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "jpeg"),
        (b"GIF87a..", "gif"),
        (b"GIF89a..", "gif"),
        (b"BM" + b"\0" * 12 + b"\x28\0\0\0", "bmp"),
        (b'{"error":{"code":400}}', "json"),
        (b'\xef\xbb\xbf\r\n {"error":{}}', "json"),
        (b"[]", "json"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"\n\n<HTML>", "html"),
        (b"<?xml version='1.0'?>", "html"),
        (b"<h1>Bad gateway</h1>", "html"),
        (b"", "empty"),
        (b"BM something else altogether", "unknown"),
        (b"<\0\0\0pixels", "unknown"),
        (b"\0" * 64, "unknown"),
        (b" " * 4096, "unknown"),
    ],
)
def test_first_bytes_tell_the_kind(body, kind):
    assert sniff(body) == kind


def test_recorded_error_bodies_are_messages(shared_data):
    files = sorted((shared_data / "real-services").glob("error-*"))
    assert len(files) > 4
    for file in files:
        body = file.read_bytes()
        assert sniff(body) == ("html" if file.suffix == ".html" else "json"), file.name
        assert is_message(body), file.name


@pytest.mark.parametrize(
    "body", [b"{" + bytes(range(200)), b"[1, 2, 3]", b"<html>" + b"\0" * 50, b"[" * 100_000, b"{" * 2_000_000]
)
def test_pixels_that_begin_like_text_are_no_message(body):
    assert sniff(body) in {"json", "html"}
    assert not is_message(body)


@given(st.binary(max_size=64))
def test_every_body_has_a_kind(body):
    assert sniff(body) in KINDS
    assert is_message(body) in {True, False}


@given(st.dictionaries(st.text(), st.integers() | st.text(), max_size=3))
def test_every_json_object_is_a_message(value):
    body = json.dumps(value).encode()
    assert sniff(body) == "json"
    assert is_message(body)
