# SPDX-License-Identifier: GPL-2.0-or-later
"""What a fuzzer does to good answers: parts of JSON replaced by strange ones, bodies of pixels battered."""

from __future__ import annotations

import copy
import itertools
import random
import struct
from collections.abc import Iterator
from typing import Any

# What servers have been seen to write, and what they might.
NASTY: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**63, -(2**63), 10**400, -(10**400), 0.5, 1e308, -1e308, 5e-324, 1e15, -0.0),
    *(float("nan"), float("inf"), "", " ", "a", "NaN", "1e999", "1,5", "-1", "true", "None", "\0", "\ud800", "é", "٣"),
    *("../../x", "C:\\x", "//host/x", "http://[", "https://other.example/", "[", "9" * 5000, "x" * 5000, "%", "²"),
    *([], {}, [[]], [{}], [None], [0, 1], [1, 0], [1e308, -1e308], {"": None}, {"wkid": 4326}, {"wkt": "GEOGCS["}),
    *([[[[[[[[]]]]]]]], ["a"] * 300, list(range(300)), [[1e308] * 3] * 3),
)  # fmt: skip


def mutated(value: Any, rng: random.Random) -> Any:
    """Return an answer with a few of its parts replaced, removed, doubled or moved."""
    value = copy.deepcopy(value)
    for _ in range(rng.randint(0, 4)):
        places = list(_places(value))
        if not places:
            break
        holder, key = places[rng.randrange(len(places))]
        way = rng.randrange(5)
        if way == 0:
            del holder[key]
        elif way == 1:
            other, name = places[rng.randrange(len(places))]
            holder[key] = copy.deepcopy(other[name])
        elif way == 2 and isinstance(holder, list):
            holder.insert(key, copy.deepcopy(holder[key]))
        else:
            holder[key] = copy.deepcopy(NASTY[rng.randrange(len(NASTY))])
    return value


def each_place_strange(value: Any) -> Iterator[Any]:
    """Yield an answer with one of its parts after the other replaced by one strange value after the other."""
    for number in range(len(list(_places(value)))):
        for strange in NASTY:
            changed = copy.deepcopy(value)
            holder, key = next(itertools.islice(_places(changed), number, None))
            holder[key] = strange
            yield changed


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place within an answer, as what holds it and its key."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield value, key
        yield from _places(inner)


def battered(body: bytes, rng: random.Random) -> bytes:
    """Return a body with some bytes turned, cut out, put in or overwritten by numbers that tempt."""
    out = bytearray(body)
    for _ in range(rng.randint(1, 6)):
        place = rng.randrange(len(out) + 1)
        if rng.random() < 0.5:
            place = min(place, rng.randrange(128))  # headers are where it hurts
        way = rng.randrange(5)
        if way == 0 and place < len(out):
            out[place] ^= 1 << rng.randrange(8)
        elif way == 1:
            del out[place : place + rng.randrange(1, 20)]
        elif way == 2:
            out[place:place] = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 20)))
        elif way == 3:
            number = rng.choice((0, 1, -1, 2**31 - 1, -(2**31), 2**15, -(2**15), 255, 256, 65535, 1 << 20))
            size, code = rng.choice(((4, "<i"), (4, ">i"), (2, "<h"), (1, "b")))
            whole = struct.pack(code.replace("i", "q").replace("h", "q").replace("b", "<q"), number)
            out[place : place + size] = whole[:size] if code[0] != ">" else whole[-size:]
        else:
            del out[place + rng.randrange(1, 60) :]
    return bytes(out)
