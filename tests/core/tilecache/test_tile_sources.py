# SPDX-License-Identifier: GPL-2.0-or-later
"""Caches of the sandbox against the rasters behind them, and tiles that real servers sent."""

from __future__ import annotations

import numpy as np
import pytest
from image_services import core
from image_services.core import errors
from osgeo import gdal
from pyproj import Transformer

gdal.UseExceptions()


def source(folder, name):
    """Return values (bands, rows, columns) and validity of a raster of the sandbox."""
    dataset = gdal.Open(str(folder / f"{name}.tif"))
    bands = [dataset.GetRasterBand(n) for n in range(1, dataset.RasterCount + 1)]
    return np.stack([b.ReadAsArray() for b in bands]), np.stack([b.GetMaskBand().ReadAsArray() > 0 for b in bands])


def open_cache(sandbox, name, capabilities="Image,TilesOnly,Tilemap", **tiles):
    sandbox.control.override(name, root={"capabilities": capabilities}, generation="11", tiles=tiles)
    return core.open_service(sandbox.service_url(name))


def assert_same(data, values, valid):
    """Compare cell by cell; a ragged extent may hold an empty column or row more than its raster."""
    rows, columns = values.shape[1:]
    mask = np.ma.getmaskarray(data)
    assert np.array_equal(~mask[:, :rows, :columns], valid)
    assert mask[:, rows:].all()
    assert mask[:, :, columns:].all()
    assert np.array_equal(data.data[:, :rows, :columns][valid], values[valid])


@pytest.mark.parametrize("name", ["quirks/tilesonly", "elevation/dem", "landcover/classes", "science/signed"])
@pytest.mark.parametrize("size", [256, 200])
def test_the_finest_level_is_the_source_cell_by_cell(sandbox, sandbox_data, name, size):
    service = open_cache(sandbox, name, format="LERC2D", size=size)
    assert service.plan().is_native
    assert_same(service.read(), *source(sandbox_data, name))


def test_a_coarser_level_is_what_the_cache_holds(sandbox, sandbox_data):
    values, _ = source(sandbox_data, "quirks/tilesonly")
    service = core.open_service(sandbox.service_url("quirks/tilesonly"))
    data = service.read(cell_size=40)
    assert data.transform == (service.extent.xmin, 40, 0, service.extent.ymax, 0, -40)
    assert np.array_equal(data.data, values[:, 1::2, 1::2])  # the sandbox takes the cell at the middle of four


def test_a_download_into_a_file_is_exact_and_says_so(sandbox, sandbox_data, tmp_path):
    service = core.open_service(sandbox.service_url("quirks/tilesonly"))
    values, _ = source(sandbox_data, "quirks/tilesonly")
    seen = []
    options = {"tile_columns": 100, "file_compression": "deflate"}
    report = service.download(tmp_path / "out.tif", progress=lambda *args: seen.append(args), **options)
    assert np.array_equal(gdal.Open(str(tmp_path / "out.tif")).ReadAsArray(), values[0])
    assert (report.is_native, report.tiles, report.format, report.notes) == (True, 30, "lerc", ())
    assert "level 3" in report.format_reason
    assert seen[-1][0] == seen[-1][1] == values.size


def test_heights_are_the_means_of_four_cells_at_their_common_corner(sandbox, sandbox_data):
    values, _ = source(sandbox_data, "caches/elevation")
    service = core.open_service(sandbox.service_url("caches/elevation"))
    data = service.read(source="tiles")
    z = values[0].astype(float)
    west, _, _, north, _, _ = data.transform
    assert (west, north) == (
        service.extent.xmin - service.cell_width / 2,
        service.extent.ymax + service.cell_height / 2,
    )
    corners = (z[:-1, :-1] + z[1:, :-1] + z[:-1, 1:] + z[1:, 1:]) / 4
    got = data[0, 1 : 1 + corners.shape[0], 1 : 1 + corners.shape[1]]
    assert not np.ma.getmaskarray(got).any()
    assert np.abs(got.data - corners).max() <= 0.1 + 1e-3


def test_colours_of_a_picture_cache_are_those_of_the_imagery(sandbox, sandbox_data):
    values, valid = source(sandbox_data, "caches/mixed")
    service = core.open_service(sandbox.service_url("caches/mixed"))
    data = service.read()
    assert not service.plan().is_native
    inside = ~np.ma.getmaskarray(data).any(axis=0)
    assert np.array_equal(inside, valid.any(axis=0))
    difference = np.abs(data.data.astype(int) - values)[:, inside]
    assert difference.max() <= 30  # JPEG inside
    assert difference.mean() < 3


