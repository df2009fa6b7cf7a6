# SPDX-License-Identifier: GPL-2.0-or-later
"""NoData values become validity."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from image_services.core.decode import Block, fold_no_data


def valid_of(data, values, match=None, valid=None):
    data = np.asarray(data)
    block = fold_no_data(Block(data.reshape(len(data), 1, -1), valid), values, match)
    return None if block.valid is None else block.valid[..., 0, :].astype(int).tolist()


TWO_BANDS = np.array([[0, 0, 1, 5], [0, 9, 9, 5]], np.uint8)


@pytest.mark.parametrize(
    ("values", "match", "valid"),
    [
        ((0,), None, [0, 0, 1, 1]),  # one value: any
        ((0,), "any", [0, 0, 1, 1]),
        ((0,), "all", [0, 1, 1, 1]),
        ((0, 0), None, [0, 1, 1, 1]),  # a list: all
        ((0, 9), None, [1, 0, 1, 1]),
        ((0, 9), "any", [0, 0, 0, 1]),
        ((0, 9, 7), "any", [0, 0, 0, 1]),  # values beyond the bands mean nothing
    ],
)
def test_bands_count_as_the_interpretation_says(values, match, valid):
    assert valid_of(TWO_BANDS, values, match) == valid


def test_bands_without_a_value_never_match():
    three = np.array([[0, 1], [0, 1], [0, 1]], np.uint8)
    assert valid_of(three, (0, 0), "all") is None
    assert valid_of(three, (0, 0), "any") == [0, 1]


def test_without_a_hit_the_block_is_the_same():
    block = Block(TWO_BANDS.reshape(2, 1, 4))
    assert fold_no_data(block, (77,)) is block
    assert fold_no_data(block, ()) is block


@pytest.mark.parametrize(
    ("dtype", "stored", "value"),
    [
        ("float32", -3.4028234663852886e38, -3.4028235e38),
        ("float32", -3.4028234663852886e38, -3.40282e38),
        ("float32", -3.4028234663852886e38, -1.7976931348623157e308),
        ("float64", -1.7976931348623157e308, -1.797693134862316e308),
        ("float64", 1.7976931348623157e308, 1.79e308),  # recorded: a server prints "1,79e+308"
        ("float32", -3.4028234663852886e38, -3.4e38),
        ("float64", -3.4028234663852886e38, -3.4028235e38),
        ("float32", -99.99, -99.99),
        ("float64", float(np.float32(-99.99)), -99.99),
        ("float32", np.nan, np.nan),
        ("float32", -np.inf, -np.inf),
        ("complex64", -9999, -9999),
        ("int16", -32768, -32768.0),
        ("uint32", 4294967295, 4294967295),
    ],
)
def test_the_value_is_found_however_it_was_printed(dtype, stored, value):
    assert valid_of(np.array([[1, stored, 2]], dtype), (value,)) == [1, 0, 1]


@pytest.mark.parametrize(
    ("dtype", "stored", "value"),
    [
        ("float32", 1e-8, 0.0),  # rain in kg/m2/s is as small as this
        ("float32", np.nextafter(np.float32(-9999), np.float32(0)), -9999),
        ("float32", -np.inf, -3.4028235e38),
        ("uint8", 255, -1),
        ("uint8", 0, 256),
        ("uint8", 0, 0.5),
        ("int16", 0, np.nan),
        ("uint8", 255, np.inf),
        ("complex64", 1, 1e300),
    ],
)
def test_neighbours_are_data(dtype, stored, value):
    assert valid_of(np.array([[stored]], dtype), (value,)) is None


def test_a_mask_that_is_there_stays():
    assert valid_of([[0, 1, 1]], (0,), valid=np.array([[True, True, False]])) == [0, 1, 0]
    per_band = np.array([[[1, 1, 0]], [[0, 1, 1]]], bool)
    assert valid_of([[0, 1, 1], [1, 1, 1]], (0,), valid=per_band) == [[0, 1, 0], [0, 1, 1]]


def test_an_unknown_interpretation_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="any or all"):
        fold_no_data(Block(TWO_BANDS.reshape(2, 1, 4)), (0,), "some")


@given(
    hnp.arrays(np.int16, (2, 3, 4), elements=st.integers(-2, 2)), st.integers(-2, 2), st.sampled_from(["any", "all"])
)
def test_it_is_what_numpy_says(data, value, match):
    hits = (data == value).any(axis=0) if match == "any" else (data == value).all(axis=0)
    block = fold_no_data(Block(data), (value,), match)
    assert np.array_equal(np.ones((3, 4), bool) if block.valid is None else block.valid, ~hits)
