# SPDX-License-Identifier: GPL-2.0-or-later
"""A folder for everything that clients send and that is published from it; it ends with the process."""

from __future__ import annotations

import atexit
import itertools
import os
import shutil
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path


class Scratch:
    """Temporary files. The folder is made when the first one is wanted."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def file(self) -> Path:
        """Return a path that nothing else has; the file is not there yet."""
        return self._root() / f"{next(self._numbers)}.part"

    def folder(self) -> Path:
        """Return a new, empty folder."""
        folder = self._root() / str(next(self._numbers))
        folder.mkdir()
        return folder

    def clear(self) -> None:
        """Remove all files and the folder itself."""
        with self._lock:
            folder, self._folder = self._folder, None
        if folder is not None:
            atexit.unregister(self.clear)
            shutil.rmtree(folder, ignore_errors=True)

    def _root(self) -> Path:
        with self._lock:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="image-services-sandbox-"))
                atexit.register(self.clear)
            return self._folder


def join(parts: Sequence[Path], whole: Path) -> None:
    """Make one file of several: the first becomes the whole, the others are appended to it and removed."""
    first, *others = parts
    first.replace(whole)
    with whole.open("ab") as target:
        for part in others:
            with part.open("rb") as source:
                shutil.copyfileobj(source, target, 1 << 20)
            part.unlink()


def share(source: Path, target: Path) -> None:
    """Give a file a second name, so that the first may go; copies it where the file system knows no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