@pytest.mark.parametrize("bands", [None, [4, 1]])
def test_a_tile_for_every_band(sandbox, sandbox_data, bands):
    values, _ = source(sandbox_data, "caches/bands")
    data = core.open_service(sandbox.service_url("caches/bands")).read(bands=bands)
    assert np.array_equal(data.data, values if bands is None else values[[3, 0]])
    assert not np.ma.getmaskarray(data).any()


@pytest.mark.parametrize("number", [None, 0, 4])
def test_a_tile_for_every_slice(sandbox, sandbox_data, number):
    values, valid = source(sandbox_data, "caches/slices")
    data = core.open_service(sandbox.service_url("caches/slices")).read(slice_id=number)
    assert_same(data, values[[number or 0]], valid[[number or 0]])


def test_a_sparse_cache_is_exact_where_it_is_and_no_data_where_it_is_not(sandbox, sandbox_data, tmp_path):
    """Level 7 is listed and does not exist; of level 6 one tile is lost, and one comes without a byte."""
    values, valid = source(sandbox_data, "caches/sparse")
    valid[0, 64:128, :64] = False
    valid[0, :64, 64:128] = False
    service = core.open_service(sandbox.service_url("caches/sparse"))
    report = service.download(tmp_path / "out.tif")
    assert_same(service.read(), values, valid)
    blank = sum(
        not valid[0, row : row + 64, column : column + 64].any()
        for row in range(0, valid.shape[1], 64)
        for column in range(0, valid.shape[2], 64)
    )
    assert f"{blank} tiles are missing or empty in the cache: NoData." in report.notes
    assert report.requests < report.tiles / 2  # the map of tiles told which ones not to ask for


def test_a_cache_on_the_web_scheme_of_a_service_elsewhere(sandbox, sandbox_data):
    values, _ = source(sandbox_data, "caches/webmercator")
    service = core.open_service(sandbox.service_url("caches/webmercator"))
    plan = service.plan()
    assert (plan.spatial_reference.label, plan.cache.level.number, plan.is_native) == ("EPSG:3857", 12, False)
    assert any("resampled when the cache was built" in text for text in plan.warnings)
    data = service.read()
    west, cell, _, north, _, _ = data.transform
    rows, columns = data.shape[1:]
    x, y = np.meshgrid(west + (np.arange(columns) + 0.5) * cell, north - (np.arange(rows) + 0.5) * cell)
    x, y = Transformer.from_crs(3857, 25833, always_xy=True).transform(x, y)
    column = np.floor((x - service.extent.xmin) / 20).astype(int)
    row = np.floor((service.extent.ymax - y) / 20).astype(int)
    inside = (column >= 0) & (column < 320) & (row >= 0) & (row < 240)
    assert np.array_equal(~np.ma.getmaskarray(data)[0], inside)
    assert (data.data[0][inside] == values[0][row[inside], column[inside]]).mean() > 0.999


def test_on_request_tiles_are_read_of_a_service_that_gives_images_too(sandbox, sandbox_data):
    service = open_cache(sandbox, "elevation/dem", "Image,Metadata", format="LERC2D")
    sandbox.control.clear()
    data = service.read(source="tiles")
    assert {entry["operation"] for entry in sandbox.control.requests()} == {"tile"}
    assert_same(data, *source(sandbox_data, "elevation/dem"))


# What may go wrong on the way


def test_the_map_of_tiles_is_asked_once_and_changes_nothing(sandbox, sandbox_data):
    service = open_cache(sandbox, "elevation/dem", format="LERC2D", size=200)
    sandbox.control.clear()
    data = service.read()
    assert [entry["operation"] for entry in sandbox.control.requests()].count("tilemap") == 1
    assert_same(data, *source(sandbox_data, "elevation/dem"))


FAULTS = [
    {"kind": "status", "code": 503, "rate": 0.2, "seed": 1},
    {"kind": "status", "code": 500, "body": "html", "rate": 0.2, "seed": 3},
    {"kind": "reset", "rate": 0.2, "seed": 6},
    {"kind": "truncate", "fraction": 0.5, "rate": 0.2, "seed": 8},
    {"kind": "html", "rate": 0.1, "seed": 11},
]


@pytest.mark.parametrize("fault", FAULTS, ids=[fault["kind"] + str(fault.get("code", "")) for fault in FAULTS])
def test_passing_faults_leave_no_trace_in_the_pixels(sandbox, sandbox_data, tmp_path, fault):
    service = core.open_service(sandbox.service_url("quirks/tilesonly"))
    sandbox.control.faults(fault)
    report = service.download(tmp_path / "out.tif")
    assert report.notes == ()
    assert np.array_equal(
        gdal.Open(str(tmp_path / "out.tif")).ReadAsArray(), source(sandbox_data, "quirks/tilesonly")[0][0]
    )


