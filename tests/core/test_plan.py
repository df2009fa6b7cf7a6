# SPDX-License-Identifier: GPL-2.0-or-later
"""Plans: the right cells in the right tiles, and a sentence with cause and remedy for everything that cannot work."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.errors import PlanError, ProtocolError
from image_services.core.grid import Extent, Grid, plan_tiles
from image_services.core.options import DownloadOptions
from image_services.core.plan import plan_download
from image_services.core.service import ImageService
from image_services.core.spatialref import transform_extent
from pyproj import Transformer

URL = "https://example.org/arcgis/rest/services/S/ImageServer"
UTM = {"wkid": 32633, "latestWkid": 32633}


def service(extent=(500_000, 5_000_000, 510_000, 5_005_000), sr=None, cell=10, **fields):
    """Return a service of 1000 x 500 cells in UTM, with whatever a test changes."""
    cells = cell if isinstance(cell, tuple) else (cell, cell)
    root = {
        "name": "Elevation",
        "currentVersion": 10.91,
        "extent": {**dict(zip(("xmin", "ymin", "xmax", "ymax"), extent)), "spatialReference": sr or UTM},
        "pixelSizeX": cells[0],
        "pixelSizeY": cells[1],
        "bandCount": 1,
        "pixelType": "F32",
        "capabilities": "Image,Metadata",
        "rasterFunctionInfos": [{"name": "None"}, {"name": "Hillshade"}],
    }
    return ImageService.from_json(URL, {**root, **fields})


def plan(one=None, *, rendered=None, has_lerc=True, **options):
    return plan_download(one or service(), DownloadOptions.of(**options), rendered=rendered, has_lerc=has_lerc)


def notes(one):
    return [note.text for note in one.notes if not note.is_warning]


# The service's own cells


def test_without_wishes_it_is_the_service_cell_by_cell():
    one = plan()
    assert one.grid == service().grid == Grid(500_000, 5_005_000, 10, 10, 1000, 500)
    assert one.is_native
    assert one.notes == ()
    assert (one.pixel_type.code, one.bands, one.answer_bands) == ("F32", (0,), 1)
    assert one.format.formats[0] == "bsq"
    query = one.request(one.tiles[0]).params()
    assert query["bbox"] == "500000.0,5000000.0,510000.0,5005000.0"
    assert query["size"] == "1000,500"
    assert query["renderingRule"] == '{"rasterFunction":"None"}'
    assert query["interpolation"] == "RSP_NearestNeighbor"
    assert not {"bboxSR", "imageSR", "pixelType", "bandIds", "noData"} & set(query)


def test_an_extent_snaps_outward_to_the_services_cells():
    one = plan(extent=(500_011, 5_000_001, 500_049, 5_000_039.9))
    assert one.grid.extent == Extent(500_010, 5_000_000, 500_050, 5_000_040)
    assert (one.grid.columns, one.grid.rows) == (4, 4)
    assert one.is_native
    assert one.notes == ()


def test_an_extent_that_reaches_beyond_is_cut_and_the_plan_says_so():
    one = plan(extent=(499_000, 4_999_000, 500_020, 5_000_020))
    assert one.grid.extent == Extent(500_000, 5_000_000, 500_020, 5_000_020)
    assert notes(one) == ["The extent reaches beyond the service and is cut to it."]
    assert one.is_native
    assert one.warnings == ()


def test_the_whole_extent_given_outright_is_not_cut():
    assert notes(plan(extent=service().extent)) == []


def test_an_extent_in_another_reference_is_carried_over():
    inside = Extent(501_000, 5_001_000, 502_000, 5_002_000)
    degrees = transform_extent(inside, service().crs, service(sr={"wkid": 4326}).crs)
    one = plan(extent=degrees, extent_sr=4326)
    assert one.grid.extent.contains(inside)
    assert one.grid.extent.width < 1100
    assert one.is_native
    assert one.notes == ()


def test_a_view_of_the_whole_world_is_the_whole_service():
    one = plan(extent=(-180, -90, 180, 90), extent_sr=4326)
    assert one.grid == service().grid
    assert notes(one) == ["The extent reaches beyond the service and is cut to it."]


@pytest.mark.parametrize("extent", [(0, 0, 10, 10), (510_000, 5_000_000, 511_000, 5_001_000)])
def test_an_extent_outside_says_what_the_service_covers(extent):
    with pytest.raises(PlanError, match=r"outside “Elevation”.*covers 500000, 5000000, 510000.*EPSG:32633.*choose"):
        plan(extent=extent)


def test_degrees_given_as_metres_are_found_out():
    with pytest.raises(PlanError, match="check its spatial reference"):
        plan(extent=(15, 45.1, 15.1, 45.15))


def test_an_extent_in_the_ragged_edge_holds_no_cell():
    ragged = service(extent=(0, 0, 100.5, 50), cell=10)
    assert ragged.grid.columns == 10
    with pytest.raises(PlanError, match=r"holds no cell.*larger"):
        plan(ragged, extent=(100.1, 0, 100.4, 10))


def test_longitudes_counted_from_0_to_360():
    climate = service(extent=(0, -90, 360, 90), sr={"wkid": 4326}, cell=1)
    assert plan(climate, extent=(-20, 0, -10, 10)).grid.extent == Extent(340, 0, 350, 10)
    assert plan(climate, extent=(340, 0, 350, 10)).grid.extent == Extent(340, 0, 350, 10)
    assert plan(climate, extent=(10, 0, 20, 10)).grid.extent == Extent(10, 0, 20, 10)
    assert plan(climate, extent=(-20, 0, -10, 10)).notes == ()
    usual = service(extent=(-180, -90, 180, 90), sr={"wkid": 4326}, cell=1)
    with pytest.raises(PlanError, match="outside"):
        plan(usual, extent=(340, 0, 350, 10))


def test_the_world_of_a_service_that_counts_to_360_is_all_of_it():
    climate = service(extent=(-0.125, -90.125, 359.875, 90.125), sr={"wkid": 4326}, cell=0.25)
    world = plan(climate, extent=(-180, -91, 180, 91))
    assert world.grid == climate.grid


def test_an_extent_at_both_ends_of_a_service_says_which_part_is_meant():
    climate = service(extent=(0, -90, 360, 90), sr={"wkid": 4326}, cell=1)
    one = plan(climate, extent=(-10, 0, 40, 10))
    assert one.grid.extent == Extent(0, 0, 40, 10)
    (note,) = notes(one)
    assert "counts longitudes from 0 to 360" in note
    assert "only 0 to 40 is downloaded" in note
    assert plan(climate, extent=(-40, 0, 10, 10)).grid.extent == Extent(320, 0, 360, 10)


def test_longitudes_counted_below_180_west():
    aleutians = service(extent=(-190, 50, -130, 72), sr={"wkid": 4326}, cell=0.01)
    assert plan(aleutians, extent=(175, 52, 176, 53)).grid.extent.xmin == pytest.approx(-185)
    assert plan(aleutians, extent=(-150, 52, -149, 53)).grid.extent.xmin == pytest.approx(-150)


def test_a_service_across_180_degrees_says_that_it_is_torn_in_mercator():
    fiji = service(extent=(176, -22, 184, -12), sr={"wkid": 4326}, cell=0.001)
    assert any("both ends of the map" in text for text in notes(plan(fiji, sr=3857)))
    assert not any("both ends" in text for text in notes(plan(fiji, sr=3460)))
    assert not any(
        "both ends" in text for text in notes(plan(fiji, sr=3857, extent=(176, -20, 178, -18), extent_sr=4326))
    )


@given(
    st.floats(499_500, 510_500),
    st.floats(4_999_500, 5_005_500),
    st.floats(0.5, 9_000),
    st.floats(0.5, 9_000),
    st.integers(1, 400),
    st.integers(1, 400),
)
def test_every_native_plan_lies_on_the_services_lattice(xmin, ymin, width, height, tile_columns, tile_rows):
    wanted = Extent(xmin, ymin, xmin + width, ymin + height)
    try:
        one = plan(extent=wanted, tile_columns=tile_columns, tile_rows=tile_rows)
    except PlanError:
        assert wanted.intersection(service().extent) is None or min(width, height) < 1
        return
    whole = service().grid
    assert one.is_native
    for tile in one.tiles:
        box = one.request(tile).extent
        window = whole.window(box)
        assert box == whole.extent_of(window)
        assert (window.columns, window.rows) == (tile.columns, tile.rows)


# Cell sizes


def test_the_native_cell_size_given_outright_is_native():
    assert plan(cell_size=10).is_native
    assert plan(cell_size=(10, 10)).notes == ()


@pytest.mark.parametrize("typed", [0.000277777777777778, 0.000277777778, f"{1 / 3600:.15g}"])
def test_the_native_cell_size_in_fewer_digits_is_native(typed):
    world = service(extent=(-180, -60, 180, 60), sr={"wkid": 4326}, cell=1 / 3600)
    one = plan(world, cell_size=float(typed), extent=(178, 50, 179, 51))
    assert one.is_native
    assert one.notes == ()
    assert one.grid == plan(world, extent=(178, 50, 179, 51)).grid


def test_cells_that_drift_from_the_services_own_are_none_of_them_and_told_apart():
    world = service(extent=(-180, -60, 180, 60), sr={"wkid": 4326}, cell=1 / 3600)
    assert (
        "0.0002777778 × 0.0002777778 instead of 0.000277777777778 ×" in plan(world, cell_size=0.0002777778).warnings[0]
    )
    small = service(extent=(0, 0, 100, 100), cell=10)
    assert not plan(small, cell_size=10.001).is_native


def test_other_cells_are_counted_from_the_services_corner_and_warned_of():
    one = plan(cell_size=(25, 20), extent=(500_030, 5_000_010, 500_060, 5_000_030))
    assert not one.is_native
    assert one.grid.extent == Extent(500_025, 5_000_000, 500_075, 5_000_040)
    assert len(one.warnings) == 1
    assert "Cells of 25 × 20 instead of 10 × 10" in one.warnings[0]


@pytest.mark.parametrize(("size", "options"), [(1e-9, {}), ((1, 1e-12), {}), (1e-6, {"sr": 3857})])
def test_cells_beyond_counting_are_refused_with_the_count(size, options):
    with pytest.raises(PlanError, match=r"would make a raster of .* cells: choose larger cells"):
        plan(cell_size=size, **options)


def test_cells_that_are_not_square_are_native_since_103():
    one = plan(service(cell=(10, 5)))
    assert one.is_native
    assert (one.grid.columns, one.grid.rows) == (1000, 1000)


@pytest.mark.parametrize("version", [None, 10.01, 10.2])
def test_old_servers_give_square_cells_only(version):
    one = plan(service(cell=(10, 5), currentVersion=version))
    assert (one.grid.cell_width, one.grid.cell_height) == (5, 5)
    assert not one.is_native
    assert one.warnings == ("This server can only give square cells: values are resampled.",)
    box, size = one.request(one.tiles[0]).extent, one.tiles[0]
    assert box.width / size.columns == box.height / size.rows


def test_cells_that_are_nearly_square_stay_native_on_old_servers():
    landsat = service(cell=(29.99999619, 30), currentVersion=10.1)
    assert plan(landsat).is_native
    assert plan(landsat).grid.cell_width == 29.99999619


# Another spatial reference


def test_another_reference_has_one_global_grid_of_whole_cells():
    one = plan(sr=3857, cell_size=15)
    assert one.spatial_reference.label == "EPSG:3857"
    assert not one.is_native
    for edge in one.grid.extent.bounds:
        assert edge / 15 == pytest.approx(round(edge / 15), abs=1e-6)
    assert one.grid.extent.contains(transform_extent(service().extent, service().crs, one.spatial_reference))
    query = one.request(one.tiles[0]).params()
    assert (query["bboxSR"], query["imageSR"]) == ("3857", "3857")
    assert one.warnings == ("The server reprojects from EPSG:32633 to EPSG:3857 (nearest): new cells.",)


def test_neighbouring_downloads_in_another_reference_fit_together():
    whole = plan(sr=4326)
    box = whole.grid.extent
    west = plan(sr=4326, extent=(box.xmin, box.ymin, box.xmin + box.width / 3, box.ymax))
    assert west.grid.cell_width == whole.grid.cell_width
    assert west.grid.xmin == whole.grid.xmin == 0
    assert (west.grid.first_column, west.grid.first_row) == (whole.grid.first_column, whole.grid.first_row)


def test_the_same_reference_by_another_name_is_no_reprojection():
    mercator = service(sr={"wkid": 102100, "latestWkid": 3857})
    one = plan(mercator, sr=3857)
    assert one.is_native
    assert one.spatial_reference is mercator.spatial_reference
    assert "imageSR" not in one.request(one.tiles[0]).params()


def test_a_window_in_utm_of_a_map_of_the_world():
    world = service(extent=(-180, -90, 180, 90), sr={"wkid": 4326}, cell=1 / 240)
    west_of_the_meridian = (250_000, 5_000_000, 350_000, 5_100_000)
    one = plan(world, extent=west_of_the_meridian, sr=32633, cell_size=500)
    assert one.grid.extent == Extent(*west_of_the_meridian)
    assert notes(one) == []
    assert 300 < plan(world, extent=west_of_the_meridian, sr=32633).grid.cell_width < 700


def test_the_world_in_mercator_ends_before_the_poles():
    world = service(extent=(-180, -90, 180, 90), sr={"wkid": 4326}, cell=1 / 240)
    one = plan(world, sr=3857)
    assert one.grid.extent.height < 4.02e7
    assert 300 < one.grid.cell_width < 700


def test_a_map_of_the_world_is_cut_to_where_the_reference_is_used():
    world = service(extent=(-180, -90, 180, 90), sr={"wkid": 4326}, cell=1 / 240)
    one = plan(world, sr=32633)
    assert one.grid.extent.width < 1_000_000
    assert notes(one) == ["The service is cut to where EPSG:32633 is meant to be used."]


def test_an_extent_in_a_third_reference_holds_every_point_that_is_wanted_and_there():
    wanted = Extent(14.95, 45.1, 15.05, 45.2)
    one = plan(extent=wanted, extent_sr=4326, sr=3857, cell_size=10)
    to_service = Transformer.from_crs(4326, 32633, always_xy=True)
    to_output = Transformer.from_crs(4326, 3857, always_xy=True)
    there, box = service().extent, one.grid.extent
    found = 0
    for i, j in itertools.product(range(81), repeat=2):
        point = (wanted.xmin + i * wanted.width / 80, wanted.ymin + j * wanted.height / 80)
        x, y = to_service.transform(*point)
        if there.xmin <= x <= there.xmax and there.ymin <= y <= there.ymax:
            found += 1
            x, y = to_output.transform(*point)
            assert box.xmin <= x <= box.xmax
            assert box.ymin <= y <= box.ymax
    assert found > 500
    assert box.width < 6000


def test_an_extent_without_a_reference_of_its_own_is_in_the_outputs():
    in_output = transform_extent(service().extent, service().crs, plan(sr=3857).spatial_reference)
    one = plan(extent=in_output, sr=3857, cell_size=10)
    assert one.grid.extent.contains(in_output)
    with pytest.raises(PlanError, match="outside"):
        plan(extent=service().extent, sr=3857)


@pytest.mark.parametrize(("sr", "match"), [({}, "does not say"), ({"wkid": 999999}, "wkid 999999 is unknown")])
def test_a_service_without_a_usable_reference_is_not_guessed(sr, match):
    lost = service()
    root = {**lost.raw, "extent": {**lost.raw["extent"], "spatialReference": sr}}
    with pytest.raises(ProtocolError, match=match):
        plan(ImageService.from_json(URL, root))


# Tiles


@given(st.integers(1, 1500), st.integers(1, 1500), st.booleans())
def test_tiles_of_any_size_are_the_same_cells(tile_columns, tile_rows, elsewhere):
    wishes = {"sr": 3857, "cell_size": 25} if elsewhere else {}
    usual, other = plan(**wishes), plan(tile_columns=tile_columns, tile_rows=tile_rows, **wishes)
    assert usual.grid == other.grid
    assert other.tiles == plan_tiles(usual.grid.columns, usual.grid.rows, tile_columns, tile_rows)
    last = other.tiles[-1]
    assert other.request(last).extent.xmax == usual.grid.extent.xmax
    assert other.request(last).extent.ymin == usual.grid.extent.ymin


def test_tiles_are_clamped_to_the_servers_limits_axis_by_axis():
    small = service(maxImageWidth=300, maxImageHeight=2000)
    one = plan(small)
    assert (one.tiles.tile_columns, one.tiles.tile_rows) == (300, 500)
    assert notes(one) == ["The server answers at most 300 × 2000 cells: tiles are that size."]
    assert plan(small, tile_columns=200, tile_rows=200).notes == ()
