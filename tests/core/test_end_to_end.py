# SPDX-License-Identifier: GPL-2.0-or-later
"""The promises, against a real image server: exact, whole or nothing, seamless."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import numpy as np
import pytest
from image_services import core
from image_services.core import errors
from osgeo import gdal

gdal.UseExceptions()

# Every raster of the sandbox that hands out pixels in a known spatial reference.
EXACT = [
    "elevation/dem",
    "elevation/jacksboro",
    "imagery/aerial",
    "imagery/scene",
    "landcover/classes",
    "landcover/nested/deep/binary",
    "quirks/nofunctions",
    "quirks/old",
    "science/counts",
    "science/deep",
    "science/precise",
    "science/signed",
    "science/temperature",
    "science/wide",
]
# Single-band ones whose spatial reference is not that of the output.
FOREIGN_SR = {"elevation/dem": 4326, "science/temperature": 3857, "landcover/classes": 32615}


def raster(path: Path) -> tuple[np.ndarray, np.ndarray, tuple[float, ...]]:
    """Return values, validity and geotransform of a raster, bands first."""
    dataset = gdal.Open(str(path))
    bands = [dataset.GetRasterBand(i + 1) for i in range(dataset.RasterCount)]
    values = np.stack([band.ReadAsArray() for band in bands])
    valid = np.stack([band.GetMaskBand().ReadAsArray() > 0 for band in bands])
    return values, valid, dataset.GetGeoTransform()


def source_of(data: Path, name: str) -> Path:
    return next(data / f"{name}{suffix}" for suffix in (".tif", ".vrt") if (data / f"{name}{suffix}").exists())


def assert_same_where_both_lie(source: Path, downloaded: Path) -> None:
    """Compare cell by cell; a service's ragged extent may hold an empty column or row more than its raster."""
    values, valid, place = raster(source)
    got, got_valid, got_place = raster(downloaded)
    np.testing.assert_allclose(got_place, place, rtol=1e-12)
    bands, rows, columns = values.shape
    assert got.shape[0] == bands
    assert rows <= got.shape[1] <= rows + 1
    assert columns <= got.shape[2] <= columns + 1
    assert not got_valid[:, rows:].any()
    assert not got_valid[:, :, columns:].any()
    np.testing.assert_array_equal(got_valid[:, :rows, :columns], valid)
    assert np.array_equal(got[:, :rows, :columns][valid].astype(values.dtype), values[valid])


@pytest.mark.parametrize("name", EXACT)
def test_a_download_in_the_own_spatial_reference_is_bit_identical(sandbox, sandbox_data, tmp_path, name):
    service = core.open_service(sandbox.service_url(name))
    report = service.download(tmp_path / "out.tif", tile_columns=400, tile_rows=300)
    assert report.is_native
    assert report.tiles_failed == 0
    assert_same_where_both_lie(source_of(sandbox_data, name), tmp_path / "out.tif")


RAW = [(name, form) for name in ("elevation/dem", "imagery/scene") for form in ("bsq", "bip", "lerc", "tiff")]


@pytest.mark.parametrize(("name", "form"), [*RAW, ("science/temperature", "bsq"), ("science/temperature", "lerc")])
def test_every_raw_format_brings_the_same_pixels(sandbox, sandbox_data, tmp_path, name, form):
    service = core.open_service(sandbox.service_url(name))
    report = service.download(tmp_path / "out.tif", format=form, tile_columns=512, tile_rows=512)
    assert report.format == form
    assert_same_where_both_lie(source_of(sandbox_data, name), tmp_path / "out.tif")


@pytest.mark.parametrize("name", FOREIGN_SR)
def test_the_size_of_tiles_leaves_no_trace_in_another_spatial_reference(sandbox, tmp_path, name):
    service = core.open_service(sandbox.service_url(name))
    results = []
    for tile in (256, 1000, 4000):
        path = tmp_path / f"{tile}.tif"
        service.download(path, sr=FOREIGN_SR[name], tile_columns=tile, tile_rows=tile)
        results.append(raster(path))
    for values, valid, place in results[1:]:
        assert place == results[0][2]
        assert np.array_equal(valid, results[0][1])
        assert np.array_equal(values, results[0][0])
    assert results[0][1].any()


