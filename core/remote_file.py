# SPDX-License-Identifier: GPL-2.0-or-later
"""A file of a server, onto the disk as it is and as it comes: memory stays small, and a second run continues.

It is asked for in pieces, so that what breaks costs a piece. A server that knows no pieces answers the whole file,
which is taken as such, and begins anew with every attempt. Whether what is on the disk already still belongs to the
same file is told by its tag (ETag), and by its size.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from .cancel import Cancel
from .errors import BadRequest, DownloadError, ProtocolError
from .output import writing
from .partial import PART
from .retry import RetryPolicy
from .session import Answer, Session, patiently

PIECE = 8_000_000
TAG = ".tag"
_RANGE = re.compile(r"bytes\s+(\d{1,18})-(\d{1,18})/(\d{1,18}|\*)$")
# HTTP's answer to a range that begins at the end of a file, or behind it.
BEYOND_THE_END = 416


@dataclass(frozen=True)
class RemoteFile:
    """Where a file lies; ``size`` in bytes as the server announced it, or None."""

    url: str
    params: Mapping[str, str] = field(default_factory=dict)
    size: int | None = None


def fetch_file(
    remote: RemoteFile,
    target: Path,
    session: Session,
    *,
    cancel: Cancel | None = None,
    note: Callable[[int], None] = lambda received: None,
) -> int:
    """Fetch a file, which appears when it is whole; return the number of bytes received in this run.

    Args:
        remote: the file.
        target: its place; the folder exists.
        session: how to reach it.
        cancel: stops it; what has come stays beside the target, for the next run.
        note: called with the bytes that are on the disk so far, which are fewer after a new beginning.

    Raises:
        DownloadError: what came is not as large as announced; nothing is kept.
        OutputError: the disk refused.
        ImageServiceError: one of its kinds.
    """
    copy = _Copy(remote, target, session, cancel or Cancel(), note)
    with writing(target):
        try:
            return copy.run()
        finally:
            copy.close()


class _Copy:
    """One run: asks for pieces, and is the spool that they go to."""

    def __init__(
        self, remote: RemoteFile, target: Path, session: Session, cancel: Cancel, note: Callable[[int], None]
    ) -> None:
        self._remote = remote
        self._target = target
        self._part = target.with_name(target.name + PART)
        self._tag_file = self._part.with_name(self._part.name + TAG)
        self._session = session
        self._cancel = cancel
        self._note = note
        self._retry = RetryPolicy()
        self._file: BinaryIO | None = None
        self._offset = 0  # so much of the file is on the disk
        self._end: int | None = None  # where the answer that comes in ends, if it says so
        self._total = remote.size
        self._in_pieces = remote.size is None or remote.size > PIECE
        self._received = 0

    def run(self) -> int:
        """Fetch what is missing; return the bytes received."""
        self._offset = self._begun()
        is_last = self._total is not None and self._offset == self._total > 0
        while not is_last:
            is_last = patiently(self._ask, self._retry, self._cancel)
        self.close()
        if self._total is not None and self._offset != self._total:
            raise self._wrong(self._offset)
        self._finish()
        return self._received

    def close(self) -> None:
        """Let go of the file on the disk."""
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def _begun(self) -> int:
        """Return how much of the file is there already, of the very same file."""
        with contextlib.suppress(OSError):
            size = self._part.stat().st_size
            if self._tag() and (self._remote.size is None or size <= self._remote.size):
                return size
        self._forget()
        return 0

    def _tag(self) -> str:
        with contextlib.suppress(OSError):
            return self._tag_file.read_text(encoding="latin-1").strip()
        return ""

    def _ask(self) -> bool:
        """Ask for the next piece; tell whether it was the last."""
        headers, first = {"Accept-Encoding": "identity"}, self._offset
        if first or self._in_pieces:
            headers["Range"] = f"bytes={first}-{first + PIECE - 1}"
            tag = self._tag()
            if first and tag:
                headers["If-Range"] = tag
        try:
            answer = self._session.fetch(
                self._remote.url, self._remote.params, headers=headers, spool=self, cancel=self._cancel
            )
        except BadRequest as error:
            if error.code != BEYOND_THE_END or "Range" not in headers:
                raise
            return self._is_whole_at(first)
        if answer.status == 206 and self._end != self._offset:
            raise self._another_part()
        return self._is_last(answer, self._offset - first)

    def _is_whole_at(self, offset: int) -> bool:
        """Tell whether a file, of which nothing follows here, is whole; else begin anew, without asking for pieces."""
        if offset and self._total in {None, offset}:
            return True
        self._forget()
        self._offset, self._in_pieces = 0, False
        return False

    def _is_last(self, answer: Answer, count: int) -> bool:
        if answer.status != 206 or count == 0:
            return True
        return count < PIECE if self._total is None else self._offset >= self._total

    # A spool of the session's

    def begin(self, status: int, headers: Mapping[str, str]) -> None:
        """Look at what a piece says of itself, and make ready to write it where it belongs."""
        self.close()
        if status == 206:
            whole = self._begin_piece(headers)
        else:  # the whole file, or a newer one
            length = headers.get("Content-Length", "")
            self._offset, whole = 0, int(length) if length.isdigit() and "Content-Encoding" not in headers else None
            self._end = whole
        if whole is not None and self._total not in {None, whole}:
            raise self._wrong(whole)
        self._total = whole if whole is not None else self._total
        tag = headers.get("ETag", "")
        if self._offset == 0:
            self._tag_file.unlink(missing_ok=True)
            if tag and not tag.startswith("W/"):  # a weak one says nothing of the bytes
                self._tag_file.write_text(tag, encoding="latin-1", errors="replace")
        self._file = self._part.open("r+b" if self._offset else "wb", buffering=0)
        self._file.seek(self._offset)
        self._file.truncate()

    def _begin_piece(self, headers: Mapping[str, str]) -> int | None:
        """Return the size of the whole file, where a piece tells it."""
        found = _RANGE.match(headers.get("Content-Range", "").strip().lower())
        if found is None or int(found[1]) != self._offset or not 0 <= int(found[2]) - self._offset < PIECE:
            raise self._another_part()
        self._end = int(found[2]) + 1
        return None if found[3] == "*" else int(found[3])

    def write(self, piece: bytes) -> None:
        """Write what has come; more than was announced is refused."""
        if self._end is not None and self._offset + len(piece) > self._end:
            raise self._another_part()
        if self._total is not None and self._offset + len(piece) > self._total:
            raise self._wrong(self._offset + len(piece))
        left = memoryview(piece)
        while self._file is not None and left:  # an unbuffered file may take less than all of it
            left = left[self._file.write(left) :]
        self._offset += len(piece)
        self._received += len(piece)
        self._note(self._offset)

    # The end

    def _finish(self) -> None:
        with self._part.open("r+b") as file:
            os.fsync(file.fileno())
        self._part.replace(self._target)
        self._tag_file.unlink(missing_ok=True)

    def _forget(self) -> None:
        self.close()
        for path in (self._part, self._tag_file):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def _wrong(self, size: int) -> DownloadError:
        """Forget what came, and return the error that says how large it is."""
        self._forget()
        announced = self._remote.size if self._remote.size is not None else self._total or 0
        text = f"“{self._target.name}” has {size:,} bytes instead of the {announced:,} that the server announced."
        return DownloadError(text, url=self._remote.url)

    def _another_part(self) -> ProtocolError:
        return ProtocolError("The server answers another part of the file than was asked for.", url=self._remote.url)
