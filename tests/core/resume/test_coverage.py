# SPDX-License-Identifier: GPL-2.0-or-later
"""What is missing and what is there make up the raster, and nothing twice."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.coverage import missing, without
from image_services.core.grid import Tiles, Window, plan_tiles

SIDES = st.integers(1, 30)


def painted(columns, rows, windows):
    cells = np.zeros((rows, columns), int)
    for window in windows:
        cells[window.row : window.row + window.rows, window.column : window.column + window.columns] += 1
    return cells


@st.composite
def windows(draw, columns, rows):
    column, row = draw(st.integers(0, columns - 1)), draw(st.integers(0, rows - 1))
    return Window(column, row, draw(st.integers(1, columns - column)), draw(st.integers(1, rows - row)))


@given(st.data(), SIDES, SIDES)
def test_a_window_without_another(data, columns, rows):
    one, other = data.draw(windows(columns, rows)), data.draw(windows(columns, rows))
    rest = painted(columns, rows, without(one, other))
    expected = painted(columns, rows, [one]) & ~painted(columns, rows, [other]) & 1
    np.testing.assert_array_equal(rest, expected)


@given(st.data(), SIDES, SIDES, SIDES, SIDES, SIDES, SIDES)
def test_tiles_of_any_size_fill_what_is_missing_exactly(data, columns, rows, across, down, other_across, other_down):
    """The first time other tiles were asked for; some came, some in quarters, of which some came."""
    finished = []
    for tile in plan_tiles(columns, rows, other_across, other_down):
        parts = data.draw(st.sampled_from([[tile], [], list(tile.quarters()), list(tile.quarters())[1:]]))
        finished += parts
    tiles = plan_tiles(columns, rows, across, down)
    rest, whole = missing(tiles, finished)
    np.testing.assert_array_equal(painted(columns, rows, [*finished, *rest]), 1)
    there = painted(columns, rows, finished)
    assert whole == sum(there[t.row : t.row + t.rows, t.column : t.column + t.columns].all().item() for t in tiles)


@given(st.data(), st.integers(5, 30), st.integers(5, 30), st.integers(0, 4), st.integers(0, 4))
def test_tiles_with_a_lattice_of_their_own(data, columns, rows, before_columns, before_rows):
    tiles = Tiles(columns, rows, 5, 5, before_columns, before_rows)
    finished = [tile for tile in tiles if data.draw(st.booleans())]
    rest, whole = missing(tiles, finished)
    assert rest == [tile for tile in tiles if tile not in finished]
    assert whole == len(finished)


def test_whole_tiles_come_before_pieces():
    tiles = plan_tiles(20, 10, 10, 10)
    rest, whole = missing(tiles, [Window(0, 0, 10, 4)])
    assert rest == [tiles[1], Window(0, 4, 10, 6)]
    assert whole == 0
