# SPDX-License-Identifier: GPL-2.0-or-later
"""When a request is tried again, and how long the pause is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core import errors
from image_services.core.retry import LONGEST_WAIT_S, RetryPolicy, is_passing

BUSY = errors.ServerBusy("Busy.")
FAILED = errors.TransportFailure("Cut off.")


@given(st.integers(1, 20), st.floats(0.01, 5), st.floats(0.01, 60), st.integers(1, 40))
def test_pauses_double_up_to_a_cap_with_jitter(attempts, base_s, cap_s, failures):
    policy = RetryPolicy(attempts, base_s, cap_s)
    pause = policy.wait_s(failures, BUSY)
    if failures >= attempts:
        assert pause is None
    else:
        full = min(cap_s, base_s * 2 ** (failures - 1))
        assert full / 2 <= pause <= full


def test_clients_do_not_come_back_together():
    assert len({RetryPolicy().wait_s(3, FAILED) for _ in range(20)}) > 10


@pytest.mark.parametrize(
    ("asked", "least", "most"), [(5, 5, 5), (0, 0.25, 0.5), (10_000, LONGEST_WAIT_S, LONGEST_WAIT_S)]
)
def test_the_servers_own_wish_is_honoured_within_reason(asked, least, most):
    error = errors.ServerBusy("Busy.", retry_after=asked)
    assert least <= RetryPolicy().wait_s(1, error) <= most
    assert RetryPolicy().wait_s(5, error) is None


@pytest.mark.parametrize(
    "error",
    [
        errors.SignInRequired("x"),
        errors.AccessDenied("x"),
        errors.NotFound("x"),
        errors.BadRequest("x"),
        errors.ProtocolError("x"),
        errors.DecodeError("x"),
        errors.PlanError("x"),
        errors.Cancelled("x"),
    ],
)
def test_what_will_not_pass_is_not_tried_again(error):
    assert not is_passing(error)
    assert RetryPolicy().wait_s(1, error) is None


def test_what_passes():
    assert is_passing(BUSY)
    assert is_passing(FAILED)
    assert RetryPolicy(attempts=1).wait_s(1, BUSY) is None
