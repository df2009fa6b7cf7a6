# SPDX-License-Identifier: GPL-2.0-or-later
"""The list of contents beside the files of a stack: which slices are whole, of which request, and from when.

Written anew after every slice, under another name first, so that a power cut costs the slice in flight and no more.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import lenient
from .address import shareable
from .defaults import DEFAULT_CONCURRENCY, DEFAULT_TILE
from .errors import OutputError
from .options import DownloadOptions
from .service import ImageService

if TYPE_CHECKING:
    from .steps import Step

NAME = "series.json"
# The size of a file that was begun: no file has it.
UNFINISHED = -1
_TEXTS = ("file", "request", "words", "start", "end", "variable")


@dataclass(frozen=True)
class Entry:
    """A finished slice: its file (without folders) and size in bytes, its request, and what it is of.

    ``holes`` counts tiles that could not be had and were filled with NoData: such a slice is fetched again. Times are
    ISO 8601 texts; empty where there is none.
    """

    file: str
    size: int
    request: str
    holes: int = 0
    words: str = ""
    start: str = ""
    end: str = ""
    variable: str = ""

    @classmethod
    def of(cls, step: Step, path: Path, request: str, holes: int) -> Entry:
        """Describe a file that was just finished."""
        start, end = "", ""
        if step.period is not None:
            start, end = step.period.start.isoformat(), step.period.end.isoformat()
        return cls(path.name, path.stat().st_size, request, holes, step.words, start, end, step.variable)


@dataclass(frozen=True)
class Contents:
    """What a folder holds."""

    entries: tuple[Entry, ...] = ()

    @classmethod
    def read(cls, folder: Path) -> Contents:
        """Read the list of a folder; one that cannot be read lists nothing."""
        try:
            value = json.loads((folder / NAME).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return cls()
        found = []
        for entry in map(lenient.mapping, lenient.items(lenient.mapping(value).get("slices"))):
            size, holes = lenient.integer(entry.get("size")), lenient.integer(entry.get("holes"))
            texts = {name: lenient.text(entry.get(name)) for name in _TEXTS}
            if size is not None and holes is not None and texts["file"]:
                found.append(Entry(size=size, holes=holes, **texts))
        return cls(tuple(found))

    def holds(self, path: Path, request: str) -> bool:
        """Tell whether a file is there, whole, and the answer to this request."""
        entry = self._entry(path, request)
        return entry is not None and not entry.holes and path.is_file() and path.stat().st_size == entry.size

    def knows(self, path: Path, request: str) -> bool:
        """Tell whether a file was written for this request, whatever has become of it."""
        return self._entry(path, request) is not None

    def _entry(self, path: Path, request: str) -> Entry | None:
        return next((e for e in self.entries if (e.file, e.request) == (path.name, request)), None)

    def with_entry(self, entry: Entry) -> Contents:
        """Return the list with an entry, in the place of an older one for the same file."""
        others = tuple(each for each in self.entries if each.file != entry.file)
        return replace(self, entries=tuple(sorted((*others, entry), key=lambda each: (each.start, each.file))))

    def write(self, folder: Path, service: ImageService) -> None:
        """Write the list.

        Raises:
            OutputError: it cannot be written.
        """
        value: dict[str, Any] = {"service": shareable(service.url), "slices": [asdict(e) for e in self.entries]}
        path = folder / NAME
        try:
            new = path.with_name(f"{NAME}.part")
            new.write_text(json.dumps(value, indent=1, ensure_ascii=False), encoding="utf-8")
            new.replace(path)
        except OSError as error:
            raise OutputError(f"“{path}” cannot be written: {error.strerror}.") from None


def fingerprint(service: ImageService, options: DownloadOptions) -> str:
    """Return a text that is the same for two requests with the same pixels; it shows nothing of them."""
    plain = replace(
        options,
        tile_columns=DEFAULT_TILE,
        tile_rows=DEFAULT_TILE,
        max_concurrency=DEFAULT_CONCURRENCY,
        on_error="fail",
        overwrite=False,
    )
    polygons = options.clip.wkb if options.clip is not None else b""
    said = f"{service.url}\n{service.extent}\n{service.cell_width} {service.cell_height}\n{plain!r}\n"
    return hashlib.sha256(said.encode() + polygons).hexdigest()
