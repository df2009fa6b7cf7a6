# SPDX-License-Identifier: GPL-2.0-or-later
"""Uploads to ArcGIS Online: straight into the account's raster store, a container of Azure's, under a signature.

The requests are those of Azure's "Put Blob", "Put Block" and "Put Block List" as Esri's own client sends them
(recorded). The signature is all that opens the container: no token of the GIS is ever sent there. It expires; then a
new one is asked for, a few times at most (Esri's client asks for ever).
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit, urlunsplit

from .address import may_carry_secrets
from .cancel import Cancel
from .content import Content
from .errors import AccessDenied, BadRequest, PublishError
from .filebody import FileBody
from .session import Session
from .upload import PARTS_IN_ONE_PIECE, Effort

VERSION_HEADERS = {"x-ms-version": "2023-01-03", "Content-Type": "application/octet-stream"}
MOST_BLOCKS = 50_000  # of one blob (Azure)
MOST_SIGNATURES = 5  # in a row, without a byte getting through
EXISTS = 409


@dataclass(frozen=True)
class _Place:
    """A container and its signature, which is a secret."""

    container: str
    signature: str = field(repr=False)

    def url(self, name: str, query: str = "") -> str:
        """Return the signed address of a blob."""
        return f"{self.container}/{name}?{query}{self.signature}"


class _Moved(Exception):
    """A new signature is for another container: what was sent to the old one is of no use."""


@dataclass
class BlobUpload:
    """Files on their way into the raster store of an account; they share one folder of it.

    Attributes:
        content: the account's content, which gives signatures.
        part_bytes: size of the blocks of a large file.
        report: called with the bytes of the current file that are there or on their way.
        plain: a session that signs nothing.
    """

    content: Content
    part_bytes: int
    cancel: Cancel
    report: Callable[[int], None]
    effort: Effort = field(default_factory=Effort)
    plain: Session = field(default_factory=Session)

    def __post_init__(self) -> None:
        self._place: _Place | None = None
        self._signatures = 0
        self._folder = f"_images/{int(time.time())}"

    def send(self, path: Path) -> str:
        """Send a file and return its address, without a signature.

        Raises:
            AccessDenied: the store refuses, also with a new signature.
            Cancelled: it was cancelled.
            ImageServiceError: the store could not be reached for too long, or is none that this library knows.
        """
        size, name = path.stat().st_size, f"{self._folder}/{quote(path.name)}"
        while True:
            try:
                if size <= PARTS_IN_ONE_PIECE * self.part_bytes:
                    self._put(name, "", FileBody(path, 0, size, sent=self.report), {"x-ms-blob-type": "BlockBlob"})
                else:
                    self._put_blocks(name, path, size)
                break
            except _Moved:
                continue
        self.effort.bytes_sent += size
        return f"{self._current().container}/{name}"

    def _put_blocks(self, name: str, path: Path, size: int) -> None:
        block = max(self.part_bytes, -(-size // MOST_BLOCKS))
        identities = []
        for number, start in enumerate(range(0, size, block)):
            identity = base64.b64encode(f"{number:08d}".encode()).decode()  # all of one length
            body = FileBody(path, start, min(block, size - start), sent=self._shifted(start))
            self._put(name, f"comp=block&blockid={quote(identity, safe='')}&", body, {})
            identities.append(f"<Latest>{identity}</Latest>")
        listed = f'<?xml version="1.0" encoding="utf-8"?><BlockList>{"".join(identities)}</BlockList>'
        self._put(name, "comp=blocklist&", FileBody(path, 0, 0, before=listed.encode()), {})

    def _shifted(self, start: int) -> Callable[[int], None]:
        return lambda sent: self.report(start + sent)

    def _put(self, name: str, query: str, body: FileBody, headers: dict[str, str]) -> None:
        """Send one piece, with new signatures where the old one is refused."""
        is_block = query.startswith("comp=block&")
        sent_headers = {**VERSION_HEADERS, **headers, **({} if is_block else {"If-None-Match": "*"})}

        def once() -> None:
            url = self._current().url(name, query)
            self.plain.upload("PUT", url, body, sent_headers, cancel=self.cancel)

        while True:
            try:
                self.effort.patiently(once, self.cancel)
            except AccessDenied as error:
                self._renew(error)
                continue
            except BadRequest as error:
                # The name is our own, so what is there already came with an attempt whose answer was lost.
                if error.code != EXISTS or is_block:
                    raise
            self._signatures = 0
            return

    def _current(self) -> _Place:
        if self._place is None:
            self._place = _place_of(self.content.direct_access_url(self.cancel))
        return self._place

    def _renew(self, refusal: AccessDenied) -> None:
        self._signatures += 1
        self.effort.retries += 1
        if self._signatures > MOST_SIGNATURES:
            raise AccessDenied(
                "The store of ArcGIS Online refuses the upload, although its signature is new.", url=refusal.url
            )
        old = self._current()
        self._place = None
        if self._current().container != old.container:
            raise _Moved


def _place_of(url: str) -> _Place:
    """Read the address that ArcGIS Online gives.

    Raises:
        PublishError: it is none of Azure's, or the signature would not be safe on its way.
    """
    parts = urlsplit(url)
    if not parse_qs(parts.query).get("sig") or not may_carry_secrets(url):
        raise PublishError("ArcGIS Online names a store for uploads that this plugin does not know.", url=url or None)
    container = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))
    return _Place(container, parts.query)
