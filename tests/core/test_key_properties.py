# SPDX-License-Identifier: GPL-2.0-or-later
"""Key properties are read in every spelling, and nothing in them breaks or bloats a file, or tells a secret."""

from __future__ import annotations

import json
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.key_properties import (
    LONGEST_NAME,
    LONGEST_UNIT,
    LONGEST_VALUE,
    MOST_PROPERTIES,
    BandProperties,
    KeyProperties,
    Wavelengths,
    clean,
)
from image_services.core.meaning import BandMeaning, Meaning
from image_services.core.plain_text import one_line, plain_text


def bands(*entries):
    return KeyProperties.of({"BandProperties": list(entries)}).bands


def test_the_recorded_shape_is_read(shared_data):
    recorded = json.loads((shared_data / "real-services" / "shape-keyProperties.json").read_text(encoding="utf-8"))
    keys = KeyProperties.of(recorded)
    assert keys.bands == (
        BandProperties("B1", "", Wavelengths(450, 510)),
        BandProperties("B2", "", Wavelengths(520, 590)),
    )
    assert dict(keys.stated) == {"HighCellSize": "4", "LowCellSize": "1", "MaxCellSize": "40", "DataType": "Generic"}


def test_no_recorded_answer_of_a_server_is_taken_for_bands(shared_data):
    for path in (shared_data / "real-services").glob("*.json"):
        keys = KeyProperties.of(json.loads(path.read_text(encoding="utf-8")))
        assert keys.bands == () or path.name == "shape-keyProperties.json"


@pytest.mark.parametrize(
    ("entry", "wavelengths"),
    [
        ({"WavelengthMin": 445, "WavelengthMax": 516}, (445, 516)),
        ({"WavelengthMin": "445", "WavelengthMax": "516,5"}, (445, 516.5)),
        ({"wavelengthmax": 445, "WAVELENGTHMIN": 516}, (445, 516)),
        ({"WavelengthMin": 0.45, "WavelengthMax": 0.51}, (450, 510)),
        ({"WavelengthMin": 10.6, "WavelengthMax": 11.2}, (10600, 11200)),
        ({"WavelengthMin": 10600, "WavelengthMax": 11190}, (10600, 11190)),
        ({"WavelengthMin": 0, "WavelengthMax": 0}, None),
        ({"WavelengthMin": None, "WavelengthMax": 516}, None),
        ({"WavelengthMin": "n/a", "WavelengthMax": 516}, None),
        ({"WavelengthMin": -9999, "WavelengthMax": -9999}, None),
    ],
)
def test_wavelengths_in_every_spelling(entry, wavelengths):
    (band,) = bands(entry)
    expected = Wavelengths(*wavelengths) if wavelengths else None
    found = band.wavelengths
    if expected is None:
        assert found is None
    else:
        assert (found.shortest, found.longest) == pytest.approx((expected.shortest, expected.longest))


def test_bands_may_come_as_text_or_alone():
    listed = [{"BandName": "Blue", "WavelengthMin": 445, "WavelengthMax": 516}]
    expected = bands(*listed)
    assert expected[0].name == "Blue"
    assert KeyProperties.of({"BandProperties": json.dumps(listed)}).bands == expected
    assert KeyProperties.of({"bandproperties": listed[0]}).bands == expected
    assert KeyProperties.of({"keyProperties": {"BandProperties": listed}}).bands == expected
    assert KeyProperties.of({"BandProperties": '[{"BandName": '}).bands == ()


def test_a_band_is_found_by_its_name_before_its_place():
    keys = KeyProperties.of({"BandProperties": [{"BandName": name, "Unit": name} for name in ("Red", "Green", "Blue")]})
    assert keys.band(0, "blue", 3).unit == "Blue"
    assert keys.band(1, "Band_2", 3).unit == "Green"
    assert keys.band(1, "Band_2", 4) == BandProperties(), "which of four bands three entries are about is not told"
    assert keys.band(3, "Red", 4).unit == "Red"


@pytest.mark.parametrize(
    ("value", "unit"), [("W/m2", "W/m2"), (" deg  C ", "deg C"), ("Unknown", ""), ("None", ""), (5, ""), (None, "")]
)
def test_units_are_what_publishers_say(value, unit):
    assert KeyProperties.of({"Pixel_Units": value}).unit == unit
    assert bands({"Unit": value})[0].unit == unit


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2023-06-21T10:31:05Z", (2023, 6, 21, 10, 31, 5)),
        ("2023-06-21T10:31:05.123+00:00", (2023, 6, 21, 10, 31, 5)),
        ("2023/06/21 10:31", (2023, 6, 21, 10, 31)),
        ("2023-06-21", (2023, 6, 21)),
        (1687343465000, (2023, 6, 21, 10, 31, 5)),
        ("1687343465000", (2023, 6, 21, 10, 31, 5)),
        ("6/7/2023 10:31:05 AM", None),  # in June, or in July
        (45098.43, None),
        ("2023-13-41", None),
        ("", None),
    ],
)
def test_a_time_is_read_where_it_can_mean_one_moment_only(value, moment):
    expected = datetime(*moment, tzinfo=timezone.utc) if moment else None
    assert KeyProperties.of({"AcquisitionDate": value}).acquired == expected


