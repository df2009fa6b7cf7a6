# SPDX-License-Identifier: GPL-2.0-or-later
"""What is remembered of the sizes that services answer."""

from __future__ import annotations

from image_services.core import size_limits


def test_what_was_found_last_counts():
    assert size_limits.largest_request("a") is None
    size_limits.remember("a", 100)
    size_limits.remember("a", 25)
    assert size_limits.largest_request("a") == 25
    assert size_limits.largest_request("b") is None


def test_memory_is_bounded_and_the_oldest_goes_first():
    for number in range(size_limits.MOST_SERVICES + 1):
        size_limits.remember(str(number), number)
    assert size_limits.largest_request("0") is None
    assert size_limits.largest_request("1") == 1
