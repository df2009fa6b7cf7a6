# SPDX-License-Identifier: GPL-2.0-or-later
"""The resources and operations below ``.../ImageServer``, by the name they have in the path."""

from __future__ import annotations

from collections.abc import Callable

from ..answer import Answer, Call
from ..output import OutputDirectory
from ..service import Service
from . import description, export_image

Operation = Callable[[Service, Call, OutputDirectory], Answer]

OPERATIONS: dict[str, Operation] = {
    "root": description.root,
    "exportImage": export_image.export_image,
    "rasterFunctionInfos": description.raster_function_infos,
    "keyProperties": description.key_properties,
    "info": description.metadata,
}
_BY_LOWER_CASE = {name.lower(): name for name in OPERATIONS}


def canonical_name(name: str) -> str:
    """Return the proper spelling of an operation; what is unknown stays as it is."""
    return _BY_LOWER_CASE.get(name.lower(), name)
