# SPDX-License-Identifier: GPL-2.0-or-later
"""From the body of an answer to pixels: the mask that came, the values that mean nothing, and what is no pixels."""

from __future__ import annotations

import numpy as np
import pytest
from image_services.core.answer import decode_answer
from image_services.core.decode.block import Expected
from image_services.core.errors import DecodeError, ProtocolError, ServerBusy
from image_services.core.pixels import PIXEL_TYPES

DATA = np.arange(24, dtype=np.uint8).reshape(3, 2, 4)


def expected(**more):
    return Expected(4, 2, bands=3, pixel_type=PIXEL_TYPES["U8"], url="https://example.org/S", **more)


def body(mask=None):
    return DATA.tobytes() + (b"" if mask is None else np.packbits(mask).tobytes())


def each(block):
    return np.ones(DATA.shape, bool) if block.valid is None else np.broadcast_to(block.valid, DATA.shape)


def test_pixels_without_a_mask_are_all_valid():
    block = decode_answer(body(), expected(), "bsq")
    np.testing.assert_array_equal(block.data, DATA)
    assert block.valid is None
    assert decode_answer(body(), expected(), "bsq", (200, None, 201)).valid is None


def test_the_mask_that_came_is_kept():
    mask = DATA[0] % 2 == 0
    np.testing.assert_array_equal(each(decode_answer(body(mask), expected(), "bsq")), np.broadcast_to(mask, DATA.shape))


def test_the_services_own_no_data_counts_band_by_band():
    block = decode_answer(body(), expected(), "bsq", (3, None, 3))
    np.testing.assert_array_equal(each(block)[0], DATA[0] != 3)
    assert each(block)[1:].all()


def test_the_users_no_data_counts_for_all_bands_together():
    any_band = decode_answer(body(), expected(no_data=(3,)), "bsq")
    np.testing.assert_array_equal(each(any_band), np.broadcast_to(DATA[0] != 3, DATA.shape))
    all_bands = decode_answer(body(), expected(no_data=(3, 11, 0), no_data_match="all"), "bsq")
    assert each(all_bands).all()
    all_bands = decode_answer(body(), expected(no_data=(3, 11, 19), no_data_match="all"), "bsq")
    np.testing.assert_array_equal(each(all_bands), np.broadcast_to(DATA[0] != 3, DATA.shape))


def test_masks_and_values_add_up():
    mask = np.ones((2, 4), bool)
    mask[0, 0] = False
    block = decode_answer(body(mask), expected(no_data=(1,)), "bsq", (2, None, None))
    found = each(block)
    np.testing.assert_array_equal(found[0], mask & (DATA[0] != 1) & (DATA[0] != 2))
    np.testing.assert_array_equal(found[1], mask & (DATA[0] != 1))


def test_one_band_has_one_mask():
    one = Expected(4, 2, bands=1, pixel_type=PIXEL_TYPES["U8"])
    block = decode_answer(DATA[0].tobytes(), one, "bsq", (3,))
    assert block.valid.shape == (2, 4)


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (b"", DecodeError, "nothing at all"),
        (b"<html>Sign in here</html>", ProtocolError, "Sign in here"),
        (b"<html>ArcGIS Web Adaptor</html>", ServerBusy, "web page"),
        (b"x" * 23, DecodeError, "bytes"),
        (b'{"a":1}', DecodeError, "JSON"),
    ],
)
def test_what_is_no_pixels_says_what_it_is(answer, kind, words):
    with pytest.raises(kind, match=words) as caught:
        decode_answer(answer, expected(), "bsq")
    assert caught.value.url == "https://example.org/S"
