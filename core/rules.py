# SPDX-License-Identifier: GPL-2.0-or-later
"""Rendering rules, mosaic rules and times, from what people write to what exportImage reads."""

from __future__ import annotations

import json
import re
from calendar import monthrange
from datetime import datetime
from typing import Any

from .errors import PlanError
from .moment import DAY_MS, FIRST, LAST, Period, milliseconds_of, moment_of
from .mosaic import METHODS, MosaicRule, method_of
from .service import ImageService

OPEN_END = "null"
_YEAR_OR_MONTH = re.compile(r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2}))?")


def rendering_rule(value: str, service: ImageService) -> str:
    """Return the ``renderingRule`` for a JSON text or the name of one of the service's raster functions.

    Empty means raw values: the built-in function "None" in the service's spelling, since without a rule the server
    applies the publisher's default function, or the colours of the attribute table. Where the service allows no
    rules, nothing is sent.

    Raises:
        PlanError: the name is not offered, or the JSON cannot be read.
    """
    if not value.strip():
        if not service.allow_raster_function or (service.version is not None and not service.since(10.0)):
            return ""
        return _compact({"rasterFunction": service.function_named("None") or "None"})
    if not service.allow_raster_function:
        raise PlanError(f"The service “{service.name}” allows no raster functions: leave the rendering rule empty.")
    if value.lstrip().startswith("{"):
        rule = _json_object(value, "rendering rule")
        if not rule:
            raise PlanError(
                "The rendering rule cannot work: it names no “rasterFunction”. Leave it out for raw values."
            )
        return _compact(rule)
    name = service.function_named(value)
    if name is None:
        offered = ", ".join(function.name for function in service.raster_functions) or "none"
        raise PlanError(f"The service has no raster function “{value}”; it offers: {offered}.")
    return _compact({"rasterFunction": name})


def mosaic_rule(value: str) -> str:
    """Return the ``mosaicRule`` for a JSON text or the name of a mosaic method; empty stays empty.

    Raises:
        PlanError: the name is no mosaic method, the JSON cannot be read, or it lacks what its method needs.
    """
    if not value.strip():
        return ""
    if value.lstrip().startswith("{"):
        rule = _json_object(value, "mosaic rule")
        MosaicRule.from_json(rule)  # finds slips before the server does; what it does not know passes all the same
        return _compact(rule)
    method = method_of(value)
    if method is None:
        raise PlanError(f"“{value}” is no mosaic method; choose one of {', '.join(METHODS)}, or give JSON.")
    return _compact(MosaicRule(method).to_json())


def mosaic_of(value: str) -> MosaicRule:
    """Return the rule that a JSON text or the name of a method means; empty leaves everything to the service.

    Raises:
        PlanError: as ``mosaic_rule``.
    """
    text = mosaic_rule(value)
    return MosaicRule.from_json(json.loads(text)) if text else MosaicRule()


def time_parameter(value: str) -> str:
    """Return ``time`` in milliseconds since 1970 UTC for an ISO 8601 instant or "start/end"; ".." is an open end.

    A year or a month ("2020", "2020-06") is all of it. Times without an offset are UTC, as services keep them.

    Raises:
        PlanError: the text is no time.
    """
    if not value.strip():
        return ""
    parts = [part.strip() for part in value.split("/")]
    spans = [None if part in {"", ".."} else _span(part) for part in parts]
    if len(parts) > 2 or not any(spans):
        raise PlanError(f"“{value}” is no time: give 2020-06-01 or 2020-06-01/2020-06-30.")
    start = spans[0] and spans[0][0]
    end = spans[-1] and spans[-1][1]
    if start is not None and end is not None and start > end:
        raise PlanError(f"The time “{value}” ends before it starts.")
    ends = [start] if len(parts) == 1 and start == end else [start, end]
    return ",".join(OPEN_END if moment is None else str(moment) for moment in ends)


def time_window(text: str) -> Period | None:
    """Return the time that is wanted, or None; a date without a time of day is the whole day.

    Raises:
        PlanError: it is no time.
    """
    if not text.strip():
        return None
    ends = [None if part == OPEN_END else moment_of(float(part)) for part in time_parameter(text).split(",")]
    start, end = ends[0], ends[-1]
    if end is not None and len(text.rsplit("/", maxsplit=1)[-1].strip()) == len("2020-06-01"):
        end = moment_of(milliseconds_of(end) + DAY_MS - 1)
    return Period(start or FIRST, end or LAST)


def time_text(window: Period) -> str:
    """Return a time as ``time_parameter`` reads it."""
    ends = [
        ".." if end in {FIRST, LAST} else end.isoformat(timespec="milliseconds") for end in (window.start, window.end)
    ]
    return ends[0] if window.is_instant else "/".join(ends)


def window_parameter(text: str) -> str:
    """Return ``time`` as ``time_parameter`` does, but a date without a time of day is the whole day.

    Raises:
        PlanError: the text is no time.
    """
    window = time_window(text)
    return "" if window is None else time_parameter(time_text(window))


def _span(text: str) -> tuple[int, int]:
    """Return the first and the last millisecond of a year, a month or an instant."""
    found = _YEAR_OR_MONTH.fullmatch(text)
    if found is None:
        moment = _milliseconds(text)
        return moment, moment
    first = _milliseconds(f"{found['year']}-{found['month'] or '01'}-01")
    year, month = int(found["year"]), int(found["month"] or 12)
    last_day = monthrange(year, month)[1]
    return first, _milliseconds(f"{found['year']}-{month:02}-{last_day}") + DAY_MS - 1


def _milliseconds(text: str) -> int:
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00").replace("z", "+00:00"))
    except ValueError:
        raise PlanError(f"“{text}” is no time: write it as 2020-06-01 or 2020-06-01T12:00:00Z.") from None
    return milliseconds_of(moment)


def _json_object(text: str, what: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PlanError(f"The {what} is not valid JSON: {error}.") from None
    if not isinstance(value, dict):
        raise PlanError(f"The {what} must be a JSON object.")
    return value


def _compact(value: dict[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
