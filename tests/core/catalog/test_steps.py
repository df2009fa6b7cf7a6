# SPDX-License-Identifier: GPL-2.0-or-later
"""Dates, depths and variables: which there are, how each is asked for, and that none is made up."""

from __future__ import annotations

import json
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.catalog import CatalogRaster
from image_services.core.dimensions import Place, variables, variables_of
from image_services.core.errors import PlanError
from image_services.core.moment import Period, milliseconds_of, moment_of, words_of
from image_services.core.rules import time_window, window_parameter
from image_services.core.slices import slices_of
from image_services.core.steps import (
    Step,
    StepChoice,
    chosen,
    find_steps,
    safe_name,
    steps_of_each,
    steps_of_rasters,
    steps_of_slices,
    steps_of_variables,
)

DAY = 86_400_000


def test_moments_before_1970_and_out_of_reach():
    assert words_of(moment_of(-DAY)) == "1969-12-31"
    assert words_of(moment_of(1577836800000 + 6 * 3_600_000)) == "2020-01-01 06:00"
    assert words_of(moment_of(1577836801000)) == "2020-01-01 00:00:01"
    assert moment_of(1e30) is None
    assert moment_of(None) is None
    assert milliseconds_of(datetime(2020, 1, 1)) == 1577836800000  # noqa: DTZ001 - without an offset it is UTC


@given(st.integers(-62_135_596_800_000, 253_402_300_799_000))
def test_milliseconds_there_and_back(value):
    assert milliseconds_of(moment_of(value)) == value


def test_a_period_knows_its_ends_in_any_order():
    period = Period.of(DAY, 0)
    assert period.words == "1970-01-01 – 1970-01-02"
    assert words_of(period.middle) == "1970-01-01 12:00"
    assert Period.of(None, None) is None
    assert Period.of(0).is_instant


def test_a_recorded_description_of_dimensions_is_read(recorded):
    temp, salt = variables_of(recorded("shape-multidimensionalInfo.json"))
    assert (temp.name, temp.unit) == ("temp", "degC")
    time, depth = temp.dimensions
    assert time.is_time
    assert [place.words for place in time.places] == ["2020-01-01", "2020-01-15", "2020-02-01"]
    assert [(place.low, place.words) for place in depth.places] == [(0, "0"), (-10, "-10")]
    assert salt.dimensions[0].places[0].period.words == "2020-01-01 – 2020-02-01"


def test_dimensions_make_a_step_for_each_combination(recorded):
    steps = steps_of_variables(variables_of(recorded("shape-multidimensionalInfo.json")))
    assert len(steps) == 3 * 2 + 2
    assert len({step.name for step in steps}) == 8
    rule = steps[1].mosaic_rule.to_json()
    assert rule == {
        "multidimensionalDefinition": [
            {"variableName": "temp", "dimensionName": "StdTime", "values": [1577836800000]},
            {"variableName": "temp", "dimensionName": "StdZ", "values": [-10]},
        ]
    }
    assert steps[-1].mosaic_rule.to_json()["multidimensionalDefinition"][0]["values"] == [
        [1580515200000, 1583020800000]
    ]


def test_a_dimension_without_values_makes_no_steps(recorded):
    answer = recorded("shape-multidimensionalInfo.json")
    del answer["multidimensionalInfo"]["variables"][0]["dimensions"][1]["values"]
    assert {step.variable for step in steps_of_variables(variables_of(answer))} == {"mean_salt"}


def test_recorded_slices_become_steps(recorded):
    steps = steps_of_slices(slices_of(recorded("shape-slices.json")))
    assert [step.slice_id for step in steps] == [0, 1, 2]
    assert [step.name for step in steps] == ["temp_2020-01-01_0", "temp_2020-01-01_-10", "mean_salt_2020-01-01"]
    assert steps[2].words == "mean_salt, 2020-01-01 – 2020-02-01"


def raster(number, start, end=None, name=""):
    return CatalogRaster(number, name or f"r{number}", period=Period.of(start, end))


def test_rasters_of_one_date_are_one_step_and_asked_for_by_their_time(described):
    service = described(timeInfo={"startTimeField": "A"})
    steps = steps_of_rasters([raster(1, 0), raster(2, 0), raster(3, DAY)], service)
    assert [(step.name, step.rasters, step.time) for step in steps] == [
        ("1970-01-01", (1, 2), "1970-01-01T00:00:00.000+00:00"),
        ("1970-01-02", (3,), "1970-01-02T00:00:00.000+00:00"),
    ]


def test_periods_that_touch_are_told_apart_by_their_middle(described):
    service = described(timeInfo={"startTimeField": "A", "endTimeField": "B"})
    steps = steps_of_rasters([raster(1, 0, DAY), raster(2, DAY, 2 * DAY)], service)
    assert [step.time for step in steps] == ["1970-01-01T12:00:00.000+00:00", "1970-01-02T12:00:00.000+00:00"]


