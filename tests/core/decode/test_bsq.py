# SPDX-License-Identifier: GPL-2.0-or-later
"""Raw pixels, bsq and bip: nothing but their length says what they are."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.decode import Expected, decode
from image_services.core.errors import DecodeError
from image_services.core.pixels import PIXEL_TYPES


def body_of(data, valid=None, interleave="bsq"):
    """Write the samples as Esri's page says, bit by bit where numpy could share a mistake with the decoder."""
    little = data.astype(data.dtype.newbyteorder("<"))
    out = (np.moveaxis(little, 0, 2) if interleave == "bip" else little).tobytes()
    if valid is None:
        return out
    bits = "".join("1" if v else "0" for v in np.asarray(valid).ravel())
    bits += "0" * (-len(bits) % 8)
    return out + bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))


@st.composite
def answers(draw):
    kind = PIXEL_TYPES[draw(st.sampled_from(sorted(PIXEL_TYPES)))]
    bands, rows, columns = (draw(st.integers(1, most)) for most in (4, 9, 9))
    count = bands * rows * columns * kind.bytes
    data = np.frombuffer(draw(st.binary(min_size=count, max_size=count)), kind.dtype).reshape(bands, rows, columns)
    flags = st.lists(st.booleans(), min_size=rows * columns, max_size=rows * columns)
    valid = draw(st.none() | flags.map(lambda f: np.array(f).reshape(rows, columns)))
    return kind, data, valid, draw(st.sampled_from(["bsq", "bip"]))


@given(answers())
def test_what_was_written_is_read(answer):
    kind, data, valid, interleave = answer
    expected = Expected(data.shape[2], data.shape[1], data.shape[0], kind)
    block = decode(body_of(data, valid, interleave), expected, interleave)
    assert block.data.dtype.isnative
    assert block.data.dtype == data.dtype.newbyteorder("=")
    assert block.data.tobytes() == data.astype(block.data.dtype).tobytes()
    if valid is None or valid.all():
        assert block.valid is None
    else:
        assert block.valid.shape == (data.shape[1], data.shape[2])
        assert block.valid.dtype == bool
        assert np.array_equal(block.valid, valid)


@given(answers(), st.integers(-40, 40).filter(bool))
def test_any_other_length_is_an_error(answer, change):
    kind, data, valid, interleave = answer
    body = body_of(data, valid, interleave)
    mask = (data.shape[1] * data.shape[2] + 7) // 8
    expected = Expected(data.shape[2], data.shape[1], data.shape[0], kind)
    wrong = body[:change] if change < 0 else body + b"\x55" * change
    if len(wrong) in (data.nbytes, data.nbytes + mask):
        return  # the mask went or came, which is allowed
    with pytest.raises(DecodeError):
        decode(wrong, expected, interleave)


def test_a_cut_body_says_what_came_and_what_was_due():
    expected = Expected(100, 50, 3, PIXEL_TYPES["F32"], url="https://gis.example/ImageServer?key=1")
    with pytest.raises(DecodeError, match=r"cut: 31,000 bytes came, 60,000 for 3 bands .* 60,625 with the mask") as e:
        decode(bytes(31000), expected, "bsq")
    assert e.value.url == "https://gis.example/ImageServer"


def test_the_last_pixel_has_a_bit_too():
    data = np.arange(3 * 3, dtype=np.uint8).reshape(1, 3, 3)
    valid = np.zeros((3, 3), bool)
    valid[2, 2] = True
    block = decode(body_of(data, valid), Expected(3, 3, 1, PIXEL_TYPES["U8"]), "bsq")
    assert np.array_equal(block.valid, valid)


@pytest.mark.parametrize(("mask", "bands"), [(True, 1), (False, 1), (True, 7), (False, 7)])
def test_the_number_of_bands_follows_from_the_length(mask, bands):
    data = np.arange(bands * 20 * 30, dtype=np.uint16).reshape(bands, 20, 30)
    body = body_of(data, np.ones((20, 30)) if mask else None)
    block = decode(body, Expected(30, 20, None, PIXEL_TYPES["U16"]), "bsq")
    assert np.array_equal(block.data, data)


@pytest.mark.parametrize("interleave", ["bsq", "bip"])
def test_pixels_are_not_copied(interleave):
    body = bytes(2 * 64 * 64 * 4 + 64 * 64 // 8)
    block = decode(body, Expected(64, 64, 2, PIXEL_TYPES["F32"]), interleave)
    assert np.shares_memory(block.data, np.frombuffer(body, np.uint8))


@pytest.mark.parametrize("start", [b"II*\0", b"\xff\xd8\xff", b"GIF89a", b"{", b"<p ", b"Lerc2 ", b"CntZImage "])
def test_pixels_that_begin_like_another_format_are_pixels(start):
    body = start.ljust(16 * 16, b"\x07") + b"\xff" * 32
    block = decode(body, Expected(16, 16, 1, PIXEL_TYPES["U8"]), "bsq")
    assert block.data.tobytes() == body[:256]


def test_a_message_as_long_as_the_pixels_is_a_message():
    text = json.dumps({"error": {"code": 400, "message": "Invalid parameters"}}).ljust(256 + 32).encode()
    with pytest.raises(DecodeError, match="a message") as e:
        decode(text, Expected(16, 16, 1, PIXEL_TYPES["U8"]), "bsq")
    assert e.value.details["came"] == "json"


def test_without_a_pixel_type_raw_pixels_cannot_be_read():
    with pytest.raises(DecodeError, match="pixel type is known"):
        decode(bytes(16 * 16 + 32), Expected(16, 16, 1), "bip")


def test_raw_bytes_of_no_whole_number_of_bands_are_refused():
    with pytest.raises(DecodeError, match="no whole number of bands"):
        decode(bytes(1000), Expected(16, 16, None, PIXEL_TYPES["F32"]), "bsq")
