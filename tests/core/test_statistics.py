# SPDX-License-Identifier: GPL-2.0-or-later
"""Statistics gathered block by block are those of the whole band."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from image_services.core.statistics import BandSummary, summarize

TYPES = st.sampled_from(["u1", "i1", "<u2", "<i2", "<u4", "<i4", "<f4", "<f8", ">f4"])


@st.composite
def rasters(draw):
    dtype = np.dtype(draw(TYPES))
    shape = (draw(st.integers(1, 3)), draw(st.integers(1, 9)), draw(st.integers(1, 9)))
    if dtype.kind == "f":
        elements = hnp.from_dtype(dtype, min_value=-1e6, max_value=1e6) | st.sampled_from([np.nan, np.inf, -np.inf])
    else:
        elements = hnp.from_dtype(dtype)
    data = draw(hnp.arrays(dtype, shape, elements=elements))
    mask = draw(st.none() | hnp.arrays(bool, shape[1:]) | hnp.arrays(bool, shape))
    return data, mask


def cut(data, valid, row, column):
    for rows in (slice(None, row), slice(row, None)):
        for columns in (slice(None, column), slice(column, None)):
            yield data[:, rows, columns], None if valid is None else valid[..., rows, columns]


@given(rasters(), st.integers(0, 9), st.integers(0, 9))
def test_the_sum_of_blocks_is_what_numpy_says_of_the_whole(raster, row, column):
    data, valid = raster
    totals = [BandSummary()] * len(data)
    for block, mask in cut(data, valid, row, column):
        totals = [a + b for a, b in zip(totals, summarize(block, mask), strict=True)]
    for index, total in enumerate(totals):
        values = data[index][
            np.ones_like(data[index], bool) if valid is None else np.broadcast_to(valid, data.shape)[index]
        ]
        values = values[np.isfinite(values)].astype(float)
        assert total.count == values.size
        if values.size:
            assert (total.minimum, total.maximum) == (values.min(), values.max())
            scale = max(1.0, np.abs(values).max())
            assert total.mean == pytest.approx(values.mean(), abs=1e-9 * scale)
            assert total.deviation == pytest.approx(values.std(), abs=1e-6 * scale)


def test_nothing_valid_is_an_empty_summary():
    data = np.ones((2, 3, 3), np.float32)
    assert summarize(data, np.zeros((3, 3), bool)) == (BandSummary(), BandSummary())
    assert summarize(np.full((1, 3, 3), np.nan), None) == (BandSummary(),)
    assert BandSummary() + BandSummary() == BandSummary()
    assert BandSummary().deviation == 0


def test_masks_may_differ_by_band():
    data = np.arange(8, dtype=np.uint8).reshape(2, 2, 2)
    valid = np.array([[[True, False], [False, False]], [[False, False], [False, True]]])
    first, second = summarize(data, valid)
    assert (first.count, first.maximum) == (1, 0)
    assert (second.count, second.minimum) == (1, 7)


def test_a_small_spread_about_a_large_mean_is_not_lost():
    values = (1e9 + np.array([0, 1, 2, 3], np.float64)).reshape(1, 2, 2)
    total = summarize(values[:, :1], None)[0] + summarize(values[:, 1:], None)[0]
    assert total.deviation == pytest.approx(math.sqrt(1.25), rel=1e-9)


def test_single_precision_is_summed_up_in_double():
    values = np.full((1, 1000, 1000), 0.1, np.float32)
    assert summarize(values, None)[0].mean == pytest.approx(float(np.float32(0.1)), rel=1e-12)


def test_the_largest_doubles_raise_no_warning():
    values = np.array([[[1.7e308, 1.7e308], [-1.7e308, 1.0]]])
    summary = summarize(values, None)[0]
    assert (summary.count, summary.minimum, summary.maximum) == (4, -1.7e308, 1.7e308)


def test_infinite_values_of_both_signs_raise_no_warning():
    summary = summarize(np.array([[[np.inf, -np.inf], [1.0, 3.0]]]), None)[0]
    assert (summary.count, summary.mean) == (2, 2)


def test_complex_values_have_no_order():
    assert summarize(np.ones((2, 2, 2), np.complex64), None) == (BandSummary(), BandSummary())


def test_more_rows_than_are_taken_at_once():
    data = np.arange(3000 * 3, dtype=np.int32).reshape(1, 3000, 3)
    valid = data[0] % 2 == 0
    summary = summarize(data, valid)[0]
    values = data[0][valid]
    assert (summary.count, summary.minimum, summary.maximum) == (values.size, values.min(), values.max())
    assert summary.mean == pytest.approx(values.mean())
    assert summary.deviation == pytest.approx(values.std())
