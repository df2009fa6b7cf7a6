# SPDX-License-Identifier: GPL-2.0-or-later
"""The recipe makes every raster as promised, the same every time, and never half."""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from sandbox.recipe import elevation, landcover
from sandbox.recipe.catalogue import JACKSBORO, collections, make, products
from sandbox.recipe.collection import Collection, Part
from sandbox.recipe.geotiff import F32_LOWEST, Grid, Layout, write_geotiff
from sandbox.recipe.noise import enlarged, power_noise, scatter
from sandbox.recipe.product import Product
from sandbox.recipe.terrain import Terrain

ROOT = Path(__file__).resolve().parents[2]
NAMES = {
    "elevation/dem",
    "elevation/jacksboro",
    "imagery/scene",
    "imagery/aerial",
    "landcover/classes",
    "landcover/nested/deep/binary",
    "science/temperature",
    "science/monthly",
    "science/precise",
    "science/signed",
    "science/counts",
    "science/deep",
    "science/wide",
    "quirks/limited",
    "quirks/tilesonly",
    "quirks/noimage",
    "quirks/badsr",
    "quirks/nosr",
    "quirks/old",
    "quirks/nofunctions",
    "caches/mixed",
    "caches/bands",
    "caches/slices",
    "caches/sparse",
    "caches/webmercator",
    "caches/elevation",
}
BY_NAME = {product.name: product for product in products()}


def opened(folder, name):
    return gdal.Open(str(BY_NAME[name].path(folder)))


def service(folder, name):
    return json.loads((folder / f"{name}.service.json").read_text("utf-8"))


def test_everything_is_made(recipe_folder):
    assert NAMES - {JACKSBORO} <= set(BY_NAME) <= NAMES
    for name, product in BY_NAME.items():
        dataset = opened(recipe_folder, name)
        assert (dataset.RasterXSize, dataset.RasterYSize) == (product.small.columns, product.small.rows)
        assert isinstance(service(recipe_folder, name), dict)
    assert not list(recipe_folder.rglob(".*"))


def test_every_mosaic_is_made(recipe_folder):
    names = [collection.name for collection in collections()]
    assert names == [f"mosaics/{name}" for name in ("overlap", "scenes", "monthly", "monthly_slices", "ocean")]
    for collection in collections():
        items = service(recipe_folder, collection.name)["mosaic"]["items"]
        assert len(items) == len(collection.parts)
        for item in items:
            assert gdal.Open(str(collection.place(recipe_folder) / item["file"])).RasterCount in (1, 4)


def test_a_mosaic_that_fails_leaves_nothing_behind_and_one_that_is_there_is_kept(tmp_path):
    def failing(path):
        path.write_bytes(b"half")
        raise RuntimeError("the disk is full")

    broken = Collection("folder/broken", [Part("a.tif", {}, failing)])
    with pytest.raises(RuntimeError, match="disk is full"):
        broken.make(tmp_path, "small")
    assert list((tmp_path / "folder").iterdir()) == []
    whole = Collection("folder/whole", [Part("a.tif", {}, lambda path: path.write_bytes(b"whole"))])
    assert not whole.is_made(tmp_path, "small")
    whole.make(tmp_path, "small")
    assert whole.is_made(tmp_path, "small")
    (whole.place(tmp_path) / "a.tif").unlink()
    assert not whole.is_made(tmp_path, "small")
    whole.make(tmp_path, "small")
    assert (whole.place(tmp_path) / "a.tif").read_bytes() == b"whole"


def test_the_small_rasters_are_small_and_the_full_elevation_model_is_large():
    assert all(product.grid("small").columns * product.grid("small").rows <= 1500 * 1200 for product in products())
    full = BY_NAME["elevation/dem"].grid("full")
    assert (full.columns, full.rows, full.cell_x) == (12_000, 10_000, 10.0)


