# SPDX-License-Identifier: GPL-2.0-or-later
"""A download begins with its own tiles; a pilot is sent where the first of them fail."""

from __future__ import annotations

import numpy as np
import pytest
from image_services import core
from image_services.core import errors
from osgeo import gdal

NO_BSQ = {"kind": "error", "code": 400, "message": "Invalid or missing input parameters.", "match": {"format": "bsq"}}
TILES = {"tile_columns": 300, "tile_rows": 300}


@pytest.fixture
def service(sandbox):
    return core.open_service(sandbox.service_url("elevation/dem"))


@pytest.fixture
def undisturbed(service, sandbox, tmp_path):
    service.download(tmp_path / "undisturbed.tif", **TILES)
    sandbox.control.clear()
    return pixels(tmp_path / "undisturbed.tif")


def pixels(path):
    dataset = gdal.Open(str(path))
    return dataset.ReadAsArray()


def exports(sandbox):
    entries = (entry for entry in sandbox.control.requests() if entry["operation"] == "exportImage")
    return [(entry["params"]["format"], entry["params"]["size"], entry["params"]["bbox"]) for entry in entries]


def is_pilot(export):
    return export[1] == "64,64"


def test_a_server_that_does_as_it_says_is_asked_for_tiles_alone(service, sandbox, tmp_path):
    sandbox.control.clear()
    report = service.download(tmp_path / "out.tif", **TILES)
    asked = exports(sandbox)
    assert report.requests == report.tiles == len(asked) == len(set(asked))
    assert not any(map(is_pilot, asked))


def test_reading_one_tile_is_one_request(service, sandbox):
    sandbox.control.clear()
    box = service.grid.extent_of(next(iter(service.plan(**TILES).tiles)))
    service.read(extent=(box.xmin, box.ymin, box.xmax, box.ymax))
    assert len(exports(sandbox)) == 1


def test_a_format_that_the_server_lacks_is_left_after_the_first_tiles(service, sandbox, undisturbed, tmp_path):
    sandbox.control.faults(NO_BSQ)
    report = service.download(tmp_path / "out.tif", **TILES)
    assert report.format != "bsq"
    assert "the best that this server gives" in report.format_reason
    assert any("instead of BSQ" in note for note in report.notes)
    np.testing.assert_array_equal(pixels(tmp_path / "out.tif"), undisturbed)
    asked = exports(sandbox)
    assert 0 <= len(asked) - report.requests < 4  # those that were cut off when the trial ended
    right = [export for export in asked if export[0] == report.format and not is_pilot(export)]
    assert len(right) == len(set(right)) == report.tiles
    assert sum(form == "bsq" for form, _, _ in asked) <= 4 + 2  # those under way, and what the pilot tried


def test_what_was_fetched_in_another_format_is_not_fetched_again(service, sandbox, undisturbed, tmp_path):
    west = repr(service.extent.xmin + 900 * service.cell_width)
    broken = {"kind": "error", "code": 400, "message": "Unable to complete operation.", "match": {"bbox": f"{west},*"}}
    sandbox.control.faults(NO_BSQ, broken)
    with pytest.raises(errors.DownloadError) as caught:
        service.download(tmp_path / "out.tif", **TILES)
    assert caught.value.details["resumable"]
    sandbox.control.reset()
    sandbox.control.faults(NO_BSQ)
    report = service.download(tmp_path / "out.tif", **TILES)
    assert report.tiles_resumed > 0
    np.testing.assert_array_equal(pixels(tmp_path / "out.tif"), undisturbed)


@pytest.mark.parametrize("kind", ["reset", "empty", "html", "truncate"])
def test_a_hiccup_at_the_start_leaves_no_trace(kind, service, sandbox, undisturbed, tmp_path):
    sandbox.control.faults({"kind": kind, "count": 1, **({"fraction": 0.5} if kind == "truncate" else {})})
    report = service.download(tmp_path / "out.tif", **TILES)
    assert report.format == "bsq"
    np.testing.assert_array_equal(pixels(tmp_path / "out.tif"), undisturbed)


def test_a_service_that_gives_no_pixels_at_all_says_so_in_its_own_words(service, sandbox, tmp_path):
    sandbox.control.faults({"kind": "error", "code": 400, "message": "The raster is gone."})
    with pytest.raises(errors.BadRequest, match="The raster is gone"):
        service.download(tmp_path / "out.tif", on_error="nodata", **TILES)
    assert not list(tmp_path.iterdir())