def test_what_tiff_cannot_mark_is_said(sandbox, tmp_path):
    """A 10.3 service declares no NoData value, and no integer is surely free to stand for it."""
    service = core.open_service(sandbox.service_url("science/temperature"))
    report = service.download(tmp_path / "out.tif", format="tiff")
    assert any("cannot mark NoData" in note for note in report.notes)


def test_part_of_a_raster_is_that_part_of_the_whole(sandbox, sandbox_data):
    service = core.open_service(sandbox.service_url("elevation/dem"))
    values, valid, place = raster(source_of(sandbox_data, "elevation/dem"))
    west, cell, _, north, _, _ = place
    wanted = (west + 100.4 * cell, north - 260.5 * cell, west + 299.6 * cell, north - 50.1 * cell)
    data = service.read(extent=wanted, tile_columns=64, tile_rows=100)
    assert data.shape == (1, 211, 200)
    assert data.transform[0] == west + 100 * cell
    assert data.transform[3] == north - 50 * cell
    np.testing.assert_array_equal(np.ma.getmaskarray(data), ~valid[:, 50:261, 100:300])
    np.testing.assert_array_equal(data.data[~data.mask], values[:, 50:261, 100:300][valid[:, 50:261, 100:300]])
    assert data.crs == "EPSG:3857"


def test_bands_come_in_the_order_asked_for(sandbox, sandbox_data):
    service = core.open_service(sandbox.service_url("imagery/scene"))
    values, valid, _ = raster(source_of(sandbox_data, "imagery/scene"))
    data = service.read(bands=[4, 1, 1])
    rows, columns = values.shape[1:]
    for got, band in zip(data, (3, 0, 0)):
        inside = valid[band]
        assert np.array_equal(got.data[:rows, :columns][inside], values[band][inside])


def test_an_extent_in_another_spatial_reference_is_carried_over(sandbox):
    service = core.open_service(sandbox.service_url("elevation/dem"))
    degrees = core.SpatialReference.parse(4326)
    from image_services.core.spatialref import transform_extent

    box = transform_extent(service.extent, service.crs, degrees)
    middle = (
        box.xmin + box.width * 0.4,
        box.ymin + box.height * 0.4,
        box.xmin + box.width * 0.6,
        box.ymin + box.height * 0.6,
    )
    plan = service.plan(extent=middle, extent_sr=4326)
    assert plan.is_native
    assert 200 < plan.grid.columns < 300
    assert service.read(extent=middle, extent_sr=4326).count() > 0


def test_default_processing_of_the_service_is_switched_off(sandbox, sandbox_data):
    sandbox.control.clear()
    core.open_service(sandbox.service_url("landcover/classes")).read(extent=None)
    rules = {r["params"].get("renderingRule") for r in sandbox.control.requests() if r["operation"] == "exportImage"}
    assert rules == {'{"rasterFunction":"None"}'}
    sandbox.control.clear()
    core.open_service(sandbox.service_url("quirks/nofunctions")).read()
    rules = {r["params"].get("renderingRule") for r in sandbox.control.requests() if r["operation"] == "exportImage"}
    assert rules == {None}


def test_classes_keep_their_names_and_colours(sandbox, tmp_path):
    service = core.open_service(sandbox.service_url("landcover/classes"))
    service.download(tmp_path / "classes.tif")
    dataset = gdal.Open(str(tmp_path / "classes.tif"))
    band = dataset.GetRasterBand(1)
    table = band.GetDefaultRAT()
    assert table.GetRowCount() > 3
    names = {table.GetValueAsString(row, 2) for row in range(table.GetRowCount())}
    assert any("orest" in name for name in names)
    assert band.GetColorTable() is not None


