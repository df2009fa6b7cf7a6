# SPDX-License-Identifier: GPL-2.0-or-later
"""Numbers are read as people write them, and shown as they expect."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.ui import numbers
from qgis.PyQt.QtCore import QLocale

pytestmark = pytest.mark.qgis


@pytest.fixture(params=["en_US", "de_DE", "fr_FR"])
def locale(request):
    usual = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(usual)


def test_a_decimal_point_is_understood_everywhere(locale):
    assert numbers.parsed("0.25") == 0.25
    assert numbers.parsed(" -9999 ") == -9999
    assert numbers.parsed("1e-5") == 1e-5


def test_a_decimal_comma_is_understood_where_it_is_used():
    usual = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    try:
        assert numbers.parsed("0,25") == 0.25
        assert numbers.shown(0.25) == "0,25"
    finally:
        QLocale.setDefault(usual)


@pytest.mark.parametrize("text", ["", "1,200", "0,255", "ten", "nan", "inf", "-inf", "1e999", "1;2", "0x10"])
def test_what_is_no_finite_number_is_none(text):
    assert numbers.parsed(text) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (30.0, "30"),
        (0.0, "0"),
        (1200000.5, "1200000.5"),
        (-9999.0, "-9999"),
        (0.000277777777778, "0.0002777777778"),
        (-3.4028234663852886e38, "-3.402823466e+38"),
    ],
)
def test_numbers_are_shown_without_needless_digits(value, text):
    assert numbers.shown(value) == text


@given(st.floats(min_value=-1e12, max_value=1e12, allow_nan=False))
def test_what_is_shown_is_read_back_but_for_the_last_digits(value):
    assert math.isclose(numbers.parsed(numbers.shown(value)), value, rel_tol=1e-8, abs_tol=1e-300)


@pytest.mark.parametrize(("text", "values"), [("", ()), ("0,255", (0, 255)), ("0.5; x", (0.5, None)), ("7", (7,))])
def test_lists_are_read_with_commas(text, values):
    assert numbers.parsed_list(text) == values


def test_a_decimal_comma_is_no_list():
    usual = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    try:
        assert numbers.parsed_list("0,5") == (0.5,)
        assert numbers.parsed_list("0,5; 1") == (0.5, 1)
        assert numbers.parsed_list("0, 1") == (0, 1)
    finally:
        QLocale.setDefault(usual)


def test_counts_have_separators_even_when_they_are_large():
    assert numbers.counted(12_345_678_901) == "12,345,678,901"
