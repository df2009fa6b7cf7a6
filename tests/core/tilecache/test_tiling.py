# SPDX-License-Identifier: GPL-2.0-or-later
"""The arithmetic of tiles, and what descriptions say of a cache."""

from __future__ import annotations

import json
import math
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.errors import PlanError
from image_services.core.grid import Grid, Tiles, Window
from image_services.core.service import ImageService
from image_services.core.tilepixels import sharing_tiles, tile_of
from image_services.core.tiling import Level, TileCache, TileScheme, exports_images, reads_tiles

URL = "https://example.org/arcgis/rest/services/S/ImageServer"
SIDES = st.integers(1, 60)


def service(info=None, **root):
    """Return a service of 1000 x 1000 cells of 10, with a cache of four levels; None leaves a member out."""
    tiles = {
        "cols": 256,
        "rows": 256,
        "format": "LERC2D",
        "origin": {"x": -1000, "y": 9000},
        "spatialReference": {"wkid": 3857},
        "lods": [{"level": n, "resolution": 80 / 2**n, "scale": 8e5 / 2**n} for n in range(4)],
        **(info or {}),
    }
    described = {
        "name": "S",
        "currentVersion": 11,
        "capabilities": "Image,TilesOnly",
        "extent": {"xmin": 0, "ymin": 0, "xmax": 10_000, "ymax": 10_000, "spatialReference": {"wkid": 102100}},
        "pixelSizeX": 10,
        "pixelSizeY": 10,
        "bandCount": 1,
        "pixelType": "F32",
        "tileInfo": {key: value for key, value in tiles.items() if value is not None},
        **root,
    }
    return ImageService.from_json(URL, {key: value for key, value in described.items() if value is not None})


def numbers(one):
    return [level.number for level in TileScheme.of(one).levels]


# Windows


@given(SIDES, SIDES, SIDES, SIDES, st.integers(0, 59), st.integers(0, 59))
def test_tiles_on_a_lattice_of_their_own_cover_each_cell_once(columns, rows, across, down, left, top):
    tiles = Tiles(columns, rows, across, down, left % across, top % down)
    seen = [[0] * columns for _ in range(rows)]
    for window in tiles:
        assert window.columns > 0
        assert window.rows > 0
        assert (window.column + left % across) // across == (
            window.column + window.columns - 1 + left % across
        ) // across
        assert (window.row + top % down) // down == (window.row + window.rows - 1 + top % down) // down
        for row in range(window.row, window.row + window.rows):
            for column in range(window.column, window.column + window.columns):
                seen[row][column] += 1
    assert all(count == 1 for line in seen for count in line)
    assert list(tiles) == tiles[:]
    assert tiles[-1] == tiles[len(tiles) - 1]


@given(
    first=st.tuples(st.integers(0, 10**7), st.integers(0, 10**7)),
    window=st.tuples(st.integers(0, 10**5), st.integers(0, 10**5)),
    size=st.integers(1, 512),
    overlap=st.booleans(),
)
def test_the_tile_of_a_window_holds_its_first_cell(first, window, size, overlap):
    cache = SimpleNamespace(scheme=SimpleNamespace(rows=size, columns=size, overlap=int(overlap)))
    plan = SimpleNamespace(grid=Grid(0, 0, 1, 1, 10**6, 10**6, *first))
    (row, column), (top, left) = tile_of(plan, cache, Window(*window, 1, 1))
    assert (column * size + left, row * size + top) == (first[0] + window[0], first[1] + window[1])
    assert 0 <= top < size
    assert 0 <= left < size
    for other in sharing_tiles(cache, (row, column), (top, left)):
        assert overlap
        assert min(other) >= 0
        assert other != (row, column)
        assert row - other[0] in (0, 1)
        assert column - other[1] in (0, 1)
        assert other[0] == row or top == 0
        assert other[1] == column or left == 0


@given(st.lists(st.floats(1e-6, 1e6), min_size=1, max_size=20, unique=True), st.floats(1e-6, 1e6))
def test_the_nearest_level_is_nearest_by_ratio(resolutions, wanted):
    levels = tuple(Level(n, size) for n, size in enumerate(sorted(resolutions, reverse=True)))
    scheme = TileScheme("Raster", "LERC2D", 256, 256, 0, 0, None, levels)
    found = scheme.nearest(wanted)
    off = [abs(math.log(level.resolution / wanted)) for level in levels]
    assert abs(math.log(found.resolution / wanted)) <= min(off) + 1e-8


def test_of_two_levels_alike_the_finer_one_is_nearest():
    assert TileScheme.of(service()).nearest(math.sqrt(20 * 10)).resolution == 10


def test_cells_lie_on_tiles_and_samples_of_heights_in_the_middle_of_cells():
    raster = TileScheme.of(service())
    cache = TileCache(raster, raster.levels[-1], service().extent, False)
    assert (cache.grid.xmin, cache.grid.ymax, cache.grid.cell_width) == (-1000, 9000, 10)
    heights = TileScheme.of(service({"format": "LERC"}))
    assert (heights.kind, heights.overlap) == ("Elevation", 1)
    lattice = heights.lattice(heights.levels[0])
    assert (lattice.xmin, lattice.ymax) == (-1040, 9040)


# Descriptions