@pytest.mark.parametrize(
    ("name", "data_type", "bands", "nodata"),
    [
        ("elevation/dem", "Float32", 1, F32_LOWEST),
        ("imagery/scene", "UInt16", 4, 0),
        ("imagery/aerial", "Byte", 3, None),
        ("landcover/classes", "Byte", 1, None),
        ("landcover/nested/deep/binary", "Byte", 1, None),
        ("science/temperature", "Int16", 1, -32768),
        ("science/monthly", "Int16", 12, -32768),
        ("science/precise", "Float64", 1, None),
        ("science/counts", "UInt32", 1, 4294967295),
        ("science/deep", "Int32", 1, -2147483648),
        ("science/wide", "Float32", 8, F32_LOWEST),
    ],
)
def test_pixel_types_and_nodata(recipe_folder, name, data_type, bands, nodata):
    dataset = opened(recipe_folder, name)
    assert dataset.RasterCount == bands
    for number in range(1, bands + 1):
        band = dataset.GetRasterBand(number)
        assert gdal.GetDataTypeName(band.DataType) == data_type
        assert band.GetNoDataValue() == nodata
        masked = not (band.GetMaskBand().ReadAsArray() != 0).all()
        assert masked == (nodata is not None)


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_statistics_are_in_the_file_and_right(recipe_folder, name):
    dataset = opened(recipe_folder, name)
    for number in range(1, dataset.RasterCount + 1):
        band = dataset.GetRasterBand(number)
        pixels = band.ReadAsArray()
        if name == "science/signed":
            pixels = pixels.view(np.int8)
        pixels = pixels[band.GetMaskBand().ReadAsArray() != 0].astype(np.float64)
        found = band.GetStatistics(False, False)
        expected = [pixels.min(), pixels.max(), pixels.mean(), pixels.std()]
        np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-9)


def test_signed_bytes_are_signed(recipe_folder):
    dataset = opened(recipe_folder, "science/signed")
    minimum, maximum, *_ = dataset.GetRasterBand(1).GetStatistics(False, False)
    assert minimum == -100
    assert maximum == 100


def test_one_bit_pixels(recipe_folder):
    dataset = opened(recipe_folder, "landcover/nested/deep/binary")
    band = dataset.GetRasterBand(1)
    assert band.GetMetadataItem("NBITS", "IMAGE_STRUCTURE") == "1"
    assert set(np.unique(band.ReadAsArray())) == {0, 1}


def test_the_elevation_model_has_lakes_an_odd_corner_and_values_that_do_not_compress(recipe_folder):
    dataset = opened(recipe_folder, "elevation/dem")
    corner = dataset.GetGeoTransform()
    assert corner[0] % corner[1] != 0
    assert corner[3] % corner[1] != 0
    heights = dataset.ReadAsArray()
    lakes = heights == np.float32(F32_LOWEST)
    assert 0.001 < lakes.mean() < 0.1
    assert heights[~lakes].min() > 0
    raw = heights[~lakes].tobytes()
    assert len(zlib.compress(raw)) > 0.6 * len(raw)
    assert "noDataValue" in service(recipe_folder, "elevation/dem")["rootRemove"]


def test_double_precision_is_needed(recipe_folder):
    gravity = opened(recipe_folder, "science/precise").ReadAsArray()
    assert np.abs(gravity - gravity.astype(np.float32)).max() > 0.01


def test_counts_exceed_signed_integers(recipe_folder):
    counts = opened(recipe_folder, "science/counts").ReadAsArray()
    assert ((counts > 2**31) & (counts != 2**32 - 1)).mean() > 0.1


def test_every_band_of_the_wide_raster_has_holes_of_its_own(recipe_folder):
    holes = opened(recipe_folder, "science/wide").ReadAsArray() == np.float32(F32_LOWEST)
    shares = holes.mean(axis=(1, 2))
    assert ((shares > 0.02) & (shares < 0.05)).all()
    assert holes.any(axis=0).mean() > 2 * shares.max()


def test_the_scene_has_a_slanted_collar_and_a_ragged_extent(recipe_folder):
    pixels = opened(recipe_folder, "imagery/scene").ReadAsArray()
    empty = pixels == 0
    assert (empty.all(axis=0) == empty.any(axis=0)).all()
    assert empty[0][[0, 0, -1, -1], [0, -1, 0, -1]].all()
    assert 0.05 < empty[0].mean() < 0.3
    said = service(recipe_folder, "imagery/scene")
    xmin, ymin, xmax, ymax = said["extent"]
    grid = BY_NAME["imagery/scene"].small
    assert (xmin, ymax) == (grid.xmin, grid.ymax)
    assert 0.1 < (xmax - xmin) / grid.cell_x - grid.columns < 0.9
    assert 0.1 < (ymax - ymin) / grid.cell_y - grid.rows < 0.9


def test_land_cover_has_colours_and_an_attribute_table_that_counts(recipe_folder):
    dataset = opened(recipe_folder, "landcover/classes")
    band = dataset.GetRasterBand(1)
    pixels = band.ReadAsArray()
    table, colours = band.GetDefaultRAT(), band.GetRasterColorTable()
    names = [table.GetNameOfCol(column) for column in range(table.GetColumnCount())]
    assert names == ["Value", "Count", "Class_Name", "Red", "Green", "Blue"]
    rows = [[table.GetValueAsString(row, column) for column in range(6)] for row in range(table.GetRowCount())]
    assert {int(row[0]) for row in rows} == {category.value for category in landcover.CATEGORIES}
    assert set(np.unique(pixels)) <= {int(row[0]) for row in rows}
    for value, count, _, *rgb in rows:
        assert float(count) == (pixels == int(value)).sum()
        assert colours.GetColorEntry(int(value))[:3] == tuple(int(part) for part in rgb)
    assert sum((pixels == category.value).mean() > 0.002 for category in landcover.CATEGORIES) >= 8


