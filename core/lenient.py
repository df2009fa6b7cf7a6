# SPDX-License-Identifier: GPL-2.0-or-later
"""Reading JSON that real servers write: numbers as localised text, null for lists, blanks around words."""

from __future__ import annotations

import math
from typing import Any


def number(value: Any) -> float | None:
    """Return a number, also from text and with a decimal comma ("1,79e+308" has been seen); None for none.

    Infinite and NaN are None: no field of a service description means them.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        value = value.strip().replace(",", ".")
    try:
        result = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return result if math.isfinite(result) else None


def integer(value: Any) -> int | None:
    """Return a whole number, or None."""
    result = number(value)
    return int(result) if result is not None and result.is_integer() else None


def text(value: Any) -> str:
    """Return a text, empty for anything that is none."""
    return value.strip() if isinstance(value, str) else ""


def flag(value: Any) -> bool:
    """Return a truth value; texts such as "true" count."""
    return value.strip().lower() == "true" if isinstance(value, str) else value is True


def items(value: Any) -> list[Any]:
    """Return a list, empty for anything that is none."""
    return value if isinstance(value, list) else []


def mapping(value: Any) -> dict[str, Any]:
    """Return an object, empty for anything that is none."""
    return value if isinstance(value, dict) else {}


def numbers(value: Any) -> tuple[float | None, ...]:
    """Return the numbers of a list, None in the places of what is none."""
    return tuple(number(entry) for entry in items(value))


def words(value: Any) -> tuple[str, ...]:
    """Return the words of a comma separated text, without blanks."""
    return tuple(word for part in text(value).split(",") if (word := part.strip()))
