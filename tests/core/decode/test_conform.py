# SPDX-License-Identifier: GPL-2.0-or-later
"""Types change only where no value does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from image_services.core.decode.block import Block, Expected
from image_services.core.decode.conform import conform, require_bands, require_size
from image_services.core.errors import DecodeError
from image_services.core.pixels import PIXEL_TYPES


def conformed(values, code, valid=None):
    data = np.asarray(values).reshape(1, 1, -1)
    mask = None if valid is None else np.asarray(valid, bool).reshape(1, -1)
    return conform(Block(data, mask), Expected(data.shape[2], 1, 1, PIXEL_TYPES[code]), "TIFF")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (np.array([0, 255], np.int16), "U8"),
        (np.array([0.0, 255.0], np.float32), "U8"),
        (np.array([-128.0, 127.0], np.float64), "S8"),
        (np.array([2147483647.0], np.float64), "S32"),
        (np.array([1.5, np.nan, np.inf]), "F32"),
        (np.array([1, 2], np.uint8), "F64"),
        (np.array([16777216], np.int32), "F32"),
        (np.array([1.5], np.float32), "C64"),
    ],
)
def test_values_that_fit_are_kept(values, code):
    block = conformed(values, code)
    assert block.data.dtype == PIXEL_TYPES[code].dtype.newbyteorder("=")
    assert np.array_equal(block.data.ravel(), values, equal_nan=True)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (np.array([-1], np.int16), "U16"),
        (np.array([65535], np.uint16), "S16"),
        (np.array([256.0], np.float32), "U8"),
        (np.array([0.5], np.float32), "U8"),
        (np.array([np.nan], np.float32), "U8"),
        (np.array([np.inf], np.float32), "S32"),
        (np.array([2147483648.0], np.float32), "S32"),
        (np.array([0.1], np.float64), "F32"),
        (np.array([1e300], np.float64), "F32"),
        (np.array([16777217], np.int32), "F32"),
        (np.array([1 + 0j], np.complex64), "F32"),
    ],
)
def test_values_that_would_change_are_refused(values, code):
    with pytest.raises(DecodeError, match=f"expected type {code} cannot hold"):
        conformed(values, code)


def test_what_lies_under_the_mask_does_not_matter():
    block = conformed(np.array([np.nan, 1e30, 7.0], np.float32), "U8", [0, 0, 1])
    assert block.data[0, 0, 2] == 7
    assert block.valid.tolist() == [[False, False, True]]


def test_a_mask_of_valid_pixels_only_is_no_mask():
    assert conformed(np.array([1, 2], np.uint8), "U8", [1, 1]).valid is None


@given(
    hnp.arrays(st.sampled_from([np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.float32]), (1, 2, 3)),
    st.sampled_from(["U8", "S8", "U16", "S16", "U32", "S32", "F32", "F64"]),
)
def test_a_value_is_kept_or_refused_never_changed(data, code):
    try:
        block = conform(Block(data), Expected(3, 2, 1, PIXEL_TYPES[code]), "TIFF")
    except DecodeError:
        return
    same = [a == b or (a != a and b != b) for a, b in zip(data.ravel().tolist(), block.data.ravel().tolist())]
    assert all(same)


@pytest.mark.parametrize(("value", "fits"), [(7, True), (2**24 + 1, False), (2**32 - 1, False)])
@pytest.mark.parametrize("code", ["C64", "F32"])
def test_whole_numbers_are_singles_only_where_nothing_is_lost(value, fits, code):
    block = Block(np.full((1, 2, 3), value, np.uint32))
    if fits:
        assert (conform(block, Expected(3, 2, 1, PIXEL_TYPES[code]), "TIFF").data == value).all()
        return
    with pytest.raises(DecodeError, match="cannot hold"):
        conform(block, Expected(3, 2, 1, PIXEL_TYPES[code]), "TIFF")


def test_another_size_is_refused():
    with pytest.raises(DecodeError, match="PNG of 400 x 400 pixels instead of 256 x 128"):
        require_size(400, 400, Expected(256, 128), "PNG")


def test_another_number_of_bands_is_refused():
    with pytest.raises(DecodeError, match="with 1 band instead of 3"):
        require_bands(1, 1, Expected(256, 256, 3), "TIFF")


def test_bands_beyond_reason_are_refused_where_none_were_asked_for():
    require_bands(4, 4, Expected(4096, 4096), "TIFF")
    with pytest.raises(DecodeError, match="40000 bands: ask for fewer"):
        require_bands(40000, 4, Expected(4096, 4096), "TIFF")
