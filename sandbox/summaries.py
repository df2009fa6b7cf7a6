# SPDX-License-Identifier: GPL-2.0-or-later
"""outStatistics of a catalogue query: what a group of rows amounts to."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .errors import invalid_parameter
from .features import field_names
from .mosaic import Item, Mosaic


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _variance(values: Sequence[float]) -> float | None:
    mean = _mean(values)
    if mean is None or len(values) < 2:
        return None
    return sum((value - mean) ** 2 for value in values) / (len(values) - 1)


FUNCTIONS: Mapping[str, Callable[[Sequence[Any]], Any]] = {
    "count": len,
    "sum": lambda values: sum(values) if values else None,
    "min": lambda values: min(values, default=None),
    "max": lambda values: max(values, default=None),
    "avg": _mean,
    "var": _variance,
    "stddev": lambda values: None if _variance(values) is None else math.sqrt(_variance(values) or 0),
}
_WHOLE = ("count",)


def summarise(mosaic: Mosaic, items: Sequence[Item], statistics: str, groups: str) -> dict[str, Any]:
    """Return the feature set of statistics, one row a group. Raises ServiceError."""
    names = field_names(mosaic, groups, "groupByFieldsForStatistics") if groups.strip() else ()
    wanted = _read(mosaic, statistics)
    rows: dict[tuple[Any, ...], list[Item]] = {} if names else {(): []}
    for item in items:
        rows.setdefault(tuple(item.attributes.get(name) for name in names), []).append(item)
    kinds = {str(field["name"]): field for field in mosaic.fields}
    fields = [kinds[name] for name in names]
    for function, name, title in wanted:
        kind = "esriFieldTypeInteger" if function in _WHOLE else kinds[name]["type"]
        kind = "esriFieldTypeDouble" if function in ("avg", "var", "stddev", "sum") else kind
        fields.append({"name": title, "type": kind, "alias": title, "domain": None})
    features = []
    for key, members in rows.items():
        attributes = dict(zip(names, key, strict=True))
        for function, name, title in wanted:
            values = [item.attributes[name] for item in members if item.attributes.get(name) is not None]
            attributes[title] = FUNCTIONS[function](values)
        features.append({"attributes": attributes})
    return {"fields": fields, "features": features}


def _read(mosaic: Mosaic, text: str) -> list[tuple[str, str, str]]:
    try:
        wanted = [
            (
                str(entry["statisticType"]).lower(),
                field_names(mosaic, str(entry["onStatisticField"]), "outStatistics")[0],
                str(entry.get("outStatisticFieldName") or f"{entry['statisticType']}_{entry['onStatisticField']}"),
            )
            for entry in json.loads(text)
        ]
    except (ValueError, TypeError, KeyError, AttributeError):
        raise invalid_parameter("outStatistics") from None
    if not wanted or any(function not in FUNCTIONS for function, *_ in wanted):
        raise invalid_parameter("outStatistics")
    return wanted
