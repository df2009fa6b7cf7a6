# SPDX-License-Identifier: GPL-2.0-or-later
"""What publishing will do, without a network: promotion, NoData, names, and what is refused."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.cancel import Cancel
from image_services.core.errors import Cancelled, PlanError
from image_services.core.grid import Window
from image_services.core.pixels import PIXEL_TYPES, promoted
from image_services.core.publish_options import PublishOptions, service_name_of
from image_services.core.publish_plan import check_values, plan_publish, shown_number
from image_services.core.raster_source import SourceBand, SourceFacts

WKT = "EPSG:32632"
LARGEST = 1.7976931348623157e308
TABLE = {
    "U1": "U8",
    "U2": "U8",
    "U4": "U8",
    "U8": "U16",
    "S8": "S16",
    "U16": "U32",
    "S16": "S32",
    "U32": "F64",
    "S32": "F64",
    "F32": "F64",
    "F64": "F64",
}


class Source:
    """A raster in memory."""

    def __init__(self, data=None, valid=None, codes=("F32",), no_data=None, **facts):
        bands = tuple(SourceBand(f"b{i}", PIXEL_TYPES[code], no_data) for i, code in enumerate(codes))
        self.data = data if data is not None else np.zeros((len(bands), 20, 30))
        self.valid = valid if valid is not None else np.ones(self.data.shape, bool)
        _, rows, columns = self.data.shape
        given = {"name": "dem", "transform": (10.0, 1.0, 0.0, 50.0, 0.0, -1.0), "wkt": WKT, "bands": bands, **facts}
        self.facts = SourceFacts(width=columns, height=rows, **given)

    def read(self, band_indexes, window):
        place = (
            list(band_indexes),
            slice(window.row, window.row + window.rows),
            slice(window.column, window.column + window.columns),
        )
        return self.data[place], self.valid[place]

    def close(self):
        pass


def plan(source=None, **options):
    return plan_publish(source or Source(), PublishOptions.of(service_name="name", **options))


@pytest.mark.parametrize(("before", "after"), TABLE.items())
def test_promotion(before, after):
    kind = promoted(PIXEL_TYPES[before])
    assert kind is PIXEL_TYPES[after]
    assert kind.minimum <= PIXEL_TYPES[before].minimum
    assert kind.maximum > PIXEL_TYPES[before].maximum or before == "F64"
    made = plan(Source(codes=(before,)))
    assert (made.pixel_type, made.no_data) == (kind, kind.maximum)


@pytest.mark.parametrize("code", ["C64", "C128"])
@pytest.mark.parametrize("promote", [True, False])
def test_complex_values_are_refused(code, promote):
    with pytest.raises(PlanError, match="Complex"):
        plan(Source(codes=(code,)), promote=promote)


@given(st.sampled_from(["U8", "S8", "U16", "S16", "U32", "S32", "F32"]), st.data())
def test_every_value_survives_promotion_and_none_is_no_data(code, data):
    kind, larger = PIXEL_TYPES[code], promoted(PIXEL_TYPES[code])
    if kind.is_float:
        value = data.draw(st.floats(width=32, allow_nan=False))
    else:
        value = data.draw(st.integers(int(kind.minimum), int(kind.maximum)))
    stored = np.dtype(kind.numpy_name).type(value)
    assert larger.dtype.type(stored) == stored
    assert larger.dtype.type(stored) != larger.maximum


@pytest.mark.parametrize(
    ("codes", "options", "text"),
    [
        (("F32",), {}, "Float32 -> Float64, NoData 1.797e308"),
        (("F64",), {}, "Float64, NoData 1.797e308"),
        (("U8",), {}, "Byte -> UInt16, NoData 65535"),
        (("U8",), {"promote": False}, "Byte, no NoData"),
        (("S16",), {"promote": False, "no_data": -9999}, "Int16, NoData -9999"),
        (("F32",), {"promote": False}, "Float32, NoData -3.402e38"),
        (("U1",), {"promote": False}, "1 bit -> Byte, no NoData"),
        (("U4",), {}, "4 bits -> Byte, NoData 255"),
    ],
)
def test_promotion_in_words(codes, options, text):
    assert plan(Source(codes=codes), **options).promotion_text == text


@pytest.mark.parametrize(
    ("codes", "common"),
    [
        (("U8", "S16"), "S16"),
        (("U8", "U16"), "U16"),
        (("U32", "S32"), "F64"),
        (("U16", "F32"), "F32"),
        (("U1", "U8"), "U8"),
        (("S32", "F32"), "F64"),
    ],
)
def test_bands_of_different_types_share_one(codes, common):
    assert plan(Source(codes=codes)).source_type.code == common


def test_the_size_and_the_bands():
    made = plan(Source(codes=("U8", "U8", "U8")), bands="3,1", title=" A title ")
    assert made.bands == (2, 0)
    assert made.band_count == 2
    assert made.upload_bytes == 20 * 30 * 2 * 2
    assert (made.width, made.height, made.wkt, made.title) == (30, 20, WKT, "A title")
    assert plan(Source(name="dem")).title == "dem"
    assert plan(Source(name="")).title == "name"
    assert pickle.loads(pickle.dumps(made)) == made


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"wkt": ""}, "no spatial reference"),
        ({"wkt": "  "}, "no spatial reference"),
        ({"transform": (0.0, 1.0, 0.0, 0.0, 0.0, 1.0)}, "georeference it"),
        ({"transform": (0.0, 0.0, 0.0, 0.0, 0.0, -1.0)}, "georeference it"),
        ({"transform": (float("nan"), 1.0, 0.0, 0.0, 0.0, -1.0)}, "georeference it"),
        ({"wkt": "+proj=airy +lat_0=5"}, "GeoTIFF cannot express the spatial reference"),
        ({"wkt": "nonsense"}, "GeoTIFF cannot express the spatial reference"),
        ({"bands": ()}, "has no bands"),
    ],
)
def test_what_would_become_an_empty_service(facts, reason):
    with pytest.raises(PlanError, match=reason):
        plan(Source(**facts))


def test_no_cells():
    source = Source()
    source.facts = replace(source.facts, width=0)
    with pytest.raises(PlanError, match="no cells"):
        plan(source)


@pytest.mark.parametrize(
    ("bands", "reason"), [("4", "has bands 1 to 3"), ("0", "counted from 1"), ("x", "counted from 1")]
)
def test_bands_that_are_not_there(bands, reason):
    with pytest.raises(PlanError, match=reason):
        plan(Source(codes=("U8",) * 3), bands=bands)


def test_a_turned_raster_is_a_warning():
    made = plan(Source(transform=(0.0, 1.0, 0.5, 9.0, 0.5, -1.0)))
    assert "resamples" in made.warnings[0]


def test_without_promotion_bands_share_one_no_data():
    source = Source(codes=("S16", "S16"))
    bands = (SourceBand("a", PIXEL_TYPES["S16"], -1.0), SourceBand("b", PIXEL_TYPES["S16"], -2.0))
    source.facts = replace(source.facts, bands=bands)
    made = plan(source, promote=False)
    assert made.no_data == -1
    assert "NoData" in made.warnings[0]
    with pytest.raises(PlanError, match="Int16 cannot hold the NoData value 70000"):
        plan(source, promote=False, no_data=70000)


def test_nan_is_no_no_data_of_a_service():
    made = plan(Source(codes=("F32",), no_data=float("nan")), promote=False)
    assert made.no_data == PIXEL_TYPES["F32"].minimum


def test_cells_that_hold_the_new_no_data_already():
    data = np.zeros((2, 20, 30))
    data[0, 3, 4:9] = LARGEST
    data[1, 0, 0] = LARGEST
    data[0, 0, 0] = 1e308
    valid = np.ones(data.shape, bool)
    valid[0, 3, 8] = False
    source = Source(data, valid, codes=("F64", "F64"))
    seen = []
    assert check_values(source, plan(source), progress=lambda *now: seen.append(now)) == (4, 1)
    assert seen[-1] == (600, 600)
    assert check_values(source, plan(source, promote=False, no_data=0.0)) == (0, 0)  # those are holes by wish
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        check_values(source, plan(source), cancel)
    source = Source(np.full((2, 20, 30), 3.4028234663852886e38, np.float32), codes=("F32", "F32"))
    assert check_values(source, plan(source)) == (0, 0)


def test_a_value_can_count_as_a_hole():
    data = np.array([[[1.5, 0.1, 3.0]]], np.float32)
    source = Source(data, codes=("F32",))
    _, valid = plan(source, no_data=0.1).read(source, Window(0, 0, 3, 1))
    assert valid.tolist() == [[[True, False, True]]]


@given(st.integers(1, 40_000), st.integers(1, 3000), st.integers(1, 12))
def test_windows_cover_everything_once_and_are_small(width, height, bands):
    source = Source(codes=("U8",) * bands)
    source.facts = replace(source.facts, width=width, height=height)
    made = plan(source)
    windows = list(made.windows())
    assert sum(window.cells for window in windows) == width * height
    assert len({(window.column, window.row) for window in windows}) == len(windows)
    assert max(window.cells for window in windows) * bands * 2 <= max(32_000_000, 512 * 512 * bands * 2)


@pytest.mark.parametrize(("text", "name"), [("a b", "a_b"), ("  Dem 2\t3 ", "Dem_2_3"), ("x_1", "x_1")])
def test_a_name(text, name):
    assert service_name_of(text) == name


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "needs a name"), ("a-b.c", r"take out - \."), ("höhe", "take out ö"), ("x" * 121, "121 characters")],
)
def test_a_name_that_cannot_be(text, reason):
    with pytest.raises(PlanError, match=reason):
        service_name_of(text)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"sharing": "all"}, "no sharing; choose one of private, org, public"),
        ({"kind": "cached"}, "no kind; choose one of auto, dynamic, tiled"),
        ({"no_data": "x"}, "must be a number"),
        ({"no_data": float("inf")}, "must be a number"),
        ({"part_bytes": 10}, "Parts have from"),
        ({"summary": "x" * 251}, "251 characters"),
        ({"colour": 1}, "no option “colour”"),
    ],
)
def test_choices_that_cannot_be(options, reason):
    with pytest.raises(PlanError, match=reason):
        PublishOptions.of(service_name="n", **options)


def test_options_as_people_write_them():
    options = PublishOptions.of(service_name="a b", tags=" x, y ,,", bands="2, 1", title=None)
    assert (options.service_name, options.tags, options.bands, options.title) == ("a_b", ("x", "y"), (2, 1), "")
    assert PublishOptions.of(service_name="n", tags=("a",), bands=None).bands == ()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (LARGEST, "1.797e308"),
        (-3.4028234663852886e38, "-3.402e38"),
        (65535, "65535"),
        (-9999.0, "-9999"),
        (0.25, "0.25"),
        (1e-9, "1.000e-9"),
        (0.0, "0"),
    ],
)
def test_numbers_in_words(value, text):
    assert shown_number(value) == text