def test_periods_over_each_other_are_told_apart_by_locking(described):
    service = described(timeInfo={"startTimeField": "A", "endTimeField": "B"})
    year, month = raster(1, 0, 365 * DAY), raster(2, 170 * DAY, 200 * DAY)
    steps = steps_of_rasters([year, month], service)
    assert [step.mosaic_rule.lock_rasters for step in steps] == [(1,), (2,)]
    assert all(step.time == "" for step in steps)


def test_dates_of_a_service_that_is_not_time_enabled_are_locked(described):
    steps = steps_of_rasters([raster(1, 0), raster(2, DAY)], described())
    assert [step.mosaic_rule.to_json() for step in steps] == [
        {"mosaicMethod": "esriMosaicLockRaster", "lockRasterIds": [number]} for number in (1, 2)
    ]


def test_more_rasters_than_can_be_locked_are_refused(described):
    rasters = [raster(number, 0) for number in range(21)]
    with pytest.raises(PlanError, match="at most 20"):
        steps_of_rasters(rasters, described())


@pytest.mark.parametrize(
    ("every", "names"),
    [
        ("date", 4),
        ("day", ["1970-01-01", "1970-01-02", "1970-02-10"]),
        ("month", ["1970-01", "1970-02"]),
        ("year", ["1970"]),
    ],
)
def test_dates_are_put_together(described, every, names):
    service = described(timeInfo={"startTimeField": "A"})
    rasters = [raster(1, 0), raster(2, 3_600_000), raster(3, DAY), raster(4, 40 * DAY)]
    steps = steps_of_rasters(rasters, service, every=every)
    assert len(steps) == names if isinstance(names, int) else [step.name[:10] for step in steps] == names
    assert sorted(number for step in steps for number in step.rasters) == [1, 2, 3, 4]
    assert all(step.time for step in steps)


def test_each_raster_alone(described):
    steps = steps_of_each([raster(5, None, name="a/b"), raster(6, None, name="a:b")])
    assert [step.name for step in steps] == ["a_b", "a_b~2"]
    assert [step.mosaic_rule.lock_rasters for step in steps] == [(5,), (6,)]


@given(st.text())
def test_names_are_safe_everywhere(text):
    name = safe_name(text)
    assert name
    assert not set(name) & set('<>:"/\\|?*\0\n')
    assert name not in {".", ".."}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020-06-01", "2020-06-01", "2020-06-01 23:59:59"),
        ("2020-06-01T12:00:00Z", "2020-06-01 12:00", "2020-06-01 12:00"),
        ("2020-06-01/2020-06-30", "2020-06-01", "2020-06-30 23:59:59"),
        ("2020-06", "2020-06-01", "2020-06-30 23:59:59"),
        ("../2020-06-30", "0001-01-01", "2020-06-30 23:59:59"),
    ],
)
def test_a_date_is_the_whole_day(text, first, last):
    window = time_window(text)
    assert words_of(window.start).lstrip("0") == first.lstrip("0")
    assert words_of(window.end) == last
    assert len(window_parameter(text).split(",")) == (1 if window.is_instant else 2)


def test_a_choice_restricts_time_variable_and_depth():
    def step(variable, time, depth):
        places = (Place("StdTime", time, time), Place("StdZ", depth, depth))
        return Step(f"{variable}{time}{depth}", Period.of(time), variable, places)

    found = [step(v, t, z) for v in ("temp", "salt") for t in (0, DAY) for z in (0, -10)]
    assert len(chosen(found, StepChoice(variables=("TEMP",)))) == 4
    assert len(chosen(found, StepChoice(time="1970-01-02"))) == 4
    assert len(chosen(found, StepChoice(places=(("stdz", -20, -5),), time="1970-01-01"))) == 2
    assert chosen(found, StepChoice(places=(("Height", 0, 9),))) == ()
    with pytest.raises(PlanError, match="choose one of date"):
        StepChoice(every="week")


def test_the_sandboxs_slices_are_its_months(opened):
    steps = opened("mosaics/monthly_slices").steps()
    assert len(steps) == 60
    assert [steps[0].name, steps[-1].name] == ["2020-01-01", "2024-12-01"]
    assert all(step.slice_id is not None for step in steps)


def test_the_sandboxs_catalogue_has_the_same_months(opened):
    service = opened("mosaics/monthly")
    steps = service.steps()
    assert [step.name for step in steps] == [step.name for step in opened("mosaics/monthly_slices").steps()]
    assert all(step.time and not step.period.is_instant for step in steps)
    assert [step.name for step in service.steps(time="2021-03-05/2021-04-02")] == ["2021-03-01", "2021-04-01"]
    assert [step.name for step in service.steps(every="year")] == ["2020", "2021", "2022", "2023", "2024"]


