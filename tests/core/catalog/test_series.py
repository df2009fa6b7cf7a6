# SPDX-License-Identifier: GPL-2.0-or-later
"""A stack of slices as one job: the pixels, the progress, going on after a stop, and what is refused."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import numpy as np
import pytest
from image_services.core.cancel import Cancel
from image_services.core.errors import Cancelled, ImageServiceError, OutputError, PlanError
from image_services.core.series import download_series
from image_services.core.series_contents import Contents
from image_services.core.steps import Step
from osgeo import gdal


def month_file(step):
    return f"rain_{step.period.start:%Y-%m}.tif"


@pytest.mark.parametrize("name", ["mosaics/monthly", "mosaics/monthly_slices"])
def test_sixty_months_are_sixty_rasters_identical_to_the_source(opened, source, pixels, tmp_path, name):
    service = opened(name)
    told = []
    report = service.download_series(tmp_path / "rain", progress=lambda *each: told.append(each))
    assert len(report.layers) == 60
    for layer in report.layers:
        truth = source("mosaics", "monthly.mosaic", month_file(layer.step))
        got = pixels(layer.path)
        assert got.shape == truth.shape
        dataset = gdal.Open(layer.path)
        valid = dataset.GetRasterBand(1).GetMaskBand().ReadAsArray() > 0
        assert valid.any()
        assert (got[0][valid] == truth[0][valid]).all()
    done, total, words = told[-1]
    assert done == total == report.width * report.height * 60
    assert "60 of 60" in words
    assert [each[0] for each in told] == sorted(each[0] for each in told)
    assert report.is_native
    assert report.reused == 0


def test_one_raster_holds_all_months_named_and_dated(opened, source, pixels, tmp_path):
    service = opened("mosaics/monthly_slices")
    steps = service.steps(time="2020-01-01/2020-12-31")
    report = service.download_series(tmp_path / "rain.tif", steps, layout="bands")
    dataset = gdal.Open(report.output)
    assert dataset.RasterCount == 12
    assert [layer.bands for layer in report.layers] == [(n,) for n in range(1, 13)]
    for layer in report.layers:
        band = dataset.GetRasterBand(layer.bands[0])
        truth = source("mosaics", "monthly.mosaic", month_file(layer.step))[0]
        valid = band.GetMaskBand().ReadAsArray() > 0
        assert (band.ReadAsArray()[valid] == truth[valid]).all()
        assert layer.step.words in band.GetDescription()
        assert band.GetMetadataItem("TIME_START") == layer.step.period.start.isoformat()
        assert band.GetMetadataItem("STATISTICS_MINIMUM") is not None
    assert [path.name for path in tmp_path.iterdir()] == ["rain.tif"]


def test_variables_and_depths_are_those_of_the_source(opened, source, pixels, tmp_path):
    service = opened("mosaics/ocean")
    report = service.download_series(tmp_path / "ocean")
    times = sorted({layer.step.period.start for layer in report.layers if layer.step.variable == "temp"})
    places = [place for layer in report.layers for place in layer.step.places if place.dimension == "StdZ"]
    depths = sorted({place.low for place in places}, reverse=True)
    for layer in report.layers:
        if layer.step.variable != "temp":
            continue
        depth = next(place.low for place in layer.step.places if place.dimension == "StdZ")
        truth = source(
            "mosaics", "ocean.mosaic", f"temp_t{times.index(layer.step.period.start)}_z{depths.index(depth)}.tif"
        )
        assert np.array_equal(pixels(layer.path), truth)


def test_scenes_of_several_bands_are_put_into_one_raster(opened, pixels, tmp_path):
    service = opened("mosaics/scenes")
    raster = next(service.catalog().rasters())
    steps = service.steps(extent=raster.extent)[:3]
    options = {"extent": raster.extent, "bands": (4, 1)}
    files = service.download_series(tmp_path / "files", steps, **options)
    one = service.download_series(tmp_path / "one.tif", steps, layout="bands", **options)
    assert one.band_count == 2
    dataset = gdal.Open(one.output)
    assert dataset.RasterCount == 6
    for single, placed in zip(files.layers, one.layers, strict=True):
        alone = gdal.Open(single.path)
        for index, band in enumerate(placed.bands, start=1):
            left, right = alone.GetRasterBand(index), dataset.GetRasterBand(band)
            masks = [each.GetMaskBand().ReadAsArray() > 0 for each in (left, right)]
            assert np.array_equal(*masks), "holes of one slice are no holes of another"
            assert np.array_equal(left.ReadAsArray()[masks[0]], right.ReadAsArray()[masks[0]])


def test_a_second_run_fetches_nothing(opened, sandbox, tmp_path):
    service = opened("science/monthly")
    first = service.download_series(tmp_path / "out")
    changed = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.tif")}
    second = service.download_series(tmp_path / "out")
    assert first.requests == 13, "one finds out how to ask, and the slices are one tile each"
    assert (first.reused, second.reused, second.requests) == (0, 12, 0)
    assert changed == {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.tif")}


def test_after_a_cancel_only_what_is_missing_is_fetched(opened, tmp_path):
    service = opened("science/monthly")
    cancel = Cancel()

    def stop_at_a_third(done, total, words):
        if done >= total / 3:
            cancel.set()

    before = set(threading.enumerate())
    with pytest.raises(Cancelled):
        service.download_series(tmp_path / "out", cancel=cancel, progress=stop_at_a_third, max_concurrency=1)
    assert set(threading.enumerate()) <= before
    whole = {entry.file for entry in Contents.read(tmp_path / "out").entries if entry.size > 0}
    assert 0 < len(whole) < 12
    assert {path.name for path in (tmp_path / "out").glob("*.tif")} == whole
    report = service.download_series(tmp_path / "out")
    assert report.reused == len(whole)
    assert len(list((tmp_path / "out").glob("*.tif"))) == 12


def test_a_cancelled_stack_goes_on_and_leaves_only_the_raster(opened, tmp_path):
    service = opened("science/monthly")
    cancel = Cancel()
    with pytest.raises(Cancelled):
        service.download_series(
            tmp_path / "out.tif",
            layout="bands",
            cancel=cancel,
            progress=lambda done, total, _: cancel.set() if done > total / 3 else None,
            max_concurrency=1,
        )
    assert not (tmp_path / "out.tif").exists()
    report = service.download_series(tmp_path / "out.tif", layout="bands")
    assert report.reused > 0
    assert [path.name for path in tmp_path.iterdir()] == ["out.tif"]


def test_another_request_does_not_take_the_files_of_the_first(opened, tmp_path):
    service = opened("science/monthly")
    steps = service.steps()[:2]
    service.download_series(tmp_path / "out", steps)
    with pytest.raises(OutputError, match="from another request"):
        service.download_series(tmp_path / "out", steps, cell_size=service.cell_width * 2)
    report = service.download_series(tmp_path / "out", steps, cell_size=service.cell_width * 2, overwrite=True)
    assert (report.reused, report.width) == (0, 240)


def test_a_damaged_or_foreign_file_is_no_finished_slice(opened, tmp_path):
    service = opened("science/monthly")
    steps = service.steps()[:2]
    report = service.download_series(tmp_path / "out", steps)
    with Path(report.layers[0].path).open("ab") as file:
        file.write(b"more")
    assert service.download_series(tmp_path / "out", steps).reused == 1
    (tmp_path / "out" / "series.json").write_text("{broken", encoding="utf-8")
    with pytest.raises(OutputError, match="there already"):
        service.download_series(tmp_path / "out", steps)


def test_a_slice_that_cannot_be_had_is_named_and_the_others_stay(opened, sandbox, tmp_path):
    service = opened("science/monthly")
    steps = service.steps()
    broken = Step("nowhere", slice_id=4711)
    with pytest.raises(ImageServiceError):
        service.download_series(tmp_path / "out", [*steps[:3], broken], max_concurrency=1)
    assert not (tmp_path / "out" / "nowhere.tif").exists()
    assert len(list((tmp_path / "out").glob("*.tif"))) == 3


def test_slices_with_holes_are_fetched_again(opened, sandbox, tmp_path):
    service = opened("science/monthly")
    steps = service.steps()[:1]
    sandbox.control.faults({"kind": "error", "code": 400, "operation": "exportImage", "match": {"size": "240,120"}})
    report = service.download_series(tmp_path / "out", steps, on_error="nodata", tile_columns=240, tile_rows=120)
    sandbox.control.reset()
    assert report.tiles_failed > 0
    again = service.download_series(tmp_path / "out", steps, on_error="nodata", tile_columns=240, tile_rows=120)
    assert (again.reused, again.tiles_failed) == (0, 0)


def test_what_cannot_work_is_refused_before_anything_is_fetched(opened, tmp_path):
    service = opened("science/monthly")
    steps = service.steps()[:2]
    taken = tmp_path / "file"
    taken.write_text("precious", encoding="utf-8")
    for arguments, options, error, words in (
        ((tmp_path / "a", []), {}, PlanError, "nothing to download"),
        ((tmp_path / "a", [steps[0], steps[0]]), {}, PlanError, "same name"),
        ((tmp_path / "a", steps), {"time": "2020-01-01"}, PlanError, "leave time and slice empty"),
        ((tmp_path / "a", steps), {"prefix": "../"}, PlanError, "cannot hold slashes"),
        ((tmp_path / "a", [Step("..\\x")]), {}, PlanError, "cannot hold slashes"),
        ((tmp_path / "a", steps), {"layout": "zip"}, PlanError, "choose one of files"),
        ((taken, steps), {}, OutputError, "is a file"),
        ((taken, steps), {"layout": "bands"}, OutputError, "exists already"),
        ((tmp_path / "no" / "where", steps), {}, OutputError, "does not exist"),
    ):
        with pytest.raises(error, match=words):
            download_series(service, *arguments, **options)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert taken.read_text(encoding="utf-8") == "precious"


def test_the_list_of_contents_tells_dates_and_no_secrets(opened, tmp_path):
    service = opened("mosaics/monthly")
    service.download_series(tmp_path / "out", service.steps()[:2])
    value = json.loads((tmp_path / "out" / "series.json").read_text(encoding="utf-8"))
    assert value["service"] == service.url
    assert [entry["start"] for entry in value["slices"]] == ["2020-01-01T00:00:00+00:00", "2020-02-01T00:00:00+00:00"]


def test_a_whole_stack_is_replaced_when_allowed(opened, tmp_path):
    service = opened("science/monthly")
    steps = service.steps()[:3]
    service.download_series(tmp_path / "out", steps)
    again = service.download_series(tmp_path / "out", steps, overwrite=True)
    assert again.reused == 0
    assert again.requests > 0
    assert service.download_series(tmp_path / "out", service.steps()[:4], overwrite=True).reused == 3
