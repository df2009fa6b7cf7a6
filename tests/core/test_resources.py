# SPDX-License-Identifier: GPL-2.0-or-later
"""Attribute tables and colour tables give values a meaning, in every spelling that was recorded."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core import errors
from image_services.core.raster import RasterClass
from image_services.core.resources import classes_of_table, colors_of_map, raster_classes
from image_services.core.service import ImageService

URL = "https://example.org/arcgis/rest/services/S/ImageServer"


@pytest.fixture(scope="module")
def recorded(shared_data):
    return lambda name: json.loads((shared_data / "real-services" / f"{name}.json").read_text(encoding="utf-8"))


def table(*rows):
    return {"features": [{"attributes": row} for row in rows]}


def test_recorded_tables(recorded):
    land_cover = classes_of_table(recorded("sentinel2-landcover-rasterAttributeTable"))
    assert [entry.value for entry in land_cover] == sorted(entry.value for entry in land_cover)
    names = {entry.value: entry.name for entry in land_cover}
    assert names[1] == "Water"
    assert all(entry.color is not None for entry in land_cover)
    nlcd = classes_of_table(recorded("nlcd-rasterAttributeTable"))
    assert len(nlcd) == 7
    assert {entry.value: entry.name for entry in nlcd}[11] == "Open Water"
    assert colors_of_map(recorded("shape-colormap"))


@pytest.mark.parametrize(
    ("row", "entry"),
    [
        (
            {"Value": 1, "ClassName": "Wald", "Count": 5.0, "Red": 0, "Green": 128, "Blue": 255},
            ((0, 128, 255), "Wald", 5),
        ),
        ({"VALUE": 1.0, "CLASS_NAME": " Wald ", "red": "1", "green": 2.0, "blue": 3}, ((1, 2, 3), "Wald", None)),
        ({"value": "1", "Nutzung": "Wald", "red": 256, "green": 0, "blue": 0}, (None, "Wald", None)),
        ({"value": 1, "description": "long", "name": "Wald"}, (None, "Wald", None)),
        ({"value": 1, "red": 1, "green": None, "blue": 3}, (None, "1", None)),
    ],
)
def test_columns_in_any_spelling(row, entry):
    color, name, count = entry
    assert classes_of_table(table(row)) == (RasterClass(1, name, color, count),)


@pytest.mark.parametrize(
    "broken", [{}, {"features": None}, {"features": [None, 5, {}]}, table({"Value": "x"}, {"Value": 1.5})]
)
def test_broken_tables_have_no_classes(broken):
    assert classes_of_table(broken) == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["Value", "Red", "x"]), inner),
    max_leaves=8,
)


@given(JSON)
def test_whatever_a_server_sends_it_is_read(value):
    assert isinstance(classes_of_table({"features": value}), tuple)
    assert isinstance(classes_of_table({"features": [{"attributes": value}]}), tuple)
    assert isinstance(colors_of_map({"colormap": value}), dict)


class Server:
    def __init__(self, **resources):
        self.resources, self.asked = resources, []

    def json(self, url, *, cancel=None):
        name = url.removeprefix(f"{URL}/")
        self.asked.append(name)
        answer = self.resources[name]
        if isinstance(answer, Exception):
            raise answer
        return answer


def service(**fields):
    root = {"extent": {"xmin": 0, "ymin": 0, "xmax": 1, "ymax": 1}, "pixelSizeX": 1, "pixelSizeY": 1, **fields}
    return ImageService.from_json(URL, root)


COLORS = {"colormap": [[2, 0, 0, 255], [1, 0, 128, 0], [9, 1], None, ["x", 1, 2, 3]]}
NAMES = table({"Value": 1, "Name": "Wald", "Count": 4}, {"Value": 3, "Name": "ohne Farbe"})


def test_a_table_without_colours_gets_them_from_the_colour_table():
    server = Server(rasterAttributeTable=NAMES, colormap=COLORS)
    assert raster_classes(service(hasRasterAttributeTable=True, hasColormap=True), server) == (
        RasterClass(1, "Wald", (0, 128, 0), 4),
        RasterClass(2, "2", (0, 0, 255)),
        RasterClass(3, "ohne Farbe"),
    )


def test_only_what_the_service_has_is_asked_for():
    server = Server(rasterAttributeTable=table({"Value": 1, "Red": 1, "Green": 2, "Blue": 3}), colormap=COLORS)
    assert raster_classes(service(), server) == ()
    assert server.asked == []
    assert [entry.value for entry in raster_classes(service(hasColormap=True), server)] == [1, 2]
    assert raster_classes(service(hasRasterAttributeTable=True, hasColormap=True), server)[0].color == (1, 2, 3)
    assert server.asked == ["colormap", "rasterAttributeTable"]


@pytest.mark.parametrize("error", [errors.ServerBusy("x"), errors.BadRequest("x"), errors.SignInRequired("x")])
def test_a_table_that_cannot_be_had_fails_nothing(error):
    server = Server(rasterAttributeTable=error, colormap=error)
    assert raster_classes(service(hasRasterAttributeTable=True, hasColormap=True), server) == ()


def test_a_cancel_is_not_swallowed():
    with pytest.raises(errors.Cancelled):
        raster_classes(service(hasRasterAttributeTable=True), Server(rasterAttributeTable=errors.Cancelled()))
