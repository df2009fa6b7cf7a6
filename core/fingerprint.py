# SPDX-License-Identifier: GPL-2.0-or-later
"""What a download's pixels depend on, as plain texts: two downloads may share a file only if all of it is the same.

How large the tiles are and how many are asked for at once is no part of it, so that a download that failed can go on
with smaller ones. Facts of the service tell whether its data have changed since. Nothing in it is secret.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from .address import shareable
from .fetcher import Fetcher
from .plan import DownloadPlan
from .raster import RasterLayout
from .service import ImageService

# What depends on how a server answered, too.
OF_RECIPE = frozenset({"rules", "transfer format"})
# Where services say when they were edited last.
_EDITED = ("editingInfo", "lastEditDate", "dataLastEditDate", "schemaLastEditDate")


def fingerprint(plan: DownloadPlan, fetcher: Fetcher, layout: RasterLayout) -> dict[str, str]:
    """Return what the pixels of a download depend on, by the words that people know it by."""
    options, grid = plan.options, plan.grid
    asked = {name: value for name, value in plan.template.params().items() if name not in {"bbox", "size", "format"}}
    return {
        "service": shareable(plan.service.url),
        "extent": _text(grid.extent.bounds),
        "cell size": _text((grid.cell_width, grid.cell_height)),
        "size": _text((grid.columns, grid.rows)),
        "spatial reference": layout.wkt,
        "bands": _text(plan.bands),
        "pixel type": layout.pixel_type.code,
        "NoData value": _text((layout.no_data, options.no_data, options.no_data_interpretation)),
        "rules": _text(fetcher.provenance(plan)),
        "request": _text(asked),
        "transfer format": _text((fetcher.format, options.lerc_tolerance)),
        "polygons": _digest(plan),
        "compression on disk": options.file_compression,
        "service's description": _text(_facts(plan.service)),
    }


def differences(old: dict[str, str], new: dict[str, str]) -> tuple[str, ...]:
    """Return the words for what is not the same."""
    return tuple(name for name in {**new, **old} if old.get(name) != new.get(name))


def _facts(service: ImageService) -> dict[str, Any]:
    """Return what changes with the data of a service; not its version, which changes with the server."""
    return {
        "extent": service.extent.bounds,
        "cell": (service.cell_width, service.cell_height),
        "bands": service.band_count,
        "type": service.pixel_type.code if service.pixel_type is not None else None,
        "no data": service.no_data,
        "statistics": [(band.minimum, band.maximum, band.mean, band.deviation) for band in service.statistics],
        "edited": [service.raw.get(name) for name in _EDITED],
    }


def _digest(plan: DownloadPlan) -> str:
    return "" if plan.clip is None else hashlib.sha256(plan.clip.wkb).hexdigest()


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)