def test_a_rendering_rule_gives_what_the_service_says_it_gives(sandbox):
    service = core.open_service(sandbox.service_url("elevation/dem"))
    shade = service.read(rendering_rule="hillshade", extent=service.extent.bounds)
    assert shade.dtype == np.uint8
    assert shade.std() > 5


def test_tiles_are_as_large_as_asked_and_never_beyond_the_servers_limit(sandbox):
    service = core.open_service(sandbox.service_url("quirks/limited"))
    sandbox.control.clear()
    service.read(extent=service.extent.bounds, tile_columns=2000, tile_rows=300)
    sizes = [
        tuple(map(int, r["params"]["size"].split(",")))
        for r in sandbox.control.requests()
        if r["operation"] == "exportImage"
    ]
    assert max(width for width, _ in sizes) <= service.max_columns
    assert max(height for _, height in sizes) <= 300


def test_a_lower_real_limit_is_found_and_respected(sandbox, sandbox_data, tmp_path):
    """quirks/limited advertises 1000 x 1000 but breaks above a quarter of a megapixel."""
    service = core.open_service(sandbox.service_url("quirks/limited"))
    report = service.download(tmp_path / "out.tif", tile_columns=1000, tile_rows=1000)
    assert report.retries > 0
    assert_same_where_both_lie(source_of(sandbox_data, "quirks/limited"), tmp_path / "out.tif")


FAULTS = [
    {"kind": "status", "code": 503, "rate": 0.2, "seed": 1},
    {"kind": "status", "code": 429, "retry_after": 0.2, "rate": 0.1, "seed": 2},
    {"kind": "status", "code": 500, "body": "html", "rate": 0.2, "seed": 3},
    {"kind": "error", "code": 500, "message": "Error exporting image", "rate": 0.2, "seed": 4},
    {"kind": "error", "code": 400, "message": "Unable to complete operation.", "rate": 0.1, "seed": 5},
    {"kind": "reset", "rate": 0.2, "seed": 6},
    {"kind": "reset_mid", "fraction": 0.5, "rate": 0.2, "seed": 7},
    {"kind": "truncate", "fraction": 0.5, "rate": 0.2, "seed": 8},
    {"kind": "truncate_clean", "fraction": 0.9, "rate": 0.1, "seed": 9},
    {"kind": "wrong_size", "dcols": 1, "drows": 0, "rate": 0.1, "seed": 10},
    {"kind": "html", "rate": 0.1, "seed": 11},
    {"kind": "empty", "rate": 0.1, "seed": 12},
    {"kind": "envelope2", "code": 500, "messages": ["Wait"], "rate": 0.1, "seed": 13},
]


@pytest.mark.parametrize("fault", FAULTS, ids=[f["kind"] + str(f.get("code", "")) for f in FAULTS])
def test_passing_faults_leave_no_trace_in_the_pixels(sandbox, sandbox_data, tmp_path, fault):
    service = core.open_service(sandbox.service_url("elevation/dem"))
    sandbox.control.faults(fault)
    service.download(tmp_path / "out.tif", tile_columns=200, tile_rows=200)
    assert_same_where_both_lie(source_of(sandbox_data, "elevation/dem"), tmp_path / "out.tif")


def test_a_tile_that_never_comes_fails_the_download_and_is_named(sandbox, tmp_path):
    service = core.open_service(sandbox.service_url("elevation/dem"))
    box = service.grid.extent_of(service.grid.window(service.extent))
    west = repr(box.xmin + 400 * service.cell_width)
    fault = {"kind": "error", "code": 400, "message": "Unable to complete operation.", "match": {"bbox": f"{west},*"}}
    sandbox.control.faults(fault)
    with pytest.raises(errors.DownloadError, match="column 400"):
        service.download(tmp_path / "out.tif", tile_columns=400, tile_rows=400)
    assert not (tmp_path / "out.tif").exists()


