# SPDX-License-Identifier: GPL-2.0-or-later
"""The body of a request that comes from a file, or from a part of one: read while it is sent, never held as a whole."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

PIECE = 256 * 1024


class FileBody:
    """Bytes before, a part of a file, bytes after; looks like an open file to `requests`.

    Args:
        path: the file.
        start, count: the part of it, in bytes.
        before, after: what frames it (the form of a multipart body).
        sent: called with the number of bytes of the file that were handed over so far.

    Raises:
        OSError: the file cannot be read (any more), while it is sent.
    """

    def __init__(
        self,
        path: Path,
        start: int,
        count: int,
        *,
        before: bytes = b"",
        after: bytes = b"",
        sent: Callable[[int], None] | None = None,
    ) -> None:
        self._path = path
        self._start = start
        self._count = count
        self._before = before
        self._after = after
        self._sent = sent
        self._place = 0

    def __len__(self) -> int:
        return len(self._before) + self._count + len(self._after)

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.read(PIECE):
            yield piece

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._place

    def seek(self, place: int) -> None:
        """Read from ``place`` on, next."""
        self._place = place

    def read(self, size: int = -1) -> bytes:
        """Return the next ``size`` bytes, fewer at a seam, none at the end."""
        size = PIECE if size < 0 else size
        head, tail = len(self._before), len(self._before) + self._count
        if self._place < head:
            piece = self._before[self._place : self._place + size]
        elif self._place < tail:
            piece = self._from_file(self._place - head, min(size, tail - self._place))
            if self._sent is not None:
                self._sent(self._place - head + len(piece))
        else:
            piece = self._after[self._place - tail : self._place - tail + size]
        self._place += len(piece)
        return piece

    def _from_file(self, offset: int, size: int) -> bytes:
        with self._path.open("rb") as file:
            file.seek(self._start + offset)
            piece = file.read(size)
        if not piece:
            raise OSError(f"{self._path.name} is shorter than it was")
        return piece


def multipart(
    fields: Mapping[str, str],
    path: Path,
    start: int,
    count: int,
    *,
    filename: str,
    content_type: str = "application/octet-stream",
    sent: Callable[[int], None] | None = None,
) -> tuple[FileBody, dict[str, str]]:
    """Return a form with a file, and its headers (RFC 7578). Names and values must not hold line breaks or quotes."""
    boundary = f"image-services-{secrets.token_hex(16)}"
    lines = []
    for name, value in {"f": "json", **fields}.items():
        lines.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n')
    lines.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n'
        f"Content-Type: {content_type}\r\n\r\n"
    )
    before, after = "".join(lines).encode(), f"\r\n--{boundary}--\r\n".encode()
    body = FileBody(path, start, count, before=before, after=after, sent=sent)
    return body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}
