# SPDX-License-Identifier: GPL-2.0-or-later
"""The variables of a multidimensional service and the places along their dimensions, as the service tells them.

Esri's Multidimensional Info page (10.3). Times are milliseconds since 1970 UTC, in the dimension that is always called
StdTime. Values that a service does not list are not made up: a regular dimension is asked for its values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import lenient
from .cancel import Cancel
from .moment import Period, moment_of, words_of
from .mosaic import DimensionFilter
from .service import ImageService
from .session import Session

TIME = "stdtime"


@dataclass(frozen=True)
class Place:
    """A place along a dimension: a number, or a range with ``low`` < ``high``."""

    dimension: str
    low: float
    high: float

    @classmethod
    def of(cls, dimension: str, value: Any) -> Place | None:
        """Read a number, or a list of two; None where there is neither."""
        ends = [end for end in lenient.numbers(value if isinstance(value, list) else [value]) if end is not None]
        return cls(dimension, min(ends), max(ends)) if ends else None

    @property
    def is_time(self) -> bool:
        """Tell whether it is a time."""
        return self.dimension.strip().lower() == TIME

    @property
    def period(self) -> Period | None:
        """Return the time that it is, or None."""
        return Period.of(self.low, self.high) if self.is_time else None

    @property
    def words(self) -> str:
        """Return it for people, without the name of its dimension: "2020-01-01", "-10", "0 – 5"."""
        return " – ".join(dict.fromkeys(self._word(end) for end in (self.low, self.high)))

    def _word(self, end: float) -> str:
        moment = moment_of(end) if self.is_time else None
        return words_of(moment) if moment is not None else f"{end:.15g}"

    def filter(self, variable: str) -> DimensionFilter:
        """Return the entry of a multidimensional definition that names this place."""
        value = self.low if self.low == self.high else (self.low, self.high)
        return DimensionFilter(variable, self.dimension, (value,))


@dataclass(frozen=True)
class Dimension:
    """A dimension of a variable.

    Attributes:
        name: such as "StdTime" or "StdZ".
        unit: as the service says it; "ISO8601" for times.
        places: what there is along it; empty where the service does not list it.
        extent: its lowest and highest value, or None.
    """

    name: str
    unit: str = ""
    description: str = ""
    places: tuple[Place, ...] = ()
    extent: tuple[float, float] | None = None

    @property
    def is_time(self) -> bool:
        """Tell whether it is the time."""
        return self.name.strip().lower() == TIME


@dataclass(frozen=True)
class Variable:
    """A variable of a multidimensional service."""

    name: str
    unit: str = ""
    description: str = ""
    dimensions: tuple[Dimension, ...] = ()


def variables(service: ImageService, session: Session, cancel: Cancel | None = None) -> tuple[Variable, ...]:
    """Ask a service for its variables, with all values of their dimensions; an ordinary service has none.

    Raises:
        ImageServiceError: it does not tell.
    """
    if not service.has_multidimensions:
        return ()
    query = {"returnDimensionValues": "always"}
    return variables_of(session.json(f"{service.url}/multidimensionalInfo", query, cancel=cancel))


def variables_of(answer: dict[str, Any]) -> tuple[Variable, ...]:
    """Read the answer of the resource; entries without a name are left out."""
    info = lenient.mapping(answer.get("multidimensionalInfo"))
    found = []
    for entry in map(lenient.mapping, lenient.items(info.get("variables"))):
        name = lenient.text(entry.get("name"))
        if name:
            dimensions = tuple(map(_dimension, map(lenient.mapping, lenient.items(entry.get("dimensions")))))
            unit, description = lenient.text(entry.get("unit")), lenient.text(entry.get("description"))
            found.append(Variable(name, unit, description, tuple(each for each in dimensions if each.name)))
    return tuple(found)


def _dimension(entry: dict[str, Any]) -> Dimension:
    name = lenient.text(entry.get("name"))
    places = (Place.of(name, value) for value in lenient.items(entry.get("values")))
    ends = [end for end in lenient.numbers(entry.get("extent")) if end is not None]
    return Dimension(
        name,
        lenient.text(entry.get("unit")),
        lenient.text(entry.get("description")),
        tuple(place for place in places if place is not None),
        (min(ends), max(ends)) if ends else None,
    )