@pytest.mark.parametrize(
    ("info", "root", "kind", "picture"),
    [
        ({}, {}, "Raster", False),
        ({"format": "LERC"}, {}, "Elevation", False),
        ({"format": "lerc2d"}, {"cacheType": "raster"}, "Raster", False),
        ({"format": "MIXED"}, {}, "Map", True),
        ({"format": "PNG32"}, {"cacheType": "Map"}, "Map", True),
        ({"format": "JPEG"}, {"cacheType": "Raster"}, "Raster", False),
        ({"format": "LERC"}, {"cacheType": "something new"}, "Elevation", False),
        ({"format": None}, {}, "Map", True),
    ],
)
def test_the_kind_is_what_is_said_else_follows_from_the_format(info, root, kind, picture):
    scheme = TileScheme.of(service(info, **root))
    assert (scheme.kind, scheme.is_picture) == (kind, picture)


@pytest.mark.parametrize(
    ("root", "levels"),
    [
        ({}, [0, 1, 2, 3]),
        ({"minLOD": 1, "maxLOD": 2}, [1, 2]),
        ({"maxLOD": 2}, [0, 1, 2]),
        ({"minScale": 4e5, "maxScale": 2.0001e5}, [1, 2]),
        ({"minScale": 0, "maxScale": -1}, [0, 1, 2, 3]),
        ({"minScale": 4e5, "maxScale": 0}, [1, 2, 3]),
        ({"minLOD": 17, "maxLOD": 19}, [0, 1, 2, 3]),  # contradicts the list: the list is believed
        ({"pixelSizeX": 20, "pixelSizeY": 20}, [0, 1, 2]),  # finer levels hold nothing
        ({"pixelSizeX": 20, "pixelSizeY": 20, "cacheType": "Map"}, [0, 1, 2, 3]),
    ],
)
def test_levels_that_hold_no_tiles_are_left_out(root, levels):
    assert numbers(service(**root)) == levels


def test_strange_levels_are_left_out_and_the_rest_sorted():
    lods = [
        {"level": 5, "resolution": 10},
        {"level": "4", "resolution": "20,0"},
        {"level": 4, "resolution": 30},
        {"level": -1, "resolution": 40},
        {"level": 3, "resolution": 0},
        {"level": 2},
        "nonsense",
    ]
    assert [(level.number, level.resolution) for level in TileScheme.of(service({"lods": lods})).levels] == [
        (4, 20),
        (5, 10),
    ]


@pytest.mark.parametrize(
    ("info", "words"),
    [
        ({"lods": []}, "which levels"),
        ({"lods": None}, "which levels"),
        ({"origin": None}, "where its tiles lie"),
        ({"origin": {"x": 0}}, "where its tiles lie"),
        ({"cols": 0}, "where its tiles lie"),
        ({"rows": 100_000, "cols": 100_000}, "where its tiles lie"),
    ],
)
def test_a_cache_that_does_not_say_what_is_needed_is_refused_in_words(info, words):
    with pytest.raises(PlanError, match=words):
        TileScheme.of(service(info))


def test_a_service_without_a_cache_says_so():
    with pytest.raises(PlanError, match="has no cache"):
        TileScheme.of(service(tileInfo=None))


@pytest.mark.parametrize(
    ("root", "images"),
    [
        ({}, False),
        ({"capabilities": "Catalog,Tilemap"}, False),
        ({"capabilities": "Image"}, True),
        ({"capabilities": "Image", "datasetFormat": "Cache/LERC2D"}, False),
        ({"capabilities": "Image", "datasetFormat": "Cache/LERC2D", "maxImageWidth": 4100}, True),
    ],
)
def test_tiles_are_read_where_no_images_are_answered_or_on_request(root, images):
    one = service(**root)
    assert exports_images(one) == images
    assert reads_tiles(one, "auto") != images
    assert reads_tiles(one, "tiles")
    assert not reads_tiles(one, "export")


@pytest.mark.parametrize("fused", [True, False, None])
@pytest.mark.parametrize(("capabilities", "tiles"), [("Image,TilesOnly", True), ("Image,Catalog", False)])
def test_what_a_cache_says_of_being_fused_means_nothing(fused, capabilities, tiles):
    """Hosted caches say False, and services that export images True."""
    one = service(capabilities=capabilities, singleFusedMapCache=fused)
    assert reads_tiles(one, "auto") == tiles
    assert TileScheme.of(one) == TileScheme.of(service(capabilities=capabilities))


CACHES = {
    "agol-hosted-GEBCO2021-depth-ranges-root-12": ("Raster", "LERC2D", 9, 0.0, False),
    "elevation3d-Terrain3D-root-10.6": ("Elevation", "LERC", 17, 0.1, True),
    "idaho-naip2010-root-10.5": ("Map", "PNG", 19, 0.0, True),
    "qgis-anonymised-heightModel-root-10.51": ("Map", "MIXED", 2, 0.0, True),
    "terriajs-tile-root": ("Map", "MIXED", 13, 0.0, True),
}


@pytest.mark.parametrize("name", CACHES)
def test_recorded_caches_are_understood(shared_data, name):
    one = ImageService.from_json(URL, json.loads((shared_data / "real-services" / f"{name}.json").read_text()))
    scheme = TileScheme.of(one)
    assert (scheme.kind, scheme.format, len(scheme.levels), scheme.error, exports_images(one)) == CACHES[name]
    assert [level.resolution for level in scheme.levels] == sorted(
        (level.resolution for level in scheme.levels), reverse=True
    )
