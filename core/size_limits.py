# SPDX-License-Identifier: GPL-2.0-or-later
"""What services were found to answer at most in one request, where that is less than they say.

Kept as long as the program runs: the next download need not find out again, and a server that was mended is believed
after a restart.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

MOST_SERVICES = 500


@dataclass(frozen=True)
class SizeLimit:
    """How many cells one request may have; certain where the server said so, or where trying more has failed again."""

    cells: int
    is_certain: bool = False


_known: OrderedDict[str, SizeLimit] = OrderedDict()
_lock = threading.Lock()


def largest_request(url: str) -> SizeLimit | None:
    """Return how large one request to a service may be; None where nothing is known."""
    with _lock:
        return _known.get(url)


def remember(url: str, limit: SizeLimit | None) -> None:
    """Remember how large one request to a service may be; None forgets it, for larger ones were answered."""
    with _lock:
        if limit is None:
            _known.pop(url, None)
            return
        _known[url] = limit
        _known.move_to_end(url)
        while len(_known) > MOST_SERVICES:
            _known.popitem(last=False)
