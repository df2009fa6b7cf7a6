# SPDX-License-Identifier: GPL-2.0-or-later
"""When layers of a stack are shown, and layers made without Processing."""

from __future__ import annotations

import pytest
from image_services.core.connect import open_service
from image_services.core.moment import Period
from qgis.core import Qgis
from qgis.PyQt.QtCore import Qt

pytestmark = pytest.mark.qgis
DAY = 86_400_000


def written(shown):
    if shown is None:
        return None
    ends = [end.toString(Qt.DateFormat.ISODate) for end in (shown.begin(), shown.end())]
    return (*ends, shown.includeEnd())


def shown(*periods):
    from image_services.plugin.temporal import ranges_of

    return [written(each) for each in ranges_of([Period.of(*ends) if ends else None for ends in periods])]


def test_an_instant_is_shown_until_the_next_one(qgis_app):
    assert shown((0,), (DAY,), (3 * DAY,)) == [
        ("1970-01-01T00:00:00Z", "1970-01-02T00:00:00Z", False),
        ("1970-01-02T00:00:00Z", "1970-01-04T00:00:00Z", False),
        ("1970-01-04T00:00:00Z", "1970-01-06T00:00:00Z", False),
    ]


def test_one_instant_alone_is_a_moment(qgis_app):
    assert shown((0,)) == [("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z", True)]


def test_a_period_ends_before_the_next_one_that_begins_there(qgis_app):
    assert shown((0, DAY), (DAY, 2 * DAY)) == [
        ("1970-01-01T00:00:00Z", "1970-01-02T00:00:00Z", False),
        ("1970-01-02T00:00:00Z", "1970-01-03T00:00:00Z", True),
    ]


def test_depths_of_one_moment_are_shown_together_and_what_has_no_date_always(qgis_app):
    first, second, third = shown((0,), (0,), None)
    assert first == second
    assert third is None


def test_moments_before_1970_keep_their_day(qgis_app):
    assert shown((-DAY,), (0,))[0][:2] == ("1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z")


@pytest.mark.parametrize(("layout", "count"), [("files", 4), ("bands", 1)])
def test_layers_are_made_for_dialogs_too(qgis_app, sandbox, tmp_path, layout, count):
    from image_services.plugin.layers import REQUEST_PROPERTY
    from image_services.plugin.series_layers import SeriesDresser

    service = open_service(sandbox.service_url("science/monthly"))
    report = service.download_series(tmp_path / "out.tif", service.steps()[:4], layout=layout)
    layers = SeriesDresser(service, report).make()
    assert len(layers) == count
    modes = {layer.temporalProperties().mode() for layer in layers}
    wanted = Qgis.RasterTemporalMode
    assert modes == {wanted.FixedTemporalRange if layout == "files" else wanted.FixedRangePerBand}
    assert all(layer.temporalProperties().isActive() for layer in layers)
    assert all(layer.customProperty(REQUEST_PROPERTY) is None for layer in layers)
    ends = {layer.renderer().contrastEnhancement().maximumValue() for layer in layers}
    assert len(ends) == 1
    if layout == "bands":
        assert sorted(layers[0].temporalProperties().fixedRangePerBand()) == [1, 2, 3, 4]


def test_a_stack_knows_its_service_and_how_it_was_asked_but_is_no_request(qgis_app, sandbox, tmp_path):
    from image_services.plugin.layer_service import service_of
    from image_services.plugin.layers import REQUEST_PROPERTY, SERVICE_PROPERTY
    from image_services.plugin.series_layers import SeriesDresser

    service = open_service(sandbox.service_url("science/monthly"))
    report = service.download_series(tmp_path / "out.tif", service.steps()[:2], layout="bands")
    request = {"SERVICE": service.url, "GIS": "Survey", "RENDERING_RULE": "None", "OUTPUT": "/somewhere"}
    (layer,) = SeriesDresser(service, report, request).make()
    assert layer.customProperty(SERVICE_PROPERTY) == service.url
    assert layer.customProperty(REQUEST_PROPERTY) is None
    found = service_of(layer)
    assert (found.url, found.gis, found.selection.rendering_rule) == (service.url, "Survey", "None")
    assert (found.selection.time, found.selection.slice_id) == ("", None)


@pytest.mark.parametrize("layout", ["files", "bands"])
def test_classes_keep_their_names_and_colours_in_a_stack(qgis_app, sandbox, tmp_path, layout):
    from image_services.core.steps import Step
    from image_services.plugin.series_layers import SeriesDresser

    service = open_service(sandbox.service_url("landcover/classes"))
    steps = [Step(f"year{number}", Period.of(number * 365 * DAY)) for number in range(2)]
    report = service.download_series(tmp_path / "out.tif", steps, layout=layout)
    for layer in SeriesDresser(service, report).make():
        assert layer.renderer().type() == "paletted"
        alone = service.download(tmp_path / "alone.tif", overwrite=True)
        from image_services.plugin.layers import make_layer

        single = make_layer(alone.output, alone, service)
        labels = {entry.label: entry.color.name() for entry in single.renderer().classes()}
        assert {entry.label: entry.color.name() for entry in layer.renderer().classes()} == labels
        assert len(labels) > 3
