# SPDX-License-Identifier: GPL-2.0-or-later
"""Downloads that were begun and not brought to an end, kept in the user's profile: output and parameters, no secrets.

A download is remembered while it runs. If QGIS ends meanwhile, or the download fails with part of the raster there, it
stays remembered, and the next start of QGIS offers to go on with it.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingUtils

from ..core.errors import ImageServiceError
from ..core.partial import is_interrupted, journal_of
from .settings import held

MOST_KEPT = 30
_lock = threading.Lock()


@dataclass(frozen=True)
class Unfinished:
    """A download as the profile keeps it: its file, and the parameters of the Processing algorithm."""

    output: str
    parameters: dict[str, Any]

    @property
    def name(self) -> str:
        """Return the name of the file."""
        return Path(self.output).name


def remembered() -> list[Unfinished]:
    """Return what is remembered, newest first; what cannot be read is left out."""
    with held() as known:
        found = [_read(text) for text in known.unfinished.value()] if known is not None else []
    return [entry for entry in found if entry is not None]


def interrupted() -> list[Unfinished]:
    """Return the downloads that can go on now, and forget those of which nothing is left.

    Looks at files, which may lie on a network drive that does not answer: not for the main thread.
    """
    found = []
    for entry in remembered():
        path = Path(entry.output)
        if is_interrupted(path):
            found.append(entry)
        elif path.parent.is_dir() and not journal_of(path).exists():  # else it runs, in another QGIS
            forget(entry.output)
    return found


@contextlib.contextmanager
def remembering(output: str, parameters: dict[str, Any]) -> Iterator[None]:
    """Remember a download within the block, and after it if it was interrupted; temporary files are not worth it."""
    if is_temporary(output):
        yield
        return
    remember(Unfinished(output, parameters))
    try:
        yield
    except ImageServiceError as error:
        if not error.details.get("resumable"):
            forget(output)
        raise
    forget(output)


def is_temporary(output: str) -> bool:
    """Tell whether a file lies in the folder that QGIS empties when it is closed."""
    return Path(QgsProcessingUtils.tempFolder()) in Path(output).parents


def remember(entry: Unfinished) -> None:
    """Remember a download, in the place of an older one into the same file."""
    with _lock:
        _write([entry, *(other for other in remembered() if other.output != entry.output)][:MOST_KEPT])


def forget(output: str) -> None:
    """Remember a download no more; after the plugin was unloaded, the next start will find that nothing is left."""
    with _lock:
        known = remembered()
        left = [entry for entry in known if entry.output != output]
        if len(left) < len(known):
            _write(left)


def _write(entries: list[Unfinished]) -> None:
    with held() as known:
        if known is not None:
            known.unfinished.setValue([json.dumps(asdict(entry), ensure_ascii=False) for entry in entries])


def _read(text: str) -> Unfinished | None:
    try:
        kept = json.loads(text)
        output, parameters = kept["output"], kept["parameters"]
    except (ValueError, TypeError, KeyError):
        return None
    return Unfinished(output, parameters) if isinstance(output, str) and isinstance(parameters, dict) else None
