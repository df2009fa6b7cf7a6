# SPDX-License-Identifier: GPL-2.0-or-later
"""The map that tells which tiles exist: it saves requests, and is never believed further than that."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core import errors
from image_services.core.session import Answer
from image_services.core.tilemap import BLOCK, TileMap, missing_tiles

MAP = re.compile(r"/tilemap/(\d+)/(\d+)/(\d+)/(\d+)/(\d+)$")
HOLES = frozenset({(0, 1), (0, 2), (1, 1), (3, 0)})


def answer(top, left, height, width, missing):
    data = [
        int((row, column) not in missing) for row in range(top, top + height) for column in range(left, left + width)
    ]
    return {"valid": True, "location": {"left": left, "top": top, "width": width, "height": height}, "data": data}


@pytest.fixture
def mapped(serve, make_cache, relief):
    """A cache of 4 x 4 tiles with holes, whose map says what a test wants."""

    def make(respond):
        cache = make_cache(relief(64, 64), missing=HOLES, root={"capabilities": "TilesOnly,Tilemap"})
        served = serve(cache)

        def before(seen):
            found = MAP.search(seen.path)
            if not found:
                return None
            level, top, left, width, height = map(int, found.groups())
            assert level == 3
            return served.reply_json(respond(top, left, height, width))

        served.before = before
        return served

    return make


def holes():
    mask = np.zeros((64, 64), bool)
    for row, column in HOLES:
        mask[row * 16 : row * 16 + 16, column * 16 : column * 16 + 16] = True
    return mask


def test_tiles_that_the_map_denies_are_not_asked_for(mapped, tmp_path):
    served = mapped(lambda *place: answer(*place, HOLES))
    report = served.open().download(tmp_path / "out.tif")
    assert not {(row, column) for _, row, column in served.tiles()} & HOLES
    assert sum("/tilemap/" in seen.path for seen in served.server.seen) == 1
    assert report.notes == ("4 tiles are missing or empty in the cache: NoData.",)
    assert np.array_equal(np.ma.getmaskarray(served.open().read())[0], holes())


def test_elsewhere_too_tiles_that_the_map_denies_are_counted_and_not_asked_for(mapped, tmp_path):
    served = mapped(lambda *place: answer(*place, HOLES))
    report = served.open().download(tmp_path / "out.tif", sr=4326, tile_columns=16, tile_rows=16)
    assert not {(row, column) for _, row, column in served.tiles()} & HOLES
    assert "4 tiles are missing or empty in the cache: NoData." in report.notes


STRANGE = {
    "denies a tile that came": lambda *place: answer(
        *place, {(row, column) for row in range(4) for column in range(4)}
    ),
    "an error": lambda *place: {"error": {"code": 422, "message": "Tile bundle not exist"}},
    "not valid": lambda *place: {**answer(*place, HOLES), "valid": False},
    "no place": lambda *place: {"valid": True, "data": [1]},
    "too short": lambda *place: {**answer(*place, HOLES), "data": [1, 0]},
    "nonsense": lambda *place: {**answer(*place, HOLES), "data": ["x"] * 16},
    "nothing": lambda *place: [],
}


@pytest.mark.parametrize("respond", STRANGE.values(), ids=STRANGE)
def test_a_map_that_cannot_be_read_or_lies_is_not_believed(mapped, respond):
    served = mapped(respond)
    data = served.open().read()
    assert np.array_equal(np.ma.getmaskarray(data)[0], holes())
    assert np.array_equal(data.data[0][~holes()], served.cache.values[0][~holes()])


def test_few_tiles_are_not_worth_a_map(mapped):
    served = mapped(lambda *place: answer(*place, HOLES))
    (x, y), cell = served.cache.corner, served.cache.cell
    served.open().read(extent=(x, y - 20 * cell, x + 20 * cell, y))
    assert not any("/tilemap/" in seen.path for seen in served.server.seen)


class Maps:
    """Answers maps out of a set of missing tiles, and counts."""

    def __init__(self, missing):
        self.missing, self.paths = missing, []

    def __call__(self, path, params):
        self.paths.append(path)
        top, left, width, height = map(int, path.split("/")[2:])
        assert width <= BLOCK
        assert height <= BLOCK
        body = json.dumps(answer(top, left, height, width, self.missing)).encode()
        return Answer(body, "application/json", 0.001, path)


@given(
    st.tuples(st.integers(0, 200), st.integers(0, 200)),
    st.tuples(st.integers(0, 150), st.integers(0, 150)),
    st.sets(st.tuples(st.integers(0, 350), st.integers(0, 350)), max_size=30),
)
def test_a_map_of_any_range_knows_just_what_is_missing(first, size, missing):
    last = (first[0] + size[0], first[1] + size[1])
    maps = Maps(missing)
    known = TileMap(7, first, last, None)
    inside = {tile for tile in missing if first <= tile and all(a <= b <= c for a, b, c in zip(first, tile, last))}
    for tile in [first, last, *inside]:
        assert known.is_missing(tile, maps) == (tile in missing)
    assert len(maps.paths) == len(set(maps.paths))


def test_a_tile_outside_the_range_is_not_known_to_be_missing():
    maps = Maps({(500, 500)})
    assert not TileMap(7, (0, 0), (5, 5), None).is_missing((500, 500), maps)
    assert maps.paths == []


def test_a_service_without_maps_is_left_alone_after_two_attempts():
    asked = []

    def refuse(path, params):
        asked.append(path)
        raise errors.BadRequest("No.")

    known = TileMap(7, (0, 0), (1000, 1000), None)
    assert not any(known.is_missing((row, 0), refuse) for row in range(0, 1000, BLOCK))
    assert len(asked) == 2


def test_cancel_is_not_taken_for_a_missing_map():
    def cancel(path, params):
        raise errors.Cancelled

    with pytest.raises(errors.Cancelled):
        TileMap(7, (0, 0), (5, 5), None).is_missing((0, 0), cancel)


def test_a_recorded_map_is_read(shared_data):
    body = (shared_data / "real-services/tilemap-valid-shape.json").read_bytes()
    assert missing_tiles(body) == frozenset()
    changed = json.loads(body)
    changed["data"][130] = 0  # second row, third column
    assert missing_tiles(json.dumps(changed).encode()) == {(129, 258)}
