# SPDX-License-Identifier: GPL-2.0-or-later
"""Cached tiles of the three kinds, on the grid that the root resource describes."""

from __future__ import annotations

import lerc
import numpy as np
import pytest


def _tile(world, name, level, row, column, **params):
    return world.get(f"{name}/ImageServer/tile/{level}/{row}/{column}", **params)


def test_a_tiles_only_service_describes_its_cache(world):
    world.control.override(
        "signed", root={"capabilities": "Image,TilesOnly,Tilemap"}, generation="11", tiles={"size": 16}
    )
    root = world.json("signed")
    assert (root["cacheType"], root["tileInfo"]["format"], root["singleFusedMapCache"]) == ("Raster", "LERC2D", True)
    lods = root["tileInfo"]["lods"]
    assert [lod["level"] for lod in lods] == [0, 1, 2]
    assert lods[-1]["resolution"] == root["pixelSizeX"]  # the finest level of a raster cache is the data itself
    assert lods[0]["resolution"] == 4 * lods[-1]["resolution"]
    assert lods[0]["scale"] == pytest.approx(40 * 96 / 0.0254)
    assert (root["minScale"], root["maxScale"]) == (lods[0]["scale"], lods[-1]["scale"])


def test_raster_tiles_put_together_are_the_source(world):
    world.control.override("signed", tiles={"format": "LERC2D", "size": 16})
    source = world.pixels["signed"][0]
    result, mask = np.zeros((64, 64), "i1"), np.zeros((64, 64), bool)
    for row in range(4):
        for column in range(4):
            body = _tile(world, "signed", 2, row, column).content
            assert body.startswith(b"Lerc2 ")
            _, pixels, valid = lerc.decode(body)
            place = np.s_[row * 16 : row * 16 + 16, column * 16 : column * 16 + 16]
            result[place], mask[place] = pixels, True if valid is None else valid
    assert (mask[:60, :50]).all()
    assert not mask[60:].any()
    assert not mask[:, 50:].any()
    assert (result[:60, :50] == source).all()


def test_tiles_that_do_not_exist_are_404_and_the_map_says_so(world):
    world.control.override("signed", root={"capabilities": "Image,Tilemap"}, tiles={"size": 16})
    for address in ((2, 0, 4), (2, 4, 0), (2, 0, -1), (3, 0, 0), (-1, 0, 0)):
        assert _tile(world, "signed", *address).status_code == 404
    tiles = world.json("signed", "tilemap/2/0/2/4/2")
    assert tiles["valid"] is True
    assert tiles["location"] == {"left": 2, "top": 0, "width": 4, "height": 2}
    assert tiles["data"] == [1, 1, 0, 0] * 2


def test_elevation_tiles_hold_corners_and_one_more_row_and_column(world):
    """Four cells share a corner: its bilinear value is their mean."""
    world.control.override("precise", tiles={"format": "LERC", "size": 16})
    root = world.json("precise")
    assert (root["cacheType"], root["tileInfo"]["lercError"]) == ("Elevation", 0.1)
    level = root["tileInfo"]["lods"][-1]["level"]
    body = _tile(world, "precise", level, 1, 1).content
    assert body.startswith(b"CntZImage ")
    _, pixels, _ = lerc.decode(body)
    assert pixels.shape == (17, 17)
    z = world.pixels["precise"][0]
    expected = (z[15:32, 15:32] + z[16:33, 15:32] + z[15:32, 16:33] + z[16:33, 16:33]) / 4
    assert np.abs(pixels - expected).max() < 1.0  # values up to a million in 32-bit floats
    _, right, _ = lerc.decode(_tile(world, "precise", level, 1, 2).content)
    assert np.abs(pixels[:, 16] - right[:, 0])[:12].max() <= 0.5  # neighbours share their edge


def test_map_tiles_are_pictures(world):
    world.control.override("classes", tiles={"format": "MIXED", "size": 32})
    level = world.json("classes")["tileInfo"]["lods"][-1]["level"]
    assert _tile(world, "classes", level, 0, 0).headers["Content-Type"] == "image/jpeg"
    assert _tile(world, "classes", level, 3, 4).headers["Content-Type"] == "image/png"  # the edge is transparent


def test_tiles_of_a_slice(world):
    world.control.override("months", tiles={"format": "LERC2D", "size": 64})
    _, pixels, _ = lerc.decode(_tile(world, "months", 0, 0, 0, sliceId=2).content)
    assert (pixels[:40, :45] == world.pixels["months"][2]).all()


def test_a_service_without_a_cache_has_no_tiles(world):
    assert _tile(world, "signed", 0, 0, 0, f="json").json()["error"]["message"] == "Invalid URL"
    assert "tileInfo" not in world.json("signed")
