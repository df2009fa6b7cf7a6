# SPDX-License-Identifier: GPL-2.0-or-later
"""A raster that survives the end of the program that writes it: what is finished is not fetched a second time.

The raster grows under another name, and beside it a journal of its finished windows. A window is entered when the next
one has been written, for GDAL keeps the last bytes back until then (measured: after SIGKILL the last tile is lost, and
no other). Whoever goes on reads every window that the journal claims and keeps those whose checksum is right, which
also gives their statistics; and all of them once more before the raster gets its name. So neither the death of a
process, nor a power cut, nor a disk that lies can bring a hole into a raster; at worst a window is fetched again.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from .cancel import Cancel
from .errors import OutputError
from .filelock import Taken
from .fingerprint import differences
from .geotiff import GeoTiffSink
from .grid import Window
from .journal import Finished, Journal
from .meaning import Meaning
from .output import writing
from .partial import is_interrupted, journal_of, part_of, remove_part
from .raster import RasterLayout
from .statistics import BandSummary, summarize

# How often to look whether the file is still there: systems let one write into a file that was removed.
LOOK_S = 1.0
TELL_S = 0.2

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Resumed:
    """What is there from an interrupted download; ``note`` says why that is nothing, where something was found."""

    windows: tuple[Window, ...] = ()
    summaries: tuple[BandSummary, ...] = ()
    note: str = ""

    @property
    def cells(self) -> int:
        """Return the number of finished cells."""
        return sum(window.cells for window in self.windows)


class ResumableSink:
    """Writes a GeoTIFF that can go on after an interruption: ``resume``, ``write``, then one of three ends.

    ``finish`` makes it appear, ``abort`` leaves nothing, and ``keep`` leaves what the next one can go on with. All
    calls from one thread.
    """

    def __init__(
        self,
        path: Path,
        layout: RasterLayout,
        request: dict[str, str],
        *,
        tile: tuple[int, int],
        compression: str = "none",
    ) -> None:
        """Take hold of the output; the other arguments are those of ``GeoTiffSink``.

        Args:
            path: the output.
            layout: what it is, apart from its pixels.
            request: what its pixels depend on (see ``fingerprint``).
            tile: the size of most windows.
            compression: how the file is compressed.

        Raises:
            OutputError: another download is writing the same output, or it cannot be written.
        """
        self._path = path
        self._layout = layout
        self._request = request
        self._settings: dict[str, Any] = {"tile": tile, "compression": compression}
        self._pending: Finished | None = None
        self._looked = time.monotonic()
        self._is_resumed = False
        self._journal = _journal(path)
        self._sink: GeoTiffSink | None = None

    def resume(self, cancel: Cancel, progress: Progress | None = None) -> Resumed:
        """Open what is there, if it is of the same request, or begin.

        Raises:
            Cancelled: the user stopped it.
            OutputError: the file cannot be written.
        """
        note = self._reopen()
        if self._sink is None:
            self._begin()
            return Resumed(note=note)
        windows, summaries = self._prove(cancel, progress)
        return Resumed(windows, summaries)

    def _reopen(self) -> str:
        """Open an interrupted raster, or return in words why there is none to go on with; empty where none is there."""
        journal = self._journal
        if not (journal.finished and part_of(self._path).is_file()):
            return ""
        changed = differences(journal.request, self._request)
        if changed:
            return (
                f"An interrupted download into “{self._path.name}” was given up and started afresh, because something "
                f"else is asked for now, or the service has changed: {', '.join(changed)}."
            )
        try:
            if journal.head:
                _restore_head(part_of(self._path), journal.head)
            self._sink = GeoTiffSink(self._path, self._layout, **self._settings, again=True)
            self._is_resumed = True
        except (OSError, OutputError):
            return f"What an interrupted download left in “{self._path.name}” cannot be read: it was started afresh."
        return ""

    def _begin(self) -> None:
        with writing(self._path):
            self._journal.begin(self._request)
            self._sink = GeoTiffSink(self._path, self._layout, **self._settings)
            self._journal.keep_head(self._sink.head)

    def restate(self, request: dict[str, str]) -> None:
        """Replace what the pixels depend on, before any has been written.

        Raises:
            OutputError: the disk is full.
        """
        self._request = request
        with writing(self._path):
            self._journal.begin(request)
            self._journal.keep_head(self._opened.head)

    def prove(self, cancel: Cancel, progress: Progress | None = None) -> None:
        """See that all that was written is there, before a raster that was interrupted becomes a finished one.

        Raises:
            Cancelled: the user stopped it.
            OutputError: it is not; the next one will fetch what is missing.
        """
        self._enter(None)
        count = len(self._journal.finished)
        windows, _ = self._prove(cancel, progress, is_done=True)
        if len(windows) < count:
            raise OutputError(f"“{self._path}” does not hold everything that was written to it: is the disk in order?")

    def _prove(
        self, cancel: Cancel, progress: Progress | None, *, is_done: bool = False
    ) -> tuple[tuple[Window, ...], tuple[BandSummary, ...]]:
        """Read every window that the journal claims; keep those that hold what they held when they were written.

        Returns them, and the statistics of what they hold.
        """
        claimed = self._journal.finished
        total = sum(finished.window.cells for finished in claimed)
        summaries = tuple(BandSummary() for _ in self._layout.band_names)
        kept: list[Window] = []
        lost: list[Window] = []
        cells, told = 0, 0.0
        for finished in claimed:
            cancel.raise_if_set()
            found = _content(self._opened, finished)
            if found is None:
                lost.append(finished.window)
            else:
                kept.append(finished.window)
                summaries = tuple(a + b for a, b in zip(summaries, found))
            cells += finished.window.cells
            if progress is not None and time.monotonic() - told > TELL_S:
                told = time.monotonic()
                progress(total if is_done else 0, total, f"Checking what is there already: {100 * cells // total} %")
        with writing(self._path):
            self._journal.drop(lost)
        return tuple(kept), summaries

    def write(self, window: Window, data: NDArray[Any], valid: NDArray[Any] | None) -> None:
        """Write the pixels of a window, see ``GeoTiffSink.write``.

        Raises:
            OutputError: the disk is full, or the file was taken away.
        """
        try:
            finished = self._opened.write(window, data, valid)
        except OutputError:
            if not (self._is_resumed and self._opened.mend(window)):
                raise
            finished = self._opened.write(window, data, valid)
        self._enter(finished)
        self._look()

    def write_hole(self, window: Window) -> None:
        """Mark the pixels of a window as NoData; whoever goes on will try to have them."""
        self._opened.write_hole(window)
        self._enter(None)

    def doubt(self, window: Window) -> None:
        """Leave the window written last out of the journal: whoever goes on asks for it again."""
        if self._pending is not None and self._pending.window == window:
            self._pending = None

    def finish(
        self, summaries: tuple[BandSummary, ...], metadata: dict[str, str], meaning: Meaning | None = None
    ) -> None:
        """Write statistics and metadata, and give the file its name; an older file is replaced only now.

        Raises:
            OutputError: the last bytes could not be written; ``keep`` or ``abort`` then.
        """
        with writing(self._path):
            self._journal.keep_head(self._opened.head)
        self._opened.complete(summaries, metadata, meaning)
        self._enter(None)
        self._opened.publish()
        self._journal.remove()

    def keep(self) -> bool:
        """Close what is there so that a next one can go on; return whether that is anything."""
        if self._sink is not None:
            with contextlib.suppress(OutputError):
                self._sink.close()
                self._enter(None)
        if not (self._journal.finished and part_of(self._path).is_file()):
            self.abort()
            return False
        self._journal.close()
        return True

    def abort(self) -> None:
        """Close and remove whatever was written."""
        if self._sink is not None:
            self._sink.abort()
        remove_part(self._path)
        self._journal.remove()

    @property
    def _opened(self) -> GeoTiffSink:
        if self._sink is None:
            raise OutputError(f"“{self._path}” is not open.")
        return self._sink

    def _enter(self, finished: Finished | None) -> None:
        """Enter the window that was written before this one."""
        pending, self._pending = self._pending, finished
        if pending is not None:
            with writing(self._path):
                self._journal.add(pending)

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked < LOOK_S:
            return
        self._looked = now
        if not part_of(self._path).exists():
            what = "the unfinished file" if self._path.parent.is_dir() else "its folder"
            raise OutputError(f"“{self._path}” cannot be written: {what} was removed.")


def interrupted_request(path: Path) -> dict[str, str]:
    """Return what the pixels of an interrupted download depend on; nothing where there is none to go on with."""
    if not is_interrupted(path):
        return {}
    try:
        journal = Journal(journal_of(path))
    except (Taken, OSError):
        return {}
    journal.close()
    return journal.request if journal.finished else {}


def _journal(path: Path) -> Journal:
    try:
        with writing(path):
            return Journal(journal_of(path))
    except Taken:
        raise OutputError(
            f"“{path}” is being written by another download, here or in another program: wait for it, or choose "
            "another name."
        ) from None


def _restore_head(part: Path, head: bytes) -> None:
    """Let a file begin as it did: while a TIFF is being completed, its header may lead to no directory."""
    with part.open("r+b") as file:
        if file.read(len(head)) != head:
            file.seek(0)
            file.write(head)


def _content(sink: GeoTiffSink, finished: Finished) -> tuple[BandSummary, ...] | None:
    """Return the statistics of a window that holds what it should; None for one that does not."""
    try:
        if not finished.is_masked:
            sink.unmask(finished.window)
        data, valid, checksum = sink.read(finished.window)
    except OutputError:
        return None
    return summarize(data, valid) if checksum == finished.checksum else None