def test_spatial_references(recipe_folder):
    expected = {
        "elevation/dem": "3857",
        "imagery/scene": "32616",
        "landcover/classes": "5070",
        "science/signed": "25832",
        "science/wide": "2056",
        "science/deep": "3031",
    }
    for name, code in expected.items():
        assert opened(recipe_folder, name).GetSpatialRef().GetAuthorityCode(None) == code
    assert opened(recipe_folder, "quirks/nosr").GetSpatialRef() is None
    odd = opened(recipe_folder, "science/precise").GetSpatialRef()
    assert odd.GetAuthorityCode(None) is None
    assert odd.GetLinearUnitsName() == "US survey foot"
    aerial = service(recipe_folder, "imagery/aerial")["root"]["spatialReference"]
    assert aerial == {"wkid": 103734, "latestWkid": 103734}


@pytest.mark.skipif(JACKSBORO not in BY_NAME, reason="matplotlib's sample data is not installed")
def test_the_real_elevation_model_is_that_of_matplotlib(recipe_folder):
    with np.load(elevation._sample()) as content:
        sample = {key: content[key] for key in content}
    dataset = opened(recipe_folder, JACKSBORO)
    np.testing.assert_array_equal(dataset.ReadAsArray(), sample["elevation"])
    left, cell, _, top, _, height = dataset.GetGeoTransform()
    assert (left, cell, -height) == (sample["xmin"], sample["dx"], sample["dy"])
    assert top == max(sample["ymin"], sample["ymax"])
    assert left + cell * dataset.RasterXSize == pytest.approx(float(sample["xmax"]))


