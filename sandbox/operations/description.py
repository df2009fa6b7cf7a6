# SPDX-License-Identifier: GPL-2.0-or-later
"""What a service says about itself: the root resource, its functions, key properties and metadata."""

from __future__ import annotations

import base64
import html
from dataclasses import replace
from typing import Any

from ..answer import Answer, Call, document
from ..errors import invalid_url
from ..export import read_rule
from ..functions import Renderer, describe, minimum_maximum
from ..grid import Grid
from ..output import OutputDirectory
from ..picture import png
from ..resample import METHODS
from ..root import function_infos, plain, root_resource
from ..selection import Selection, stack
from ..service import Service
from ..statistics import compute

THUMBNAIL = 64  # pixels at the longer side


def root(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return the root resource; with ``renderingRule`` it describes the result of that rule."""
    resource = root_resource(service)
    rule = read_rule(service, call.params.get("renderingRule"))
    if rule is not None:
        image = describe(service, rule)
        resource["bandCount"] = image.bands
        resource["pixelType"] = image.pixel_type
        for name in ("minValues", "maxValues", "meanValues", "stdvValues"):
            if name in resource:
                resource[name] = []  # those of the source would be wrong
        if image.rendered:
            for name in ("hasColormap", "hasRasterAttributeTable"):
                if name in resource:
                    resource[name] = False
    # Anything but JSON is answered with the page, f=image too (measured).
    return document(call, f"{service.name} (ImageServer)", resource)


def raster_function_infos(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return the functions with ``functionType`` (0: for the mosaic as a whole) and a picture in base64. Since 10.3."""
    if service.version < 10.3:
        raise invalid_url()
    infos = [
        {**entry, "functionType": 0, "thumbnail": _thumbnail(service, entry["name"])}
        for entry in function_infos(service)
    ]
    return document(call, "Raster Function Infos", {"rasterFunctionInfos": infos})


def _thumbnail(service: Service, name: str) -> str:
    """Return a small picture of what a function makes of the service, as an inline image."""
    lattice = service.raster.grid
    share = THUMBNAIL / max(lattice.columns, lattice.rows)
    grid = Grid(lattice.extent, max(1, round(lattice.columns * share)), max(1, round(lattice.rows * share)))
    renderer = Renderer(service, stack(service, Selection(), grid), grid, METHODS["Nearest"])
    image = renderer.render({"rasterFunction": name})
    image = replace(image, data=image.data[: 3 if image.bands >= 3 else 1])
    if image.pixel_type != "U8":
        image = minimum_maximum(image, compute(image, image.pixel_type))
    return "data:image/png;base64," + base64.b64encode(png(image.data)).decode()


def key_properties(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return the free-form key properties: always JSON (Esri's Key Properties page). Since 10.1."""
    if service.version < 10.1:
        raise invalid_url()
    cell = service.raster.grid.cell_width
    properties: dict[str, Any] = {
        "HighCellSize": cell,
        "LowCellSize": cell,
        "MaxCellSize": cell,
        "ConfigKeyword": "",
        "DataType": "Generic",
        "BandProperties": [{"BandName": name} for name in service.band_names],
    }
    properties.update(service.overrides.get("keyProperties", {}))
    json_call = call.with_params({**call.params, "f": "pjson" if call.form == "pjson" else "json"})
    return document(json_call, "Key Properties", plain(properties))


def metadata(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return the XML metadata page of a service."""
    if call.tail not in ((), ("metadata",)):
        raise invalid_url()
    name = html.escape(service.name)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<metadata><dataIdInfo><idCitation><resTitle>{name}</resTitle>'
    return Answer((text + "</idCitation></dataIdInfo></metadata>\n").encode(), "application/xml")
