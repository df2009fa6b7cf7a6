# SPDX-License-Identifier: GPL-2.0-or-later
"""Cells, lattices and tiles: nothing overlaps, nothing is missing, and edges are shared to the last bit."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.errors import PlanError
from image_services.core.grid import SNAP_TOLERANCE, Extent, Grid, Window, lattice, plan_tiles, snapped

COUNTS = st.integers(1, 60)
# Corners and cell sizes as they occur, in metres or feet and in degrees, with the odd fractions of real services.
CORNERS = st.floats(-2e7, 2e7)
CELLS = st.sampled_from([0.298582141647617, 0.5, 2.9999999016027736, 9.999998729879174]) | st.floats(0.1, 1000)
DEGREES = st.floats(-360, 360)
FRACTIONS = st.sampled_from([1 / 240, 0.00416666666666667, 8.983152841195215e-06]) | st.floats(1e-6, 1)


@st.composite
def grids(draw):
    corners, cells = draw(st.sampled_from([(CORNERS, CELLS), (DEGREES, FRACTIONS)]))
    grid = Grid(draw(corners), draw(corners), draw(cells), draw(cells), draw(st.integers(1, 20_000)), draw(COUNTS))
    return grid.subgrid(draw(windows(grid))) if draw(st.booleans()) else grid


@st.composite
def windows(draw, grid):
    column, row = draw(st.integers(0, grid.columns - 1)), draw(st.integers(0, grid.rows - 1))
    return Window(column, row, draw(st.integers(1, grid.columns - column)), draw(st.integers(1, grid.rows - row)))


@given(COUNTS, COUNTS, st.integers(1, 90), st.integers(1, 90))
def test_tiles_cover_every_cell_exactly_once(columns, rows, tile_columns, tile_rows):
    tiles = plan_tiles(columns, rows, tile_columns, tile_rows)
    covered = np.zeros((rows, columns), int)
    for tile in tiles:
        assert 1 <= tile.columns <= tile_columns
        assert 1 <= tile.rows <= tile_rows
        covered[tile.row : tile.row + tile.rows, tile.column : tile.column + tile.columns] += 1
    assert (covered == 1).all()
    assert len(tiles) == len(list(tiles)) == tiles.across * tiles.down


def test_tiles_are_a_sequence_that_takes_no_memory():
    tiles = plan_tiles(2**31 - 1, 2**31 - 1, 1, 1)
    assert len(tiles[:3]) == 3
    assert tiles[-1] == Window(2**31 - 2, 2**31 - 2, 1, 1)
    assert tiles[2**31 - 1] == Window(0, 1, 1, 1)
    small = plan_tiles(5, 3, 2, 2)
    assert [small[i] for i in range(-len(small), 0)] == list(small)
    assert list(small)[1] in small
    for beyond in (len(small), -len(small) - 1):
        with pytest.raises(IndexError):
            small[beyond]


@pytest.mark.parametrize("counts", [(0, 1, 1, 1), (1, -1, 1, 1), (1, 1, 0, 1), (1, 1, 1, 0)])
def test_tiles_of_nothing_are_refused(counts):
    with pytest.raises(PlanError, match="at least one cell"):
        plan_tiles(*counts)


@given(grids(), st.integers(1, 7_000), st.integers(1, 40))
def test_neighbouring_tiles_share_their_edges_bit_for_bit(grid, tile_columns, tile_rows):
    tiles = plan_tiles(grid.columns, grid.rows, tile_columns, tile_rows)
    for index, tile in enumerate(tiles):
        box = grid.extent_of(tile)
        if (index + 1) % tiles.across:
            assert box.xmax == grid.extent_of(tiles[index + 1]).xmin
        if index + tiles.across < len(tiles):
            assert box.ymin == grid.extent_of(tiles[index + tiles.across]).ymax
    assert grid.extent_of(tiles[0]).xmin == grid.extent.xmin
    assert grid.extent_of(tiles[0]).ymax == grid.extent.ymax
    assert grid.extent_of(tiles[-1]).xmax == grid.extent.xmax
    assert grid.extent_of(tiles[-1]).ymin == grid.extent.ymin


@given(st.data())
def test_a_grid_and_its_part_place_a_cell_at_the_same_bits(data):
    whole = data.draw(grids())
    window = data.draw(windows(whole))
    part = whole.subgrid(window)
    inner = data.draw(windows(part))
    moved = Window(window.column + inner.column, window.row + inner.row, inner.columns, inner.rows)
    assert part.extent == whole.extent_of(window)
    assert part.extent_of(inner) == whole.extent_of(moved)
    assert part.subgrid(inner) == whole.subgrid(moved)


@given(st.data())
def test_the_window_of_a_windows_extent_is_that_window(data):
    grid = data.draw(grids())
    window = data.draw(windows(grid))
    assert grid.window(grid.extent_of(window)) == window


@given(st.data())
def test_a_window_snaps_outward(data):
    grid = data.draw(grids())
    box = grid.extent
    fractions = data.draw(st.tuples(*[st.floats(-0.2, 1.2)] * 4))
    xmin, xmax = sorted(box.xmin + f * box.width for f in fractions[:2])
    ymin, ymax = sorted(box.ymin + f * box.height for f in fractions[2:])
    if xmin == xmax or ymin == ymax:
        return
    wanted = Extent(xmin, ymin, xmax, ymax)
    window = grid.window(wanted)
    shared = wanted.intersection(box)
    sliver = 2 * SNAP_TOLERANCE * grid.cell_width, 2 * SNAP_TOLERANCE * grid.cell_height
    if window is None:
        assert shared is None or shared.width < sliver[0] or shared.height < sliver[1]
        return
    found = grid.extent_of(window)
    if shared is None:  # a box without width, a breath beside the grid
        assert wanted.width < sliver[0] or wanted.height < sliver[1]
        return
    # Nothing wanted is lost but what the tolerance calls an edge, and no cell more than needed is taken.
    slack_x, slack_y = (SNAP_TOLERANCE + 1e-9) * grid.cell_width, (SNAP_TOLERANCE + 1e-9) * grid.cell_height
    rounding = 1e-15 * 2e7
    assert found.xmin - slack_x - rounding <= shared.xmin
    assert found.xmax + slack_x + rounding >= shared.xmax
    assert found.ymin - slack_y - rounding <= shared.ymin
    assert found.ymax + slack_y + rounding >= shared.ymax
    assert found.width < shared.width + 2 * grid.cell_width + slack_x
    assert found.height < shared.height + 2 * grid.cell_height + slack_y
    assert grid.window(found) == window


def test_an_edge_a_breath_off_the_lattice_takes_no_further_cell():
    grid = lattice(Extent(0, 0, 10, 10), 1, 1)
    assert grid.window(Extent(2 - 1e-9, 3 + 1e-9, 4 + 1e-9, 5 - 1e-9)) == Window(2, 5, 2, 2)
    assert grid.window(Extent(2 - 1e-2, 3, 4, 5)) == Window(1, 5, 3, 2)


@pytest.mark.parametrize("decimals", [7, 9, 12])
@pytest.mark.parametrize("cell", [1 / 3600, 0.000277777777777778, 0.00027777777778])
def test_extents_and_cell_sizes_in_few_decimals_take_no_further_cell(cell, decimals):
    world = lattice(Extent(-180, -60, 180, 60), cell, cell)
    assert (world.columns, world.rows) == (1_296_000, 432_000)
    half = 0.5 / 3600
    tile = Extent(*(round(edge + half, decimals) for edge in (178, -59, 179, -58)))
    registered = lattice(
        Extent(-180 + half, -60 + half, 180 + half, 60 + half), cell, cell
    )  # cells around whole seconds
    for grid, wanted in ((world, Extent(178, -59, 179, -58)), (registered, tile)):
        window = grid.window(wanted)
        assert (window.column, window.columns, window.rows) == (358 * 3600, 3600, 3600)


def test_a_box_on_a_line_takes_the_cell_of_its_middle():
    grid = lattice(Extent(0, 0, 10, 10), 1, 1)
    assert grid.window(Extent(2 - 1e-4, 3.5, 2 + 2e-4, 3.6)) == Window(2, 6, 1, 1)
    assert grid.window(Extent(2 - 2e-4, 3.5, 2 + 1e-4, 3.6)) == Window(1, 6, 1, 1)
    assert grid.window(Extent(-2e-4, 3.5, 1e-4, 3.6)) is None


@pytest.mark.parametrize("beside", [(-5, 0, 0, 5), (10, 0, 12, 5), (0, 10, 5, 12), (0, -4, 5, 0), (20, 20, 30, 30)])
def test_an_extent_beside_the_grid_has_no_window(beside):
    assert lattice(Extent(0, 0, 10, 10), 1, 1).window(Extent(*beside)) is None


def test_a_tiny_extent_takes_the_one_cell_around_it():
    assert lattice(Extent(0, 0, 10, 10), 1, 1).window(Extent(3.4, 3.4, 3.41, 3.41)) == Window(3, 6, 1, 1)


@pytest.mark.parametrize(
    ("width", "cell", "columns"),
    [
        (10, 1, 10),
        (10.05, 1, 10),  # Esri's client: a tenth of a cell is no column
        (10.11, 1, 11),
        (9.95, 1, 10),
        (0.5, 1, 1),
        (0.01, 1, 1),  # never less than one
        (1, 30, 1),
        (40075014.90998824, 9.999998729879174, 4007502),  # Sentinel-2 land cover
        (360, 0.00416666666666667, 86400),
    ],
)
def test_the_columns_of_a_ragged_extent_are_counted_as_esri_does(width, cell, columns):
    assert lattice(Extent(0, 0, width, 1), cell, 1).columns == columns
    assert lattice(Extent(0, 0, 1, width), 1, cell).rows == columns


@given(CORNERS, CORNERS, st.integers(1, 10**6), st.integers(1, 10**6), CELLS, CELLS)
def test_a_lattice_of_whole_cells_has_just_these(xmin, ymax, columns, rows, width, height):
    extent = Extent(xmin, ymax - rows * height, xmin + columns * width, ymax)
    grid = lattice(extent, width, height)
    assert (grid.columns, grid.rows) == (columns, rows)
    assert (grid.xmin, grid.ymax) == (xmin, ymax)


@pytest.mark.parametrize("size", [0, -1, math.nan, math.inf])
@pytest.mark.parametrize("make", [lattice, snapped])
def test_a_cell_size_that_is_none_is_refused(make, size):
    for sizes in ((size, 1), (1, size)):
        with pytest.raises(PlanError, match="cell size"):
            make(Extent(0, 0, 1, 1), *sizes)


def test_cells_too_small_to_count_are_refused():
    with pytest.raises(PlanError, match="too small"):
        lattice(Extent(-1e308, 0, 1e308, 1), 1, 1)
    with pytest.raises(PlanError, match="too small"):
        lattice(Extent(0, 0, 1, 1), 1, 1e-320)


@given(CORNERS, CORNERS, st.floats(0.01, 1e5), st.floats(0.01, 1e5), st.floats(0.01, 1000))
def test_snapped_grids_enclose_and_fit_together(xmin, ymin, width, height, cell):
    extent = Extent(xmin, ymin, xmin + width, ymin + height)
    grid = snapped(extent, cell, cell)
    slack = SNAP_TOLERANCE * cell + 1e-8
    assert grid.extent.xmin <= extent.xmin + slack
    assert grid.extent.ymin <= extent.ymin + slack
    assert grid.extent.xmax >= extent.xmax - slack
    assert grid.extent.ymax >= extent.ymax - slack
    neighbour = snapped(Extent(extent.xmax, ymin, extent.xmax + width, extent.ymax), cell, cell)
    # Cells of neighbouring downloads are cells of one lattice: the same number has the same edge, bit for bit.
    shared = neighbour.first_column
    assert neighbour.extent.xmin == grid.extent_of(Window(shared - grid.first_column, 0, 1, 1)).xmin
    assert neighbour.extent.ymax == grid.extent.ymax


def test_the_transform_is_gdals():
    grid = lattice(Extent(100, 200, 130, 250), 10, 5).subgrid(Window(1, 2, 2, 3))
    assert grid.transform == (110, 10, 0, 240, 0, -5)
    assert grid.extent == Extent(110, 225, 130, 240)


@given(st.integers(0, 5), st.integers(0, 5), st.integers(1, 40), st.integers(1, 40))
def test_quarters_cover_a_window_exactly_once(column, row, columns, rows):
    window = Window(column, row, columns, rows)
    parts = window.quarters()
    cells = [
        (c, r)
        for part in parts
        for c in range(part.column, part.column + part.columns)
        for r in range(part.row, part.row + part.rows)
    ]
    assert len(cells) == len(set(cells)) == window.cells
    assert set(cells) == {(c, r) for c in range(column, column + columns) for r in range(row, row + rows)}
    assert len(parts) == (1 if columns == 1 else 2) * (1 if rows == 1 else 2)
    assert all(part.cells < window.cells for part in parts) or window.cells == 1


@pytest.mark.parametrize("bounds", [(1, 0, 0, 1), (0, 1, 1, 0), (0, 0, 0, 1), (0, 0, 1, 0)])
def test_an_empty_or_inverted_extent_is_refused(bounds):
    with pytest.raises(PlanError, match="empty or upside down"):
        Extent(*bounds)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("place", range(4))
def test_an_extent_without_numbers_is_refused(value, place):
    bounds = [0.0, 0.0, 1.0, 1.0]
    bounds[place] = value
    with pytest.raises(PlanError, match="not a number"):
        Extent(*bounds)


def test_extents_that_only_touch_share_nothing():
    assert Extent(0, 0, 1, 1).intersection(Extent(1, 0, 2, 1)) is None
    assert Extent(0, 0, 2, 2).intersection(Extent(1, 1, 3, 3)) == Extent(1, 1, 2, 2)
    assert Extent(0, 0, 2, 2).contains(Extent(0, 0, 2, 2))
    assert not Extent(0, 0, 2, 2).contains(Extent(0, 0, 2, 2.1))
