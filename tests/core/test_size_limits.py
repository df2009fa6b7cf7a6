# SPDX-License-Identifier: GPL-2.0-or-later
"""What is remembered of the sizes that services answer."""

from __future__ import annotations

from image_services.core import size_limits
from image_services.core.size_limits import SizeLimit


def test_what_was_found_last_counts():
    assert size_limits.largest_request("a") is None
    size_limits.remember("a", SizeLimit(100))
    size_limits.remember("a", SizeLimit(25, is_certain=True))
    assert size_limits.largest_request("a") == SizeLimit(25, is_certain=True)
    assert size_limits.largest_request("b") is None
    size_limits.remember("a", None)
    assert size_limits.largest_request("a") is None


def test_memory_is_bounded_and_the_oldest_goes_first():
    for number in range(size_limits.MOST_SERVICES + 1):
        size_limits.remember(str(number), SizeLimit(number))
    assert size_limits.largest_request("0") is None
    assert size_limits.largest_request("1") == SizeLimit(1)
