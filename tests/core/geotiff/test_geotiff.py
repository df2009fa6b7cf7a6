# SPDX-License-Identifier: GPL-2.0-or-later
"""The file that a download ends in, read back with GDAL: exact, whole, and never there before it is whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from image_services.core.geotiff import GeoTiffSink, storage_type
from image_services.core.grid import Window
from image_services.core.pixels import PIXEL_TYPES
from image_services.core.raster import RasterClass
from image_services.core.spatialref import SpatialReference
from image_services.core.statistics import summarize
from osgeo import gdal

WKT = SpatialReference(32633).to_wkt()
ROOT = Path(__file__).resolve().parents[2]
KINDS = list(PIXEL_TYPES)


# Values


@pytest.mark.parametrize("kind", KINDS)
def test_every_pixel_type_comes_back_bit_for_bit(kind, tmp_path, gdal_exceptions, tiff):
    one = tiff.layout(bands=2, kind=kind)
    data = tiff.values(one)
    tiff.write(tmp_path / "a.tif", one, data)
    dataset, bands, found = tiff.read(tmp_path / "a.tif")
    assert found.dtype == np.dtype(storage_type(one.pixel_type).numpy_name)
    np.testing.assert_array_equal(found, data)
    assert {band.GetMaskFlags() for band in bands} == {gdal.GMF_ALL_VALID}
    assert dataset.GetGeoTransform() == (500_000, 10, 0, 5_000_000, 0, -20)
    assert tiff.files(tmp_path) == ["a.tif"]


def test_signed_bytes_are_stored_as_they_can_be(tiff):
    kind = storage_type(PIXEL_TYPES["S8"])
    assert kind.code == ("S8" if hasattr(gdal, "GDT_Int8") else "S16")
    assert all(storage_type(PIXEL_TYPES[code]).code == code for code in KINDS if code != "S8")


@pytest.mark.parametrize("shape", [(1, 1), (1, 130), (17, 5), (300, 130)])
@pytest.mark.parametrize("tile", [(512, 512), (256, 256), (100, 37), (7, 1000)])
@pytest.mark.parametrize("compression", ["none", "deflate", "zstd", "lzw"])
def test_tiles_of_any_size_give_the_same_file(shape, tile, compression, tmp_path, tiff):
    one = tiff.layout(*shape, kind="S16")
    data = tiff.values(one)
    tiff.write(tmp_path / "a.tif", one, data, tile=tile, compression=compression)
    dataset, _, found = tiff.read(tmp_path / "a.tif")
    np.testing.assert_array_equal(found, data)
    assert dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") == (
        None if compression == "none" else compression.upper()
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("compression", ["deflate", "zstd", "lzw"])
def test_compression_loses_nothing(kind, compression, tmp_path, tiff):
    one = tiff.layout(bands=2, kind=kind, no_data=1)
    data = tiff.values(one)
    valid = np.arange(7000).reshape(70, 100) % 3 > 0
    tiff.write(tmp_path / "a.tif", one, data, valid, tile=(50, 50), compression=compression)
    _, _, found = tiff.read(tmp_path / "a.tif")
    np.testing.assert_array_equal(found[:, valid], data[:, valid])
    assert (found[:, ~valid] == 1).all()


@pytest.mark.parametrize("kind", ["S16", "F32", "F64", "U8", "S8", "C64"])
@pytest.mark.parametrize("by_band", [False, True])
def test_invalid_pixels_hold_the_no_data_value(kind, by_band, tmp_path, tiff):
    one = tiff.layout(bands=2, kind=kind, no_data=-7 if kind != "U8" else 7)
    data = tiff.values(one)
    shape = data.shape if by_band else data.shape[1:]
    valid = np.random.default_rng(1).random(shape) > 0.3
    tiff.write(tmp_path / "a.tif", one, data, valid)
    _, bands, found = tiff.read(tmp_path / "a.tif")
    each = np.broadcast_to(valid, data.shape)
    np.testing.assert_array_equal(found[each], data[each])
    assert (found[~each] == one.no_data).all()
    assert [band.GetNoDataValue() for band in bands] == [one.no_data] * 2
    assert {band.GetMaskFlags() for band in bands} == {gdal.GMF_NODATA}


def test_the_lowest_number_stands_for_no_data_to_the_bit(tmp_path, tiff):
    lowest = PIXEL_TYPES["F32"].minimum
    one = tiff.layout(kind="F32", no_data=lowest)
    valid = np.ones((70, 100), bool)
    valid[3, 4] = False
    tiff.write(tmp_path / "a.tif", one, tiff.values(one), valid)
    _, (band,), found = tiff.read(tmp_path / "a.tif")
    assert band.GetNoDataValue() == lowest == float(found[0, 3, 4])
    assert band.GetMaskBand().ReadAsArray()[3, 4] == 0


@pytest.mark.parametrize("compression", ["none", "deflate"])
@pytest.mark.parametrize("tile", [(32, 32), (33, 27)])
def test_without_a_value_a_mask_says_what_is_invalid(tile, compression, tmp_path, gdal_exceptions, tiff):
    one = tiff.layout(bands=3, kind="U8")
    data = tiff.values(one)
    valid = np.ones((70, 100), bool)
    valid[60:, 80:] = False  # only in the last tiles: the ones before have no mask yet
    tiff.write(tmp_path / "a.tif", one, data, valid, tile=tile, compression=compression)
    _, bands, found = tiff.read(tmp_path / "a.tif")
    np.testing.assert_array_equal(found, data)
    for band in bands:
        assert band.GetMaskFlags() == gdal.GMF_PER_DATASET
        assert band.GetNoDataValue() is None
        np.testing.assert_array_equal(band.GetMaskBand().ReadAsArray() == 255, valid)
    assert tiff.files(tmp_path) == ["a.tif"]


def test_masks_by_band_are_joined_where_there_is_one_for_all(tmp_path, tiff):
    one = tiff.layout(bands=2, kind="U8")
    valid = np.ones((2, 70, 100), bool)
    valid[0, 0, 0] = valid[1, 1, 1] = False
    tiff.write(tmp_path / "a.tif", one, tiff.values(one), valid)
    _, (band, _), _ = tiff.read(tmp_path / "a.tif")
    np.testing.assert_array_equal(band.GetMaskBand().ReadAsArray() == 255, valid.all(axis=0))


@pytest.mark.parametrize("again", [False, True])
def test_the_first_hole_may_come_at_any_tile(again, tmp_path, tiff):
    """Also after tiles whose blocks were all there already; ``again`` goes on with what an earlier sink has left."""
    one = tiff.layout(600, 500)
    data, settings = tiff.values(one), {"tile": (100, 100)}  # blocks of 112: each tile shares some with its neighbours
    windows = [Window(column, row, 100, 100) for row in range(0, 500, 100) for column in range(0, 600, 100)]
    for first in range(2, 26):
        order = np.random.default_rng(first).permutation(len(windows))
        path, holes = tmp_path / f"{first}.tif", np.ones((500, 600), bool)
        sink = GeoTiffSink(path, one, **settings)
        for place, window in enumerate(windows[index] for index in order):
            if again and place == first // 2:
                sink.close()
                sink = GeoTiffSink(path, one, again=True, **settings)
                assert not sink.mend(window)
            cells = np.s_[window.row : window.row + 100, window.column : window.column + 100]
            if place >= first:
                holes[cells][7, 9] = False
            sink.write(window, data[(slice(None), *cells)], holes[cells] if place >= first else None)
        sink.finish((), {})
        _, (band,), read = tiff.read(path)
        np.testing.assert_array_equal(read, data)
        np.testing.assert_array_equal(band.GetMaskBand().ReadAsArray() != 0, holes)


def test_tiles_without_a_mask_after_one_with_a_mask(tmp_path, tiff):
    one = tiff.layout(64, 32, kind="U8")
    sink = GeoTiffSink(tmp_path / "a.tif", one, tile=(32, 32))
    ones = np.ones((1, 32, 32), np.uint8)
    sink.write(Window(0, 0, 32, 32), ones, np.zeros((32, 32), bool))
    sink.write(Window(32, 0, 32, 32), ones, None)
    sink.write(Window(0, 0, 32, 32), ones, None)  # and once more, valid this time
    sink.finish(summarize(ones, None), {})
    _, (band,), _ = tiff.read(tmp_path / "a.tif")
    assert (band.GetMaskBand().ReadAsArray() == 255).all()


def test_pixels_in_any_memory_layout(tmp_path, tiff):
    one = tiff.layout(32, 32, bands=2, kind="S16")
    data = tiff.values(one)
    for index, same in enumerate(
        (
            data.astype(">i2"),
            np.asfortranarray(data),
            np.moveaxis(np.moveaxis(data, 0, 2).copy(), 2, 0),
            data[::-1][::-1],
        )
    ):
        same.flags.writeable = False
        tiff.write(tmp_path / f"{index}.tif", one, same)
        np.testing.assert_array_equal(tiff.read(tmp_path / f"{index}.tif")[2], data)


# What goes with the values


def test_names_statistics_reference_and_metadata(tmp_path, tiff):
    one = tiff.layout(bands=2, kind="F32", no_data=-1, band_names=("Höhe", "Neigung <°>"), metadata={"A": "ä & <b>"})
    data = tiff.values(one)
    valid = data[0] > 0
    sink = tiff.write(tmp_path / "ö ü.tif", one, data, valid, finish=False)
    sink.finish(summarize(data, valid), {"IMAGE_SERVICE": "https://example.org/S", "AREA_OR_POINT": "Area"})
    dataset, bands, _ = tiff.read(tmp_path / "ö ü.tif")
    assert [band.GetDescription() for band in bands] == ["Höhe", "Neigung <°>"]
    assert dataset.GetSpatialRef().GetAuthorityCode(None) == "32633"
    metadata = dataset.GetMetadata()
    assert (metadata["A"], metadata["IMAGE_SERVICE"], metadata["AREA_OR_POINT"]) == (
        "ä & <b>",
        "https://example.org/S",
        "Area",
    )
    for band, plane in zip(bands, data, strict=True):
        kept = plane[valid].astype(float)
        assert band.GetStatistics(False, False) == pytest.approx([kept.min(), kept.max(), kept.mean(), kept.std()])
    assert tiff.files(tmp_path) == ["ö ü.tif"]


def test_no_statistics_of_nothing(tmp_path, tiff):
    one = tiff.layout(kind="F32", no_data=-1)
    data = tiff.values(one)
    tiff.write(tmp_path / "a.tif", one, data, np.zeros((70, 100), bool))
    assert "STATISTICS_MINIMUM" not in tiff.read(tmp_path / "a.tif")[1][0].GetMetadata()
    tiff.write(tmp_path / "b.tif", tiff.layout(kind="F64"), np.full((1, 70, 100), 1.7e308))
    assert "STATISTICS_MEAN" not in tiff.read(tmp_path / "b.tif")[1][0].GetMetadata()  # beyond what can be summed up


@pytest.mark.parametrize("kind", ["U8", "U4", "U16"])
def test_classes_bring_their_colours_and_names(kind, tmp_path, tiff):
    one = tiff.layout(kind=kind, classes=tiff.classes)
    tiff.write(tmp_path / "a.tif", one, tiff.values(one))
    _, (band,), _ = tiff.read(tmp_path / "a.tif")
    table = band.GetColorTable()
    assert table.GetColorEntry(1) == (0, 128, 0, 255)
    assert table.GetColorEntry(2) == (0, 0, 255, 255)
    rows = band.GetDefaultRAT()
    columns = {rows.GetNameOfCol(index): index for index in range(rows.GetColumnCount())}
    assert [rows.GetValueAsInt(row, columns["Value"]) for row in range(3)] == [1, 2, 7]
    assert [rows.GetValueAsString(row, columns["Class"]) for row in range(3)] == ["Wald", "Gewässer", "ohne Farbe"]
    assert rows.GetValueAsInt(0, columns["Green"]) == 128
    assert rows.GetValueAsDouble(0, columns["Count"]) == 12
    assert rows.GetUsageOfCol(columns["Class"]) == gdal.GFU_Name
    assert tiff.files(tmp_path) == ["a.tif", "a.tif.aux.xml"]


def test_classes_without_colours_bring_no_colour_table(tmp_path, tiff):
    one = tiff.layout(
        kind="S32", classes=(RasterClass(-5, "A"), RasterClass(2**31, "zu groß"), RasterClass(10**12, "B"))
    )
    tiff.write(tmp_path / "a.tif", one, tiff.values(one))
    _, (band,), _ = tiff.read(tmp_path / "a.tif")
    assert band.GetColorTable() is None
    assert band.GetDefaultRAT().GetRowCount() == 1
    assert band.GetDefaultRAT().GetColumnCount() == 3


def test_a_class_beyond_the_pixel_type_does_no_harm(tmp_path, tiff):
    one = tiff.layout(
        kind="U8", classes=(RasterClass(300, "A", (1, 2, 3)), RasterClass(-1, "B", (1, 2, 3)), tiff.classes[0])
    )
    tiff.write(tmp_path / "a.tif", one, tiff.values(one))
    assert tiff.read(tmp_path / "a.tif")[1][0].GetColorTable().GetColorEntry(1) == (0, 128, 0, 255)


def test_three_bands_of_a_picture_are_red_green_and_blue(tmp_path, tiff):
    tiff.write(tmp_path / "a.tif", tiff.layout(bands=3, is_rgb=True), tiff.values(tiff.layout(bands=3)))
    colors = [band.GetColorInterpretation() for band in tiff.read(tmp_path / "a.tif")[1]]
    assert colors == [gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand]
    tiff.write(tmp_path / "b.tif", tiff.layout(bands=4, is_rgb=True), tiff.values(tiff.layout(bands=4)))
    assert gdal.GCI_AlphaBand not in [band.GetColorInterpretation() for band in tiff.read(tmp_path / "b.tif")[1]]


# The form of the file


def test_blocks_follow_the_requests(tmp_path, tiff):
    for tile, block in (
        ((1024, 1024), [512, 512]),
        ((512, 256), [512, 256]),
        ((384, 128), [384, 128]),
        ((1000, 1000), [256, 256]),
    ):
        one = tiff.layout(1100, 1100)
        tiff.write(tmp_path / "a.tif", one, tiff.values(one), tile=tile)
        assert tiff.read(tmp_path / "a.tif")[1][0].GetBlockSize() == block


def test_large_files_are_bigtiff_and_small_ones_are_not(tmp_path, tiff):
    tiff.write(tmp_path / "small.tif", tiff.layout(), tiff.values(tiff.layout()))
    assert (tmp_path / "small.tif").read_bytes()[:4] == b"II*\0"
    for compression in ("none", "deflate"):
        huge = tiff.layout(100_000, 100_000, kind="U8")
        sink = GeoTiffSink(tmp_path / "huge.tif", huge, tile=(512, 512), compression=compression)
        block = np.full((1, 512, 512), 9, np.uint8)
        sink.write(Window(99_488, 99_488, 512, 512), block, None)
        sink.finish(summarize(block, None), {})
        with (tmp_path / "huge.tif").open("rb") as file:
            assert file.read(4) == b"II+\0"
        assert gdal.Open(str(tmp_path / "huge.tif")).ReadAsArray(99_999, 99_999, 1, 1) == 9
        assert (tmp_path / "huge.tif").stat().st_blocks * 512 < 5_000_000  # sparse: unwritten blocks take no room
