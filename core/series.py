# SPDX-License-Identifier: GPL-2.0-or-later
"""A stack of slices as one job: a raster for each of them, or one raster with a band for each.

Every slice is a download of its own, over the same cells. Small slices travel several at once, large ones one after
the other with their tiles in parallel. A list of contents beside the files says which slices are whole, and for which
request: a second run of the same request fetches only what is missing, and every slice that is there is a whole one.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .address import shareable
from .cancel import Cancel
from .download import DownloadReport, download, prepare, session_of
from .errors import DownloadError, ImageServiceError, OutputError, PlanError
from .geotiff import check_output, storage_type
from .grid import Window
from .inquiry import Inquiry
from .options import DownloadOptions
from .pilot import Discovery, explore
from .plan import DownloadPlan
from .pool import run_all
from .series_contents import UNFINISHED, Contents, Entry, fingerprint
from .service import ImageService
from .session import Session
from .spatialref import SpatialReference
from .stack import Part, band_metadata, stack
from .steps import Step
from .transfer import Progress, duration
from .version import VERSION

LAYOUTS = ("files", "bands")
# The folder that holds the slices of one raster until all are there.
PARTS = ".parts"
# A TIFF can have no more.
MOST_BANDS = 65_535


@dataclass(frozen=True)
class SeriesLayer:
    """A slice on the disk: its step, its file, its bands there (counted from 1), and whether it was there before."""

    step: Step
    path: str
    bands: tuple[int, ...]
    is_reused: bool


@dataclass(frozen=True)
class SeriesReport:
    """What the download of a stack did. Sizes are in cells and bytes, times in seconds; counts are of this run.

    Attributes:
        output: the folder, or the one raster.
        layers: every slice, in order.
        band_count: bands of each slice.
        cells_from: whose cells they are, as ``DownloadPlan`` tells.
    """

    output: str
    layers: tuple[SeriesLayer, ...]
    width: int
    height: int
    band_count: int
    pixel_type: str
    no_data: float | None
    spatial_reference: SpatialReference
    failed: tuple[tuple[Window, str], ...]
    bytes_received: int
    requests: int
    retries: int
    seconds: float
    notes: tuple[str, ...]
    is_native: bool
    cells_from: str = "service"

    @property
    def tiles_failed(self) -> int:
        """Return how many pieces were filled with NoData because they could not be had."""
        return len(self.failed)

    @property
    def reused(self) -> int:
        """Return how many slices were there already."""
        return sum(layer.is_reused for layer in self.layers)


def download_series(
    service: ImageService,
    output: str | Path,
    steps: Sequence[Step],
    *,
    layout: str = "files",
    prefix: str = "",
    cancel: Cancel | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> SeriesReport:
    """Download a stack; the options are the fields of ``DownloadOptions``, without ``time`` and ``slice_id``.

    Args:
        service: an opened service.
        output: a folder, which is made where its parent exists, or for "bands" the GeoTIFF.
        steps: what to download, from ``find_steps`` or made by hand; names must differ.
        layout: "files" for a raster for each step, "bands" for one raster with the bands of each step.
        prefix: what the names of files begin with.
        cancel: stops the job; finished slices stay for the next run of the same request. Of the options, ``overwrite``
            replaces a stack that is whole, and files of other requests.
        progress: called with (cells done, cells in all, words), a few times a second, in the calling thread.

    Raises:
        PlanError: it cannot work.
        OutputError: a file is in the way, or there is no room.
        Cancelled, DownloadError, ImageServiceError: it ended without all slices; another run continues.
    """
    started = time.monotonic()
    cancel = cancel or Cancel()
    choices = _checked(steps, layout, prefix, options)
    session = session_of(service)
    plan = prepare(service, _options_of(choices, steps[0]), session, cancel)
    path = Path(output)
    is_stack = layout == "bands"
    folder = path.with_name(path.name + PARTS) if is_stack else path
    _check_room(plan, path, len(steps), choices, is_stack=is_stack)
    _make(folder)
    run = _Run(service, session, choices, plan, folder, prefix, tuple(steps))
    run.refuse_strangers()
    run.fetch(cancel, progress)
    layers, no_data = run.layers(), plan.no_data
    if is_stack:
        if progress is not None:
            cells = plan.cells * len(steps)
            progress(cells, cells, "Putting the slices together")
        layers, no_data = _stacked(layers, path, plan, choices, cancel)
        shutil.rmtree(folder, ignore_errors=True)
    return run.report(path, layers, no_data, time.monotonic() - started)


def _checked(steps: Sequence[Step], layout: str, prefix: str, options: dict[str, Any]) -> DownloadOptions:
    if layout not in LAYOUTS:
        raise PlanError(f"“{layout}” is no way to keep slices; choose one of {', '.join(LAYOUTS)}.")
    if not steps:
        raise PlanError("There is nothing to download: choose at least one date or slice.")
    names = [step.name.lower() for step in steps]
    if len(set(names)) < len(names):
        raise PlanError("Two slices have the same name: files could not be told apart.")
    if any(set(text) & {"/", "\\"} for text in (prefix, *names)):
        raise PlanError("The names of slices are parts of file names: they cannot hold slashes.")
    choices = DownloadOptions.of(**options)
    if choices.time or choices.slice_id is not None:
        raise PlanError("The times and slices of a stack are chosen by its steps: leave time and slice empty.")
    return choices


def _check_room(plan: DownloadPlan, path: Path, count: int, choices: DownloadOptions, *, is_stack: bool) -> None:
    bands = len(plan.bands)
    if is_stack and bands * count > MOST_BANDS:
        raise PlanError(f"One raster would have {bands * count:,} bands: download a raster for each slice instead.")
    size = plan.cells * bands * storage_type(plan.pixel_type).bytes * count * (2 if is_stack else 1)
    if is_stack:
        check_output(path, size, overwrite=choices.overwrite)
    elif path.exists() and not path.is_dir():
        raise OutputError(f"“{path}” is a file: give a folder for the slices.")
    else:
        check_output(path / "any.tif" if path.is_dir() else path, size, overwrite=True)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(f"The folder “{folder}” cannot be made: {error.strerror}.") from None


def _options_of(choices: DownloadOptions, step: Step) -> DownloadOptions:
    """Return the options of one step; what the user wants of the mosaic stays where the step leaves it open."""
    return replace(choices, mosaic_rule=step.rule(choices.mosaic_rule), time=step.time, slice_id=step.slice_id)


class _KeptOpen(Session):
    """The same session for all slices: a finished one does not close the connections of the others."""

    def __init__(self, session: Session) -> None:
        self.__dict__ = session.__dict__

    def close(self) -> None:
        """Leave that to the whole job."""


@dataclass
class _Run:
    """One run over the steps of a stack."""

    service: ImageService
    session: Session
    choices: DownloadOptions
    plan: DownloadPlan
    folder: Path
    prefix: str
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        self.lock = threading.Lock()
        self.requests = self.bytes_received = 0  # of the pilot
        self.contents = Contents.read(self.folder)
        self.prints = {step.name: fingerprint(self.service, _options_of(self.choices, step)) for step in self.steps}
        self.ready = {step.name for step in self.steps if self._is_ready(step)}
        if self.choices.overwrite and len(self.ready) == len(self.steps):
            self.ready = set()  # a whole stack is replaced; one that is not whole yet goes on
        self.reports: dict[str, DownloadReport] = {}
        self.cells: dict[str, int] = {}

    def path(self, step: Step) -> Path:
        """Return the file of a step."""
        return self.folder / f"{self.prefix}{step.name}.tif"

    def _is_ready(self, step: Step) -> bool:
        return self.contents.holds(self.path(step), self.prints[step.name])

    def refuse_strangers(self) -> None:
        """Refuse a folder with files of the same names that are not of this request, unless they may be replaced.

        Raises:
            OutputError: there is one.
        """
        for step in self.steps:
            path = self.path(step)
            is_ours = step.name in self.ready or self.contents.knows(path, self.prints[step.name])
            if not is_ours and path.exists() and not self.choices.overwrite:
                raise OutputError(
                    f"“{path}” is there already, from another request: choose another folder, or allow to overwrite."
                )

    def fetch(self, cancel: Cancel, progress: Progress | None) -> None:
        """Fetch the steps that are not there yet.

        Raises:
            Cancelled: it was cancelled.
            ImageServiceError: a step could not be had; those that could stay.
        """
        missing = [step for step in self.steps if step.name not in self.ready]
        most = self.choices.max_concurrency
        width = max(1, min(len(missing) or 1, -(-most // len(self.plan.tiles))))
        shared = self.service.with_session(_KeptOpen(self.session))
        own = {"max_concurrency": max(1, most // width), "overwrite": True}
        known: dict[str, Any] = {"discovery": self._explore(cancel)} if missing else {}

        def work(step: Step, stop: Cancel) -> DownloadReport:
            def note(done: int, _: int, __: str) -> None:
                self.cells[step.name] = done

            options = {**vars(_options_of(self.choices, step)), **own}
            options = {name: value for name, value in options.items() if value not in (None, ())}
            try:
                options = {**options, **known, "variable": step.variable}
                report = download(shared, self.path(step), cancel=stop, progress=note, **options)
            except ImageServiceError as error:
                raise _named(error, step) from None
            self._list(Entry.of(step, self.path(step), self.prints[step.name], report.tiles_failed))
            return report

        # What is begun is ours, also when the power goes out before it is listed as whole.
        self._list(*(Entry(self.path(step).name, UNFINISHED, self.prints[step.name]) for step in missing))
        meter = _Meter(self, progress)
        if missing:
            known["inquiry"] = Inquiry(self.plan, self.session, missing[0].variable)
        try:
            for step, report in run_all(missing, work, width=width, cancel=cancel, tick=meter.tick):
                self.reports[step.name] = report
        finally:
            if missing:
                known["inquiry"].close()
            self.session.close()
        meter.tell()

    def _explore(self, cancel: Cancel) -> Discovery | None:
        """Find out once how this server wants to be asked; tiles of a cache need no such question."""
        if self.plan.cache is not None:
            return None
        found = explore(self.plan, self.session, cancel)
        self.requests, self.bytes_received = found.requests, found.bytes_received
        return replace(found, requests=0, bytes_received=0)

    def _list(self, *entries: Entry) -> None:
        with self.lock:
            for entry in entries:
                self.contents = self.contents.with_entry(entry)
            self.contents.write(self.folder, self.service)

    def layers(self) -> list[SeriesLayer]:
        """Return what is on the disk now."""
        bands = tuple(range(1, len(self.plan.bands) + 1))
        return [SeriesLayer(step, str(self.path(step)), bands, step.name in self.ready) for step in self.steps]

    def report(self, path: Path, layers: Sequence[SeriesLayer], no_data: float | None, seconds: float) -> SeriesReport:
        """Return what was done."""
        done = self.reports.values()
        own = (note for report in done for note in report.notes)
        notes = tuple(dict.fromkeys([*(note.text for note in self.plan.notes), *own]))
        return SeriesReport(
            output=str(path),
            layers=tuple(layers),
            width=self.plan.grid.columns,
            height=self.plan.grid.rows,
            band_count=len(self.plan.bands),
            pixel_type=self.plan.pixel_type.code,
            no_data=no_data,
            spatial_reference=self.plan.spatial_reference,
            failed=tuple(failure for report in done for failure in report.failed),
            bytes_received=self.bytes_received + sum(report.bytes_received for report in done),
            requests=self.requests + sum(report.requests for report in done),
            retries=sum(report.retries for report in done),
            seconds=seconds,
            notes=notes,
            is_native=self.plan.is_native and not self.plan.warnings and all(report.is_native for report in done),
            cells_from=self.plan.cells_from,
        )


def _named(error: ImageServiceError, step: Step) -> ImageServiceError:
    """Return the error of one step, saying which; what can be done about it stays the same."""
    if isinstance(error, DownloadError):
        text = f"The slice {step.words} could not be had; finished slices stay, and another run continues. "
        return DownloadError(text + error.message, url=error.url, **error.details)
    return error


class _Meter:
    """Tells the progress of all slices as one."""

    INTERVAL_S = 0.2

    def __init__(self, run: _Run, progress: Progress | None) -> None:
        self._run = run
        self._progress = progress
        self._started = time.monotonic()
        self._next = 0.0

    def tick(self) -> None:
        """Report, if the last report is long enough ago."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + self.INTERVAL_S
            self.tell()

    def tell(self) -> None:
        """Report."""
        if self._progress is None:
            return
        run = self._run
        each = run.plan.cells
        before = len(run.ready) * each
        done = before + sum(min(each, cells) for cells in list(run.cells.values()))
        total = len(run.steps) * each
        finished = len(run.ready) + len(run.reports)
        words = f"{finished:,} of {len(run.steps):,} slices"
        if before < done < total:
            seconds = time.monotonic() - self._started
            words += f", {duration(seconds * (total - done) / (done - before))} left"
        self._progress(done, total, words)


