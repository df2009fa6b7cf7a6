# SPDX-License-Identifier: GPL-2.0-or-later
"""Tile caches of every kind, put together tile by tile and compared with the rasters that they were made of."""

from __future__ import annotations

import lerc
import numpy as np
import pytest
from osgeo import gdal


def address(level, row, column):
    return f"tile/{level}/{row}/{column}"


def decoded(content):
    """Return pixels (bands, rows, columns) and mask of a LERC tile."""
    code, pixels, valid = lerc.decode(content)
    assert code == 0
    mask = np.ones(pixels.shape[-2:], bool) if valid is None else valid.astype(bool).reshape(-1, *pixels.shape[-2:])[0]
    return pixels.reshape(-1, *pixels.shape[-2:]), mask


class Cache:
    """The finest level of a cache, tile by tile."""

    def __init__(self, asker, name):
        self.asker, self.name = asker, name
        self.root = asker.json(name)
        self.info = self.root["tileInfo"]
        levels = [lod["level"] for lod in self.info["lods"]]
        self.level = self.root.get("maxLOD", levels[-1])
        self.resolution = next(lod["resolution"] for lod in self.info["lods"] if lod["level"] == self.level)

    def tile(self, row, column, level=None, **params):
        return self.asker.get(self.name, address(self.level if level is None else level, row, column), **params)

    def whole(self, bands, dtype, decode=decoded, **params):
        """Return pixels and mask of the service's own cells, and the status of every tile."""
        size = self.info["rows"]
        extent = self.root["extent"]
        columns = round((extent["xmax"] - extent["xmin"]) / self.resolution)
        rows = round((extent["ymax"] - extent["ymin"]) / self.resolution)
        down, across = -(-rows // size), -(-columns // size)
        pixels = np.zeros((bands, down * size, across * size), dtype)
        mask, statuses = np.zeros((down * size, across * size), bool), {}
        for row in range(down):
            for column in range(across):
                answer = self.tile(row, column, **params)
                statuses[row, column] = answer.status_code if answer.content else 0
                if answer.status_code == 200 and answer.content:
                    place = np.s_[row * size : (row + 1) * size, column * size : (column + 1) * size]
                    pixels[(slice(None), *place)], mask[place] = decode(answer.content)
        assert not mask[rows:].any()
        assert not mask[:, columns:].any()
        return pixels[:, :rows, :columns], mask[:rows, :columns], statuses


def picture(content):
    """Return colours and mask of a JPEG or PNG tile."""
    gdal.FileFromMemBuffer("/vsimem/tile", content)
    bands = gdal.Open("/vsimem/tile").ReadAsArray()
    gdal.Unlink("/vsimem/tile")
    return bands[:3], bands[3] > 0 if len(bands) == 4 else np.ones(bands.shape[1:], bool)


def test_mixed_pictures_are_jpeg_inside_and_png_at_edges(asker, placed):
    cache, file = Cache(asker, "caches/mixed"), placed("caches/mixed.tif")
    assert (cache.root["cacheType"], cache.info["format"]) == ("Map", "MIXED")
    pixels, mask, statuses = cache.whole(3, "u1", picture)
    np.testing.assert_array_equal(mask, file.valid)
    difference = np.abs(pixels.astype(int) - file.pixels)[:, mask]
    assert difference.max() < 40
    assert difference.mean() < 3
    kinds = {cache.tile(*tile).headers["Content-Type"] for tile, status in statuses.items() if status == 200}
    assert kinds == {"image/jpeg", "image/png"}
    assert 404 in statuses.values()
    png = next(tile for tile, s in statuses.items() if s == 200 and b"PNG" in cache.tile(*tile).content[:4])
    size = cache.info["rows"]
    place = np.s_[png[0] * size : (png[0] + 1) * size, png[1] * size : (png[1] + 1) * size]
    np.testing.assert_array_equal(np.where(mask, pixels, 0)[(slice(None), *place)],
                                  np.where(file.valid, file.pixels, 0)[(slice(None), *place)])  # fmt: skip


@pytest.mark.parametrize(("name", "kind"), [("PNG32", "image/png"), ("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_pictures_of_one_kind(asker, name, kind):
    asker.control.override("caches/mixed", tiles={"format": name, "size": 128})
    cache = Cache(asker, "caches/mixed")
    _, _, statuses = cache.whole(3, "u1", picture) if name != "JPEG" else (None, None, {(0, 0): 200, (3, 2): 200})
    kinds = {cache.tile(*tile).headers["Content-Type"] for tile, status in statuses.items() if status == 200}
    assert kinds == {kind}  # JPEG holds no mask: what lies outside is black


def test_a_band_sequential_cache_has_a_tile_for_every_band(asker, placed):
    cache, file = Cache(asker, "caches/bands"), placed("caches/bands.tif")
    assert (cache.root["bsq"], cache.root["cacheType"], cache.root["bandCount"]) == (True, "Raster", 4)
    for band in range(4):
        pixels, mask, _ = cache.whole(1, "u2", bandId=str(band))
        assert mask.all()
        np.testing.assert_array_equal(pixels[0], file.pixels[band])
    assert cache.tile(0, 0).content == cache.tile(0, 0, bandId="0").content
    for wrong in ("4", "-1", "blue"):
        assert cache.tile(0, 0, f="json", bandId=wrong).json()["error"]["code"] == 400
    other = asker.json("quirks/tilesonly")
    assert other.get("bsq", False) is False


def test_a_cache_of_slices(asker, placed):
    cache, file = Cache(asker, "caches/slices"), placed("caches/slices.tif")
    assert cache.root["hasMultidimensions"] is True
    slices = asker.json("caches/slices", "slices")["slices"]
    assert len(slices) == 6
    assert slices[0]["multidimensionalDefinition"][0]["variableName"] == "anomaly"
    valid = file.pixels[0] != -32768
    for number in (0, 5):
        pixels, mask, _ = cache.whole(1, "i2", sliceId=str(number))
        np.testing.assert_array_equal(mask, valid)
        np.testing.assert_array_equal(pixels[0][mask], file.pixels[number][mask])
    assert cache.tile(0, 0).content == cache.tile(0, 0, sliceId="0").content


def test_a_sparse_cache_lacks_tiles_in_three_ways(asker, placed):
    cache, file = Cache(asker, "caches/sparse"), placed("caches/sparse.tif")
    pixels, mask, statuses = cache.whole(1, "f4")
    missing = {tile for tile, status in statuses.items() if status == 404}
    empty = {tile for tile, status in statuses.items() if status == 0}
    assert (1, 0) in missing  # lost, though there are values
    assert empty == {(0, 1)}  # comes without a byte
    size = cache.info["rows"]
    expected = file.valid.copy()
    for row, column in missing | empty:
        expected[row * size : (row + 1) * size, column * size : (column + 1) * size] = False
    np.testing.assert_array_equal(mask, expected)
    np.testing.assert_array_equal(pixels[0][mask], file.pixels[0][mask])
    assert len(missing) > 20  # the most of them have nothing to hold
    tiles = asker.json("caches/sparse", f"tilemap/{cache.level}/0/0/2/2")
    assert tiles["data"] == [1, 1, 0, 1]


def test_listed_levels_that_do_not_exist(asker):
    cache = Cache(asker, "caches/sparse")
    listed = [lod["level"] for lod in cache.info["lods"]]
    assert (cache.root["minLOD"], cache.root["maxLOD"], listed) == (2, 6, list(range(8)))
    for level in listed:
        exists = cache.root["minLOD"] <= level <= cache.root["maxLOD"]
        assert cache.tile(0, 0, level).status_code == (200 if exists else 404)
    lods = {lod["level"]: lod for lod in cache.info["lods"]}
    assert (cache.root["minScale"], cache.root["maxScale"]) == (lods[2]["scale"], lods[6]["scale"])
    assert lods[6]["resolution"] == cache.root["pixelSizeX"]


def test_a_cache_in_another_spatial_reference(asker):
    name = "caches/webmercator"
    cache = Cache(asker, name)
    assert cache.root["spatialReference"]["wkid"] == 25833
    assert cache.info["spatialReference"] == {"wkid": 102100, "latestWkid": 3857}
    assert cache.info["origin"]["x"] == -20037508.342787
    from pyproj import Transformer

    extent = cache.root["extent"]
    centre = ((extent["xmin"] + extent["xmax"]) / 2, (extent["ymin"] + extent["ymax"]) / 2)
    x, y = Transformer.from_crs(25833, 3857, always_xy=True).transform(*centre)
    span = 256 * cache.resolution
    column, row = int((x + 20037508.342787) // span), int((20037508.342787 - y) // span)
    pixels, mask = decoded(cache.tile(row, column).content)
    assert mask.any()
    left, top = -20037508.342787 + column * span, 20037508.342787 - row * span
    asker.control.override(name, root={"capabilities": "Image"})  # now the same by exportImage
    box = (left, top - span, left + span, top)
    expected, valid = asker.raw(name, box, (256, 256), "f4", bboxSR="102100", imageSR="102100")
    np.testing.assert_array_equal(mask, valid)
    np.testing.assert_array_equal(pixels[0][mask], expected[0][mask])
    assert cache.tile(0, 0).status_code == 404
    assert cache.root["minLOD"] > 0
    assert cache.root["maxLOD"] < cache.info["lods"][-1]["level"]


def test_an_elevation_cache_holds_corners(asker, placed):
    cache, file = Cache(asker, "caches/elevation"), placed("caches/elevation.tif")
    assert (cache.root["cacheType"], cache.info["format"], cache.info["lercError"]) == ("Elevation", "LERC", 0.1)
    content = cache.tile(1, 1).content
    assert content.startswith(b"CntZImage ")
    pixels, _ = decoded(content)
    assert pixels.shape == (1, 129, 129)
    z = file.pixels[0].astype(float)
    corners = (z[:-1, :-1] + z[1:, :-1] + z[:-1, 1:] + z[1:, 1:]) / 4
    np.testing.assert_allclose(pixels[0], corners[127:256, 127:256], atol=0.1001)


@pytest.mark.parametrize("name", ["mixed", "bands", "slices", "sparse", "webmercator"])
def test_a_service_of_tiles_exports_nothing(asker, name):
    answer = asker.get(f"caches/{name}", "exportImage", f="image", bbox="0,0,1,1")
    assert answer.status_code == 400
    assert asker.json(f"caches/{name}", "identify", geometry="0,0")["error"]["code"] == 400


def test_transposed_tiles_are_told_of_and_not_handed_out(asker, sandbox):
    """Esri's page: of a variable, at level 0 only. What one holds is not established."""
    sandbox.control.override("caches/slices", tiles={"transposed": "beside"})
    plain = Cache(asker, "caches/slices")
    assert plain.info["transposeInfo"]["rows"] > 0
    assert plain.tile(0, 0, sliceId=1).headers["Content-Type"] != "application/json;charset=UTF-8"
    refused = plain.tile(0, 0, level=0, variable="anomaly", f="json").json()
    assert refused["error"]["code"] == 400
    sandbox.control.override("caches/slices", tiles={"transposed": "only"})
    assert asker.json("caches/slices")["tileInfo"]["lods"] == []
    assert asker.get("caches/slices", address(0, 0, 0), sliceId=1).status_code == 404