def test_failed_tiles_become_counted_holes_where_the_user_wants_that(sandbox, sandbox_data, tmp_path):
    service = core.open_service(sandbox.service_url("elevation/dem"))
    west = repr(service.extent.xmin + 400 * service.cell_width)
    fault = {"kind": "error", "code": 400, "message": "Unable to complete operation.", "match": {"bbox": f"{west},*"}}
    sandbox.control.faults(fault)
    report = service.download(tmp_path / "out.tif", tile_columns=400, tile_rows=400, on_error="nodata")
    assert report.tiles_failed == 3
    assert {(window.column, window.row) for window, _ in report.failed} == {(400, 0), (400, 400), (400, 800)}
    _, valid, _ = raster(tmp_path / "out.tif")
    _, source_valid, _ = raster(source_of(sandbox_data, "elevation/dem"))
    assert not valid[:, :, 400:800].any()
    assert np.array_equal(valid[:, :, :400], source_valid[:, :, :400])


def test_cancel_stops_at_once_and_leaves_nothing(sandbox, tmp_path):
    service = core.open_service(sandbox.service_url("elevation/dem"))
    sandbox.control.faults({"kind": "latency", "ms": 3000})
    cancel = core.Cancel()
    threads = threading.active_count()
    moment = []

    def stop():
        moment.append(time.monotonic())
        cancel.set()

    timer = threading.Timer(0.7, stop)
    timer.start()
    with pytest.raises(errors.Cancelled):
        service.download(tmp_path / "out.tif", cancel=cancel)
    assert time.monotonic() - moment[0] < 0.5
    timer.join()
    assert threading.active_count() <= threads
    assert list(tmp_path.iterdir()) == []


def test_an_existing_output_is_kept_unless_overwriting_was_asked_for(sandbox, tmp_path):
    service = core.open_service(sandbox.service_url("science/temperature"))
    path = tmp_path / "out.tif"
    path.write_bytes(b"precious")
    with pytest.raises(errors.OutputError, match="exists already"):
        service.download(path)
    assert path.read_bytes() == b"precious"
    sandbox.control.faults({"kind": "error", "code": 400, "message": "No."})
    with pytest.raises(errors.ImageServiceError):
        service.download(path, overwrite=True)
    assert path.read_bytes() == b"precious"
    sandbox.control.reset()
    service.download(path, overwrite=True)
    assert gdal.Open(str(path)).RasterXSize == service.grid.columns
    assert [entry.name for entry in tmp_path.iterdir() if entry.suffix == ".part"] == []


def test_a_file_that_comes_into_being_meanwhile_is_kept_too(sandbox, tmp_path):
    service = core.open_service(sandbox.service_url("elevation/dem"))
    path = tmp_path / "out.tif"
    with pytest.raises(errors.OutputError, match="exists already"):
        service.download(path, progress=lambda *_: path.write_bytes(b"precious"))
    assert path.read_bytes() == b"precious"
    report = service.download(path, overwrite=True)
    assert report.tiles_resumed == report.tiles  # nothing was lost by asking
    assert gdal.Open(str(path)).RasterXSize == service.grid.columns


@pytest.mark.parametrize(
    ("name", "options", "kind", "words"),
    [
        ("no/such/thing", {}, errors.NotFound, "no image service at this address"),
        ("quirks/noimage", {}, errors.PlanError, "does not hand out pixels"),
        ("quirks/tilesonly", {"source": "export"}, errors.PlanError, "tile cache"),
        ("quirks/badsr", {}, errors.ProtocolError, "999999"),
        ("quirks/nosr", {}, errors.ProtocolError, "does not say"),
        ("elevation/dem", {"extent": (0, 0, 1, 1)}, errors.PlanError, "outside"),
        ("elevation/dem", {"extent": (5, 5, 1, 1)}, errors.PlanError, "upside down"),
        ("elevation/dem", {"extent": (float("nan"), 0, 1, 1)}, errors.PlanError, "not a number"),
        ("elevation/dem", {"bands": [2]}, errors.PlanError, "no band 2"),
        ("elevation/dem", {"sr": "EPSG:99999"}, errors.PlanError, "not a known spatial reference"),
        ("elevation/dem", {"cell_size": 1e-9}, errors.PlanError, "larger cells"),
        ("elevation/dem", {"cell_size": -1}, errors.PlanError, "positive"),
        ("elevation/dem", {"rendering_rule": "Nope"}, errors.PlanError, "no raster function"),
        ("elevation/dem", {"cell_size": 0.001}, errors.OutputError, "only"),
    ],
)
def test_what_cannot_work_is_one_sentence_and_no_file(sandbox, tmp_path, name, options, kind, words):
    with pytest.raises(kind, match=words) as caught:
        core.open_service(sandbox.service_url(name)).download(tmp_path / "out.tif", **options)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_is_said_before_anything_is_fetched(sandbox, tmp_path):
    service = core.open_service(sandbox.service_url("elevation/dem"))
    sandbox.control.clear()
    with pytest.raises(errors.OutputError, match="does not exist"):
        service.download(tmp_path / "missing" / "out.tif")
    assert sandbox.control.requests() == []


