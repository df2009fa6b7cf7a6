# SPDX-License-Identifier: GPL-2.0-or-later
"""Raster functions: which there are, whether a rule works, and which ones make seams."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.errors import ImageServiceError, PlanError
from image_services.core.functions import (
    FunctionInfo,
    can_be_seen,
    check_rule,
    functions_of,
    makes_seams,
    raster_functions,
    seam_remedy,
    slip_in,
)
from image_services.core.service import ImageService
from image_services.core.stretch import fixed_range, stretch_in, stretch_seen

DRA = {"rasterFunction": "Stretch", "rasterFunctionArguments": {"StretchType": 5, "DRA": True}}


def test_recorded_functions_have_kinds_and_pictures(recorded):
    found = functions_of(recorded("shape-rasterFunctionInfos.json"))
    assert [(each.name, each.kind) for each in found] == [
        ("None", "mosaic"),
        ("Hillshade Gray", "mosaic"),
        ("Per item stretch", "item"),
    ]


def test_pictures_are_decoded_and_broken_ones_left_out():
    answer = {
        "rasterFunctionInfos": [
            {"name": "a", "thumbnail": "data:image/png;base64,iVBORw=="},
            {"name": "b", "thumbnail": "iVBORw=="},
            {"name": "c", "thumbnail": "%%%"},
            {"name": ""},
            None,
        ]
    }
    assert [each.thumbnail for each in functions_of(answer)] == [b"\x89PNG", b"\x89PNG", b""]


def test_the_functions_of_the_sandbox(opened):
    service = opened("mosaics/scenes")
    names = {each.name for each in raster_functions(service, service.session)}
    assert {"None", "NDVI", "NDVI Colored", "Natural Color", "StretchPerRequest"} <= names
    old = opened("quirks/old")
    assert raster_functions(old, old.session) == tuple(FunctionInfo(each.name) for each in old.raster_functions)


def test_a_rule_is_checked_with_the_service_before_any_pixel(opened, sandbox):
    service = opened("mosaics/scenes")
    seen = check_rule(service, "NDVI", service.session)
    assert (seen.band_count, seen.pixel_type.code) == (1, "F32")
    assert check_rule(service, "natural color", service.session).band_count == 3
    assert check_rule(service, "", service.session).band_count == 4
    assert not any(request["operation"] == "exportImage" for request in sandbox.control.requests())
    with pytest.raises(ImageServiceError):
        check_rule(service, '{"rasterFunction":"NoSuchFunction"}', service.session)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({}, "names no"),
        ({"rasterFunction": ""}, "names no"),
        ({"rasterFunction": "Stretch", "rasterFunctionArguments": [1]}, "are no object"),
        (
            {"rasterFunction": "A", "rasterFunctionArguments": {"Raster": {"rasterFunctionArguments": {}}}},
            "names no",
        ),
    ],
)
def test_slips_in_a_rule_are_named(opened, rule, words):
    assert words in slip_in(rule)
    service = opened("mosaics/scenes")
    with pytest.raises(PlanError, match="cannot work"):
        check_rule(service, json.dumps(rule), service.session)


def test_rules_without_slips():
    assert slip_in(DRA) == ""
    assert slip_in({"rasterFunctionDefinition": {"name": "x"}}) == ""
    assert (
        slip_in({"rasterFunction": "Colormap", "rasterFunctionArguments": {"Raster": DRA, "Colormap": [[1, 2]]}}) == ""
    )


@pytest.mark.parametrize(
    ("rule", "is_certain"),
    [
        (json.dumps(DRA), True),
        (json.dumps({"rasterFunction": "Colormap", "rasterFunctionArguments": {"Raster": DRA}}), True),
        ('{"name":"x","function":{"type":"StretchFunction"},"arguments":{"Dra":{"value":true}}}', True),
        ("Natural Color with DRA", True),
        ('{"rasterFunction":"Natural Color with DRA"}', True),
        ('{"rasterFunction":"Stretch","rasterFunctionArguments":{"StretchType":5}}', False),
        ('{"rasterFunction":"Stretch","rasterFunctionArguments":{"StretchType":0}}', None),
        ('{"rasterFunction":"Stretch","rasterFunctionArguments":{"StretchType":5,"Statistics":[[0,1,0.5,1]]}}', None),
        ('{"rasterFunction":"Stretch","rasterFunctionArguments":{"DRA":false,"Statistics":[[0,1,0,1]]}}', None),
        ("Hillshade", None),
        ("Dragon", None),
        ("Soft", False),
        ("{broken", None),
    ],
)
def test_what_stretches_every_request_is_recognised(described, rule, is_certain):
    functions = [{"name": "Natural Color with DRA"}, {"name": "Dragon"}, {"name": "Soft", "description": "A stretch."}]
    found = stretch_in(rule, described(rasterFunctionInfos=functions))
    assert (None if found is None else found.is_certain) == is_certain


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["rasterFunction", "rasterFunctionArguments", "DRA", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(JSON)
def test_any_json_can_be_looked_at(value):
    root = {"extent": {"xmin": 0, "ymin": 0, "xmax": 1, "ymax": 1}, "pixelSizeX": 1, "pixelSizeY": 1}
    service = ImageService.from_json("https://example.org/a/ImageServer", root)
    stretch_in(json.dumps(value), service)
    fixed_range(json.dumps(value), service)
    if isinstance(value, dict):
        assert isinstance(slip_in(value), str)


def test_a_fixed_range_takes_the_statistics_of_the_whole(described):
    service = described(minValues=[0], maxValues=[9], meanValues=[4], stdvValues=[2])
    fixed = json.loads(fixed_range(json.dumps(DRA), service))
    assert fixed["rasterFunctionArguments"] == {"StretchType": 5, "DRA": False, "Statistics": [[0, 9, 4, 2]]}
    assert stretch_in(json.dumps(fixed), service) is None
    nested = {"rasterFunction": "Colormap", "rasterFunctionArguments": {"Raster": DRA}}
    assert json.loads(fixed_range(json.dumps(nested), service))["rasterFunctionArguments"]["Raster"] == fixed
    on_another = {"rasterFunction": "Stretch", "rasterFunctionArguments": {"DRA": True, "Raster": nested}}
    assert fixed_range(json.dumps(on_another), service) is None
    assert fixed_range(json.dumps(DRA), described()) is None
    assert fixed_range("Natural Color with DRA", service) is None


def test_the_plan_warns_and_the_remedy_has_no_seams(opened, tmp_path):
    service = opened("elevation/dem")
    options = {"rendering_rule": DRA, "tile_columns": 300, "tile_rows": 300}
    plan = service.plan(**{**options, "pixel_type": "U8"})
    assert any("seams show between tiles" in text for text in plan.warnings)
    remedy = seam_remedy(plan)
    assert remedy.single_request.tile_columns == service.grid.columns
    single = service.read(**{**options, "tile_columns": 5000, "tile_rows": 5000})
    tiled = service.read(**options)
    assert (single != tiled).any(), "the sandbox stretches every request"
    if remedy.fixed_rule is not None:
        fixed = {**options, "rendering_rule": remedy.fixed_rule}
        whole = service.read(**{**fixed, "tile_columns": 5000, "tile_rows": 5000})
        assert np.ma.allequal(service.read(**fixed), whole)


def test_seams_are_found_by_asking_twice(opened):
    service = opened("mosaics/scenes")
    box = next(service.catalog().rasters()).extent

    def seams(name, **options):
        from image_services.core.download import prepare
        from image_services.core.options import DownloadOptions

        choices = DownloadOptions.of(extent=box, rendering_rule=name, mosaic_rule="northwest", **options)
        return makes_seams(prepare(service, choices, service.session, None), service.session)

    assert seams("StretchPerRequest") is True
    assert seams("NDVI") is False


def test_what_was_seen_counts_unless_the_rule_itself_says_more(described):
    service = described(rasterFunctionInfos=[{"name": "Soft", "description": "A stretch."}, {"name": "Plain"}])
    certain = json.dumps(DRA)
    assert stretch_seen(certain, service, False) == stretch_in(certain, service)
    assert stretch_seen("Soft", service, None) == stretch_in("Soft", service)
    assert stretch_seen("Soft", service, False) is None
    seen = stretch_seen("Plain", service, True)
    assert (seen.name, seen.is_certain) == ("Plain", True)
    assert seen.warning.startswith("“Plain” gives the same place other values")
    assert stretch_seen('{"rasterFunction":"Plain"}', service, True).name == "Plain"


@pytest.mark.parametrize(
    ("options", "can"),
    [
        ({"rendering_rule": "Soft"}, True),
        ({"rendering_rule": '{"rasterFunction":"Plain"}'}, True),
        ({"rendering_rule": '{"rasterFunction":"Colormap","rasterFunctionArguments":{"Raster":{}}}'}, False),
        ({"rendering_rule": json.dumps(DRA)}, False),
        ({}, False),
        ({"rendering_rule": "Soft", "tile_columns": 4000, "tile_rows": 4000}, False),
        ({"rendering_rule": "Soft", "format": "jpg"}, False),
        ({"rendering_rule": "Soft", "format": "lerc", "lerc_tolerance": 0.5}, False),
        ({"rendering_rule": "Soft", "mosaic_rule": "center"}, False),
        ({"rendering_rule": "Soft", "mosaic_rule": "northwest"}, True),
    ],
)
def test_only_what_two_requests_can_tell_is_looked_at(described, options, can):
    from image_services.core.options import DownloadOptions
    from image_services.core.plan import plan_download

    service = described(
        rasterFunctionInfos=[{"name": "Soft", "description": "A stretch."}, {"name": "Plain"}],
        allowRasterFunction=True,
        allowedMosaicMethods="NorthWest,Center",
        defaultMosaicMethod="Northwest",
        extent={"xmin": 0, "ymin": 0, "xmax": 1000, "ymax": 1000, "spatialReference": {"wkid": 25832}},
        pixelSizeX=1,
        pixelSizeY=1,
        pixelType="U8",
        bandCount=1,
    )
    choices = DownloadOptions.of(**{"tile_columns": 300, "tile_rows": 300, **options})
    rendered = service if choices.rendering_rule else None
    assert can_be_seen(plan_download(service, choices, rendered=rendered)) is can


def test_seams_that_were_seen_have_a_remedy_and_those_that_were_not_need_none(opened):
    service = opened("elevation/dem")
    plan = service.plan(rendering_rule="Hillshade", tile_columns=300, tile_rows=300)
    assert seam_remedy(plan) is None
    assert seam_remedy(plan, True).single_request.tile_columns == service.grid.columns
    assert seam_remedy(service.plan(rendering_rule=DRA, tile_columns=300, tile_rows=300), True) is not None
    assert seam_remedy(service.plan(rendering_rule="Stretch", tile_columns=300, tile_rows=300), False) is None


def test_a_mosaic_by_the_middle_of_requests_is_warned_of(opened):
    service = opened("mosaics/scenes")
    tiles = {"tile_columns": 100, "tile_rows": 100}

    def says_so(**options):
        return any("middle of each request" in note.text for note in service.plan(**options).notes)

    assert says_so(**tiles)
    assert not says_so(**tiles, mosaic_rule="northwest")
    assert not says_so(tile_columns=4000, tile_rows=4000)
    service = opened("elevation/dem")  # a single raster says "Center" too
    assert not says_so(**tiles)
