# SPDX-License-Identifier: GPL-2.0-or-later
"""The file that a download ends in, read back with GDAL: exact, whole, and never there before it is whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from image_services.core import geotiff
from image_services.core.errors import OutputError
from image_services.core.geotiff import GeoTiffSink, check_output, storage_type
from image_services.core.grid import Grid, Window, plan_tiles
from image_services.core.pixels import PIXEL_TYPES
from image_services.core.raster import RasterClass, RasterLayout
from image_services.core.spatialref import SpatialReference
from image_services.core.statistics import summarize
from osgeo import gdal

WKT = SpatialReference(32633).to_wkt()
ROOT = Path(__file__).resolve().parents[2]
KINDS = list(PIXEL_TYPES)


@pytest.fixture(params=[False, True], ids=["messages", "exceptions"])
def gdal_exceptions(request):
    """Whether GDAL raises its errors: QGIS and other plugins may have switched it either way."""
    before = gdal.GetUseExceptions()
    (gdal.UseExceptions if request.param else gdal.DontUseExceptions)()
    yield request.param
    (gdal.UseExceptions if before else gdal.DontUseExceptions)()


def layout(columns=100, rows=70, bands=1, kind="U8", **more):
    grid = Grid(500_000, 5_000_000, 10, 20, columns, rows)
    names = tuple(f"Band {band + 1}" for band in range(bands))
    return RasterLayout(grid, more.pop("band_names", names), PIXEL_TYPES[kind], WKT, **more)


def values(one, seed=0):
    """Return pixels of every kind, over all of their range."""
    dice = np.random.default_rng(seed)
    shape = (one.band_count, one.grid.rows, one.grid.columns)
    dtype = np.dtype(one.pixel_type.numpy_name)
    if dtype.kind in "iu":
        low, high = int(one.pixel_type.minimum), int(one.pixel_type.maximum)
        return dice.integers(low, high, size=shape, dtype=dtype, endpoint=True)
    if dtype.kind == "c":
        return (dice.normal(size=shape) + 1j * dice.normal(size=shape)).astype(dtype)
    return dice.normal(size=shape).astype(dtype)


def write(path, one, data, valid=None, tile=(32, 32), finish=True, **settings):
    sink = GeoTiffSink(path, one, tile=tile, **settings)
    total = None
    for window in plan_tiles(one.grid.columns, one.grid.rows, *tile):
        rows = slice(window.row, window.row + window.rows)
        columns = slice(window.column, window.column + window.columns)
        mask = None if valid is None else valid[..., rows, columns]
        sink.write(window, data[:, rows, columns], mask)
        parts = summarize(data[:, rows, columns], mask)
        total = parts if total is None else tuple(a + b for a, b in zip(total, parts, strict=True))
    if finish:
        sink.finish(total, {})
    return sink


_OPENED = []  # GDAL's bands crash without their dataset


@pytest.fixture(autouse=True)
def _close_what_was_read():
    yield
    _OPENED.clear()


def read(path):
    dataset = gdal.Open(str(path))
    assert dataset is not None
    _OPENED.append(dataset)
    bands = [dataset.GetRasterBand(index + 1) for index in range(dataset.RasterCount)]
    data = np.stack([band.ReadAsArray() for band in bands])
    return dataset, bands, data


def files(folder):
    return sorted(path.name for path in folder.iterdir())


# Values


@pytest.mark.parametrize("kind", KINDS)
def test_every_pixel_type_comes_back_bit_for_bit(kind, tmp_path, gdal_exceptions):
    one = layout(bands=2, kind=kind)
    data = values(one)
    write(tmp_path / "a.tif", one, data)
    dataset, bands, found = read(tmp_path / "a.tif")
    assert found.dtype == np.dtype(storage_type(one.pixel_type).numpy_name)
    np.testing.assert_array_equal(found, data)
    assert {band.GetMaskFlags() for band in bands} == {gdal.GMF_ALL_VALID}
    assert dataset.GetGeoTransform() == (500_000, 10, 0, 5_000_000, 0, -20)
    assert files(tmp_path) == ["a.tif"]


def test_signed_bytes_are_stored_as_they_can_be():
    kind = storage_type(PIXEL_TYPES["S8"])
    assert kind.code == ("S8" if hasattr(gdal, "GDT_Int8") else "S16")
    assert all(storage_type(PIXEL_TYPES[code]).code == code for code in KINDS if code != "S8")


@pytest.mark.parametrize("shape", [(1, 1), (1, 130), (17, 5), (300, 130)])
@pytest.mark.parametrize("tile", [(512, 512), (256, 256), (100, 37), (7, 1000)])
@pytest.mark.parametrize("compression", ["none", "deflate", "zstd", "lzw"])
def test_tiles_of_any_size_give_the_same_file(shape, tile, compression, tmp_path):
    one = layout(*shape, kind="S16")
    data = values(one)
    write(tmp_path / "a.tif", one, data, tile=tile, compression=compression)
    dataset, _, found = read(tmp_path / "a.tif")
    np.testing.assert_array_equal(found, data)
    assert dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") == (
        None if compression == "none" else compression.upper()
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("compression", ["deflate", "zstd", "lzw"])
def test_compression_loses_nothing(kind, compression, tmp_path):
    one = layout(bands=2, kind=kind, no_data=1)
    data = values(one)
    valid = np.arange(7000).reshape(70, 100) % 3 > 0
    write(tmp_path / "a.tif", one, data, valid, tile=(50, 50), compression=compression)
    _, _, found = read(tmp_path / "a.tif")
    np.testing.assert_array_equal(found[:, valid], data[:, valid])
    assert (found[:, ~valid] == 1).all()


@pytest.mark.parametrize("kind", ["S16", "F32", "F64", "U8", "S8", "C64"])
@pytest.mark.parametrize("by_band", [False, True])
def test_invalid_pixels_hold_the_no_data_value(kind, by_band, tmp_path):
    one = layout(bands=2, kind=kind, no_data=-7 if kind != "U8" else 7)
    data = values(one)
    shape = data.shape if by_band else data.shape[1:]
    valid = np.random.default_rng(1).random(shape) > 0.3
    write(tmp_path / "a.tif", one, data, valid)
    _, bands, found = read(tmp_path / "a.tif")
    each = np.broadcast_to(valid, data.shape)
    np.testing.assert_array_equal(found[each], data[each])
    assert (found[~each] == one.no_data).all()
    assert [band.GetNoDataValue() for band in bands] == [one.no_data] * 2
    assert {band.GetMaskFlags() for band in bands} == {gdal.GMF_NODATA}


def test_the_lowest_number_stands_for_no_data_to_the_bit(tmp_path):
    lowest = PIXEL_TYPES["F32"].minimum
    one = layout(kind="F32", no_data=lowest)
    valid = np.ones((70, 100), bool)
    valid[3, 4] = False
    write(tmp_path / "a.tif", one, values(one), valid)
    _, (band,), found = read(tmp_path / "a.tif")
    assert band.GetNoDataValue() == lowest == float(found[0, 3, 4])
    assert band.GetMaskBand().ReadAsArray()[3, 4] == 0


@pytest.mark.parametrize("compression", ["none", "deflate"])
@pytest.mark.parametrize("tile", [(32, 32), (33, 27)])
def test_without_a_value_a_mask_says_what_is_invalid(tile, compression, tmp_path, gdal_exceptions):
    one = layout(bands=3, kind="U8")
    data = values(one)
    valid = np.ones((70, 100), bool)
    valid[60:, 80:] = False  # only in the last tiles: the ones before have no mask yet
    write(tmp_path / "a.tif", one, data, valid, tile=tile, compression=compression)
    _, bands, found = read(tmp_path / "a.tif")
    np.testing.assert_array_equal(found, data)
    for band in bands:
        assert band.GetMaskFlags() == gdal.GMF_PER_DATASET
        assert band.GetNoDataValue() is None
        np.testing.assert_array_equal(band.GetMaskBand().ReadAsArray() == 255, valid)
    assert files(tmp_path) == ["a.tif"]


def test_masks_by_band_are_joined_where_there_is_one_for_all(tmp_path):
    one = layout(bands=2, kind="U8")
    valid = np.ones((2, 70, 100), bool)
    valid[0, 0, 0] = valid[1, 1, 1] = False
    write(tmp_path / "a.tif", one, values(one), valid)
    _, (band, _), _ = read(tmp_path / "a.tif")
    np.testing.assert_array_equal(band.GetMaskBand().ReadAsArray() == 255, valid.all(axis=0))


def test_tiles_without_a_mask_after_one_with_a_mask(tmp_path):
    one = layout(64, 32, kind="U8")
    sink = GeoTiffSink(tmp_path / "a.tif", one, tile=(32, 32))
    ones = np.ones((1, 32, 32), np.uint8)
    sink.write(Window(0, 0, 32, 32), ones, np.zeros((32, 32), bool))
    sink.write(Window(32, 0, 32, 32), ones, None)
    sink.write(Window(0, 0, 32, 32), ones, None)  # and once more, valid this time
    sink.finish(summarize(ones, None), {})
    _, (band,), _ = read(tmp_path / "a.tif")
    assert (band.GetMaskBand().ReadAsArray() == 255).all()


def test_pixels_in_any_memory_layout(tmp_path):
    one = layout(32, 32, bands=2, kind="S16")
    data = values(one)
    for index, same in enumerate(
        (
            data.astype(">i2"),
            np.asfortranarray(data),
            np.moveaxis(np.moveaxis(data, 0, 2).copy(), 2, 0),
            data[::-1][::-1],
        )
    ):
        same.flags.writeable = False
        write(tmp_path / f"{index}.tif", one, same)
        np.testing.assert_array_equal(read(tmp_path / f"{index}.tif")[2], data)


# What goes with the values


def test_names_statistics_reference_and_metadata(tmp_path):
    one = layout(bands=2, kind="F32", no_data=-1, band_names=("Höhe", "Neigung <°>"), metadata={"A": "ä & <b>"})
    data = values(one)
    valid = data[0] > 0
    sink = write(tmp_path / "ö ü.tif", one, data, valid, finish=False)
    sink.finish(summarize(data, valid), {"IMAGE_SERVICE": "https://example.org/S", "AREA_OR_POINT": "Area"})
    dataset, bands, _ = read(tmp_path / "ö ü.tif")
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
    assert files(tmp_path) == ["ö ü.tif"]


def test_no_statistics_of_nothing(tmp_path):
    one = layout(kind="F32", no_data=-1)
    data = values(one)
    write(tmp_path / "a.tif", one, data, np.zeros((70, 100), bool))
    assert "STATISTICS_MINIMUM" not in read(tmp_path / "a.tif")[1][0].GetMetadata()
    write(tmp_path / "b.tif", layout(kind="F64"), np.full((1, 70, 100), 1.7e308))
    assert "STATISTICS_MEAN" not in read(tmp_path / "b.tif")[1][0].GetMetadata()  # beyond what can be summed up


CLASSES = (
    RasterClass(1, "Wald", (0, 128, 0), 12.0),
    RasterClass(2, "Gewässer", (0, 0, 255)),
    RasterClass(7, "ohne Farbe"),
)


@pytest.mark.parametrize("kind", ["U8", "U4", "U16"])
def test_classes_bring_their_colours_and_names(kind, tmp_path):
    one = layout(kind=kind, classes=CLASSES)
    write(tmp_path / "a.tif", one, values(one))
    _, (band,), _ = read(tmp_path / "a.tif")
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
    assert files(tmp_path) == ["a.tif", "a.tif.aux.xml"]


def test_classes_without_colours_bring_no_colour_table(tmp_path):
    one = layout(kind="S32", classes=(RasterClass(-5, "A"), RasterClass(2**31, "zu groß"), RasterClass(10**12, "B")))
    write(tmp_path / "a.tif", one, values(one))
    _, (band,), _ = read(tmp_path / "a.tif")
    assert band.GetColorTable() is None
    assert band.GetDefaultRAT().GetRowCount() == 1
    assert band.GetDefaultRAT().GetColumnCount() == 3


def test_a_class_beyond_the_pixel_type_does_no_harm(tmp_path):
    one = layout(kind="U8", classes=(RasterClass(300, "A", (1, 2, 3)), RasterClass(-1, "B", (1, 2, 3)), CLASSES[0]))
    write(tmp_path / "a.tif", one, values(one))
    assert read(tmp_path / "a.tif")[1][0].GetColorTable().GetColorEntry(1) == (0, 128, 0, 255)


def test_three_bands_of_a_picture_are_red_green_and_blue(tmp_path):
    write(tmp_path / "a.tif", layout(bands=3, is_rgb=True), values(layout(bands=3)))
    colors = [band.GetColorInterpretation() for band in read(tmp_path / "a.tif")[1]]
    assert colors == [gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand]
    write(tmp_path / "b.tif", layout(bands=4, is_rgb=True), values(layout(bands=4)))
    assert gdal.GCI_AlphaBand not in [band.GetColorInterpretation() for band in read(tmp_path / "b.tif")[1]]


# The form of the file


def test_blocks_follow_the_requests(tmp_path):
    for tile, block in (((1024, 1024), 512), ((512, 256), 256), ((384, 128), 128), ((1000, 1000), 256)):
        one = layout(1100, 1100)
        write(tmp_path / "a.tif", one, values(one), tile=tile)
        assert read(tmp_path / "a.tif")[1][0].GetBlockSize() == [block, block]


def test_large_files_are_bigtiff_and_small_ones_are_not(tmp_path):
    write(tmp_path / "small.tif", layout(), values(layout()))
    assert (tmp_path / "small.tif").read_bytes()[:4] == b"II*\0"
    for compression in ("none", "deflate"):
        huge = layout(100_000, 100_000, kind="U8")
        sink = GeoTiffSink(tmp_path / "huge.tif", huge, tile=(512, 512), compression=compression)
        block = np.full((1, 512, 512), 9, np.uint8)
        sink.write(Window(99_488, 99_488, 512, 512), block, None)
        sink.finish(summarize(block, None), {})
        with (tmp_path / "huge.tif").open("rb") as file:
            assert file.read(4) == b"II+\0"
        assert gdal.Open(str(tmp_path / "huge.tif")).ReadAsArray(99_999, 99_999, 1, 1) == 9
        assert (tmp_path / "huge.tif").stat().st_blocks * 512 < 5_000_000  # sparse: unwritten blocks take no room


# Whole or nothing


def test_the_file_appears_when_it_is_whole(tmp_path):
    one = layout()
    sink = write(tmp_path / "a.tif", one, values(one), finish=False)
    assert files(tmp_path) == ["a.tif.part"]
    sink.finish((), {})
    assert files(tmp_path) == ["a.tif"]


def old_file(folder, classes=()):
    """Make an older output with everything that can lie beside it."""
    one = layout(16, 16, classes=classes)
    write(folder / "a.tif", one, np.full((1, 16, 16), 3, np.uint8))
    for suffix in (".aux.xml", ".ovr", ".msk"):
        (folder / f"a.tif{suffix}").write_bytes(b"<PAMDataset></PAMDataset>")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_an_older_file_stays_untouched_until_the_new_one_is_whole(tmp_path):
    before = old_file(tmp_path)
    one = layout()
    sink = write(tmp_path / "a.tif", one, values(one), finish=False)
    assert {name: (tmp_path / name).read_bytes() for name in before} == before
    sink.finish((), {})
    np.testing.assert_array_equal(read(tmp_path / "a.tif")[2], values(one))
    assert files(tmp_path) == ["a.tif"]  # what lay beside the older one belonged to it


def test_a_new_attribute_table_replaces_the_old_one(tmp_path):
    old_file(tmp_path)
    one = layout(classes=CLASSES)
    write(tmp_path / "a.tif", one, values(one))
    assert files(tmp_path) == ["a.tif", "a.tif.aux.xml"]
    assert read(tmp_path / "a.tif")[1][0].GetDefaultRAT().GetRowCount() == 3


@pytest.mark.parametrize("classes", [(), CLASSES])
def test_giving_up_leaves_nothing_and_touches_nothing(classes, tmp_path, gdal_exceptions):
    before = old_file(tmp_path)
    one = layout(classes=classes)
    sink = write(tmp_path / "a.tif", one, values(one), np.zeros((70, 100), bool), finish=False)
    sink.abort()
    sink.abort()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_giving_up_before_the_first_tile(tmp_path):
    GeoTiffSink(tmp_path / "a.tif", layout(), tile=(32, 32)).abort()
    assert files(tmp_path) == []


def test_what_a_killed_download_left_does_no_harm(tmp_path):
    for suffix in ("", ".aux.xml", ".ovr", ".msk"):
        (tmp_path / f"a.tif.part{suffix}").write_bytes(b"<PAMDataset><Metadata>old</Metadata></PAMDataset>")
    one = layout()
    write(tmp_path / "a.tif", one, values(one))
    assert files(tmp_path) == ["a.tif"]


def test_no_file_stays_open(tmp_path):
    def open_files():
        folder = Path("/proc/self/fd")
        return sum(1 for link in folder.iterdir() if str(tmp_path) in os.path.realpath(link))

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("this system does not list open files")
    one = layout(classes=CLASSES)
    sink = write(tmp_path / "a.tif", one, values(one), finish=False)
    assert open_files() == 1
    sink.finish((), {})
    assert open_files() == 0
    write(tmp_path / "b.tif", one, values(one), finish=False).abort()
    assert open_files() == 0


def test_a_layout_that_cannot_be_described_leaves_nothing(tmp_path, gdal_exceptions):
    one = RasterLayout(layout().grid, ("A",), PIXEL_TYPES["U8"], "no WKT at all")
    with pytest.raises(OutputError, match="does not understand its spatial reference"):
        GeoTiffSink(tmp_path / "a.tif", one, tile=(32, 32))
    broken = layout(classes=(RasterClass(1, "A", ("red", "green", "blue")),))
    with pytest.raises(TypeError):
        GeoTiffSink(tmp_path / "a.tif", broken, tile=(32, 32))
    assert files(tmp_path) == []


def test_a_folder_that_goes_away(tmp_path, gdal_exceptions):
    folder = tmp_path / "gone"
    folder.mkdir()
    one = layout()
    sink = write(folder / "a.tif", one, values(one), finish=False)
    shutil.rmtree(folder)
    with pytest.raises(OutputError, match=r"a\.tif” cannot be written: No such file"):
        sink.finish((), {})
    with pytest.raises(OutputError, match=r"a\.tif” cannot be .*: its folder is gone"):
        GeoTiffSink(folder / "a.tif", one, tile=(32, 32))


def test_a_target_that_has_become_a_folder(tmp_path):
    one = layout()
    sink = write(tmp_path / "a.tif", one, values(one), finish=False)
    (tmp_path / "a.tif").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        sink.finish((), {})
    assert files(tmp_path) == ["a.tif"]


FULL_DISK = """
import resource, sys
sys.path.insert(0, {tests!r})
import conftest
from pathlib import Path
import numpy as np
from osgeo import gdal
gdal.UseExceptions() if {exceptions} else gdal.DontUseExceptions()
from image_services.core.errors import OutputError
from image_services.core.geotiff import GeoTiffSink
from image_services.core.grid import Grid, Window
from image_services.core.pixels import PIXEL_TYPES
from image_services.core.raster import RasterLayout
layout = RasterLayout(Grid(0, 0, 1, 1, 2048, 2048), ("A",), PIXEL_TYPES["F32"], "", -1.0)
sink = GeoTiffSink(Path({path!r}), layout, tile=(512, 512), compression={compression!r})
resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))
dice = np.random.default_rng(0)
written = 0
try:
    for row in range(0, 2048, 512):
        for column in range(0, 2048, 512):
            sink.write(Window(column, row, 512, 512), dice.random((1, 512, 512), np.float32), None)
            written += 1
    sink.finish((), {{}})
