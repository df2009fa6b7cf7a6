# SPDX-License-Identifier: GPL-2.0-or-later
"""The slices of a multidimensional service: which moment, depth or variable each number stands for.

Esri's Slices page: ``{"slices": [{"sliceId": 0, "multidimensionalDefinition": [{"variableName", "dimensionName",
"values": [one value, or one [start, end]]}, ...]}, ...]}``. Times are milliseconds since 1970 UTC, in the dimension
that is always called StdTime.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from . import lenient
from .cancel import Cancel
from .dimensions import Place
from .service import ImageService
from .session import Session

# The version that began to number slices (10.8.1).
SINCE = 10.81


@dataclass(frozen=True)
class Slice:
    """One slice.

    Attributes:
        number: what ``sliceId`` takes.
        variable: the variable that it holds.
        places: pairs of a dimension and a value, or the two ends of a range, in words.
        coordinates: the same as numbers.
    """

    number: int
    variable: str
    places: tuple[tuple[str, str], ...] = ()
    coordinates: tuple[Place, ...] = field(default=(), compare=False)


def has_slices(service: ImageService) -> bool:
    """Tell whether exports of a service can be asked for by the number of a slice."""
    return service.has_multidimensions and (service.version is None or service.since(SINCE))


def slices(service: ImageService, session: Session, cancel: Cancel | None = None) -> tuple[Slice, ...]:
    """Ask a service for its slices; there may be tens of thousands.

    Raises:
        ImageServiceError: it does not tell.
    """
    return slices_of(session.json(f"{service.url}/slices", cancel=cancel))


def slices_of(answer: dict[str, Any]) -> tuple[Slice, ...]:
    """Read the answer of the resource; entries without a number are left out."""
    found = []
    for entry in map(lenient.mapping, lenient.items(answer.get("slices"))):
        number = lenient.integer(entry.get("sliceId"))
        parts = [lenient.mapping(part) for part in lenient.items(entry.get("multidimensionalDefinition"))]
        if number is not None:
            variable = next((name for part in parts if (name := lenient.text(part.get("variableName")))), "")
            coordinates = tuple(place for part in parts if (place := _place(part)) is not None)
            words = tuple((place.dimension, place.words) for place in coordinates)
            found.append(Slice(number, variable, words, coordinates))
    return tuple(found)


def _place(part: dict[str, Any]) -> Place | None:
    values = lenient.items(part.get("values"))
    return Place.of(lenient.text(part.get("dimensionName")), values[0]) if values else None
