# SPDX-License-Identifier: GPL-2.0-or-later
"""Options of a download: what people write is understood, and what means nothing is refused with the remedy."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.errors import PlanError
from image_services.core.grid import Extent
from image_services.core.options import DownloadOptions
from image_services.core.spatialref import SpatialReference

of = DownloadOptions.of
BOX = Extent(1, 2, 3, 4)


def test_nothing_given_is_everything_raw_and_exact():
    options = of()
    assert options == DownloadOptions()
    assert (options.extent, options.sr, options.cell_size, options.bands, options.pixel_type) == (None,) * 5
    assert (options.format, options.interpolation, options.lerc_tolerance) == ("auto", "nearest", 0)
    assert (options.rendering_rule, options.on_error, options.overwrite) == ("", "fail", False)
    assert (options.tile_columns, options.tile_rows, options.max_concurrency) == (1024, 1024, 8)


@pytest.mark.parametrize(
    "extent",
    [BOX, (1, 2, 3, 4), [1, 2, 3, 4], "1,2,3,4", "1, 2, 3.0, 4e0", np.array([1, 2, 3, 4]), ("1", "2", "3", "4")],
)
def test_an_extent_in_any_form(extent):
    assert of(extent=extent).extent == BOX
    assert of(extent=extent).extent_sr is None


def test_an_extent_as_esri_writes_it_brings_its_reference():
    extent = {"xmin": 1, "ymin": "2", "xmax": 3, "ymax": 4, "spatialReference": {"wkid": 102100, "latestWkid": 3857}}
    options = of(extent=extent)
    assert options.extent == BOX
    assert options.extent_sr == SpatialReference(102100, 3857)
    assert of(extent=extent, extent_sr=4326).extent_sr == SpatialReference(4326)  # what is said outright counts


@pytest.mark.parametrize(
    "extent", [(1, 2, 3), (1, 2, 3, 4, 5), "1 2 3 4", "1234", 5, True, {}, {"xmin": 1}, ("a", 2, 3, 4), (None,) * 4, ""]
)
def test_an_extent_that_is_none_is_refused(extent):
    with pytest.raises(PlanError, match="four numbers"):
        of(extent=extent)


@pytest.mark.parametrize("extent", [(3, 2, 1, 4), (1, 4, 3, 2), (1, 2, 1, 4), (math.nan, 2, 3, 4), (1, 2, math.inf, 4)])
def test_an_impossible_extent_is_refused(extent):
    with pytest.raises(PlanError, match=r"upside down|not a number"):
        of(extent=extent)


@pytest.mark.parametrize(
    ("given_", "size"),
    [
        *((30, (30, 30)), (0.5, (0.5, 0.5)), ((30, 20), (30, 20)), ([5], (5, 5))),
        *(("30", (30, 30)), ("12", (12, 12)), ("30,20", (30, 20)), ("1e-3", (0.001, 0.001))),
        *((np.float32(2), (2, 2)), (np.array([3, 4]), (3, 4))),
    ],
)
def test_a_cell_size_is_one_number_or_two(given_, size):
    assert of(cell_size=given_).cell_size == size


@pytest.mark.parametrize("size", [0, -1, "x", "", (1, 2, 3), (), (1, 0), (1, None), math.nan, math.inf, (5, "x")])
def test_a_cell_size_that_is_none_is_refused(size):
    with pytest.raises(PlanError, match="cell size is one positive number"):
        of(cell_size=size)


@pytest.mark.parametrize(
    ("given_", "bands"),
    [((4, 3, 2), (4, 3, 2)), ("4,3,2", (4, 3, 2)), ("12", (12,)), (5, (5,)), ([1.0], (1,)), (np.arange(1, 3), (1, 2))],
)
def test_bands_keep_their_order(given_, bands):
    assert of(bands=given_).bands == bands


@pytest.mark.parametrize("bands", [(), "", 0, (0, 1), -1, "a", (1, None), 1.5, (True,), "1;2", [[1]]])
def test_bands_that_are_none_are_refused(bands):
    with pytest.raises(PlanError, match="counted from 1"):
        of(bands=bands)


@pytest.mark.parametrize(
    ("given_", "values"), [(0, (0,)), (-9999.5, (-9999.5,)), ("12", (12,)), ("0,255", (0, 255)), ((1, 2), (1, 2))]
)
def test_no_data_is_one_value_or_a_list(given_, values):
    assert of(no_data=given_).no_data == values


@pytest.mark.parametrize("values", ["x", (), "", (1, None), math.nan, math.inf, "nan"])
def test_no_data_that_is_no_number_is_refused(values):
    with pytest.raises(PlanError, match="NoData is one number"):
        of(no_data=values)


def test_rules_may_be_given_as_objects():
    options = of(rendering_rule={"rasterFunction": "Höhe"}, mosaic_rule={"mosaicMethod": "esriMosaicNone"})
    assert options.rendering_rule == '{"rasterFunction": "Höhe"}'
    assert options.mosaic_rule == '{"mosaicMethod": "esriMosaicNone"}'
    assert of(rendering_rule=None, mosaic_rule="", time=None) == DownloadOptions()


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": "webp"},
        {"format": "BSQ"},
        {"interpolation": "lanczos"},
        {"no_data_interpretation": "some"},
        {"compression": "zstd"},
        {"on_error": "ignore"},
        {"file_compression": "jpeg"},
        {"format": []},
        {"tile_columns": 0},
        {"tile_rows": 2**31},
        {"tile_columns": 1024.5},
        {"tile_rows": "1024"},
        {"tile_columns": math.nan},
        {"max_concurrency": 0},
        {"max_concurrency": 65},
        {"max_concurrency": 2.5},
        {"lerc_tolerance": -0.1},
        {"lerc_tolerance": math.nan},
        {"lerc_tolerance": math.inf},
        {"lerc_tolerance": "1"},
        {"compression_quality": 101},
        {"compression_quality": 50.5},
        {"slice_id": -1},
        {"slice_id": "2"},
        {"rendering_rule": 5},
        {"mosaic_rule": ["x"]},
        {"time": 2020},
        {"sr": "nowhere"},
        {"extent_sr": 999999},
    ],
    ids=repr,
)
def test_a_wrong_value_is_refused_in_a_sentence(wrong):
    with pytest.raises(PlanError) as caught:
        of(**wrong)
    sentence = str(caught.value)
    assert sentence[-1] == "."
    assert "_" not in sentence


def test_an_unknown_option_lists_the_known_ones():
    with pytest.raises(PlanError, match=r"no option “tile_size”.*tile_columns"):
        of(tile_size=512)


def test_whole_numbers_of_numpy_count():
    options = of(
        tile_columns=np.int64(512), max_concurrency=np.int32(4), slice_id=np.int64(0), lerc_tolerance=np.float32(1)
    )
    assert options.tile_columns == 512


def test_options_pickle_and_compare():
    options = of(extent=(1, 2, 3, 4), sr=3857, bands=(2, 1), no_data=5, rendering_rule="Hillshade")
    assert pickle.loads(pickle.dumps(options)) == options
    assert hash(options) == hash(pickle.loads(pickle.dumps(options)))


ANYTHING = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=10) | st.binary(max_size=4)
ANYTHING |= st.lists(ANYTHING, max_size=5) | st.dictionaries(st.text(max_size=4), ANYTHING, max_size=2)


@given(st.sampled_from(sorted(DownloadOptions.__dataclass_fields__)), ANYTHING)
def test_whatever_is_given_it_is_taken_or_refused_in_our_words(name, value):
    if name == "overwrite":
        return
    try:
        options = of(**{name: value})
    except PlanError:
        return
    assert isinstance(options, DownloadOptions)