def _stacked(
    layers: Sequence[SeriesLayer], path: Path, plan: DownloadPlan, choices: DownloadOptions, cancel: Cancel
) -> tuple[list[SeriesLayer], float | None]:
    """Put the slices into one raster; return where they are then, and its NoData value."""
    count = len(plan.bands)
    names = plan.service.band_names
    parts, placed = [], []
    for index, layer in enumerate(layers):
        step = layer.step
        own = [names[band] if band < len(names) else f"Band {band + 1}" for band in plan.bands]
        titles = (step.words,) if count == 1 else tuple(f"{step.words}, {name}" for name in own)
        parts.append(Part(Path(layer.path), titles, band_metadata(step)))
        bands = tuple(range(index * count + 1, (index + 1) * count + 1))
        placed.append(replace(layer, path=str(path), bands=bands))
    metadata = {
        "AREA_OR_POINT": "Area",
        "TIFFTAG_SOFTWARE": f"Image Services for ArcGIS {VERSION}",
        "IMAGE_SERVICE": shareable(plan.service.url),
    }
    with contextlib.suppress(OSError):
        path.with_name(path.name + ".part").unlink(missing_ok=True)
    _, no_data = stack(parts, path, metadata=metadata, compression=choices.file_compression, cancel=cancel)
    return placed, no_data
