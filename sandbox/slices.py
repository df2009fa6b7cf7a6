# SPDX-License-Identifier: GPL-2.0-or-later
"""Slices of multidimensional services, and the definitions that choose among them.

Facts: Esri's Multidimensional Definition page. ``[t1, t2]`` names two slices, ``[[t1, t2]]`` an inclusive range; for
a dimension of ranges ``[[a, b]]`` is the slice with exactly those bounds, unless ``isSlice`` is false.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .errors import invalid_parameter

TIME, DEPTH = "StdTime", "StdZ"


@dataclass(frozen=True)
class Place:
    """Where a slice lies in one dimension; ``start`` equals ``end`` unless the dimension is one of ranges."""

    dimension: str
    start: float
    end: float

    @property
    def value(self) -> float | list[float]:
        """Return the value as definitions and descriptions write it."""
        return self.start if self.start == self.end else [self.start, self.end]


@dataclass(frozen=True)
class Slice:
    """One slice: its number, its variable, and its place in every dimension of the variable."""

    number: int
    variable: str
    places: tuple[Place, ...]

    def place(self, dimension: str) -> Place | None:
        """Return where the slice lies in a dimension, None where its variable does not have it."""
        return next((place for place in self.places if place.dimension == dimension), None)

    def definition(self) -> list[dict[str, Any]]:
        """Return the multidimensionalDefinition that names this slice."""
        return [
            {"variableName": self.variable, "dimensionName": place.dimension, "values": [place.value]}
            for place in self.places
        ]


@dataclass(frozen=True)
class Wanted:
    """One entry of a multidimensionalDefinition."""

    variable: str
    dimension: str
    values: tuple[tuple[float, float], ...]
    exact: bool  # isSlice

    def concerns(self, item: Slice) -> bool:
        """Say whether the entry speaks of a slice's variable; an empty name means any."""
        return not self.variable or self.variable == item.variable

    def admits(self, item: Slice) -> bool:
        """Say whether a slice is one of those named."""
        if not self.dimension:
            return True
        place = item.place(self.dimension)
        return place is not None and any(self._meets(place, start, end) for start, end in self.values)

    def _meets(self, place: Place, start: float, end: float) -> bool:
        if place.start == place.end:
            return start <= place.start <= end
        if self.exact and start != end:
            return (place.start, place.end) == (start, end)
        return place.start <= end and place.end >= start


def read_definition(text: str | None, parameter: str) -> tuple[Wanted, ...]:
    """Read the JSON of a multidimensionalDefinition parameter. Raises ServiceError."""
    if not text:
        return ()
    try:
        return wanted(json.loads(text), parameter)
    except ValueError:
        raise invalid_parameter(parameter) from None


def wanted(entries: Any, parameter: str) -> tuple[Wanted, ...]:
    """Return the entries of a definition that has been read as JSON. Raises ServiceError."""
    try:
        return tuple(_entry(entry) for entry in entries or ())
    except (AttributeError, TypeError, ValueError, IndexError):
        raise invalid_parameter(parameter) from None


def _entry(entry: Mapping[str, Any]) -> Wanted:
    values = []
    for value in entry.get("values") or ():
        start, end = (value[0], value[-1]) if isinstance(value, list) else (value, value)
        start, end = float(start), float(end)
        if not math.isfinite(start) or not math.isfinite(end):
            raise ValueError(value)
        values.append((start, end))
    dimension = str(entry.get("dimensionName") or "")
    return Wanted(str(entry.get("variableName") or ""), dimension, tuple(values), bool(entry.get("isSlice", True)))


def matching(slices: Sequence[Slice], entries: Sequence[Wanted]) -> tuple[int, ...]:
    """Return the numbers of the slices that a definition names; without entries all of them."""
    return tuple(item.number for item in slices if _chosen(item, entries))


def _chosen(item: Slice, entries: Sequence[Wanted]) -> bool:
    about = [entry for entry in entries if entry.concerns(item)]
    return not entries or (bool(about) and all(entry.admits(item) for entry in about))
