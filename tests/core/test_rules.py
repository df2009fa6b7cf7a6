# SPDX-License-Identifier: GPL-2.0-or-later
"""Rendering rules, mosaic rules and times, from people's words to the server's."""

from __future__ import annotations

import json
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.errors import PlanError
from image_services.core.rules import mosaic_rule, rendering_rule, time_parameter
from image_services.core.service import ImageService


def service(version=10.91, functions=("None", "Hillshade", "Höhe über Meer"), *, allowed=True):
    root = {
        "name": "Elevation",
        "extent": {"xmin": 0, "ymin": 0, "xmax": 1, "ymax": 1},
        "pixelSizeX": 1,
        "pixelSizeY": 1,
        "currentVersion": version,
        "rasterFunctionInfos": [{"name": name} for name in functions],
        "allowRasterFunction": allowed,
    }
    return ImageService.from_json("https://example.org/arcgis/rest/services/Elevation/ImageServer", root)


@pytest.mark.parametrize(
    ("functions", "sent"),
    [(("Hillshade", "None"), "None"), (("none",), "none"), ((), "None"), (("Hillshade",), "None")],
)
@pytest.mark.parametrize("blank", ["", "  "])
def test_raw_values_are_asked_for_by_name(functions, sent, blank):
    assert rendering_rule(blank, service(functions=functions)) == f'{{"rasterFunction":"{sent}"}}'


@pytest.mark.parametrize("version", [None, 10, 10.01, 12])
def test_every_server_that_may_know_rules_gets_one(version):
    assert rendering_rule("", service(version))


def test_where_no_rules_are_allowed_none_is_sent():
    assert rendering_rule("", service(allowed=False)) == ""
    assert rendering_rule("", service(9.31)) == ""
    with pytest.raises(PlanError, match="leave the rendering rule empty"):
        rendering_rule("Hillshade", service(allowed=False))


def test_a_function_is_found_in_any_case_and_sent_as_the_service_spells_it():
    assert rendering_rule(" hillshade ", service()) == '{"rasterFunction":"Hillshade"}'
    assert rendering_rule("HÖHE ÜBER MEER", service()) == '{"rasterFunction":"Höhe über Meer"}'


def test_an_unknown_function_lists_what_is_offered():
    with pytest.raises(PlanError, match="offers: None, Hillshade, Höhe über Meer"):
        rendering_rule("Slope", service())
    with pytest.raises(PlanError, match="offers: none"):
        rendering_rule("Slope", service(functions=()))


@given(st.dictionaries(st.text(), st.recursive(st.none() | st.integers() | st.text(), st.lists), min_size=1))
def test_json_passes_unchanged_and_compact(rule):
    for sent in (rendering_rule(json.dumps(rule, indent=2), service()), mosaic_rule(json.dumps(rule))):
        assert json.loads(sent) == rule
    assert "\\u" not in rendering_rule('{"rasterFunction":"H\\u00f6he"}', service())


@pytest.mark.parametrize("broken", ["{", '{"a":1}}', "{'a':1}", '{"a":' * 50_000], ids=lambda text: text[:8])
def test_broken_json_is_refused(broken):
    for read in (lambda: rendering_rule(broken, service()), lambda: mosaic_rule(broken)):
        with pytest.raises(PlanError, match="not valid JSON"):
            read()


@pytest.mark.parametrize(
    ("value", "method"),
    [
        ("NorthWest", "esriMosaicNorthwest"),  # as roots spell it
        ("esriMosaicNadir", "esriMosaicNadir"),
        ("ByAttribute", "esriMosaicAttribute"),
        (" none ", "esriMosaicNone"),
        ("SEAMLINE", "esriMosaicSeamline"),
    ],
)
def test_a_mosaic_method_by_any_of_its_names(value, method):
    assert mosaic_rule(value) == f'{{"mosaicMethod":"{method}"}}'


def test_a_mosaic_rule_left_empty_is_the_services_own():
    assert mosaic_rule("") == mosaic_rule("   ") == ""


def test_an_unknown_mosaic_method_lists_the_known_ones():
    with pytest.raises(PlanError, match="seamline"):
        mosaic_rule("best")


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        ("", ""),
        ("1970-01-01", "0"),
        ("2020-06-01", "1590969600000"),
        ("2020-06-01T12:00:00Z", "1591012800000"),
        ("2020-06-01T14:00:00+02:00", "1591012800000"),
        ("2020-06-01T12:00:00.250", "1591012800250"),
        ("1969-12-31", "-86400000"),
        ("2020-06-01/2020-06-02", "1590969600000,1591056000000"),
        (" 2020-06-01 / .. ", "1590969600000,null"),
        ("../2020-06-01", "null,1590969600000"),
        ("2020-06-01/", "1590969600000,null"),
        ("2020-06-01/2020-06-01", "1590969600000,1590969600000"),
        ("2020-06", "1590969600000,1593561599999"),
        ("2020-02/2020-03", "1580515200000,1585699199999"),
        ("1970", "0,31535999999"),
        ("../2020-02", "null,1583020799999"),
        ("2020/..", "1577836800000,null"),
    ],
)
def test_times_are_sent_in_milliseconds(value, sent):
    assert time_parameter(value) == sent


@pytest.mark.parametrize(
    "value", ["yesterday", "2020-13-01", "2020-13", "0000", "01.06.2020", "..", "../..", "/", "2020/2021/2022", "1e9"]
)
def test_what_is_no_time_is_refused_with_an_example(value):
    with pytest.raises(PlanError, match="2020-06-01"):
        time_parameter(value)


def test_a_time_that_ends_before_it_starts_is_refused():
    with pytest.raises(PlanError, match="ends before it starts"):
        time_parameter("2020-06-02/2020-06-01")


@given(st.datetimes(timezones=st.just(timezone.utc)))
def test_every_time_survives_to_the_millisecond(moment):
    sent = int(time_parameter(moment.isoformat()))
    epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
    assert abs(sent - (moment - epoch).total_seconds() * 1000) <= 1
