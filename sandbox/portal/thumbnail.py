# SPDX-License-Identifier: GPL-2.0-or-later
"""Thumbnails: small pictures of the services themselves."""

from __future__ import annotations

from dataclasses import replace

from ..answer import Answer
from ..cache import AnswerCache
from ..encode import export_image
from ..export import parse
from ..service import Service

COLUMNS, ROWS = 200, 133  # the size that portals give theirs
KEPT_BYTES = 8 * 1024 * 1024
KEPT_OVERRIDES = ("defaultFunction", "functions", "slices")


class Thumbnails:
    """Pictures of services, each drawn once."""

    def __init__(self) -> None:
        self._cache = AnswerCache(KEPT_BYTES)

    def of(self, service: Service) -> Answer:
        """Return a PNG in the proportions of a portal's thumbnails, the raster in its middle."""
        key = (service.name, service.revision)
        answer = self._cache.get(key)
        if answer is None:
            answer = _draw(service)
            self._cache.put(key, answer)
        return answer


def _draw(service: Service) -> Answer:
    # What the service forbids its clients does not bind the portal: only the looks are kept.
    overrides = {name: service.overrides[name] for name in KEPT_OVERRIDES if name in service.overrides}
    bare = replace(service, overrides=overrides)
    box = service.raster.grid.extent
    cell = max(box.width / COLUMNS, box.height / ROWS)
    x, y = (box.xmin + box.xmax) / 2, (box.ymin + box.ymax) / 2
    edges = (x - cell * COLUMNS / 2, y - cell * ROWS / 2, x + cell * COLUMNS / 2, y + cell * ROWS / 2)
    params = {
        "bbox": ",".join(repr(edge) for edge in edges),
        "size": f"{COLUMNS},{ROWS}",
        "format": "png32",
        "interpolation": "RSP_NearestNeighbor",
        "adjustAspectRatio": "false",
    }
    body, content_type, _ = export_image(bare, parse(bare, params))
    return Answer(body, content_type)
