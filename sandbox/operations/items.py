# SPDX-License-Identifier: GPL-2.0-or-later
"""One raster of a catalogue: its attributes, its facts, its image by itself; and the outline of all of them."""

from __future__ import annotations

from typing import Any

from ..answer import Answer, Call, document
from ..errors import invalid_url, not_supported, unable_to_complete
from ..features import view
from ..footprints import outline, projected
from ..mosaic import Item
from ..output import OutputDirectory
from ..root import plain
from ..selection import item_service
from ..service import Service
from ..spatialref import parse as parse_reference
from .export_image import export_image
from .query import catalogue

THUMBNAIL = 200  # pixels at the longer side


def item(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Answer ``/{rasterId}`` and the resources below it."""
    mosaic = catalogue(service)
    found = mosaic.item(int(call.tail[0]))
    if found is None:
        raise unable_to_complete("The raster does not exist.")
    below = "/".join(call.tail[1:]).lower()
    if below == "":
        return document(call, f"Raster {found.number}", plain(view(service, mosaic, "*").feature(found)))
    if below == "info":
        return document(call, "Raster Info", plain(_info(service, found)))
    if below == "info/keyproperties":
        return document(_as_json(call), "Key Properties", plain(_key_properties(service, found)))
    if below == "thumbnail":
        return _thumbnail(service, found, output, call)
    if below == "image":
        return _image(service, found, call, output)
    raise invalid_url()


def query_boundary(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return the outline of everything that the service covers, and its area in square metres. Since 10.6."""
    if service.version < 10.6:
        raise invalid_url()
    if "image" not in service.capabilities and "catalog" not in service.capabilities:
        raise not_supported()
    text = call.params.get("outSR", "").strip()
    crs, reference = parse_reference(text, "outSR") if text else (None, service.spatial_reference)
    rings, area = outline(service)
    shape = {"rings": [projected(ring, service.crs, crs) for ring in rings], "spatialReference": reference}
    return document(call, "Query Boundary", plain({"shape": shape, "area": area}))


def _info(service: Service, found: Item) -> dict[str, Any]:
    raster = found.raster
    lattice = raster.grid
    return {
        "origin": {"x": lattice.extent.xmin, "y": lattice.extent.ymax},
        "blockWidth": raster.block[0],
        "blockHeight": raster.block[1],
        "pixelSizeX": lattice.cell_width,
        "pixelSizeY": lattice.cell_height,
        "extent": lattice.extent.json(service.spatial_reference),
        "bandCount": raster.band_count,
        "pixelType": service.pixel_type,
        "noDataValues": list(raster.nodata),
        "firstPyramidLevel": 1,
        "maxPyramidLevel": max(0, (max(lattice.columns, lattice.rows) // 256).bit_length()),
    }


def _key_properties(service: Service, found: Item) -> dict[str, Any]:
    stated = service.overrides.get("keyProperties", {})
    date = service.mosaic.time_fields if service.mosaic is not None else None
    properties: dict[str, Any] = {
        "BandProperties": [{"BandName": name} for name in service.band_names],
        **stated,
        "SensorName": found.attributes.get("GroupName") or "Unknown",
    }
    if date is not None:
        properties["AcquisitionDate"] = found.attributes.get(date[0])
    return properties


def _thumbnail(service: Service, found: Item, output: OutputDirectory, call: Call) -> Answer:
    lattice = found.raster.grid
    share = min(1.0, THUMBNAIL / max(lattice.columns, lattice.rows))
    size = f"{max(1, round(lattice.columns * share))},{max(1, round(lattice.rows * share))}"
    return _image(service, found, call.with_params({"size": size, "format": "png", "f": "image"}), output)


def _image(service: Service, found: Item, call: Call, output: OutputDirectory) -> Answer:
    """Return exportImage of one raster: no mosaic rule, no rendering rule, and its own extent unless a box is given."""
    extent = found.raster.grid.extent
    params = {"bbox": f"{extent.xmin!r},{extent.ymin!r},{extent.xmax!r},{extent.ymax!r}", **call.params}
    for name in ("mosaicRule", "renderingRule", "time", "sliceId"):
        params.pop(name, None)
    return export_image(item_service(service, found), call.with_params(params), output)


def _as_json(call: Call) -> Call:
    return call.with_params({**call.params, "f": "pjson" if call.form == "pjson" else "json"})
