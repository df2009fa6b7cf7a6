# SPDX-License-Identifier: GPL-2.0-or-later
"""Downloads cut to polygons."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from image_services import core
from image_services.core.clip import Clip
from image_services.core.errors import PlanError
from image_services.core.grid import Extent, Window, lattice
from image_services.core.spatialref import SpatialReference

MERCATOR = SpatialReference(wkid=3857)
DEGREES = SpatialReference(wkid=4326)
GRID = lattice(Extent(0, 0, 100, 100), 10, 10)


def test_cells_whose_centre_lies_inside_are_kept():
    clip = Clip.from_wkt("POLYGON((20 20, 70 20, 70 60, 20 60, 20 20))", MERCATOR)
    inside = clip.inside(GRID, Window(0, 0, 10, 10))
    expected = np.zeros((10, 10), bool)
    expected[4:8, 2:7] = True
    assert np.array_equal(inside, expected)


def test_windows_agree_with_the_whole():
    clip = Clip.from_wkt("POLYGON((3 3, 97 20, 60 95, 3 3))", MERCATOR)
    whole = clip.inside(GRID, Window(0, 0, 10, 10))
    for column in range(0, 10, 5):
        for row in range(0, 10, 5):
            part = clip.inside(GRID, Window(column, row, 5, 5))
            assert np.array_equal(part, whole[row : row + 5, column : column + 5])


def test_holes_and_several_parts_are_respected():
    square, hole = "(0 0, 50 0, 50 50, 0 50, 0 0)", "(10 10, 40 10, 40 40, 10 40, 10 10)"
    text = f"MULTIPOLYGON(({square},{hole}),((60 60, 100 60, 100 100, 60 60)))"
    inside = Clip.from_wkt(text, MERCATOR).inside(GRID, Window(0, 0, 10, 10))
    assert inside[9, 0]
    assert not inside[7, 2]
    assert inside[3, 8]


def test_what_touches_a_box_is_known_without_cells():
    clip = Clip.from_wkt("POLYGON((20 20, 70 20, 70 60, 20 60, 20 20))", MERCATOR)
    assert clip.touches(Extent(0, 0, 25, 25))
    assert clip.touches(Extent(30, 30, 31, 31))
    assert not clip.touches(Extent(0, 0, 15, 100))


def test_polygons_are_carried_to_another_spatial_reference_as_curves():
    clip = Clip.from_wkt("POLYGON((-90 30, -80 30, -80 40, -90 40, -90 30))", DEGREES)
    lambert = SpatialReference(wkid=5070)
    carried = clip.carried(lambert)
    assert carried.sr == lambert
    straight = Clip.from_wkt("POLYGON((-90 30, -80 30, -80 40, -90 40, -90 30))", DEGREES)
    assert len(carried.wkb) > 10 * len(straight.wkb)
    assert clip.carried(DEGREES) is clip


@pytest.mark.parametrize("text", ["POINT(1 1)", "LINESTRING(0 0, 1 1)", "POLYGON EMPTY", "nonsense"])
def test_what_is_no_polygon_is_refused(text):
    with pytest.raises(PlanError):
        Clip.from_wkt(text, MERCATOR)


def test_a_clip_pickles():
    clip = Clip.from_wkt("POLYGON((20 20, 70 20, 70 60, 20 20))", MERCATOR)
    assert pickle.loads(pickle.dumps(clip)) == clip


def test_a_clipped_download_holds_the_inside_and_asks_for_no_tile_outside(sandbox):
    service = core.open_service(sandbox.service_url("elevation/dem"))
    box = service.extent
    # A triangle over the south-west half: tiles of the north-east have nothing of it.
    text = f"POLYGON(({box.xmin} {box.ymin}, {box.xmax} {box.ymin}, {box.xmin} {box.ymax}, {box.xmin} {box.ymin}))"
    clip = Clip.from_wkt(text, service.crs)
    whole = service.read()
    sandbox.control.clear()
    part = service.read(clip=clip, tile_columns=100, tile_rows=100)
    asked = [r for r in sandbox.control.requests() if r["operation"] == "exportImage"]
    assert part.shape == whole.shape
    assert 55 <= len(asked) <= 75  # of 120 tiles, and the pilot
    inside = clip.inside(service.grid, Window(0, 0, service.grid.columns, service.grid.rows))
    assert np.array_equal(np.ma.getmaskarray(part)[0], np.ma.getmaskarray(whole)[0] | ~inside)
    kept = ~np.ma.getmaskarray(part)[0]
    assert np.array_equal(part.data[0][kept], whole.data[0][kept])
