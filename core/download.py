# SPDX-License-Identifier: GPL-2.0-or-later
"""A download from beginning to end: describe, plan, transfer, finish, report."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from . import rules
from .address import shareable
from .cancel import Cancel
from .coverage import missing
from .errors import Cancelled, ImageServiceError, PlanError
from .fetcher import Fetcher
from .fingerprint import OF_RECIPE, differences, fingerprint
from .geotiff import check_free, check_output, storage_type
from .grid import Window
from .inquiry import Inquiry
from .key_properties import clean
from .meaning import meaning_of
from .options import DownloadOptions
from .partial import discard, is_interrupted
from .pilot import Discovery, explore, first_guess
from .plain_text import plain_text
from .plan import DownloadPlan, plan_download
from .raster import RasterLayout, Sink
from .resources import raster_classes
from .resume import ResumableSink, Resumed, interrupted_request
from .service import ImageService
from .session import Session
from .spatialref import SpatialReference
from .tiling import reads_tiles
from .transfer import Progress, Tally, Transfer, TrialFailed
from .version import VERSION

# What the bands of pictures are.
COLORS = ("Red", "Green", "Blue")
# How often it is looked again whether a server still answers as it did before a download was interrupted.
PILOTS_AGAIN = 2
# Characters of what a publisher says that go into a file.
LONGEST_CREDIT = 2000


@dataclass(frozen=True)
class DownloadReport:
    """What a download did. Sizes are in cells and bytes, times in seconds.

    ``tiles_resumed`` were there from an interrupted download, and were not fetched. ``cells_from`` tells whose cells
    they are, as ``DownloadPlan`` does.
    """

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
    tiles_resumed: int = 0
    cells_from: str = "service"

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
    rendered = None
    if not reads_tiles(service, options.source):
        rendered = rendered_by(service, options.rendering_rule, session, cancel)
    return plan_download(service, options, rendered=rendered)


@dataclass(frozen=True)
class Fetched:
    """The outcome of the part that downloads and reads share."""

    tally: Tally
    discovery: Discovery
    concurrency: int
    tiles_resumed: int = 0


def fetch_all(
    plan: DownloadPlan,
    session: Session,
    sink: Sink,
    discovery: Discovery,
    cancel: Cancel,
    progress: Progress | None,
    resumed: Resumed | None = None,
    *,
    other_way: Callable[[Discovery], None] | None = None,
) -> Fetched:
    """Transfer every tile of a plan that is not there yet into a sink.

    A discovery that is only a guess is tried; if the first tiles fail, a pilot finds out, and ``other_way`` is told
    before anything is written.
    """
    tiles, tally, there = None, None, 0
    if resumed is not None and resumed.windows:
        tiles, there = missing(plan.tiles, resumed.windows)
        tally = Tally(resumed.cells, summaries=resumed.summaries)
    is_trial = not discovery.is_proven
    transfer = Transfer(plan, discovery.recipe, session, cancel, tiles=tiles, tally=tally, is_trial=is_trial)
    try:
        try:
            tally = transfer.run(sink, progress)
        except TrialFailed:
            discovery = _with_costs(explore(plan, session, cancel), transfer.tally)
            if other_way is not None:
                other_way(discovery)
            transfer = Transfer(plan, discovery.recipe, session, cancel)
            tally = transfer.run(sink, progress)
        notes = discovery.recipe.conclude(plan, tally, session, cancel)
    finally:
        session.close()  # as many connections as a transfer needs are of no use afterwards
    tally.requests += discovery.requests
    tally.bytes_received += discovery.bytes_received
    return Fetched(tally, replace(discovery, notes=discovery.notes + notes), transfer.concurrency, there)


def _with_costs(discovery: Discovery, tally: Tally) -> Discovery:
    """Count what a failed trial has cost as part of the discovery."""
    requests, received = discovery.requests + tally.requests, discovery.bytes_received + tally.bytes_received
    return replace(discovery, requests=requests, bytes_received=received)


def download(
    service: ImageService,
    output: str | Path,
    *,
    cancel: Cancel | None = None,
    progress: Progress | None = None,
    resumable: bool = True,
    discovery: Discovery | None = None,
    inquiry: Inquiry | None = None,
    variable: str = "",
    **options: Any,
) -> DownloadReport:
    """Download into the GeoTIFF ``output``; the options are the fields of ``DownloadOptions``.

    Where an earlier download of the same into the same file was interrupted, it goes on where that one stopped.

    Args:
        service: an opened service.
        output: the file; it appears when it is complete, and an older one is replaced only then.
        cancel: stops the download; nothing is left of it.
        progress: called with (cells done, cells in all, words), a few times a second, in the calling thread.
        resumable: keep what was fetched when the download fails, for the next one; False leaves nothing then.
        discovery: what is known already of how this server wants to be asked; else its first tiles show it.
        inquiry: who asks already what the values mean; else that is asked beside the download.
        variable: the variable that is downloaded, where that is known.

    Raises:
        Cancelled: it was cancelled.
        ImageServiceError: one of its kinds; nothing was written that looks finished. Its detail ``resumable`` tells
            that the same download into the same file will go on where this one stopped.
    """
    cancel = cancel or Cancel()
    path = Path(output)
    try:
        choices = DownloadOptions.of(**options)
        known = _Known(discovery, inquiry, variable)
        return _download(service, path, choices, cancel, progress, resumable=resumable, known=known)
    except Cancelled:
        if cancel.is_set():  # it may have been before what an earlier one left was opened
            discard(path)
        raise


@dataclass(frozen=True)
class _Known:
    """What the caller of a download knows already."""

    discovery: Discovery | None
    inquiry: Inquiry | None
    variable: str


def _download(
    service: ImageService,
    path: Path,
    choices: DownloadOptions,
    cancel: Cancel,
    progress: Progress | None,
    *,
    resumable: bool,
    known: _Known,
) -> DownloadReport:
    started = time.monotonic()
    session = session_of(service)
    check_output(path, 0, overwrite=choices.overwrite)
    plan = prepare(service, choices, session, cancel)
    stored = storage_type(plan.pixel_type)
    check_output(path, plan.cells * len(plan.bands) * stored.bytes, overwrite=choices.overwrite)
    discovery = known.discovery or (None if is_interrupted(path) else first_guess(plan))
    discovery = discovery or explore(plan, session, cancel)
    with contextlib.ExitStack() as asking:
        inquiry = known.inquiry or asking.enter_context(contextlib.closing(Inquiry(plan, session, known.variable)))
        layout = _layout(plan, session, cancel)
        discovery = _as_before(plan, path, discovery, layout, session, cancel)
        request = fingerprint(plan, discovery.recipe, layout)
        tile = (plan.tiles.tile_columns, plan.tiles.tile_rows)
        sink = ResumableSink(path, layout, request, tile=tile, compression=choices.file_compression)

        def other_way(found: Discovery) -> None:
            sink.restate(fingerprint(plan, found.recipe, layout))

        with _ending(sink, cancel, resumable=resumable):
            resumed = sink.resume(cancel, progress)
            fetched = fetch_all(plan, session, sink, discovery, cancel, progress, resumed, other_way=other_way)
            if resumed.windows:
                sink.prove(cancel, progress)
            meaning = meaning_of(plan, inquiry.told(cancel), known.variable)
            check_free(path, overwrite=choices.overwrite)  # hours may have passed
            sink.finish(fetched.tally.summaries, _provenance(plan, fetched.discovery.recipe), meaning)
    return _report(path, plan, fetched, resumed, time.monotonic() - started)


def _as_before(
    plan: DownloadPlan, path: Path, found: Discovery, layout: RasterLayout, session: Session, cancel: Cancel
) -> Discovery:
    """Return how an interrupted download was answered, if the server still does so; else what was found.

    Servers refuse good requests now and then: what is there is not given up because a pilot was refused.
    """
    before = interrupted_request(path)
    latest, tries = found, PILOTS_AGAIN if before else 0
    changed = differences(before, fingerprint(plan, found.recipe, layout))
    while changed and OF_RECIPE.issuperset(changed) and tries:
        tries -= 1
        latest = _with_costs(explore(plan, session, cancel), Tally(0, latest.bytes_received, latest.requests))
        changed = differences(before, fingerprint(plan, latest.recipe, layout))
    return found if changed else latest


@contextlib.contextmanager
def _ending(sink: ResumableSink, cancel: Cancel, *, resumable: bool) -> Iterator[None]:
    """Leave nothing of a download that the user cancelled; keep what was fetched by one that failed, and say so."""
    try:
        yield
    except BaseException as error:
        is_cancelled = isinstance(error, Cancelled) and cancel.is_set()
        if is_cancelled or not resumable:
            sink.abort()
        elif sink.keep() and isinstance(error, ImageServiceError):
            error.message += " Run it again with the same output to go on where it stopped."
            error.args = (error.message,)
            error.details["resumable"] = True
        raise


def _layout(plan: DownloadPlan, session: Session, cancel: Cancel) -> RasterLayout:
    service = plan.service
    names = service.band_names if plan.is_raw else COLORS if plan.cache is not None else ()
    classes = raster_classes(service, session, cancel) if plan.is_raw and service.band_count == 1 else ()
    return RasterLayout(
        grid=plan.grid,
        band_names=tuple(names[band] if band < len(names) else f"Band {band + 1}" for band in plan.bands),
        pixel_type=plan.pixel_type,
        wkt=plan.spatial_reference.to_wkt(),
        no_data=plan.no_data,
        is_rgb=plan.shows_colors,
        classes=classes,
    )


def _provenance(plan: DownloadPlan, recipe: Fetcher) -> dict[str, str]:
    """Return where the pixels come from, for the metadata of the file; addresses carry no secrets."""
    return {
        "AREA_OR_POINT": "Area",
        "TIFFTAG_SOFTWARE": f"Image Services for ArcGIS {VERSION}",
        "TIFFTAG_DATETIME": datetime.now(timezone.utc).strftime("%Y:%m:%d %H:%M:%S"),
        **{name: text for name, text in _credits(plan.service).items() if text},
        "IMAGE_SERVICE": shareable(plan.service.url),
        **{f"IMAGE_SERVICE_{name}": value for name, value in recipe.provenance(plan).items() if value},
    }


def _credits(service: ImageService) -> dict[str, str]:
    return {
        "TIFFTAG_IMAGEDESCRIPTION": clean(plain_text(service.description), LONGEST_CREDIT),
        "TIFFTAG_COPYRIGHT": clean(plain_text(service.copyright_text), LONGEST_CREDIT),
    }


def _report(path: Path, plan: DownloadPlan, fetched: Fetched, resumed: Resumed, seconds: float) -> DownloadReport:
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
        tiles_resumed=fetched.tiles_resumed,
        notes=tuple(note.text for note in plan.notes)
        + fetched.discovery.notes
        + _resumption(plan, fetched, resumed)
        + _emptiness(plan, tally),
        is_native=plan.is_native and recipe.keeps_values and not plan.warnings,
        cells_from=plan.cells_from,
    )


def _emptiness(plan: DownloadPlan, tally: Tally) -> tuple[str, ...]:
    """Return what to know where no cell has a value: servers answer so to times and rules that meet no raster."""
    if plan.pixel_type.is_complex or tally.failed or any(summary.count for summary in tally.summaries):
        return ()  # complex values are not summed up
    if plan.options.time or plan.options.mosaic_rule or plan.options.slice_id is not None:
        return ("Every cell is NoData: the service has nothing here for this time, slice or mosaic rule.",)
    return ("Every cell is NoData: the service has nothing here.",)


def _resumption(plan: DownloadPlan, fetched: Fetched, resumed: Resumed) -> tuple[str, ...]:
    """Return what to know about an interrupted download that was found."""
    if resumed.note:
        return (resumed.note,)
    if not resumed.windows:
        return ()
    return (f"{fetched.tiles_resumed:,} of {len(plan.tiles):,} tiles were there from an interrupted download.",)
