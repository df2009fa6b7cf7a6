# SPDX-License-Identifier: GPL-2.0-or-later
"""download and file: the rasters of a catalogue as the files that they are, or clipped by the server.

Facts: Esri's Download Rasters and Raster File pages, and a recorded answer (several files a raster: the image, its
overviews, its sidecars). Ranges are those of HTTP itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from email.utils import formatdate
from pathlib import Path

import numpy as np
from osgeo import gdal

from .. import geometry
from ..answer import Answer, Call, document
from ..errors import ServiceError, invalid_parameter, not_supported, unable_to_complete
from ..grid import Extent, Grid
from ..memory import read_file, scratch_folder
from ..mosaic import Item, Mosaic
from ..output import OutputDirectory
from ..raster import Window
from ..root import MAX_DOWNLOAD_MEGABYTES, MAX_DOWNLOADS
from ..service import Service
from ..tiff import GDAL_TYPES
from .query import catalogue

TYPE = "application/octet-stream"
CLIP_FORMATS = ("", "tiff", "tiff:conversion")


def download(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return the ids, sizes and rasters of the files that belong to some items."""
    mosaic = _downloadable(service)
    items = _items(service, mosaic, call.params.get("rasterIds", ""))
    if call.params.get("geometry", "").strip():
        files = _clipped(service, items, call, output)
    else:
        files = [
            {"id": file_id(mosaic, path), "size": path.stat().st_size, "rasterIds": numbers}
            for path, numbers in _files(mosaic, items).items()
        ]
    most = float(service.root_overrides.get("maxDownloadSizeLimit", MAX_DOWNLOAD_MEGABYTES)) * 1024 * 1024
    if sum(int(str(entry["size"])) for entry in files) > most > 0:
        raise unable_to_complete("The size of the requested files exceeds the limit for download.")
    return document(call, "Download Rasters", {"rasterFiles": files})