except OutputError as error:
    sink.abort()
    print(written, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
@pytest.mark.parametrize("exceptions", [False, True])
@pytest.mark.parametrize("compression", ["none", "deflate"])
def test_a_full_disk_is_found_out_at_once_and_nothing_is_left(exceptions, compression, tmp_path):
    program = FULL_DISK.format(
        tests=str(ROOT / "tests"), path=str(tmp_path / "a.tif"), exceptions=exceptions, compression=compression
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    written, _, sentence = done.stdout.partition(" ")
    assert 1 <= int(written) <= 4
    assert "a.tif” cannot be written" in sentence
    assert ".part" not in sentence
    assert files(tmp_path) == []


def test_a_full_disk_is_called_one(tmp_path, monkeypatch):
    one = layout()
    sink = GeoTiffSink(tmp_path / "a.tif", one, tile=(32, 32))
    monkeypatch.setattr(geotiff.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 0))
    with pytest.raises(OutputError, match="the disk is full; make room"):
        sink.write(Window(90, 60, 32, 32), np.zeros((1, 32, 32), np.uint8), None)  # beyond the raster: GDAL refuses
    sink.abort()


# Before anything is fetched


def test_a_good_output_is_accepted(tmp_path):
    check_output(tmp_path / "a.tif", 1000, overwrite=False)
    (tmp_path / "a.tif").touch()
    check_output(tmp_path / "a.tif", 1000, overwrite=True)


@pytest.mark.parametrize(
    ("name", "size", "match"),
    [
        ("nowhere/a.tif", 0, "nowhere” does not exist: create it"),
        ("folder", 0, "folder” is a folder: give the name of a file"),
        ("there.tif", 0, "exists already: choose another name, or allow"),
        ("there.tif/a.tif", 0, "does not exist"),
        ("a.tif", 10**18, r"needs 1000000\.0 TB, but only .* are free.*make room"),
    ],
)
def test_an_output_that_cannot_end_well_is_refused(name, size, match, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "there.tif").touch()
    with pytest.raises(OutputError, match=match):
        check_output(tmp_path / name, size, overwrite=False)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="cannot be written to"):
        check_output(tmp_path / "a.tif", 0, overwrite=False)
    tmp_path.chmod(0o700)
