# SPDX-License-Identifier: GPL-2.0-or-later
"""What services were found to answer at most in one request, where that is less than they say.

Kept as long as the program runs: the next download need not find out again, and a server that was mended is believed
after a restart.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

MOST_SERVICES = 500

_known: OrderedDict[str, int] = OrderedDict()
_lock = threading.Lock()


def largest_request(url: str) -> int | None:
    """Return how many cells one request to a service may have; None where nothing is known."""
    with _lock:
        return _known.get(url)


def remember(url: str, cells: int) -> None:
    """Remember how many cells one request to a service may have."""
    with _lock:
        _known[url] = cells
        _known.move_to_end(url)
        while len(_known) > MOST_SERVICES:
            _known.popitem(last=False)
