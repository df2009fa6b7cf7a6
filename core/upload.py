# SPDX-License-Identifier: GPL-2.0-or-later
"""Uploads to an ArcGIS Server: in one piece, or in parts that are sent again where they got lost.

Calls, fields and answers are those of Esri's own client (recorded) and of its Uploads pages. Nothing is held in memory
but what is on its way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from . import lenient
from .cancel import Cancel
from .envelope import json_of
from .errors import BadRequest, NotFound, ProtocolError, PublishError
from .filebody import multipart
from .retry import RetryPolicy
from .session import Session, patiently

T = TypeVar("T")

# A cut connection or a lost VPN may take its time to come back.
PATIENCE = RetryPolicy(attempts=9)
# Smaller files than so many parts go in one piece.
PARTS_IN_ONE_PIECE = 4
# How often parts are sent that the server says it does not have.
ROUNDS = 3


@dataclass
class Effort:
    """What uploading took: bytes sent for good, and how often something was sent again."""

    bytes_sent: int = 0
    retries: int = 0

    def patiently(self, attempt: Callable[[], T], cancel: Cancel) -> T:
        """Do something until it works or there is no hope, and count how often it was done in vain."""
        tries = 0

        def counted() -> T:
            nonlocal tries
            tries += 1
            self.retries += tries > 1
            return attempt()

        return patiently(counted, PATIENCE, cancel)


@dataclass
class ServerUpload:
    """One file on its way to the uploads of a service at ``root``.

    Attributes:
        session: signed in at that server.
        part_bytes: size of the parts of a large file.
        began: called with the address of the upload as soon as there is one, so that it can be removed.
        report: called with the bytes that are there or on their way.
    """

    session: Session
    root: str
    part_bytes: int
    cancel: Cancel
    began: Callable[[str], None]
    report: Callable[[int], None]
    effort: Effort = field(default_factory=Effort)

    def send(self, path: Path, content_type: str = "image/tiff") -> str:
        """Send a file and return the id of the upload.

        Raises:
            AccessDenied: the server does not take this kind of file, or not from this account.
            Cancelled: it was cancelled.
            ImageServiceError: the server refuses, or could not be reached for too long.
        """
        size = path.stat().st_size
        item_id = self._whole(path, size, content_type) if self._is_small(size) else self._in_parts(path, size)
        self.effort.bytes_sent += size
        return item_id

    def _is_small(self, size: int) -> bool:
        return size < PARTS_IN_ONE_PIECE * self.part_bytes

    def _whole(self, path: Path, size: int, content_type: str) -> str:
        fields = {"filename": path.name, "overwrite": "true"}
        url = f"{self.root}/uploads/upload"

        def once() -> str:
            body, headers = multipart(
                fields, path, 0, size, filename=path.name, content_type=content_type, sent=self.report
            )
            return self._item_of(self.session.upload("POST", url, body, headers, cancel=self.cancel), url)

        return self.effort.patiently(once, self.cancel)

    def _in_parts(self, path: Path, size: int) -> str:
        url = f"{self.root}/uploads/register"
        form = {"itemName": path.name}
        # An upload whose answer was lost stays without parts, and the server removes it some day.
        answer = self.effort.patiently(lambda: self.session.act(url, form, cancel=self.cancel), self.cancel)
        item_id = self._item_of_answer(answer, url)
        count = -(-size // self.part_bytes)
        missing = list(range(1, count + 1))
        for _ in range(ROUNDS):
            for number in missing:
                self._part(item_id, path, size, number)
            there = self._parts(item_id)
            missing = [number for number in range(1, count + 1) if number not in there]
            if not missing:
                break
        else:
            raise PublishError(f"The server lost part {missing[0]} of {count} of the upload again and again.")
        self._commit(item_id, count)
        return item_id

    def _part(self, item_id: str, path: Path, size: int, number: int) -> None:
        """Send a part; one whose answer was lost is not sent again if it has arrived."""
        start = (number - 1) * self.part_bytes
        count = min(self.part_bytes, size - start)
        url = f"{self.root}/uploads/{item_id}/uploadPart"
        is_first = True

        def once() -> None:
            nonlocal is_first
            if not is_first and number in self._parts(item_id):
                return
            is_first = False
            body, headers = multipart(
                {"partId": str(number)},
                path,
                start,
                count,
                filename=path.name,
                sent=lambda sent: self.report(start + sent),
            )
            self.session.upload("POST", url, body, headers, cancel=self.cancel)

        self.effort.patiently(once, self.cancel)

    def _parts(self, item_id: str) -> set[int]:
        answer = self.session.json(f"{self.root}/uploads/{item_id}/parts", cancel=self.cancel)
        numbers = (lenient.integer(entry) for entry in lenient.items(answer.get("parts")))
        return {number for number in numbers if number is not None}

    def _commit(self, item_id: str, count: int) -> None:
        """Put the parts together; the answer to an earlier attempt may have been lost."""
        form = {"parts": ",".join(str(number) for number in range(1, count + 1))}

        def once() -> None:
            try:
                self.session.act(f"{self.root}/uploads/{item_id}/commit", form, cancel=self.cancel)
            except BadRequest:
                if not self._is_committed(item_id):
                    raise

        self.effort.patiently(once, self.cancel)

    def _is_committed(self, item_id: str) -> bool:
        try:
            answer = self.session.json(f"{self.root}/uploads/{item_id}", cancel=self.cancel)
        except (BadRequest, NotFound, ProtocolError):
            return False
        return lenient.flag(lenient.mapping(answer.get("item", answer)).get("committed"))

    def _item_of(self, body: bytes, url: str) -> str:
        return self._item_of_answer(lenient.mapping(json_of(body)), url)

    def _item_of_answer(self, answer: dict[str, Any], url: str) -> str:
        item_id = lenient.text(lenient.mapping(answer.get("item")).get("itemID"))
        if not item_id:
            raise ProtocolError("The server took the upload, but does not say where it is.", url=url)
        self.began(f"{self.root}/uploads/{item_id}")
        return item_id


def delete_upload(session: Session, url: str, cancel: Cancel | None = None) -> None:
    """Remove an upload from the server; one that is gone already is no error."""
    try:
        session.act(f"{url}/delete", {}, repeat=True, cancel=cancel)
    except NotFound:
        return
