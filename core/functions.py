# SPDX-License-Identifier: GPL-2.0-or-later
"""The raster functions of a service: which there are, whether a rule works, and what to do about one that makes seams.

Esri's Raster Function Infos page (10.3): the resource adds kinds and pictures to what the description lists.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, replace
from typing import Any

from . import lenient, rules
from .cancel import Cancel
from .download import rendered_by
from .errors import Cancelled, ImageServiceError, PlanError
from .grid import Window
from .mosaic import VIEW_METHODS, method_of
from .options import PICTURES, DownloadOptions
from .pilot import Recipe
from .plan import DownloadPlan
from .service import ImageService
from .session import Session
from .stretch import fixed_range, is_opaque, stretch_in, stretch_seen

KINDS = ("mosaic", "item", "group")
# Large enough to differ from its half in what it holds, small enough to cost nothing.
PROBE_CELLS = 128


@dataclass(frozen=True)
class FunctionInfo:
    """A raster function that a service offers.

    Attributes:
        name: what a rule calls it.
        description, help: as its publisher wrote them; may hold markup.
        kind: "mosaic" (applied to the whole), "item" (to each raster) or "group"; empty where not told.
        thumbnail: a picture as the bytes of its file, or nothing.
    """

    name: str
    description: str = ""
    help: str = ""
    kind: str = ""
    thumbnail: bytes = b""


def raster_functions(service: ImageService, session: Session, cancel: Cancel | None = None) -> tuple[FunctionInfo, ...]:
    """Return the functions of a service, with pictures where it has any; an old one tells what its description says.

    Raises:
        Cancelled: it was cancelled.
    """
    known = tuple(FunctionInfo(each.name, each.description, each.help) for each in service.raster_functions)
    if not service.allow_raster_function or (service.version is not None and not service.since(10.3)):
        return known
    try:
        found = functions_of(session.json(f"{service.url}/rasterFunctionInfos", cancel=cancel))
    except Cancelled:
        raise
    except ImageServiceError:  # it only adds to what is known
        return known
    return found or known


def functions_of(answer: dict[str, Any]) -> tuple[FunctionInfo, ...]:
    """Read the answer of the resource; entries without a name are left out."""
    found = []
    for entry in map(lenient.mapping, lenient.items(answer.get("rasterFunctionInfos"))):
        kind = lenient.integer(entry.get("functionType"))
        if name := lenient.text(entry.get("name")):
            found.append(
                FunctionInfo(
                    name,
                    lenient.text(entry.get("description")),
                    lenient.text(entry.get("help")),
                    KINDS[kind] if kind is not None and 0 <= kind < len(KINDS) else "",
                    _picture(entry.get("thumbnail")),
                )
            )
    return tuple(found)


def _picture(value: Any) -> bytes:
    """Return the bytes of a picture in base64, with or without the head of a data address."""
    text = lenient.text(value).rpartition(",")[2]
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def check_rule(service: ImageService, rule: str, session: Session, cancel: Cancel | None = None) -> ImageService:
    """Ask the service what a rendering rule makes of it, and return that description; no pixel is fetched.

    Raises:
        PlanError: the rule cannot be read, or names no function where one has to be.
        ImageServiceError: the service does not accept it.
    """
    text = rules.rendering_rule(rule, service)
    if not text:
        return service
    problem = slip_in(json.loads(text))
    if problem:
        raise PlanError(f"The rendering rule cannot work: {problem}.")
    return rendered_by(service, rule, session, cancel) or service


def slip_in(rule: dict[str, Any]) -> str:
    """Return what is wrong with the form of a rule, in words; nothing where nothing is."""
    if "rasterFunctionDefinition" in rule:
        return ""
    name = rule.get("rasterFunction")
    if not isinstance(name, str) or not name.strip():
        return "it names no “rasterFunction”"
    arguments = rule.get("rasterFunctionArguments", {})
    if arguments is not None and not isinstance(arguments, dict):
        return f"the arguments of “{name}” are no object"
    for value in (arguments or {}).values():
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict) and "rasterFunctionArguments" in inner and (problem := slip_in(inner)):
                return problem
    return ""


@dataclass(frozen=True)
class SeamRemedy:
    """What helps against seams: the same download in one request, or another rule; either may be missing."""

    single_request: DownloadOptions | None = None
    fixed_rule: str | None = None


def seam_remedy(plan: DownloadPlan, seams: bool | None = None) -> SeamRemedy | None:
    """Return what helps, where the rule of a plan stretches each request and there are several; else None.

    ``seams`` is what ``makes_seams`` found; without, the rule itself has to tell.
    """
    rule = plan.options.rendering_rule
    if len(plan.tiles) < 2 or not rule.strip() or stretch_seen(rule, plan.service, seams) is None:
        return None
    columns, rows = plan.grid.columns, plan.grid.rows
    fits = columns <= plan.service.max_columns and rows <= plan.service.max_rows
    single = replace(plan.options, tile_columns=columns, tile_rows=rows) if fits else None
    return SeamRemedy(single, fixed_range(rule, plan.service))


def can_be_seen(plan: DownloadPlan) -> bool:
    """Tell whether ``makes_seams`` can find something out that the rule of a plan does not tell, and that matters.

    Where formats lose values, or the middle of a request decides which raster is on top, two requests always differ.
    """
    options, service = plan.options, plan.service
    if len(plan.tiles) < 2 or not options.rendering_rule.strip() or plan.cache is not None:
        return False
    told = stretch_in(options.rendering_rule, service)
    if (told is not None and told.is_certain) or not is_opaque(options.rendering_rule, service):
        return False
    if options.format in PICTURES or options.compression == "jpeg" or options.lerc_tolerance > 0:
        return False
    method = rules.mosaic_of(options.mosaic_rule).method or method_of(service.default_mosaic_method)
    return not (method in VIEW_METHODS and service.mosaic_methods)


def makes_seams(plan: DownloadPlan, session: Session, cancel: Cancel | None = None) -> bool | None:
    """Find out whether the same cells look different in another request: two small ones in the middle are compared.

    Returns:
        True or False; None where the place shows nothing that could tell (one value, or no data).

    Raises:
        ImageServiceError: the service does not answer.
    """
    grid = plan.grid
    columns, rows = min(PROBE_CELLS, grid.columns), min(PROBE_CELLS, grid.rows)
    whole = Window((grid.columns - columns) // 2, (grid.rows - rows) // 2, columns, rows)
    part = Window(whole.column, whole.row, max(1, columns // 2), max(1, rows // 2))
    recipe = Recipe(plan.format.formats[0])
    blocks = []
    for window in (whole, part):
        request = recipe.request(plan, window)
        answer = session.fetch(f"{plan.service.url}/exportImage", request.params(), cancel=cancel)
        blocks.append(recipe.decode(plan, window, answer.body))
    seen, again = blocks[0].data[:, : part.rows, : part.columns], blocks[1].data
    if (seen != again).any():
        return True
    return False if (blocks[0].data != blocks[0].data[:, :1, :1]).any() else None
