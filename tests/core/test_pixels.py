# SPDX-License-Identifier: GPL-2.0-or-later
"""Pixel types and lenient numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core import lenient
from image_services.core.errors import PlanError
from image_services.core.pixels import PIXEL_TYPES, of_dtype, pixel_type
from osgeo import gdal

WHOLE = {code: kind for code, kind in PIXEL_TYPES.items() if not kind.is_float and code not in {"U1", "U2", "U4"}}


@pytest.mark.parametrize("code", PIXEL_TYPES)
def test_a_code_is_one_thing_in_numpy_and_gdal(code):
    kind = pixel_type(f" {code.lower()} ")
    assert kind is PIXEL_TYPES[code]
    assert kind.dtype.byteorder in "<|="
    if code != "S8" or hasattr(gdal, "GDT_Int8"):
        assert gdal.GetDataTypeSize(gdal.GetDataTypeByName(kind.gdal_name)) == kind.bytes * 8
    if code not in {"U1", "U2", "U4"}:
        assert of_dtype(kind.dtype) is kind


@pytest.mark.parametrize("code", WHOLE)
def test_ranges_are_numpys(code):
    limits = np.iinfo(WHOLE[code].dtype)
    assert (WHOLE[code].minimum, WHOLE[code].maximum) == (limits.min, limits.max)


@pytest.mark.parametrize("code", ["F32", "F64"])
def test_the_lowest_fraction_is_numpys(code):
    assert PIXEL_TYPES[code].minimum == float(np.finfo(PIXEL_TYPES[code].dtype).min)


@pytest.mark.parametrize("code", ["", None, "UNKNOWN", "U64", "float"])
def test_other_codes_list_the_known_ones(code):
    with pytest.raises(PlanError, match="choose one of U1, U2"):
        pixel_type(code)


@pytest.mark.parametrize("dtype", ["int64", "uint64", "float16", "bool"])
def test_what_image_services_do_not_have_is_refused(dtype):
    with pytest.raises(PlanError, match="convert the raster first"):
        of_dtype(np.dtype(dtype))


@pytest.mark.parametrize(
    ("code", "value", "stored"),
    [
        ("U8", 255, 255),
        ("U8", 256, None),
        ("U8", -1, None),
        ("U8", 0.5, None),
        ("U4", 16, None),
        ("S16", -32768.0, -32768),
        ("F32", -3.4028235e38, -3.4028234663852886e38),
        ("F32", -3.40282346600000016e38, -3.4028234663852886e38),
        ("F32", 0.1, float(np.float32(0.1))),
        ("F64", 0.1, 0.1),
        ("F32", 1e39, None),
        ("C64", 0.5, 0.5),
        ("U8", math.nan, None),
        ("U8", math.inf, None),
    ],
)
def test_a_value_as_a_type_stores_it(code, value, stored):
    assert PIXEL_TYPES[code].nearest(value) == stored


@given(st.floats(allow_nan=True, allow_infinity=True), st.sampled_from(sorted(PIXEL_TYPES)))
def test_a_stored_value_stays_what_it_is(value, code):
    stored = PIXEL_TYPES[code].nearest(value)
    if stored is not None and not math.isnan(stored):
        assert PIXEL_TYPES[code].nearest(stored) == stored
        assert PIXEL_TYPES[code].is_float or PIXEL_TYPES[code].minimum <= stored <= PIXEL_TYPES[code].maximum


@pytest.mark.parametrize(
    ("written", "number"),
    [("1,79e+308", 1.79e308), (" -9999 ", -9999), ("0,5", 0.5), (5, 5), (True, None), ("", None), (None, None)],
)
def test_a_number_however_it_is_written(written, number):
    assert lenient.number(written) == number


@pytest.mark.parametrize("written", ["NaN", "inf", "-Infinity", math.nan, math.inf, "1.000,5", [], {}, 10**400, "x"])
def test_what_is_no_number_is_none(written):
    assert lenient.number(written) is None
    assert lenient.integer(written) is None


def test_words_flags_and_lists():
    assert lenient.words(" a, b ,,c ") == ("a", "b", "c")
    assert lenient.words(None) == lenient.words(["a"]) == ()
    assert [lenient.flag(value) for value in (True, "True", " true ", 1, "yes", None, False)] == [True] * 3 + [
        False
    ] * 4
    assert lenient.items(None) == lenient.items({}) == []
    assert lenient.mapping([]) == {}
    assert lenient.numbers([1, "2,5", None, "x"]) == (1, 2.5, None, None)
    assert (lenient.integer(2.0), lenient.integer(2.5), lenient.text(5), lenient.text(" a ")) == (2, None, "", "a")
