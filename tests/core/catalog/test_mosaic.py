# SPDX-License-Identifier: GPL-2.0-or-later
"""Mosaic rules as values: every method and operation, there and back, and what a service allows."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.errors import PlanError
from image_services.core.mosaic import METHODS, OPERATIONS, DimensionFilter, MosaicRule, method_of, operation_of
from image_services.core.rules import mosaic_of, mosaic_rule
from image_services.core.spatialref import SpatialReference

NUMBERS = st.floats(-1e15, 1e15)
IDS = st.lists(st.integers(0, 2**31 - 1), max_size=4).map(tuple)
TEXTS = st.text(max_size=10).map(str.strip)
VALUES = NUMBERS | st.tuples(NUMBERS, NUMBERS)
FILTERS = st.builds(DimensionFilter, TEXTS, TEXTS, st.lists(VALUES, max_size=3).map(tuple), st.booleans())


@st.composite
def rules(draw):
    method = draw(st.sampled_from(["", *METHODS]))
    return MosaicRule(
        method=method,
        operation=draw(st.sampled_from(["", *OPERATIONS])),
        where=draw(TEXTS),
        sort_field=draw(TEXTS),
        sort_value=draw(st.none() | st.text(max_size=5) | st.integers(-9999, 9999)),
        ascending=draw(st.booleans()),
        lock_rasters=draw(IDS.filter(bool)) if method == "lockraster" else draw(IDS),
        viewpoint=draw(st.tuples(NUMBERS, NUMBERS)) if method == "viewpoint" else None,
        viewpoint_sr=SpatialReference(wkid=3857) if method == "viewpoint" and draw(st.booleans()) else None,
        rasters=draw(IDS),
        dimensions=tuple(draw(st.lists(FILTERS, max_size=2))),
        item_rendering_rule=draw(st.sampled_from(["", '{"rasterFunction":"NDVI"}'])),
    )


@given(rules())
def test_a_rule_written_and_read_again_is_the_same(rule):
    assert MosaicRule.from_json(json.loads(json.dumps(rule.to_json()))) == rule
    assert mosaic_of(rule.parameter()) == rule


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
KEYS = ["mosaicMethod", "mosaicOperation", "where", "sortField", "sortValue", "ascending", "lockRasterIds", "viewpoint"]
KEYS += ["fids", "itemRenderingRule", "multidimensionalDefinition"]


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, JSON)))
def test_whatever_is_written_is_read_or_refused_in_a_sentence(value):
    with suppress(PlanError):
        assert isinstance(MosaicRule.from_json(value).to_json(), dict)


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("esriMosaicNorthwest", "northwest"),
        ("NorthWest", "northwest"),
        ("ByAttribute", "attribute"),
        ("esriMosaicAttribute", "attribute"),
        ("LockRaster", "lockraster"),
        (" none ", "none"),
        ("best", None),
    ],
)
def test_methods_are_known_by_all_their_names(text, method):
    assert method_of(text) == method


@pytest.mark.parametrize(
    ("text", "operation"), [("MT_MEAN", "mean"), ("First", "first"), ("mt_sum", "sum"), ("x", None)]
)
def test_operations_are_known_by_both_their_names(text, operation):
    assert operation_of(text) == operation


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"mosaicMethod": "esriMosaicBest"}, "no mosaic method"),
        ({"mosaicOperation": "MT_MEDIAN"}, "no mosaic operation"),
        ({"mosaicMethod": "esriMosaicLockRaster"}, "ids of the rasters"),
        ({"mosaicMethod": "esriMosaicViewpoint"}, "needs a point"),
    ],
)
def test_a_rule_that_cannot_work_is_refused_before_it_is_sent(value, words):
    with pytest.raises(PlanError, match=words):
        MosaicRule.from_json(value)
    with pytest.raises(PlanError, match=words):
        mosaic_rule(json.dumps(value))


def test_a_rule_of_the_users_own_passes_with_everything_in_it():
    text = '{"mosaicMethod":"esriMosaicNorthwest","somethingNew":[1,2]}'
    assert mosaic_rule(text) == text


def test_a_rule_is_compared_with_what_the_service_allows(described):
    service = described(
        allowedMosaicMethods="NorthWest,ByAttribute,LockRaster",
        fields=[{"name": "AcquisitionDate"}],
        maxMosaicImageCount=2,
    )
    MosaicRule("northwest").check(service)
    MosaicRule("attribute", sort_field="acquisitiondate").check(service)
    MosaicRule.lock(1, 2).check(service)
    for rule, words in (
        (MosaicRule("seamline"), "does not allow"),
        (MosaicRule("attribute"), "needs the name of a field"),
        (MosaicRule("attribute", sort_field="Cloud"), "no field “Cloud”"),
        (MosaicRule.lock(1, 2, 3), "at most 2"),
    ):
        with pytest.raises(PlanError, match=words):
            rule.check(service)


def test_nothing_said_is_nothing_sent():
    assert MosaicRule().parameter() == ""
    assert mosaic_of("") == MosaicRule()


def test_locked_rasters_come_as_they_are_and_no_others(opened, source, sandbox_data):
    service = opened("mosaics/overlap")
    files = sorted((sandbox_data / "mosaics" / "overlap.mosaic").glob("*.tif"))
    for raster in service.catalog().rasters():
        native = service.cell_width
        low, high = raster.cell_size
        if low != native or high != native:
            continue  # of another cell size: resampled
        got = service.read(extent=raster.extent, mosaic_rule=MosaicRule.lock(raster.id).to_json())
        truth = next(source(path.relative_to(sandbox_data)) for path in files if path.stem == raster.name)
        assert got.shape == truth.shape
        assert (got.compressed() == truth[~got.mask]).all()
        assert set((got.compressed() // 1000).tolist()) == {raster.id}
