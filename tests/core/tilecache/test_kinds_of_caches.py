# SPDX-License-Identifier: GPL-2.0-or-later
"""Every kind of cache, cell by cell against what was put into it."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from image_services import core
from image_services.core import errors
from osgeo import gdal
from pyproj import Transformer


def box_of(cache, left, top, right, bottom):
    (x, y), cell = cache.corner, cache.cell
    return (x + left * cell, y - bottom * cell, x + right * cell, y - top * cell)


def test_values_and_mask_of_a_raster_cache_are_those_of_the_tiles(serve, make_cache, relief):
    values = relief(50, 70)
    valid = (np.arange(50 * 70) % 7 != 0).reshape(50, 70)
    cache = make_cache(values, valid)
    data = serve(cache).open().read()
    assert data.shape == (1, 50, 70)
    assert data.transform == (cache.corner[0], 10, 0, cache.corner[1], 0, -10)
    assert np.array_equal(~np.ma.getmaskarray(data)[0], valid)
    assert np.array_equal(data.data[0][valid], values[0][valid])


def test_the_service_may_begin_in_the_middle_of_a_tile(serve, make_cache, relief):
    """The lattice is counted from the corner of tile 0, 0, which real caches keep far outside the data."""
    cache = make_cache(relief(80, 80), extent=(21, 37, 61, 79))
    served = serve(cache)
    data = served.open().read()
    assert np.array_equal(data.data[0], cache.values[0, 37:79, 21:61])
    assert data.transform[0] == cache.corner[0] + 210
    assert data.transform[3] == cache.corner[1] - 370
    wanted = {(3, row, column) for row in range(2, 5) for column in range(1, 4)}
    assert set(served.tiles()) == wanted


@pytest.mark.parametrize("window", [(0, 0, 1, 1), (15, 15, 17, 17), (5, 9, 33, 12), (16, 16, 32, 32), (69, 49, 70, 50)])
def test_any_extent_is_that_part_of_the_whole(serve, make_cache, relief, window):
    cache = make_cache(relief(50, 70))
    left, top, right, bottom = window
    data = serve(cache).open().read(extent=box_of(cache, left + 0.25, top + 0.25, right - 0.25, bottom - 0.25))
    assert np.array_equal(data.data[0], cache.values[0, top:bottom, left:right])


@pytest.mark.parametrize("dtype", ["u1", "i2", "u4", "f4", "f8"])
def test_every_pixel_type_keeps_its_values_in_a_file(serve, make_cache, relief, tmp_path, dtype):
    code = {"u1": "U8", "i2": "S16", "u4": "U32", "f4": "F32", "f8": "F64"}[dtype]
    cache = make_cache(relief(40, 40, bands=2, dtype=dtype), pixel_type=code)
    report = serve(cache).open().download(tmp_path / "out.tif")
    dataset = gdal.Open(str(tmp_path / "out.tif"))
    assert np.array_equal(dataset.ReadAsArray(), cache.values)
    assert (report.tiles, report.pixel_type, report.is_native, report.notes) == (9, code, True, ())
    assert dataset.GetMetadataItem("IMAGE_SERVICE_TILE_LEVEL") == "3"


def test_declared_no_data_counts_besides_the_mask(serve, make_cache, relief):
    cache = make_cache(relief(20, 20, dtype="i2"), pixel_type="S16", root={"noDataValue": 5, "noDataValues": [5]})
    data = serve(cache).open().read()
    assert np.array_equal(np.ma.getmaskarray(data)[0], cache.values[0] == 5)
    assert serve(cache).open().read(no_data=6).mask.sum() == (cache.values == 5).sum() + (cache.values == 6).sum()


def test_bands_come_in_the_order_asked_for(serve, make_cache, relief):
    cache = make_cache(relief(20, 20, bands=3))
    data = serve(cache).open().read(bands=[3, 1])
    assert np.array_equal(data.data, cache.values[[2, 0]])


def test_bands_with_tiles_of_their_own_are_asked_for_one_by_one(serve, make_cache, relief):
    cache = make_cache(relief(40, 40, bands=4), by_band=True)
    served = serve(cache)
    data = served.open().read(bands=[4, 2])
    assert np.array_equal(data.data, cache.values[[3, 1]])
    asked = {seen.query["bandId"] for seen in served.server.seen if "bandId" in seen.query}
    assert asked == {"3", "1"}


def test_a_tile_that_one_band_lacks_is_no_data_in_that_band(serve, make_cache, relief):
    cache = make_cache(relief(32, 32, bands=2), by_band=True)
    served = serve(cache)
    gone = ("/tile/3/1/0", "1")
    served.before = lambda seen: (
        served.reply(status=404) if (seen.path[-11:], seen.query.get("bandId")) == gone else None
    )
    data = served.open().read()
    mask = np.zeros((2, 32, 32), bool)
    mask[1, 16:, :16] = True
    assert np.array_equal(np.ma.getmaskarray(data), mask)
    assert np.array_equal(data.data[~mask], cache.values[~mask])


def test_a_slice_is_asked_for_by_its_number(serve, make_cache, relief):
    cache = make_cache(relief(20, 20), root={"hasMultidimensions": True})
    served = serve(cache)
    served.open().read(slice_id=7)
    assert {seen.query.get("sliceId") for seen in served.server.seen if "/tile/" in seen.path} == {"7"}


# Elevation: samples at corners, one more each way


def test_samples_of_an_elevation_cache_become_cells_around_them(serve, make_cache, relief):
    cache = make_cache(relief(33, 49), form="LERC")
    data = serve(cache).open().read()
    assert data.dtype == np.float32
    assert data.shape == (1, 33, 49)
    assert (data.transform[0], data.transform[3]) == (cache.corner[0] - 5, cache.corner[1] + 5)
    assert np.array_equal(data.data[0], cache.values[0])
    assert not np.ma.getmaskarray(data).any()


def test_an_extent_of_an_elevation_cache_keeps_its_samples_in_place(serve, make_cache, relief):
    cache = make_cache(relief(65, 65), form="LERC")
    data = serve(cache).open().read(extent=box_of(cache, 14.6, 30.7, 40.2, 48.4))
    assert np.array_equal(data.data[0], cache.values[0, 31:49, 15:41])
    assert data.transform[0] == cache.corner[0] + 14.5 * 10


def test_the_edge_of_a_missing_elevation_tile_is_had_from_its_neighbours(serve, make_cache, relief):
    cache = make_cache(relief(49, 49), form="LERC", missing=frozenset({(1, 1)}))
    data = serve(cache).open().read()
    hole = np.zeros((49, 49), bool)
    hole[17:32, 17:32] = True
    assert np.array_equal(np.ma.getmaskarray(data)[0], hole)
    assert np.array_equal(data.data[0][~hole], cache.values[0][~hole])


def test_heights_are_rounded_by_no_more_than_the_cache_says(serve, make_cache, relief):
    cache = make_cache(relief(17, 17), form="LERC", pixel_type="S16")
    assert serve(cache).open().read().dtype == np.float32


# Pictures


def test_pictures_are_three_colours_and_transparency_is_no_data(serve, make_cache, relief, tmp_path):
    valid = np.ones((40, 40), bool)
    valid[3:20, 11:18] = False
    cache = make_cache(relief(40, 40, bands=3, dtype="u1"), valid, form="PNG32", pixel_type="U16")
    cache.root = {"cacheType": "Map", "bandCount": 8, "noDataValue": 7}
    report = serve(cache).open().download(tmp_path / "out.tif")
    dataset = gdal.Open(str(tmp_path / "out.tif"))
    got = dataset.ReadAsArray()
    assert np.array_equal(got[:, valid], cache.values[:, valid])
    assert np.array_equal(dataset.GetRasterBand(1).GetMaskBand().ReadAsArray() > 0, valid)
    assert [dataset.GetRasterBand(n).GetDescription() for n in (1, 2, 3)] == ["Red", "Green", "Blue"]
    assert dataset.GetRasterBand(3).GetColorInterpretation() == gdal.GCI_BlueBand
    assert (report.band_count, report.pixel_type, report.is_native) == (3, "U8", False)
    assert any("pictures" in note for note in report.notes)


def test_mixed_caches_hold_jpeg_inside_and_png_at_the_edge(serve, make_cache, picture):
    values = np.broadcast_to(np.linspace(0, 200, 32), (3, 32, 32)).astype("u1")
    valid = np.ones((32, 32), bool)
    valid[:, 28:] = False
    cache = make_cache(values, valid, form="MIXED", pixel_type="U8")
    encode = cache.encode
    cache.encode = lambda data, mask: picture(data, "JPEG") if mask.all() else encode(data, mask)
    data = serve(cache).open().read()
    assert np.array_equal(~np.ma.getmaskarray(data)[0], valid)
    assert np.abs(data.data.astype(int) - values)[:, valid].max() <= 6
    assert np.array_equal(data.data[:, :, 16:28], values[:, :, 16:28])


# Other cells than those of a level


def test_in_another_reference_each_cell_takes_the_nearest_one(serve, make_cache, relief):
    cache = make_cache(relief(200, 200), cell=30.0, size=32)
    cache.valid = np.ones((200, 200), bool)
    cache.valid[40:90, 100:120] = False
    served = serve(cache)
    data = served.open().read(sr=32633, cell_size=20)
    west, width, _, north, _, height = data.transform
    rows, columns = data.shape[1:]
    x, y = np.meshgrid(west + (np.arange(columns) + 0.5) * width, north + (np.arange(rows) + 0.5) * height)
    x, y = Transformer.from_crs(32633, 3857, always_xy=True).transform(x, y)
    column = np.floor((x - cache.corner[0]) / 30).astype(int)
    row = np.floor((cache.corner[1] - y) / 30).astype(int)
    inside = (column >= 0) & (column < 200) & (row >= 0) & (row < 200)
    row, column = row.clip(0, 199), column.clip(0, 199)
    expected = inside & cache.valid[row, column]
    assert expected.sum() > 40_000
    assert np.array_equal(~np.ma.getmaskarray(data)[0], expected)
    assert np.array_equal(data.data[0][expected], cache.values[0][row, column][expected])
    assert len(served.tiles()) < 1.5 * len(set(served.tiles()))  # windows share the tiles that they touch


def test_the_size_of_pieces_leaves_no_trace_in_another_reference(serve, make_cache, relief):
    service = serve(make_cache(relief(90, 90, bands=2), size=32)).open()
    whole, pieces = (service.read(sr=4326, tile_columns=side, tile_rows=side) for side in (500, 37))
    assert whole.transform == pieces.transform
    assert np.array_equal(np.ma.getmaskarray(whole), np.ma.getmaskarray(pieces))
    assert np.array_equal(whole.filled(-1), pieces.filled(-1))


def test_a_cache_in_another_reference_than_its_service_is_read_in_its_own(serve, make_cache, relief):
    cache = make_cache(relief(64, 64))
    x, y = cache.corner
    to_degrees = Transformer.from_crs(3857, 4326, always_xy=True)
    west, south, east, north = to_degrees.transform_bounds(x + 50, y - 600, x + 600, y - 50)
    degrees = {"xmin": west, "ymin": south, "xmax": east, "ymax": north, "spatialReference": {"wkid": 4326}}
    cache.root = {"extent": degrees, "spatialReference": {"wkid": 4326}, "pixelSizeX": 1e-4, "pixelSizeY": 1e-4}
    service = serve(cache).open()
    data = service.read()
    assert data.crs == "EPSG:3857"
    assert np.array_equal(data.data[0], cache.values[0, 5:60, 5:60])
    west, south, east, north = to_degrees.transform_bounds(x + 201, y - 399, x + 299, y - 301)
    part = service.read(extent=(west, south, east, north))  # in units of the service, as always
    assert np.array_equal(part.data[0], cache.values[0, 30:40, 20:30])


# What goes wrong


def test_missing_and_empty_tiles_are_no_data_and_counted(serve, make_cache, relief, tmp_path):
    cache = make_cache(relief(48, 48), missing=frozenset({(0, 1)}))
    cache.valid = np.ones((48, 48), bool)
    cache.valid[16:32, 16:32] = False  # a tile that exists and holds nothing
    served = serve(cache)
    served.before = lambda seen: served.reply(b"") if seen.path.endswith("/2/2") else None
    report = served.open().download(tmp_path / "out.tif")
    dataset = gdal.Open(str(tmp_path / "out.tif"))
    hole = np.zeros((48, 48), bool)
    for row, column in ((0, 1), (1, 1), (2, 2)):
        hole[row * 16 : row * 16 + 16, column * 16 : column * 16 + 16] = True
    assert np.array_equal(dataset.GetRasterBand(1).GetMaskBand().ReadAsArray() == 0, hole)
    assert report.notes == ("3 tiles are missing or empty in the cache: NoData.",)
    assert (report.tiles, report.tiles_failed, report.retries) == (9, 0, 0)


def test_a_level_without_any_tile_is_an_error_unless_holes_are_wanted(serve, make_cache, relief, tmp_path):
    served = serve(make_cache(relief(64, 64)))
    with pytest.raises(errors.NotFound, match=r"no tiles of level 2 \(cells of 20\).*another cell size"):
        served.open().download(tmp_path / "out.tif", cell_size=20)
    assert list(tmp_path.iterdir()) == []
    assert served.open().read(cell_size=20, on_error="nodata").count() == 0


def test_a_service_that_goes_away_is_not_taken_for_missing_tiles(serve, make_cache, relief, tmp_path):
    cache = make_cache(relief(64, 64))
    served = serve(cache)
    service = served.open()
    asked = []

    def gone(seen):
        asked.append(seen.path)
        return served.reply(b"gone", status=404) if len(asked) > 5 else None

    served.before = gone
    with pytest.raises(errors.NotFound):
        service.download(tmp_path / "out.tif")
    assert not (tmp_path / "out.tif").exists()
    served.before = lambda seen: None
    assert 0 < service.download(tmp_path / "out.tif").tiles_resumed < 16  # what came before it went
    assert np.array_equal(gdal.Open(str(tmp_path / "out.tif")).ReadAsArray(), cache.values[0])


@pytest.mark.parametrize("bad", [b"\x89PNG", b"Lerc2 broken", b"<html>Sorry</html>", b'{"a": 1}', None])
@pytest.mark.parametrize("sr", [None, 4326])
def test_a_damaged_answer_is_asked_for_again(serve, make_cache, relief, bad, sr):
    cache = make_cache(relief(48, 48))
    served = serve(cache)
    good = served.open().read(sr=sr)
    failed = set()

    def sometimes(seen):
        if "/tile/" not in seen.path or seen.path in failed or not seen.path.endswith(("/0/0", "/2/1")):
            return None
        failed.add(seen.path)
        return served.reply(status=503) if bad is None else served.reply(bad)

    served.before = sometimes
    again = served.open().read(sr=sr)
    assert failed
    assert np.array_equal(good.filled(-1), again.filled(-1))


def test_a_tile_that_never_comes_is_named_and_leaves_nothing(serve, make_cache, relief, tmp_path, monkeypatch):
    from image_services.core import schedule
    from image_services.core.retry import RetryPolicy

    monkeypatch.setattr(schedule, "TILE_RETRY", RetryPolicy(attempts=2, base_s=0.01))
    served = serve(make_cache(relief(48, 48)))
    served.before = lambda seen: served.reply(b"Lerc2 broken") if seen.path.endswith("/3/2/1") else None
    with pytest.raises(errors.DownloadError, match="column 16, row 32"):
        served.open().download(tmp_path / "out.tif", resumable=False)
    assert list(tmp_path.iterdir()) == []
    report = served.open().download(tmp_path / "out.tif", on_error="nodata")
    assert [(w.column, w.row, w.columns, w.rows) for w, _ in report.failed] == [(16, 32, 16, 16)]


def test_an_interrupted_download_goes_on_where_it_stopped(serve, make_cache, relief, tmp_path):
    cache = make_cache(relief(80, 90), extent=(5, 7, 83, 77))
    served = serve(cache)
    service = served.open()
    refusal = {"error": {"code": 403, "message": "You do not have permissions to access this resource."}}
    served.before = lambda seen: served.reply_json(refusal) if seen.path.endswith("/3/4/1") else None
    with pytest.raises(errors.AccessDenied):
        service.download(tmp_path / "out.tif", max_concurrency=1)
    served.before = lambda seen: None
    before = len(served.tiles())
    report = service.download(tmp_path / "out.tif", max_concurrency=1)
    assert report.tiles_resumed > 10
    assert len(served.tiles()) - before <= report.tiles - report.tiles_resumed + 1
    assert np.array_equal(gdal.Open(str(tmp_path / "out.tif")).ReadAsArray(), cache.values[0, 7:77, 5:83])
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.tif"]


def test_cancel_ends_it_and_leaves_nothing(serve, make_cache, relief, tmp_path, nothing_left):
    served = serve(make_cache(relief(160, 160)))
    service = served.open()
    cancel, gate = core.Cancel(), threading.Event()

    def hang(seen):
        if len(served.tiles()) > 20:
            cancel.set()
            return served.reply(b"", gate=gate)
        return None

    served.before = hang
    with pytest.raises(errors.Cancelled):
        service.download(tmp_path / "out.tif", cancel=cancel)
    assert list(tmp_path.iterdir()) == []


def test_a_denied_tile_is_no_missing_tile(serve, make_cache, relief):
    served = serve(make_cache(relief(48, 48)))
    refusal = {"error": {"code": 403, "message": "You do not have permissions to access this resource."}}
    served.before = lambda seen: served.reply_json(refusal) if seen.path.endswith("/3/2/1") else None
    with pytest.raises(errors.AccessDenied):
        served.open().read()