# NoData of several bands: a file has one value for all of them


def _masks_in(path: Path) -> np.ndarray:
    """Return validity (bands, rows, columns) as GDAL tells it to every program."""
    dataset = gdal.Open(str(path))
    return np.stack([dataset.GetRasterBand(i + 1).GetMaskBand().ReadAsArray() > 0 for i in range(dataset.RasterCount)])


def test_a_value_that_is_no_data_in_one_band_stays_a_value_in_the_others(sandbox, sandbox_data, tmp_path):
    values, valid, _ = raster(source_of(sandbox_data, "imagery/scene"))
    number = int(np.bincount(values[1][valid[1]]).argmax())
    assert not values[0][values[1] == number].tolist().count(number)
    sandbox.control.override("imagery/scene", root={"noDataValue": None, "noDataValues": [number, None, None, None]})
    core.open_service(sandbox.service_url("imagery/scene")).download(tmp_path / "out.tif")
    rows, columns = values.shape[1:]
    expected = valid.all(axis=0) & (values[0] != number)
    assert (_masks_in(tmp_path / "out.tif")[:, :rows, :columns] == expected).all()
    assert expected[values[1] == number].any()
    dataset = gdal.Open(str(tmp_path / "out.tif"))
    for band, own in enumerate(values, start=1):  # what programs show without reading the cells
        statistics = dataset.GetRasterBand(band).GetStatistics(False, False)
        np.testing.assert_allclose(statistics[:3], (own[expected].min(), own[expected].max(), own[expected].mean()))


def test_a_value_that_means_no_data_only_in_all_bands_stays_a_value_in_one(sandbox, sandbox_data, tmp_path):
    values, valid, _ = raster(source_of(sandbox_data, "imagery/scene"))
    number = int(np.bincount(values[1][valid[1]]).argmax())
    sandbox.control.override("imagery/scene", root={"noDataValue": None, "noDataValues": None})
    service = core.open_service(sandbox.service_url("imagery/scene"))
    service.download(tmp_path / "out.tif", no_data=number, no_data_interpretation="all", format="bsq")
    rows, columns = values.shape[1:]
    expected = valid.all(axis=0) & ~(values == number).all(axis=0)
    assert (_masks_in(tmp_path / "out.tif")[:, :rows, :columns] == expected).all()
    assert expected[values[1] == number].any()


def test_black_that_a_rule_has_made_is_no_hole(sandbox, tmp_path):
    """The service declares 0 as NoData; darkest red, green or blue of a stretch is 0 as well, and valid."""
    service = core.open_service(sandbox.service_url("imagery/scene"))
    whole = service.read(rendering_rule="Color Infrared")
    valid = ~np.ma.getmaskarray(whole).any(axis=0)
    assert (whole.data[:, valid] == 0).sum() > 1000
    report = service.download(tmp_path / "out.tif", rendering_rule="Color Infrared")
    assert (_masks_in(tmp_path / "out.tif") == valid).all()
    assert np.array_equal(gdal.Open(str(tmp_path / "out.tif")).ReadAsArray()[:, valid], whole.data[:, valid])
    assert report.no_data is None
