# SPDX-License-Identifier: GPL-2.0-or-later
"""The slices of multidimensional services, as real ones and the sandbox tell them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.connect import open_service
from image_services.core.errors import ImageServiceError
from image_services.core.slices import Slice, has_slices, slices, slices_of


def entry(number, *parts):
    names = ("variableName", "dimensionName", "values")
    return {"sliceId": number, "multidimensionalDefinition": [dict(zip(names, part, strict=True)) for part in parts]}


def test_times_depths_and_variables_are_told_in_words():
    answer = {
        "slices": [
            entry(0, ("temp", "StdTime", [1577836800000]), ("temp", "StdZ", [-10.5])),
            entry(1, ("mean_salt", "StdTime", [[1577836800000, 1580515200000]])),
            entry(7, ("temp", "StdTime", [1577880000000])),
            entry(8, ("temp", "StdTime", [-86400000])),
        ]
    }
    assert slices_of(answer) == (
        Slice(0, "temp", (("StdTime", "2020-01-01"), ("StdZ", "-10.5"))),
        Slice(1, "mean_salt", (("StdTime", "2020-01-01 – 2020-02-01"),)),
        Slice(7, "temp", (("StdTime", "2020-01-01 12:00"),)),
        Slice(8, "temp", (("StdTime", "1969-12-31"),)),
    )


def test_a_recorded_answer_is_read(shared_data):
    answer = json.loads((shared_data / "real-services" / "shape-slices.json").read_text(encoding="utf-8"))
    assert [each.number for each in slices_of(answer)] == [0, 1, 2]
    assert {each.variable for each in slices_of(answer)} == {"temp", "mean_salt"}


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
PART = st.fixed_dictionaries(
    {}, optional={"variableName": JSON, "dimensionName": JSON | st.just("StdTime"), "values": JSON}
)
ENTRY = JSON | st.fixed_dictionaries(
    {}, optional={"sliceId": JSON, "multidimensionalDefinition": st.lists(PART) | JSON}
)


@given(st.fixed_dictionaries({}, optional={"slices": st.lists(ENTRY) | JSON}))
def test_whatever_a_server_answers_is_read_or_left_out(answer):
    for each in slices_of(answer):
        assert isinstance(each.number, int)
        assert all(isinstance(word, str) for place in each.places for word in place)


def test_the_sandbox_tells_its_months(sandbox):
    service = open_service(sandbox.service_url("science/monthly"))
    assert has_slices(service)
    found = slices(service, service.session)
    assert len(found) == 12
    assert found[2] == Slice(2, "monthly", (("StdTime", "2024-03-01"),))


def test_an_ordinary_service_has_none(sandbox):
    service = open_service(sandbox.service_url("elevation/dem"))
    assert not has_slices(service)
    with pytest.raises(ImageServiceError):
        slices(service, service.session)
