# SPDX-License-Identifier: GPL-2.0-or-later
"""Requests that are allowed but odd, against a real image server: no value is lost without a word."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from image_services import core
from image_services.core import errors
from image_services.core.download import session_of
from image_services.core.pilot import explore
from osgeo import gdal

gdal.UseExceptions()
EMPTY = "Every cell is NoData"


def values(path):
    """Return the values of a raster, bands first."""
    return gdal.Open(str(path)).ReadAsArray()


def validity(path):
    """Return which cells of a raster are valid, bands first."""
    dataset = gdal.Open(str(path))
    return np.stack([dataset.GetRasterBand(i + 1).GetMaskBand().ReadAsArray() > 0 for i in range(dataset.RasterCount)])


@pytest.mark.parametrize("form", ["auto", "bsq", "tiff"])
def test_a_value_that_all_bands_must_have_masks_none_that_one_band_has(sandbox, sandbox_data, tmp_path, form):
    source = values(sandbox_data / "imagery" / "aerial.tif")
    value = int(np.median(source[0]))
    alike = (source == value).all(axis=0)
    assert (source == value).any(axis=0).sum() > alike.sum()
    service = core.open_service(sandbox.service_url("imagery/aerial"))
    service.download(tmp_path / "out.tif", no_data=value, no_data_interpretation="all", format=form)
    np.testing.assert_array_equal(validity(tmp_path / "out.tif"), np.broadcast_to(~alike, source.shape))


@pytest.mark.parametrize("form", ["png32", "jpgpng", "png", "jpg"])
def test_a_stretched_picture_has_no_holes_where_its_black_cells_have_values(sandbox, sandbox_data, tmp_path, form):
    has_values = validity(sandbox_data / "imagery" / "scene.tif")[2]
    assert not has_values.all()
    service = core.open_service(sandbox.service_url("imagery/scene"))
    service.download(tmp_path / "out.tif", format=form, bands=(3, 2, 1))
    shown = validity(tmp_path / "out.tif")[:, : has_values.shape[0], : has_values.shape[1]]
    assert shown[:, has_values].all()
    if form in {"png32", "jpgpng"}:  # the only ones with a mask
        assert not shown[:, ~has_values].any()


def test_a_format_with_one_mask_for_all_bands_says_so_where_bands_have_their_own(sandbox, sandbox_data, tmp_path):
    own = validity(sandbox_data / "science" / "wide.tif")
    service = core.open_service(sandbox.service_url("science/wide"))
    report = service.download(tmp_path / "bsq.tif", format="bsq")
    assert not np.array_equal(validity(tmp_path / "bsq.tif"), own)
    assert any("one mask for all bands" in note for note in report.notes)
    assert not report.is_native
    alone = service.download(tmp_path / "one.tif", format="bsq", bands=[3])
    assert alone.notes == ()
    np.testing.assert_array_equal(validity(tmp_path / "one.tif")[0], own[2])


@pytest.mark.parametrize(
    ("options", "mentions_choice"),
    [({"time": "1900-01-01"}, True), ({"mosaic_rule": {"where": "1=0"}}, True)],
)
def test_a_raster_without_any_value_says_so(sandbox, tmp_path, options, mentions_choice):
    service = core.open_service(sandbox.service_url("mosaics/scenes"))
    report = service.download(tmp_path / "out.tif", **options)
    assert not validity(tmp_path / "out.tif").any()
    assert [note for note in report.notes if EMPTY in note]
    assert any("this time, slice or mosaic rule" in note for note in report.notes) is mentions_choice


@pytest.mark.parametrize("name", ["mosaics/scenes", "science/temperature", "landcover/classes"])
def test_a_raster_with_values_does_not(sandbox, tmp_path, name):
    report = core.open_service(sandbox.service_url(name)).download(tmp_path / "out.tif")
    assert not [note for note in report.notes if EMPTY in note]


def test_complex_values_are_values(sandbox, tmp_path):
    service = core.open_service(sandbox.service_url("science/temperature"))
    report = service.download(tmp_path / "out.tif", pixel_type="C64")
    assert not [note for note in report.notes if EMPTY in note]


REFUSED = {"kind": "error", "code": 400, "message": "Unable to complete operation."}


def west_of(service, **options):
    """Return a fault that meets every request that begins where the service does, and a plan that it meets first."""
    return {"match": {"bbox": f"{service.extent.xmin!r},*"}}, service.plan(tile_columns=400, format="bsq", **options)


def test_a_first_corner_that_can_never_be_had_is_a_hole_too(sandbox, sandbox_data, tmp_path):
    """Nothing is known of the server yet then: a pilot looks elsewhere for how it wants to be asked."""
    service = core.open_service(sandbox.service_url("elevation/dem"))
    where, _ = west_of(service)
    sandbox.control.faults({**REFUSED, **where})
    report = service.download(tmp_path / "out.tif", tile_columns=400, tile_rows=1000, on_error="nodata")
    assert [(window.column, window.row) for window, _ in report.failed] == [(0, 0)]
    expected = validity(sandbox_data / "elevation" / "dem.tif")
    expected[:, :, :400] = False
    np.testing.assert_array_equal(validity(tmp_path / "out.tif"), expected)


@pytest.mark.parametrize("fault", [{"kind": "status", "code": 500}, {"kind": "truncate"}], ids=lambda one: one["kind"])
def test_the_pilot_looks_elsewhere_however_the_corner_fails(sandbox, fault):
    service = core.open_service(sandbox.service_url("elevation/dem"))
    where, plan = west_of(service, on_error="nodata")
    sandbox.control.faults({**fault, **where})
    found = explore(plan, session_of(service), core.Cancel())
    assert found.recipe.format == "bsq"
    assert found.recipe.sends_rule


def test_a_first_corner_that_can_never_be_had_fails_a_download_without_holes(sandbox, tmp_path):
    service = core.open_service(sandbox.service_url("elevation/dem"))
    where, _ = west_of(service)
    sandbox.control.faults({**REFUSED, **where})
    with pytest.raises(errors.ImageServiceError, match="Unable to complete"):
        service.download(tmp_path / "out.tif", tile_columns=400)
    assert list(tmp_path.iterdir()) == []


def test_tiles_larger_than_any_server_answers_are_as_large_as_it_does(sandbox, sandbox_data, tmp_path):
    service = core.open_service(sandbox.service_url("elevation/dem"))
    report = service.download(tmp_path / "out.tif", tile_columns=1_000_000, tile_rows=1_000_000)
    assert report.tiles == 1
    assert np.array_equal(values(tmp_path / "out.tif"), values(sandbox_data / "elevation" / "dem.tif"))


@pytest.mark.parametrize("name", ["x" * 300 + ".tif", "x" * 245 + ".tif", "a\0b.tif"])
def test_a_name_that_no_file_can_have_is_one_sentence(sandbox, tmp_path, name):
    service = core.open_service(sandbox.service_url("elevation/dem"))
    with pytest.raises(errors.OutputError, match="cannot be the name of a file"):
        service.download(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_raster_function_that_is_not_there_is_no_address_that_is_not_there(sandbox, tmp_path):
    service = core.open_service(sandbox.service_url("elevation/dem"))
    with pytest.raises(errors.BadRequest, match="NoSuch") as caught:
        service.download(tmp_path / "out.tif", rendering_rule={"rasterFunction": "NoSuch"})
    assert "address" not in str(caught.value)


def test_both_sides_of_180_degrees_are_not_the_world(sandbox, tmp_path):
    """Carried to Web Mercator as one box, they would reach around the earth, and the whole service would come."""
    service = core.open_service(sandbox.service_url("elevation/dem"))
    with pytest.raises(errors.PlanError, match="outside"):
        service.download(tmp_path / "out.tif", extent=(170, 40, 190, 50), extent_sr=4326)
    around_the_back = service.plan(extent=(20, 47.1, 370.75, 47.3), extent_sr=4326).grid
    assert around_the_back == service.plan(extent=(-10, 47.1, 10.75, 47.3), extent_sr=4326).grid
    assert 0 < around_the_back.columns < service.grid.columns


def test_both_ends_of_a_map_of_the_world_are_one_place_where_the_output_shows_them_so(sandbox):
    """The elevation model stands in for one: what counts is its extent."""
    service = core.open_service(sandbox.service_url("elevation/dem"))
    half = 20_037_508.34
    world = replace(service, extent=core.Extent(-half, -1e7, half, 1e7), cell_width=40_000.0, cell_height=40_000.0)
    fiji = {"extent": (170, -20, 190, -10), "extent_sr": 4326}
    centred = world.plan(**fiji, sr=3832).grid.extent  # a Mercator map around 150 degrees east
    assert centred.width == pytest.approx(20 * 111_320, rel=0.05)
    one_side = world.plan(**fiji)
    assert one_side.grid.extent.width == pytest.approx(10 * 111_320, rel=0.1)
    assert any("both sides of 180" in note.text for note in one_side.notes)


def test_a_pole_at_the_end_of_the_plane_is_left_out(sandbox):
    service = core.open_service(sandbox.service_url("science/temperature"))
    plan = service.plan(sr=3031)
    assert max(map(abs, plan.grid.extent.bounds)) < 4e6  # metres: to 60 degrees south, where it is meant to be used
    assert any("is cut to where" in note.text for note in plan.notes)
