# SPDX-License-Identifier: GPL-2.0-or-later
"""A download from beginning to end: describe, plan, explore, transfer, finish, report."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from . import rules
from .cancel import Cancel
from .errors import PlanError
from .geotiff import GeoTiffSink, check_output, storage_type
from .grid import Window
from .options import PICTURES, DownloadOptions
from .pilot import Discovery, Recipe, explore
from .plan import DownloadPlan, plan_download
from .raster import RasterLayout, Sink
from .resources import raster_classes
from .service import ImageService
from .session import Session
from .spatialref import SpatialReference
from .transfer import Progress, Tally, Transfer
from .version import VERSION


@dataclass(frozen=True)
class DownloadReport:
    """What a download did. Sizes are in cells and bytes, times in seconds."""

    output: str
    width: int
    height: int
    band_count: int
    pixel_type: str
    spatial_reference: SpatialReference
    no_data: float | None
    tiles: int
    failed: tuple[tuple[Window, str], ...]
    bytes_received: int
    requests: int
    retries: int
    seconds: float
    format: str
    format_reason: str
    concurrency: int
    notes: tuple[str, ...]
    is_native: bool

    @property
    def tiles_failed(self) -> int:
        """Return how many pieces were filled with NoData because they could not be had."""
        return len(self.failed)


def session_of(service: ImageService) -> Session:
    """Return the session of a service.

    Raises:
        PlanError: it was not opened, but only described.
    """
    if service.session is None:
        raise PlanError("This description is not connected to its service: open it with open_service.")
    return service.session


def rendered_by(service: ImageService, rule: str, session: Session, cancel: Cancel | None) -> ImageService | None:
    """Ask a service what a rendering rule makes of its bands and pixel type; None where there is no rule.

    Raises:
        PlanError: the rule cannot be sent.
        ImageServiceError: the server does not accept it.
    """
    if not rule.strip():
        return None
    root = session.json(service.url, {"renderingRule": rules.rendering_rule(rule, service)}, cancel=cancel)
    return ImageService.from_json(service.url, root, session)


def prepare(service: ImageService, options: DownloadOptions, session: Session, cancel: Cancel | None) -> DownloadPlan:
    """Plan a download, asking the service first what a rendering rule makes of its bands and pixel type."""
    return plan_download(service, options, rendered=rendered_by(service, options.rendering_rule, session, cancel))


@dataclass(frozen=True)
class Fetched:
    """The outcome of the part that downloads and reads share."""

    tally: Tally
    discovery: Discovery
    concurrency: int


def fetch_all(
    plan: DownloadPlan, session: Session, sink: Sink, discovery: Discovery, cancel: Cancel, progress: Progress | None
) -> Fetched:
    """Transfer every tile of a plan into a sink, the way that the pilot discovered."""
    transfer = Transfer(plan, discovery.recipe, session, cancel)
    try:
        tally = transfer.run(sink, progress)
    finally:
        session.close()  # as many connections as a transfer needs are of no use afterwards
    tally.requests += discovery.requests
    tally.bytes_received += discovery.bytes_received
    return Fetched(tally, discovery, transfer.concurrency)


def download(
    service: ImageService,
    output: str | Path,
    *,
    cancel: Cancel | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> DownloadReport:
    """Download into the GeoTIFF ``output``; the options are the fields of ``DownloadOptions``.

    Args:
        service: an opened service.
        output: the file; it appears when it is complete, and an older one is replaced only then.
        cancel: stops the download; nothing is left of it.
        progress: called with (cells done, cells in all, words), a few times a second, in the calling thread.

    Raises:
        Cancelled: it was cancelled.
        ImageServiceError: one of its kinds; nothing was written that looks finished.
    """
    started = time.monotonic()
    cancel = cancel or Cancel()
    session = session_of(service)
    choices = DownloadOptions.of(**options)
    path = Path(output)
    check_output(path, 0, overwrite=choices.overwrite)
    plan = prepare(service, choices, session, cancel)
    stored = storage_type(plan.pixel_type)
    check_output(path, plan.cells * len(plan.bands) * stored.bytes, overwrite=choices.overwrite)
    discovery = explore(plan, session, cancel)
    layout = _layout(plan, session, cancel)
    sink = GeoTiffSink(
        path, layout, tile=(plan.tiles.tile_columns, plan.tiles.tile_rows), compression=choices.file_compression
    )
    try:
        fetched = fetch_all(plan, session, sink, discovery, cancel, progress)
        sink.finish(fetched.tally.summaries, _provenance(plan, discovery.recipe))
    except BaseException:
        sink.abort()
        raise
    return _report(path, plan, fetched, time.monotonic() - started)


def _layout(plan: DownloadPlan, session: Session, cancel: Cancel) -> RasterLayout:
    service, options = plan.service, plan.options
    is_raw = not options.rendering_rule.strip() and options.format not in PICTURES
    names = service.band_names if is_raw else ()
    classes = raster_classes(service, session, cancel) if is_raw and service.band_count == 1 else ()
    return RasterLayout(
        grid=plan.grid,
        band_names=tuple(names[band] if band < len(names) else f"Band {band + 1}" for band in plan.bands),
        pixel_type=plan.pixel_type,
        wkt=plan.spatial_reference.to_wkt(),
        no_data=plan.no_data,
        is_rgb=service.data_type == "RGB" and plan.pixel_type.code == "U8",
        classes=classes,
    )


def _provenance(plan: DownloadPlan, recipe: Recipe) -> dict[str, str]:
    """Return where the pixels come from, for the metadata of the file; addresses carry no secrets."""
    request = recipe.request(plan, Window(0, 0, plan.grid.columns, plan.grid.rows))
    rule = {"RENDERING_RULE": request.rendering_rule, "MOSAIC_RULE": request.mosaic_rule, "TIME": request.time}
    return {
        "AREA_OR_POINT": "Area",
        "TIFFTAG_SOFTWARE": f"Image Services for ArcGIS {VERSION}",
        "TIFFTAG_DATETIME": datetime.now(timezone.utc).strftime("%Y:%m:%d %H:%M:%S"),
        **({"TIFFTAG_COPYRIGHT": plan.service.copyright_text} if plan.service.copyright_text else {}),
        "IMAGE_SERVICE": plan.service.url,
        **{f"IMAGE_SERVICE_{name}": value for name, value in rule.items() if value},
    }


def _report(path: Path, plan: DownloadPlan, fetched: Fetched, seconds: float) -> DownloadReport:
    tally = fetched.tally
    recipe = fetched.discovery.recipe
    reason = plan.format.reason
    if recipe.format != plan.format.formats[0]:
        reason = f"{recipe.format.upper()}, the best that this server gives"
    return DownloadReport(
        output=str(path),
        width=plan.grid.columns,
        height=plan.grid.rows,
        band_count=len(plan.bands),
        pixel_type=plan.pixel_type.code,
        spatial_reference=plan.spatial_reference,
        no_data=plan.no_data,
        tiles=len(plan.tiles),
        failed=tuple(tally.failed),
        bytes_received=tally.bytes_received,
        requests=tally.requests,
        retries=tally.retries,
        seconds=seconds,
        format=recipe.format,
        format_reason=reason,
        concurrency=fetched.concurrency,
        notes=tuple(note.text for note in plan.notes) + fetched.discovery.notes,
        is_native=plan.is_native and recipe.sends_rule and not plan.warnings,
    )
