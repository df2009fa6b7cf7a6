# SPDX-License-Identifier: GPL-2.0-or-later
"""Values at places: identify, samples in batches, profiles through a stack, and histograms of an area."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.cancel import Cancel
from image_services.core.errors import Cancelled, PlanError
from image_services.core.grid import Extent
from image_services.core.histograms import compute_histograms, histograms_of
from image_services.core.identify import identified_of, identify_point, identify_steps, values_of
from image_services.core.mosaic import MosaicRule
from image_services.core.samples import SampleOptions, sample_points, samples_of
from image_services.core.selection import Selection
from image_services.core.spatialref import SpatialReference, transform_points


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("gebco-identify-4326.json", (-5733.0,)),
        ("sentinel2-landcover-identify.json", (2.0,)),
        ("terriajs-tile-identify.json", (178.0, 135.0, 99.0, 255.0)),
        ("sampleserver6-CharlotteLAS-identify-10.91.json", (1088.04,)),
        ("noaa-heatrisk-identify-mosaic.json", (4.0,)),
    ],
)
def test_recorded_answers_of_identify_are_read(recorded, described, name, values):
    assert identified_of(recorded(name), 0, 0, described()).values == values


def test_the_rasters_below_a_place_come_with_their_values_and_dates(recorded, described):
    service = described(timeInfo={"startTimeField": "idp_validtime"})
    found = identified_of(recorded("noaa-heatrisk-identify-mosaic.json"), 0, 0, service)
    assert [each.values for each in found.rasters] == [(n,) for n in (4.0, 3.0, 3.0, 3.0, 4.0, 3.0, 3.0)]
    assert [each.is_visible for each in found.rasters] == [True] + [False] * 6
    assert found.rasters[0].raster.name == "HeatRisk_2_Mercator"
    assert found.rasters[0].raster.period.words == "2026-09-01 12:00"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("879, 1114, 1032, 975", (879, 1114, 1032, 975)),
        ("879 1114", (879, 1114)),
        ("NoData", ()),
        ("", ()),
        ("NaN", ()),
        ("1 NoData 3", (1, None, 3)),
        (12, (12,)),
        (None, ()),
        (True, ()),
    ],
)
def test_values_come_as_texts(text, values):
    assert values_of(text) == values


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_every_number_is_read_as_it_is_written(numbers):
    assert values_of(" ".join(map(repr, numbers))) == tuple(numbers)


def test_recorded_samples_keep_the_numbers_of_their_points(recorded):
    first, second, third = samples_of(recorded("shape-getSamples.json"))
    assert (first.point, first.values, first.raster_id, first.resolution) == (0, (879, 1114, 1032, 975), 7, 30)
    assert (second.point, second.values) == (1, ())
    assert (third.point, third.values, third.attributes["StdTime"]) == (3, (), 1577836800000)


JSON = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5) | st.lists(st.integers())
ENTRY = JSON | st.fixed_dictionaries({}, optional={"locationId": JSON, "value": JSON, "attributes": JSON})


@given(st.lists(ENTRY))
def test_whatever_a_server_answers_is_read_or_left_out(entries):
    assert all(sample.point >= 0 for sample in samples_of({"samples": entries}))


def cells_of(service, count, seed=1):
    """Cells of a service by chance, and the middle of each."""
    grid = service.grid
    random = np.random.default_rng(seed)
    columns, rows = random.integers(0, grid.columns, count), random.integers(0, grid.rows, count)
    xs = service.extent.xmin + (columns + 0.5) * service.cell_width
    ys = service.extent.ymax - (rows + 0.5) * service.cell_height
    return columns, rows, list(zip(xs.tolist(), ys.tolist(), strict=True))


def test_samples_are_the_cells_below_the_points(opened, source):
    service = opened("imagery/scene")
    truth = source("imagery", "scene.tif")
    columns, rows, points = cells_of(service, 1200)
    found = {sample.point: sample for sample in sample_points(service, service.session, points)}
    assert sorted(found) == list(range(1200))
    inside = [number for number in range(1200) if columns[number] < truth.shape[2] and rows[number] < truth.shape[1]]
    assert len(inside) > 1100, "the edge of the extent is ragged"
    for number in inside:
        values = truth[:, rows[number], columns[number]]
        seen = tuple(None if value == service.no_data[0] else float(value) for value in values)
        assert found[number].values == (seen if any(value is not None for value in seen) else ())


def test_points_in_another_reference_and_outside(opened, source):
    service = opened("elevation/dem")
    columns, rows, points = cells_of(service, 20)
    degrees = SpatialReference(wkid=4326)
    xs, ys = transform_points([x for x, _ in points], [y for _, y in points], service.crs, degrees)
    places = [*zip(xs, ys, strict=True), (0.0, 0.0)]
    found = {s.point: s for s in sample_points(service, service.session, places, SampleOptions(sr=degrees))}
    assert found[20].values == ()
    truth = source("elevation", "dem.tif")[0]
    for number in range(20):
        if found[number].values:
            assert found[number].values[0] == pytest.approx(float(truth[rows[number], columns[number]]), rel=1e-6)


def test_old_servers_are_asked_point_by_point(opened, sandbox):
    service = opened("imagery/scene")
    _, _, points = cells_of(service, 30)
    modern = sorted(sample_points(service, service.session, points), key=lambda sample: sample.point)
    sandbox.control.faults({"kind": "error", "code": 400, "operation": "getSamples"})
    old = sorted(sample_points(service, service.session, points), key=lambda sample: sample.point)
    assert [sample.values for sample in old] == [sample.values for sample in modern]


def test_a_lower_limit_than_usual_is_kept_to(opened, sandbox, monkeypatch):
    service = opened("imagery/scene")
    _, _, points = cells_of(service, 120)
    usual = sorted(sample_points(service, service.session, points), key=lambda sample: sample.point)
    monkeypatch.setattr("image_services.core.samples.BATCH", 2000)  # more than the sandbox takes
    many = [points[0]] * 1001
    assert len(list(sample_points(service, service.session, many))) == 1001
    asked = [each["operation"] for each in sandbox.control.requests()]
    assert "identify" not in asked
    assert len(usual) == 120


def test_every_raster_below_a_point(opened):
    service = opened("mosaics/overlap")
    rasters = list(service.catalog().rasters())
    middle = (service.extent.xmin + service.extent.width / 2, service.extent.ymin + service.extent.height / 2)
    here = identify_point(service, service.session, *middle, with_rasters=True)
    below = {each.raster.id: each.values for each in here.rasters}
    assert len(below) > 1
    assert all(int(values[0] // 1000) == number for number, values in below.items() if values)
    assert sum(each.is_visible for each in here.rasters) >= 1
    for raster in rasters:
        if below.get(raster.id):
            locked = Selection(mosaic_rule=MosaicRule.lock(raster.id).parameter())
            assert identify_point(service, service.session, *middle, selection=locked).values == below[raster.id]


def test_a_profile_through_time_has_a_value_for_each_step(opened, source):
    service = opened("mosaics/monthly")
    steps = service.steps(time="2021-01-01/2021-12-31")
    column, row = service.grid.columns // 3, service.grid.rows // 3
    x = service.extent.xmin + (column + 0.5) * service.cell_width
    y = service.extent.ymax - (row + 0.5) * service.cell_height
    profile = identify_steps(service, service.session, x, y, steps)
    truth = [source("mosaics", "monthly.mosaic", f"rain_2021-{month:02}.tif")[0, row, column] for month in range(1, 13)]
    assert [step for step, _ in profile] == list(steps)
    assert [values[0] for _, values in profile] == pytest.approx(truth, rel=1e-6)


@pytest.mark.parametrize("name", ["mosaics/monthly", "mosaics/monthly_slices"])
def test_samples_of_all_steps(opened, source, name):
    service = opened(name)
    steps = service.steps(time="2022-05-01/2022-07-31")
    columns, rows, points = cells_of(service, 5)
    told = []
    found = list(sample_points(service, service.session, points, None, steps, progress=lambda *each: told.append(each)))
    assert len(found) == 15
    assert told[-1][:2] == (15, 15)
    for sample in found:
        truth = source("mosaics", "monthly.mosaic", f"rain_{sample.step.period.start:%Y-%m}.tif")[0]
        value = truth[rows[sample.point], columns[sample.point]]
        if sample.values:
            assert sample.values[0] == pytest.approx(float(value), rel=1e-6)


def test_points_with_a_rendering_rule_are_asked_several_at_once_and_no_more(opened, sandbox):
    """getSamples knows no rules, and identify one point a request."""
    service = opened("elevation/dem")
    rule = Selection(rendering_rule="Hillshade")
    _, _, points = cells_of(service, 24)
    truth = [identify_point(service, service.session, x, y, selection=rule).values for x, y in points]
    plain = [sample.values for sample in sample_points(service, service.session, points)]
    assert len(set(truth)) > 3
    assert truth != plain
    sandbox.control.clear()
    sandbox.control.faults({"kind": "latency", "ms": 100, "operation": "identify"})
    told = []
    options = SampleOptions(selection=rule)
    found = list(sample_points(service, service.session, points, options, progress=lambda *each: told.append(each[:2])))
    assert {sample.point: sample.values for sample in found} == dict(enumerate(truth))
    assert 2 < sandbox.control.state()["max_in_flight"] <= 4
    assert [entry["operation"] for entry in sandbox.control.requests()] == ["identify"] * 24
    assert told == [(count, 24) for count in range(1, 25)]


def test_points_with_a_rendering_rule_can_be_cancelled(opened, sandbox):
    service = opened("elevation/dem")
    sandbox.control.clear()
    sandbox.control.faults({"kind": "hang", "s": 30, "operation": "identify", "skip": 8})
    cancel = Cancel()
    _, _, points = cells_of(service, 200)
    options = SampleOptions(selection=Selection(rendering_rule="Hillshade"))
    found = sample_points(service, service.session, points, options, cancel=cancel)
    for _ in range(4):
        next(found)
    timer = threading.Timer(0.2, cancel.set)
    timer.start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        list(found)
    assert time.monotonic() - started < 2
    timer.join()
    assert len(sandbox.control.requests()) <= 16


def test_a_cancel_ends_the_asking(opened):
    service = opened("imagery/scene")
    cancel = Cancel()
    _, _, points = cells_of(service, 3000)
    asked = sample_points(service, service.session, points, cancel=cancel)
    next(asked)
    cancel.set()
    with pytest.raises(Cancelled):
        list(asked)


def test_no_points_are_no_samples(opened):
    service = opened("imagery/scene")
    assert list(sample_points(service, service.session, [])) == []


def test_a_tile_cache_answers_no_questions(opened):
    service = opened("quirks/tilesonly")
    with pytest.raises(PlanError, match="tile cache"):
        identify_point(service, service.session, 0, 0)


def test_a_recorded_histogram_counts_classes(recorded):
    (histogram,) = histograms_of(recorded("sentinel2-landcover-computeHistograms.json"))
    assert histogram.values == tuple(float(n) for n in range(12))
    assert histogram.cells == 2001
    assert dict(zip(histogram.values, histogram.counts, strict=True))[7.0] == 500


def test_classes_of_an_area_are_counted_as_they_are(opened, source):
    service = opened("landcover/classes")
    truth = source("landcover", "classes.tif")[0]
    rows, columns = truth.shape
    part = service.grid.extent_of(type(service.grid.window(service.extent))(columns // 4, rows // 4, 100, 80))
    found = compute_histograms(service, service.session, part)
    counted = truth[rows // 4 : rows // 4 + 80, columns // 4 : columns // 4 + 100]
    for value, count in zip(found.bands[0].values, found.bands[0].counts, strict=True):
        assert count == int((counted == round(value)).sum()) or round(value) == service.no_data[0]
    assert found.cell_size == (service.cell_width, service.cell_height)


def test_an_area_beyond_the_limit_is_counted_coarser(opened, sandbox):
    sandbox.control.override("elevation/dem", root={"maxImageWidth": 400, "maxImageHeight": 400})
    service = opened("elevation/dem")
    found = compute_histograms(service, service.session, service.extent)
    assert found.cell_size[0] == 4 * service.cell_width
    assert 0 < found.bands[0].cells <= service.grid.columns * service.grid.rows / 16 * 1.02


def test_a_polygon_is_closed_and_a_line_is_refused(opened):
    service = opened("landcover/classes")
    box = service.extent
    triangle = [[(box.xmin, box.ymin), (box.xmax, box.ymin), (box.xmin, box.ymax)]]
    half = compute_histograms(service, service.session, triangle).bands[0].cells
    whole = compute_histograms(service, service.session, box).bands[0].cells
    assert half == pytest.approx(whole / 2, rel=0.1)
    with pytest.raises(PlanError, match="no polygon"):
        compute_histograms(service, service.session, [[(0, 0), (1, 1)]])
    with pytest.raises(PlanError):
        compute_histograms(service, service.session, Extent(0, 0, 0, 1))
