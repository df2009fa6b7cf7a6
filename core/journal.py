# SPDX-License-Identifier: GPL-2.0-or-later
"""The journal of a download: which windows of the raster beside it are finished, and what they hold.

A text file that only grows, one record per line: a checksum of the record, and the record as JSON. The first record
describes the request. A line that was cut short by a crash, and all that follows one that is damaged, count as never
written. Each window comes with a checksum of its pixels: the journal claims, and the raster has to prove it. So
nothing depends on the order in which a system brings two files to the disk.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import lenient
from .filelock import give_up, take
from .grid import Window

VERSION = 1


@dataclass(frozen=True)
class Finished:
    """A finished window: the checksum of its pixels, and whether some of them are invalid and only a mask says so."""

    window: Window
    checksum: int
    is_masked: bool


class Journal:
    """An open journal. It is locked: a second one of the same file cannot be opened, by this process or another."""

    def __init__(self, path: Path) -> None:
        """Open a journal, or begin an empty one.

        Raises:
            Taken: it is open already.
            OSError: it cannot be opened.
        """
        self._path = path
        self._file = take(path)
        self.request: dict[str, str] = {}
        self.head = b""
        self._finished: dict[Window, Finished] = {}
        try:
            self._read()
        except BaseException:
            self._file.close()
            raise

    @property
    def finished(self) -> tuple[Finished, ...]:
        """Return the finished windows, in the order in which they were written."""
        return tuple(self._finished.values())

    def begin(self, request: dict[str, str]) -> None:
        """Start over, for a request."""
        self._file.seek(0)
        self._file.truncate()
        self.request, self.head, self._finished = request, b"", {}
        self._append([{"journal": VERSION, "request": request}])

    def add(self, finished: Finished) -> None:
        """Note that a window is finished."""
        self._finished[finished.window] = finished
        box = finished.window
        record = [box.column, box.row, box.columns, box.rows, finished.checksum, int(finished.is_masked)]
        self._append([{"done": record}])

    def drop(self, windows: Iterable[Window]) -> None:
        """Note that windows are not finished after all."""
        lost = [self._finished.pop(window).window for window in windows]
        self._append({"lost": [box.column, box.row, box.columns, box.rows]} for box in lost)

    def keep_head(self, head: bytes) -> None:
        """Keep the first bytes of the raster, which say where its directory lies."""
        self.head = head
        self._append([{"head": head.hex()}])

    def close(self) -> None:
        """Close the file, and let go of it."""
        self._file.close()

    def remove(self) -> None:
        """Remove the file, and let go of it."""
        if not self._file.closed:
            give_up(self._path, self._file)

    def _append(self, records: Iterable[dict[str, Any]]) -> None:
        lines = bytearray()
        for record in records:
            text = json.dumps(record, separators=(",", ":")).encode()
            lines += b"%08x %s\n" % (zlib.crc32(text), text)
        left = memoryview(bytes(lines))
        while left:  # an unbuffered file may take less than all of it
            left = left[self._file.write(left) :]

    def _read(self) -> None:
        """Read what is there, and cut off what is damaged, so that the next record starts a line."""
        end = 0
        for line in self._file.read().split(b"\n")[:-1]:
            record = _record(line)
            if record is None or not (self._understand(record) if end else self._understand_first(record)):
                break
            end += len(line) + 1
        self._file.seek(end)
        self._file.truncate()

    def _understand_first(self, record: dict[str, Any]) -> bool:
        if record.get("journal") != VERSION:
            return False
        self.request = {str(name): str(value) for name, value in lenient.mapping(record.get("request")).items()}
        return True

    def _understand(self, record: dict[str, Any]) -> bool:
        try:
            if "done" in record:
                *box, checksum, is_masked = (int(number) for number in record["done"])
                window = Window(*box)
                self._finished[window] = Finished(window, checksum, bool(is_masked))
            elif "lost" in record:
                del self._finished[Window(*record["lost"])]
            else:
                self.head = bytes.fromhex(record["head"])
        except (KeyError, TypeError, ValueError):
            return False
        return True


def _record(line: bytes) -> dict[str, Any] | None:
    checksum, _, text = line.partition(b" ")
    if b"%08x" % zlib.crc32(text) != checksum:
        return None
    try:
        return lenient.mapping(json.loads(text))
    except ValueError:
        return None
