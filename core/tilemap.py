# SPDX-License-Identifier: GPL-2.0-or-later
"""Which tiles of a level exist, as far as a service tells: its ``tilemap`` resource, asked block by block.

``/tilemap/level/row/column/width/height`` answers ``{"valid", "location": {left, top, width, height}, "data": [0 or
1, ...]}`` (recorded: WorldElevation3D). It only saves requests: where it is missing or strange, tiles are asked for.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

from . import envelope, lenient
from .errors import Cancelled, ImageServiceError
from .fetcher import Get

# Columns and rows of tiles that are asked about at once, on a lattice of their own (Esri's servers take up to 128).
BLOCK = 64
# Blocks that are kept: a row of them reaches around the world at any level in use.
MOST_BLOCKS = 1024
# A service whose maps cannot be read this often is not asked again.
MOST_FAILURES = 2

Address = tuple[int, int]


class TileMap:
    """Knows which tiles of a level are missing; safe to share between threads.

    Args:
        level: the level.
        first, last: rows and columns of the first and the last tile of interest.
        existing: a tile that exists: a map that denies it is not believed.
    """

    def __init__(self, level: int, first: Address, last: Address, existing: Address | None) -> None:
        self._level = level
        self._first = first
        self._last = last
        self._existing = existing
        self._lock = threading.Lock()
        self._blocks: OrderedDict[Address, frozenset[Address]] = OrderedDict()
        self._failures = 0

    def is_missing(self, address: Address, get: Get) -> bool:
        """Tell whether a tile is known not to exist.

        Raises:
            Cancelled: the request was cancelled.
        """
        key = (address[0] // BLOCK, address[1] // BLOCK)
        with self._lock:  # the other threads are about to ask about the same block
            if key not in self._blocks:
                self._blocks[key] = self._ask(key, get)
                while len(self._blocks) > MOST_BLOCKS:
                    self._blocks.popitem(last=False)
            return address in self._blocks[key]

    def _ask(self, key: Address, get: Get) -> frozenset[Address]:
        """Return the missing tiles of a block; none where nothing is known."""
        if self._failures >= MOST_FAILURES:
            return frozenset()
        top, left = (max(index * BLOCK, first) for index, first in zip(key, self._first))
        bottom, right = (min(index * BLOCK + BLOCK - 1, last) for index, last in zip(key, self._last))
        if bottom < top or right < left:
            return frozenset()
        path = f"tilemap/{self._level}/{top}/{left}/{right - left + 1}/{bottom - top + 1}"
        try:
            missing = missing_tiles(get(path, {"f": "json"}).body)
        except Cancelled:
            raise
        except ImageServiceError:
            missing = None
        if missing is None or self._existing in missing:
            self._failures += 1
            return frozenset()
        return missing


def missing_tiles(body: bytes) -> frozenset[Address] | None:
    """Return rows and columns of the tiles that a map says are missing; None where it is no map."""
    answer = lenient.mapping(envelope.json_of(body))
    place = lenient.mapping(answer.get("location"))
    numbers = [lenient.integer(place.get(name)) for name in ("left", "top", "width", "height")]
    data = lenient.items(answer.get("data"))
    if not lenient.flag(answer.get("valid")) or any(number is None for number in numbers):
        return None
    left, top, width, height = (number or 0 for number in numbers)
    if width <= 0 or height <= 0 or len(data) != width * height or any(value not in (0, 1) for value in data):
        return None
    return frozenset((top + i // width, left + i % width) for i, value in enumerate(data) if not value)