def test_without_matplotlib_its_files_are_looked_for_and_otherwise_the_raster_is_left_out(monkeypatch, tmp_path):
    monkeypatch.setattr(elevation.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(elevation.site, "getsitepackages", lambda: [str(tmp_path)])
    elevation._sample.cache_clear()
    try:
        assert JACKSBORO not in {product.name for product in products()}
        place = tmp_path / "matplotlib" / "mpl-data" / elevation._SAMPLE
        place.parent.mkdir(parents=True)
        np.savez(place, elevation=np.zeros((2, 3), np.int16), xmin=1.0, xmax=4.0, ymin=9.0, ymax=8.0, dx=1.0, dy=0.5)
        elevation._sample.cache_clear()
        assert elevation.jacksboro_grid() == Grid(3, 2, 1.0, 9.0, 1.0, 0.5, "EPSG:4326")
    finally:
        elevation._sample.cache_clear()


def test_a_second_run_makes_nothing_and_touches_no_raster(tmp_path):
    wanted = ["quirks/old", "science/deep"]
    assert set(make(tmp_path, "small", wanted)) == set(wanted)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.tif")}
    assert make(tmp_path, "small", wanted) == []
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.tif")} == before


def test_a_raster_that_is_broken_or_of_the_wrong_size_is_made_again(tmp_path):
    make(tmp_path, "small", ["quirks/old", "quirks/badsr"])
    (tmp_path / "quirks/old.tif").write_bytes(b"II*\0 and no more")
    grid = Grid(5, 4, 0.0, 0.0, 1.0, 1.0, "EPSG:3857")
    write_geotiff(tmp_path / "quirks/badsr.tif", grid, Layout("F32"), [(0, np.ones((1, 4, 5), np.float32))])
    assert make(tmp_path, "small", ["quirks/old", "quirks/badsr"]) == ["quirks/badsr", "quirks/old"]
    assert gdal.Open(str(tmp_path / "quirks/old.tif")).RasterXSize == 500


def test_what_a_raster_refers_to_is_made_too(tmp_path):
    assert make(tmp_path, "small", ["quirks/limited"]) == ["elevation/dem", "quirks/limited"]
    moved = tmp_path.rename(tmp_path.with_name("moved"))
    copy = gdal.Open(str(moved / "quirks/limited.vrt"))
    original = gdal.Open(str(moved / "elevation/dem.tif"))
    np.testing.assert_array_equal(copy.ReadAsArray(), original.ReadAsArray())


def test_the_same_seed_gives_the_same_pixels(recipe_folder, tmp_path):
    wanted = ["elevation/dem", "imagery/scene", "science/wide"]
    make(tmp_path, "small", wanted)
    for name in wanted:
        np.testing.assert_array_equal(opened(tmp_path, name).ReadAsArray(), opened(recipe_folder, name).ReadAsArray())


def test_terrain_does_not_depend_on_how_its_rows_are_grouped():
    terrain = Terrain(5, 120, 90, 10.0, step=4, relief=500.0)
    whole = terrain.ground(0, 90)
    parts = [terrain.ground(first, rows) for first, rows in ((0, 37), (37, 1), (38, 52))]
    for name in ("height", "slope", "shade", "wetness", "lake"):
        joined = np.concatenate([getattr(part, name) for part in parts])
        np.testing.assert_array_equal(joined, getattr(whole, name))


def test_a_failure_leaves_no_raster_behind(tmp_path):
    def failing(path, grid):
        write_geotiff(path, grid, Layout("U8"), [(0, np.ones((1, 4, 5), np.uint8))])
        raise RuntimeError("the disk is full")

    product = Product("folder/broken", small=Grid(5, 4, 0.0, 0.0, 1.0, 1.0, "EPSG:3857"), write=failing)
    with pytest.raises(RuntimeError, match="disk is full"):
        product.make(tmp_path, "small")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_band_without_pixels_is_refused(tmp_path):
    grid = Grid(5, 4, 0.0, 0.0, 1.0, 1.0, "EPSG:3857")
    empty = np.zeros((1, 4, 5), np.uint8)
    with pytest.raises(ValueError, match="no statistics"):
        write_geotiff(tmp_path / "empty.tif", grid, Layout("U8", nodata=0), [(0, empty)])


def test_an_unknown_name_is_refused_before_anything_is_made(tmp_path):
    with pytest.raises(ValueError, match="no such raster: elevation/alps"):
        make(tmp_path, "small", ["quirks/old", "elevation/alps"])
    assert list(tmp_path.iterdir()) == []


def run(*arguments):
    command = [sys.executable, "-m", "sandbox.recipe", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_command(tmp_path):
    done = run(str(tmp_path), "--size", "small", "--only", "quirks/old", "quirks/nosr")
    assert done.returncode == 0
    assert done.stderr.splitlines()[-1] == f"2 rasters made in {tmp_path}"
    refused = run(str(tmp_path), "--only", "quirks/new")
    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1


# The peak of a process, in KiB. (``ru_maxrss`` begins with that of the process which started it.)
_PEAK = "next(int(line.split()[1]) for line in open('/proc/self/status') if line.startswith('VmHWM'))"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is read from /proc")
def test_the_full_elevation_model_is_made_in_bounded_memory(tmp_path):
    script = (
        f"import sys; from sandbox.recipe.__main__ import main; code = main(); print({_PEAK} // 1024); sys.exit(code)"
    )
    command = [sys.executable, "-c", script, str(tmp_path), "--size", "full", "--only", "elevation/dem"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 750  # MiB
    dataset = gdal.Open(str(tmp_path / "elevation/dem.tif"))
    assert (dataset.RasterXSize, dataset.RasterYSize) == (12_000, 10_000)
    assert dataset.GetRasterBand(1).GetOverviewCount() > 0


def test_noise_is_centred_and_tiles_seamlessly():
    noise = power_noise(3, (64, 48), 3.0)
    assert noise.mean() == pytest.approx(0, abs=1e-9)
    assert noise.std() == pytest.approx(1)
    seam = np.abs(noise[0] - noise[-1]).mean()
    assert seam < 3 * np.abs(np.diff(noise, axis=0)).mean()


def test_scatter_is_even_and_repeatable():
    column, row = np.meshgrid(np.arange(-50, 50), np.arange(-50, 50))
    numbers = scatter(7, column, row)
    np.testing.assert_array_equal(numbers, scatter(7, column, row))
    assert numbers.min() >= 0
    assert numbers.max() < 1
    counts, _ = np.histogram(numbers, bins=10, range=(0, 1))
    assert counts.min() > 850


def test_enlarging_keeps_the_nodes_and_straight_lines():
    grid = power_noise(9, (13, 15), 2.0)
    fine = enlarged(grid, 5, 0, 40, 50)
    np.testing.assert_allclose(fine[::5, ::5], grid[1:9, 1:11], rtol=1e-6)
    plane = np.add.outer(3.0 * np.arange(13), 2.0 * np.arange(15))
    slopes = np.diff(enlarged(plane, 5, 7, 20, 50), axis=1)
    np.testing.assert_allclose(slopes, 0.4, rtol=1e-3)
