# SPDX-License-Identifier: GPL-2.0-or-later
"""A request's body, in one of the two forms that Qt can send again when a server asks for a password: bytes, or a file.

Anything else that `requests` accepts (open files, generators) is copied into a temporary file first, unless it is
small, or is a plain file on disk already. So no Python code runs while Qt sends.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QFile, QIODevice

from ...core.cancel import Cancel

KEPT_IN_MEMORY = 8 * 1024 * 1024  # bytes; longer bodies of unknown kind go through a temporary file
PIECE = 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """The body of one request: ``data``, or the file ``path`` from ``offset`` on."""

    data: bytes = field(default=b"", repr=False)
    path: str | None = None
    offset: int = 0
    temporary: bool = False

    def open(self) -> bytes | QFile:
        """Return what Qt takes as a body; call it in the thread that sends.

        Raises:
            OSError: the file cannot be read (any more).
        """
        if self.path is None:
            return self.data
        file = QFile(self.path)
        if not file.open(QIODevice.OpenModeFlag.ReadOnly) or not file.seek(self.offset):
            raise OSError(f"{Path(self.path).name} cannot be read: {file.errorString()}")
        return file

    def discard(self) -> None:
        """Remove the temporary file, if there is one."""
        if self.temporary and self.path is not None:
            with suppress(OSError):  # Windows keeps a file that a virus scanner looks at; it lies in a temporary folder
                Path(self.path).unlink()


def upload_of(body: Any, cancel: Cancel) -> Upload | None:
    """Return the body of a prepared request as Qt can send it, or None if there is none.

    Raises:
        Cancelled: while a long body was copied.
        OSError: the body cannot be read, or the temporary folder cannot be written.
    """
    if body is None:
        return None
    if isinstance(body, str):
        return Upload(body.encode("utf-8"))
    if isinstance(body, (bytes, bytearray, memoryview)):
        return Upload(bytes(body))
    if _is_plain_file(body):
        return Upload(path=os.fspath(body.name), offset=body.tell())
    return _gathered(_pieces(body), cancel)


def _is_plain_file(body: Any) -> bool:
    if not isinstance(getattr(body, "name", None), str) or "b" not in str(getattr(body, "mode", "")):
        return False
    try:
        return os.path.samestat(os.fstat(body.fileno()), Path(body.name).stat())
    except OSError:
        return False


def _pieces(body: Any) -> Iterator[bytes]:
    if hasattr(body, "read"):
        while piece := body.read(PIECE):
            yield piece
    else:
        yield from body


def _gathered(pieces: Iterator[bytes], cancel: Cancel) -> Upload:
    kept = bytearray()
    for piece in pieces:
        cancel.raise_if_set()
        kept += piece
        if len(kept) > KEPT_IN_MEMORY:
            return _spooled(kept, pieces, cancel)
    return Upload(bytes(kept))


def _spooled(start: bytearray, rest: Iterator[bytes], cancel: Cancel) -> Upload:
    handle, path = tempfile.mkstemp(prefix="image-service-upload-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(start)
            for piece in rest:
                cancel.raise_if_set()
                file.write(piece)
    except BaseException:
        Path(path).unlink()
        raise
    return Upload(path=path, temporary=True)
