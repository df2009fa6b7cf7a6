# SPDX-License-Identifier: GPL-2.0-or-later
"""Renderings that depend on what else is in the request: their tiles do not fit together.

A stretch with dynamic range adjustment ("DRA") takes its limits from the pixels of each request (Esri's Stretch
function page). It shows in the JSON of a rule; a template hides its JSON, and only its name or description can tell.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from . import lenient
from .service import ImageService

_SAYS_DRA = re.compile(r"\bdra\b|dynamic range", re.IGNORECASE)
_SAYS_STRETCH = re.compile(r"stretch", re.IGNORECASE)
# Esri's StretchType: by standard deviations, and between minimum and maximum.
DEVIATIONS, EXTREMES = 3, 5


@dataclass(frozen=True)
class Stretch:
    """A function that stretches each request by itself; or perhaps does, where only a name tells of it.

    ``is_seen``: nothing tells of a stretch, but values were seen to change with the request.
    """

    name: str
    is_certain: bool
    is_seen: bool = False

    @property
    def warning(self) -> str:
        """Return what to know about it."""
        if self.is_seen:
            return f"“{self.name}” gives the same place other values in another request: seams show between tiles."
        does = "stretches" if self.is_certain else "may stretch"
        return f"“{self.name}” {does} every request by its own pixels: seams show between tiles."


def stretch_in(rule: str, service: ImageService) -> Stretch | None:
    """Return what stretches each request in a rule (JSON, or the name of a function); None where nothing does."""
    value = _json_of(rule)
    if value is None:
        return _by_name(rule.strip(), service)
    uncertain = None
    for part in _parts(value):
        name = lenient.text(part.get("rasterFunction")) or lenient.text(part.get("name"))
        if _adjusts(part):
            return Stretch(name or "Stretch", True)
        found = _by_name(name, service) if name else None
        if found is not None and found.is_certain:
            return found
        is_bare = name.lower() == "stretch" and not _has_limits(part, service)
        uncertain = uncertain or (found if name.lower() != "stretch" else Stretch(name, False) if is_bare else None)
    return uncertain


def stretch_seen(rule: str, service: ImageService, seams: bool | None) -> Stretch | None:
    """Return what stretches each request, once somebody has looked whether values change with the request.

    Args:
        rule, service: as in ``stretch_in``.
        seams: what ``makes_seams`` found; None where nobody knows. What the JSON of a rule says counts for more: the
            place that was looked at may be even.
    """
    told = stretch_in(rule, service)
    if seams is None or (told is not None and told.is_certain):
        return told
    return Stretch(_name_of(rule), True, is_seen=True) if seams else None


def is_opaque(rule: str, service: ImageService) -> bool:
    """Tell whether nobody can see all of a rule: it names functions of the service, whose JSON stays there."""
    value = _json_of(rule)
    if value is None:
        return bool(rule.strip())
    offered = {each.name.lower() for each in service.raster_functions} - {"none"}
    named = {lenient.text(part.get("rasterFunction")).lower() for part in _parts(value)}
    return stretch_in(rule, service) is not None or bool(named & offered)


def _name_of(rule: str) -> str:
    value = _json_of(rule)
    if value is None:
        return rule.strip()
    return lenient.text(value.get("rasterFunction")) or lenient.text(value.get("name")) or "Rendering rule"


def fixed_range(rule: str, service: ImageService) -> str | None:
    """Return a rule that stretches between the limits of the whole service, the same for every request; or None.

    That works where the JSON is known, the stretch is applied to the service's own bands, and their statistics are
    known. A stretch by percentages becomes one between the extremes: it would need the histogram of the whole.
    """
    value = _json_of(rule)
    numbers = [[s.minimum, s.maximum, s.mean, s.deviation] for s in service.statistics]
    if value is None or not numbers or any(number is None for band in numbers for number in band):
        return None
    fixed = copy.deepcopy(value)
    changed = False
    for part in _parts(fixed):
        if lenient.text(part.get("rasterFunction")).lower() != "stretch" or not _adjusts(part):
            continue
        arguments = lenient.mapping(part.get("rasterFunctionArguments"))
        if isinstance(arguments.get("Raster", "$$"), dict):
            return None
        kept = {key: given for key, given in arguments.items() if key.lower() not in {"dra", "statistics"}}
        if kept.get("StretchType") != DEVIATIONS:
            kept["StretchType"] = EXTREMES
        part["rasterFunctionArguments"] = {**kept, "DRA": False, "Statistics": numbers}
        changed = True
    return json.dumps(fixed, separators=(",", ":"), ensure_ascii=False) if changed else None


def _json_of(rule: str) -> dict[str, Any] | None:
    if not rule.lstrip().startswith("{"):
        return None
    try:
        value = json.loads(rule)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _parts(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield every object in a rule, the outermost first; rules nested deeper than any server takes end there."""
    if depth > 100:
        return
    if isinstance(value, dict):
        yield value
        for inner in list(value.values()):
            yield from _parts(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _parts(inner, depth + 1)


def _adjusts(part: dict[str, Any]) -> bool:
    """Tell whether a function is told to adjust to each request; templates wrap arguments in ``{"value": ...}``."""
    for holder in (part.get("rasterFunctionArguments"), part.get("arguments")):
        for key, given in lenient.mapping(holder).items():
            said = given.get("value") if isinstance(given, dict) else given
            if key.lower() == "dra" and (lenient.flag(said) or said == 1):
                return True
    return False


def _has_limits(part: dict[str, Any], service: ImageService) -> bool:
    arguments = lenient.mapping(part.get("rasterFunctionArguments"))
    is_off = lenient.integer(arguments.get("StretchType")) == 0
    return is_off or bool(arguments.get("Statistics")) or bool(service.statistics)


def _by_name(name: str, service: ImageService) -> Stretch | None:
    offered = next((each for each in service.raster_functions if each.name.lower() == name.lower()), None)
    said = " ".join([name, *([offered.description, offered.help] if offered else [])])
    if _SAYS_DRA.search(said):
        return Stretch(name, True)
    return Stretch(name, False) if offered is not None and _SAYS_STRETCH.search(said) else None