@pytest.mark.parametrize(("value", "percent"), [(0.12, 12), ("0.12", 12), (35, 35), (1, 100), (-1, None), ("x", None)])
def test_clouds_are_a_share_as_esri_defines_it(value, percent):
    found = KeyProperties.of({"CloudCover": value}).cloud_cover
    assert found == (None if percent is None else pytest.approx(percent))


SECRETS = {
    "Password": "hunter2",
    "ConnectionToken": "hunter2",
    "Source": "SERVER=gis;USER=ann;PASSWORD=hunter2",
    "Thumbnail": "https://ann:hunter2@example.org/a.jpg?token=hunter2",
    "Nested": {"password": "hunter2"},
    "api_key": "hunter2",
    "Header": "Authorization: Bearer hunter2",
}


def test_nothing_that_looks_like_a_secret_is_carried_on():
    keys = KeyProperties.of({**SECRETS, "Author": "Ann", "ConfigKeyword": "NITF"})
    assert "hunter2" not in repr(keys)
    assert dict(keys.stated) == {"Author": "Ann", "ConfigKeyword": "NITF", "Thumbnail": "https://example.org/a.jpg"}


def test_a_flood_of_properties_is_cut():
    keys = KeyProperties.of({f"{'n' * 100}{i}{'x' * 100}" if i == 0 else f"p{i}": "v" * 10_000 for i in range(5000)})
    assert len(keys.stated) == MOST_PROPERTIES
    assert all(len(name) <= LONGEST_NAME and len(value) <= LONGEST_VALUE for name, value in keys.stated)
    assert keys.stated[1][1].endswith("…")
    assert KeyProperties.of({"Long": ["v"] * 1000, "Short": [1, "v"]}).stated == (("Short", '[1,"v"]'),)


NAMES = st.sampled_from(
    [
        *("BandProperties", "BandName", "WavelengthMin", "WavelengthMax", "Unit", "VerticalUnit"),
        *("keyProperties", "AcquisitionDate", "CloudCover", "SensorName", "Pässe=;:"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8) | st.just('[{"BandName": 5}]'),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(max_size=6), inner, max_size=6),
    max_leaves=20,
)


@given(JSON)
def test_whatever_is_answered_is_read(answer):
    keys = KeyProperties.of(answer)
    assert len(keys.stated) <= MOST_PROPERTIES
    assert len({name.lower() for name, _ in keys.stated}) == len(keys.stated)
    for name, value in keys.stated:
        assert 0 < len(name) <= LONGEST_NAME
        assert not set(name) & set("=:;<>\n")
        assert 0 < len(value) <= LONGEST_VALUE
        value.encode()  # half a character could not be written
    assert keys.cloud_cover is None or 0 <= keys.cloud_cover <= 100
    for band in keys.bands:
        assert len(band.unit) <= LONGEST_UNIT
        assert band.wavelengths is None or 0 < band.wavelengths.shortest <= band.wavelengths.longest
    said = Meaning((BandMeaning("", keys.unit, None),), keys)
    assert all(isinstance(value, str) and value for value in {**said.metadata(), **said.imagery()}.values())


@given(st.floats(100, 1e6), st.floats(0, 1e5))
def test_wavelengths_are_the_same_in_every_unit(shortest, width):
    (band,) = bands({"WavelengthMin": shortest, "WavelengthMax": shortest + width})
    said = BandMeaning(wavelengths=band.wavelengths)
    center = float(said.imagery()["CENTRAL_WAVELENGTH_UM"]) * 1000
    assert center == pytest.approx(shortest + width / 2, rel=1e-6)
    assert float(said.metadata()["wavelength"]) == pytest.approx(center, rel=1e-6)
    if band.wavelengths.width:
        assert float(said.imagery()["FWHM_UM"]) * 1000 == pytest.approx(band.wavelengths.width, rel=1e-6)


@given(st.text(max_size=200), st.integers(1, 50))
def test_descriptions_become_plain_text_of_bounded_length(text, longest):
    plain = clean(plain_text(text), longest)
    assert len(plain) <= longest
    plain.encode()


def test_the_text_of_a_page_is_what_people_would_read():
    page = "<p>Heights &amp; <b>depths</b></p><style>p {}</style><script>alert(1)</script>in<br>metres &lt; 9000 m"
    assert plain_text(page) == "Heights & depths\nin\nmetres < 9000 m"
    assert one_line(page) == "Heights & depths in metres < 9000 m"
    assert plain_text("  two words ") == "two words"