def file(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return the bytes of a file that ``download`` has named, whole or in part (Range, If-Range)."""
    mosaic = _downloadable(service)
    wanted = call.params.get("id", "").strip()
    kept = output.kept(call, wanted)
    if kept is not None:
        return _ranged(call, kept.body, f'"{hashlib.sha256(kept.body).hexdigest()[:16]}"', None)
    path = next((path for path in _files(mosaic, mosaic.items) if file_id(mosaic, path) == wanted), None)
    if path is None:
        raise ServiceError(404, "The requested raster file does not exist.", status=404)
    status = path.stat()
    tag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
    return _ranged(call, path.read_bytes(), tag, formatdate(status.st_mtime, usegmt=True), mosaic)


def file_id(mosaic: Mosaic, path: Path) -> str:
    """Return how a file is called in answers: a path in the server's own spelling, which no client should trust."""
    separator = str(mosaic.stated.get("separator", "/"))
    return f"{mosaic.stated.get('filePrefix', '')}{path.parent.stem}{separator}{path.name}"


def _downloadable(service: Service) -> Mosaic:
    mosaic = catalogue(service)
    if "download" not in service.capabilities:
        raise not_supported()
    return mosaic


def _items(service: Service, mosaic: Mosaic, text: str) -> list[Item]:
    try:
        numbers = list(dict.fromkeys(int(part) for part in text.strip("[] ").split(",")))
    except ValueError:
        raise invalid_parameter("rasterIds") from None
    items = [item for item in (mosaic.item(number) for number in numbers) if item is not None]
    if len(items) < len(numbers):
        raise unable_to_complete("A raster of the request does not exist.")
    most = int(service.root_overrides.get("maxDownloadImageCount", MAX_DOWNLOADS))
    if len(items) > most > 0:
        raise unable_to_complete("The number of requested rasters exceeds the limit for download.")
    return items


def _files(mosaic: Mosaic, items: Sequence[Item]) -> dict[Path, list[int]]:
    """Return the files of some items with their sidecars; a file that several rasters share comes once."""
    files: dict[Path, list[int]] = {}
    for item in items:
        own = [item.raster.path]
        if mosaic.stated.get("sidecars", True):
            own += _sidecars(item.raster.path)
        for path in own:
            files.setdefault(path, []).append(item.number)
    return files


def _sidecars(path: Path) -> list[Path]:
    beside = (path.with_name(f"{path.name}.ovr"), path.with_suffix(".tfw"), path.with_name(f"{path.name}.aux.xml"))
    return [sidecar for sidecar in beside if sidecar.is_file()]


def _clipped(
    service: Service, items: Sequence[Item], call: Call, output: OutputDirectory
) -> list[Mapping[str, object]]:
    if call.params.get("format", "").strip().lower() not in CLIP_FORMATS:
        raise invalid_parameter("format")
    shape = geometry.parse(service, call.params, "esriGeometryEnvelope")
    if shape.kind not in ("envelope", "polygon"):
        raise invalid_parameter("geometryType")
    digest = hashlib.sha256(call.canonical().encode()).hexdigest()[:16]
    files: list[Mapping[str, object]] = []
    for item in items:
        body = _clip(item, shape)
        if body is not None:
            name = f"_ags_{digest}_{item.number}.tif"
            output.keep(call, name, Answer(body, TYPE))
            files.append({"id": name, "size": len(body), "rasterIds": [item.number]})
    return files


def _clip(item: Item, shape: geometry.Geometry) -> bytes | None:
    """Return the cells of a raster that a geometry touches as a GeoTIFF, NoData outside of it; None where none."""
    raster, lattice = item.raster, item.raster.grid
    box = shape.extent
    left = max(0, int(np.floor((box.xmin - lattice.extent.xmin) / lattice.cell_width + 1e-6)))
    top = max(0, int(np.floor((lattice.extent.ymax - box.ymax) / lattice.cell_height + 1e-6)))
    right = min(lattice.columns, int(np.ceil((box.xmax - lattice.extent.xmin) / lattice.cell_width - 1e-6)))
    bottom = min(lattice.rows, int(np.ceil((lattice.extent.ymax - box.ymin) / lattice.cell_height - 1e-6)))
    if left >= right or top >= bottom:
        return None
    bands = range(raster.band_count)
    data, valid = raster.read(bands, Window(left, top, right - left, bottom - top))
    xmin, ymax = lattice.extent.xmin + left * lattice.cell_width, lattice.extent.ymax - top * lattice.cell_height
    place = Extent(xmin, ymax - data.shape[1] * lattice.cell_height, xmin + data.shape[2] * lattice.cell_width, ymax)
    if shape.kind == "polygon":
        inside = shape.covers(Grid(place, data.shape[2], data.shape[1]))
        valid = inside if valid is None else valid & inside
    fill = raster.fill_value(raster.pixel_type)
    if valid is not None:
        data = np.where(valid, data, np.asarray(fill).astype(data.dtype))
    with scratch_folder() as folder:
        name = f"{folder}/clip.tif"
        kind = GDAL_TYPES[data.dtype.kind + str(data.dtype.itemsize)]
        dataset = gdal.GetDriverByName("GTiff").Create(name, data.shape[2], data.shape[1], len(bands), kind)
        dataset.SetGeoTransform((xmin, lattice.cell_width, 0, ymax, 0, -lattice.cell_height))
        if raster.crs is not None:
            dataset.SetProjection(raster.crs.to_wkt("WKT1_GDAL"))
        for number, band in enumerate(data, start=1):
            dataset.GetRasterBand(number).WriteArray(band)
        if valid is not None:
            dataset.GetRasterBand(1).SetNoDataValue(fill)
        dataset = None
        return read_file(name)


def _ranged(call: Call, body: bytes, tag: str, modified: str | None, mosaic: Mosaic | None = None) -> Answer:
    headers = {"Accept-Ranges": "bytes", "ETag": tag}
    if modified is not None:
        headers["Last-Modified"] = modified
    if mosaic is not None and not mosaic.stated.get("ranges", True):
        return Answer(body, TYPE)
    asked = call.header("range")
    condition = call.header("if-range")
    if asked is None or (condition is not None and condition not in (tag, modified)):
        return Answer(body, TYPE, headers=headers)
    bounds = _bounds(asked, len(body))
    if bounds is None:
        return Answer(body, TYPE, headers=headers)
    start, end = bounds
    if start >= end:
        return Answer(b"", TYPE, 416, {**headers, "Content-Range": f"bytes */{len(body)}"})
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(body)}"
    return Answer(body[start:end], TYPE, 206, headers)


def _bounds(text: str, size: int) -> tuple[int, int] | None:
    """Return the half-open range of one ``bytes=`` range, None for what may be ignored (several, or no range)."""
    unit, _, ranges = text.partition("=")
    first, dash, last = ranges.strip().partition("-")
    if unit.strip().lower() != "bytes" or "," in ranges or not dash or not (first or last):
        return None
    if not (first or "0").isdigit() or not (last or "0").isdigit():
        return None
    if not first:
        return max(0, size - int(last)), size
    end = min(size, int(last) + 1) if last else size
    return int(first), end
