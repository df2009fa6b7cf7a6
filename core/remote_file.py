# SPDX-License-Identifier: GPL-2.0-or-later
"""A file of a server, onto the disk as it is: in pieces, so that memory stays small and a second run continues.

A server that knows no pieces answers the whole file, which is then taken as such. Whether the rest of a piece that is
on the disk already still belongs to the same file is told by its tag (ETag), and by its size.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .cancel import Cancel
from .errors import DownloadError, ProtocolError
from .output import writing
from .partial import PART
from .retry import RetryPolicy
from .session import Answer, Session, patiently

PIECE = 8_000_000
TAG = ".tag"
_RANGE = re.compile(r"bytes\s+(\d{1,18})-(\d{1,18})/(\d{1,18}|\*)$")


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
        note: called with the bytes that are on the disk so far.

    Raises:
        DownloadError: what came is not as large as announced; nothing is kept.
        OutputError: the disk refused.
        ImageServiceError: one of its kinds.
    """
    copy = _Copy(remote, target, session, cancel or Cancel())
    with writing(target):
        return copy.run(note)


class _Copy:
    def __init__(self, remote: RemoteFile, target: Path, session: Session, cancel: Cancel) -> None:
        self._remote = remote
        self._target = target
        self._part = target.with_name(target.name + PART)
        self._tag_file = self._part.with_name(self._part.name + TAG)
        self._session = session
        self._cancel = cancel
        self._retry = RetryPolicy()

    def run(self, note: Callable[[int], None]) -> int:
        received, offset, total = 0, self._begun(), self._remote.size
        while total is None or offset < total or offset == 0:
            answer = self._ask(offset)
            received += len(answer.body)
            start, whole = _place(answer, offset, self._remote.url)
            if whole is not None and total is not None and whole != total:
                self._forget()
                raise self._wrong(whole)
            total = whole if whole is not None else total
            if total is None and len(answer.body) < PIECE:  # the last one, of a file whose size nobody tells
                total = offset + len(answer.body)
            if start is None:  # the whole file, or a newer one
                offset = 0
            self._write(answer, offset)
            offset += len(answer.body)
            note(offset)
            if start is None or not answer.body:
                break
        if total is not None and offset != total:
            self._forget()
            raise self._wrong(offset)
        self._finish()
        return received

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

    def _ask(self, offset: int) -> Answer:
        size = self._remote.size
        headers = {"Accept-Encoding": "identity"}
        if offset or size is None or size > PIECE:
            headers["Range"] = f"bytes={offset}-{offset + PIECE - 1}"
            tag = self._tag()
            if offset and tag:
                headers["If-Range"] = tag

        def once() -> Answer:
            return self._session.fetch(self._remote.url, self._remote.params, headers=headers, cancel=self._cancel)

        return patiently(once, self._retry, self._cancel)

    def _write(self, answer: Answer, offset: int) -> None:
        tag = answer.headers.get("ETag", "")
        if offset == 0 and tag and not tag.startswith("W/"):  # a weak one says nothing of the bytes
            self._tag_file.write_text(tag, encoding="latin-1", errors="replace")
        with self._part.open("r+b" if offset else "wb") as file:
            file.seek(offset)
            file.truncate()
            file.write(answer.body)

    def _finish(self) -> None:
        with self._part.open("r+b") as file:
            os.fsync(file.fileno())
        self._part.replace(self._target)
        self._tag_file.unlink(missing_ok=True)

    def _forget(self) -> None:
        for path in (self._part, self._tag_file):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def _wrong(self, size: int) -> DownloadError:
        announced = self._remote.size or 0
        text = f"“{self._target.name}” has {size:,} bytes instead of the {announced:,} that the server announced."
        return DownloadError(text, url=self._remote.url)


def _place(answer: Answer, offset: int, url: str) -> tuple[int | None, int | None]:
    """Return where a piece begins (None: it is the whole file), and the size of the whole file where it is told."""
    if answer.status != 206:
        return None, len(answer.body)
    found = _RANGE.match(answer.headers.get("Content-Range", "").strip().lower())
    if found is None or int(found[1]) != offset or int(found[2]) - int(found[1]) + 1 != len(answer.body):
        raise ProtocolError("The server answers another part of the file than was asked for.", url=url)
    return offset, None if found[3] == "*" else int(found[3])