def test_variables_and_depths_of_the_sandbox(opened):
    service = opened("mosaics/ocean")
    named = {variable.name: variable for variable in variables(service, service.session)}
    assert named["temp"].unit == "degC"
    assert [len(dimension.places) for dimension in named["temp"].dimensions] == [4, 3]
    assert len(service.steps()) == 16
    deep = service.steps(variables=("temp",), places=(("StdZ", -100, -1),))
    assert len(deep) == 8
    with pytest.raises(PlanError, match=r"the variables are mean_salt, temp"):
        service.steps(variables=("wind",))


def test_a_condition_and_an_extent_restrict_the_dates(opened):
    service = opened("mosaics/scenes")
    everything = service.steps()
    clear = service.steps(where="CloudCover < 20")
    assert 0 < len(clear) < len(everything)
    assert all(step.mosaic_rule is not None for step in clear), "a time would show the cloudy ones too"
    here = next(service.catalog().rasters()).extent
    assert 0 < len(service.steps(extent=here)) < len(everything)


@pytest.mark.parametrize("name", ["elevation/dem", "mosaics/overlap"])
def test_a_service_without_dates_has_no_steps(opened, name):
    service = opened(name)
    with pytest.raises(PlanError, match="tells no dates"):
        find_steps(service, service.session)


def test_a_time_outside_says_what_there_is(opened):
    with pytest.raises(PlanError, match="from 2020-01-01 to 2024-12"):
        opened("mosaics/monthly").steps(time="1999-01-01")


def test_a_step_is_put_over_the_users_own_rule():
    step = Step("a", mosaic_rule=steps_of_each([raster(5, 0)])[0].mosaic_rule)
    assert step.rule('{"mosaicMethod":"esriMosaicNorthwest","mosaicOperation":"MT_MAX"}') == (
        '{"mosaicMethod":"esriMosaicLockRaster","mosaicOperation":"MT_MAX","lockRasterIds":[5]}'
    )
    assert Step("b", time="2020").rule("northwest") == "northwest"


def test_time_zones_do_not_move_a_day():
    start = datetime(2020, 1, 1, tzinfo=timezone.utc)
    assert Period.of(milliseconds_of(start)).start == start


def test_a_time_wanted_hides_no_neighbour_that_it_touches(described):
    """Only what touches the time is fetched; February ends where March begins, and is not known."""
    service = described(timeInfo={"startTimeField": "A", "endTimeField": "B"})
    (step,) = steps_of_rasters([raster(2, 28 * DAY, 59 * DAY)], service, within=time_window("1970-02-10/1970-02-20"))
    assert step.time == "1970-02-10T00:00:00.000+00:00/1970-02-20T23:59:59.999+00:00"
    assert step.period == Period.of(28 * DAY, 59 * DAY)


def test_only_rasters_of_the_time_are_fetched(opened, sandbox):
    service = opened("mosaics/monthly")
    sandbox.control.clear()
    assert len(service.steps(time="2022-02-10/2022-03-20")) == 2
    asked = [request for request in sandbox.control.requests() if request["operation"] == "query"]
    assert len(asked) == 2, "a count, and one page"


def test_servers_before_slices_are_asked_by_their_dimensions(opened, sandbox, source, pixels, tmp_path):
    sandbox.control.override("mosaics/ocean", generation="10.6")
    service = opened("mosaics/ocean")
    steps = service.steps(variables=("temp",), places=(("StdZ", 0, 0),))
    assert len(steps) == 4
    assert all(step.slice_id is None and step.mosaic_rule.dimensions for step in steps)
    report = service.download_series(tmp_path / "ocean", steps)
    for number, layer in enumerate(report.layers):
        assert (pixels(layer.path) == source("mosaics", "ocean.mosaic", f"temp_t{number}_z0.tif")).all()


def test_every_recorded_service_can_be_asked_what_it_has(shared_data):
    from image_services.core.catalog import Catalog, has_catalog
    from image_services.core.errors import ProtocolError
    from image_services.core.originals import can_download
    from image_services.core.service import ImageService
    from image_services.core.stretch import stretch_in

    seen = 0
    for path in sorted((shared_data / "real-services").glob("*root*.json")):
        try:
            service = ImageService.from_json("https://example.org/a/ImageServer", json.loads(path.read_text("utf-8")))
        except ProtocolError:
            continue
        seen += 1
        assert can_download(service) is ("-download" in path.name)
        if has_catalog(service):
            catalog = Catalog(service, None)
            assert 0 < catalog.page_size <= 2000
            assert catalog.id_field.upper() == "OBJECTID"
        assert not any(
            found is not None and found.is_certain
            for found in (stretch_in(each.name, service) for each in service.raster_functions)
        )
    assert seen > 8
