# SPDX-License-Identifier: GPL-2.0-or-later
"""Whatever a server says is read, or is an error of the library: no crash, no endless asking, no great allocation."""

from __future__ import annotations

import json

import fuzz_changes
import fuzz_targets
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from image_services.core import envelope

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)
FUZZ = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@pytest.mark.parametrize("name", fuzz_targets.WORDS)
def test_a_good_answer_is_read_without_an_error(name):
    reader, answer = fuzz_targets.WORDS[name]
    reader(json.loads(json.dumps(answer)))


@pytest.mark.parametrize("name", sorted({*fuzz_targets.WORDS} - {"service"}))
def test_every_strange_value_in_every_place_is_read_or_refused(name):
    for answer in fuzz_changes.each_place_strange(fuzz_targets.WORDS[name][1]):
        fuzz_targets.read(name, answer)


@pytest.mark.parametrize("name", fuzz_targets.WORDS)
@FUZZ
@given(rng=st.randoms(use_true_random=False))
def test_a_mutated_answer_is_read_or_refused(name, rng):
    fuzz_targets.read(name, fuzz_changes.mutated(fuzz_targets.WORDS[name][1], rng))


@pytest.mark.parametrize("name", fuzz_targets.WORDS)
@settings(FUZZ, max_examples=60)
@given(data=st.data())
def test_any_json_in_place_of_any_field_is_read_or_refused(name, data):
    answer = dict(fuzz_targets.WORDS[name][1])
    key = data.draw(st.sampled_from(sorted(answer)))
    fuzz_targets.read(name, {**answer, key: data.draw(JSON)})


@given(st.binary(max_size=60))
def test_any_body_is_json_or_none(body):
    envelope.json_of(body)
    envelope.json_of(b"{" + body)