# Tiles of real servers


def test_an_empty_tile_of_a_hosted_cache_is_valid_zeros(serve, make_cache, relief, shared_data):
    """Recorded from ArcGIS Online: LERC 2 version 5, 256 x 256 zeros without a mask."""
    body = (shared_data / "lerc/hosted-agol/livingatlas_canopy_empty_256_u8_v5.lerc2").read_bytes()
    cache = make_cache(relief(512, 512, dtype="u1"), size=256, pixel_type="U8")
    served = serve(cache)
    served.before = lambda seen: served.reply(body) if seen.path.endswith("/tile/3/1/0") else None
    data = served.open().read()
    assert not np.ma.getmaskarray(data).any()
    assert (data.data[0, 256:, :256] == 0).all()
    assert np.array_equal(data.data[0, :, 256:], cache.values[0, :, 256:])


def test_a_recorded_masked_tile_lies_where_it_belongs(serve, make_cache, relief, shared_data):
    """LERC 2 version 4: 31,619 valid pixels, all 95."""
    body = (shared_data / "lerc/embedded/tile_256_u8_masked_const95_v4.lerc2").read_bytes()
    served = serve(make_cache(relief(512, 512, dtype="u1"), size=256, pixel_type="U8", extent=(0, 0, 512, 500)))
    served.before = lambda seen: served.reply(body) if seen.path.endswith("/tile/3/0/1") else None
    data = served.open().read()
    part = data[0, :256, 256:]
    assert part.count() == 31_619
    assert set(part.compressed().tolist()) == {95}
    assert not np.ma.getmaskarray(data)[0, :, :256].any()


def test_a_recorded_elevation_tile_lies_half_a_cell_off(serve, make_cache, relief, shared_data):
    """Esri's world.lerc1: 257 x 257 heights, its border of one pixel void, 65,025 valid."""
    body = (shared_data / "lerc/esri/world.lerc1").read_bytes()
    cache = make_cache(relief(257, 257), form="LERC", size=256)
    served = serve(cache)
    served.before = lambda seen: served.reply(body) if seen.path.endswith("/tile/3/0/0") else None
    data = served.open().read()
    assert data.shape == (1, 257, 257)
    assert data.transform[0] == cache.corner[0] - cache.cell / 2
    assert data.count() == 65_025
    assert data.min() == pytest.approx(-27.458635330200195)
    assert data.max() == pytest.approx(5474.1728515625)
    assert data.mean(dtype=float) == pytest.approx(535.82595673)


def test_without_a_decoder_nothing_is_fetched(sandbox, monkeypatch, tmp_path):
    from image_services.core import plan

    sandbox.control.override("landcover/classes", root={"capabilities": "Image,TilesOnly"}, tiles={"format": "LERC2D"})
    service = core.open_service(sandbox.service_url("landcover/classes"))
    monkeypatch.setattr(plan, "_has_lerc", lambda: False)
    sandbox.control.clear()
    with pytest.raises(errors.PlanError, match="python3 -m pip install lerc"):
        service.download(tmp_path / "out.tif")
    assert sandbox.control.requests() == []


def test_tiles_of_slices_are_read_though_there_are_transposed_ones_beside_them(sandbox):
    plain = core.open_service(sandbox.service_url("caches/slices"))
    truth = [plain.read(slice_id=number) for number in (0, 1)]
    assert not np.array_equal(truth[0].data, truth[1].data)
    service = open_cache(sandbox, "caches/slices", "Image,TilesOnly", transposed="beside")
    assert service.raw["tileInfo"]["transposeInfo"]["rows"] > 0
    for number in (0, 1):
        data = service.read(slice_id=number)
        assert np.array_equal(data.data, truth[number].data)
        assert np.array_equal(np.ma.getmaskarray(data), np.ma.getmaskarray(truth[number]))
    assert not any("variable" in entry["params"] for entry in sandbox.control.requests())


def test_a_cache_with_transposed_tiles_alone_is_refused_in_one_sentence(sandbox, tmp_path):
    service = open_cache(sandbox, "caches/slices", "Image,TilesOnly", transposed="only")
    sandbox.control.clear()
    with pytest.raises(errors.PlanError, match=r"holds transposed tiles only.*: ask its owner") as caught:
        service.download(tmp_path / "out.tif", slice_id=1)
    assert caught.value.message.count(".") == 1
    assert not any(entry["operation"] == "tile" for entry in sandbox.control.requests())
    assert list(tmp_path.iterdir()) == []
