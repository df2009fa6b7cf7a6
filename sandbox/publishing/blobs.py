# SPDX-License-Identifier: GPL-2.0-or-later
"""The blob container of ArcGIS Online's raster store: addresses with a signature, blobs in one piece or in blocks.

After Microsoft's Blob Storage REST pages (Put Blob, Put Block, Put Block List, Get Block List, Delete Blob, Create a
service SAS). A signature counts for the whole container, as the recorded one does.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import html
import secrets
import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urlencode, urlsplit
from xml.etree import ElementTree as ET

from ..answer import Answer, Call, ReceivedFile
from ..portal.paths import BLOBS
from ..portal.people import ORGANISATION_ID
from .scratch import Scratch, join

ACCOUNT, CONTAINER = "rasterstore", ORGANISATION_ID.lower()
ADDRESS = f"{BLOBS}/{ACCOUNT}/{CONTAINER}"
VERSION, PERMISSIONS = "2021-08-06", "racwdl"
XML = "application/xml"
MOST_BLOCKS = 50_000
MESSAGES = {
    "AuthenticationFailed": "Server failed to authenticate the request. Make sure the value of Authorization header is "
    "formed correctly including the signature.",
    "InvalidAuthenticationInfo": "Authentication information is not given in the correct format. Check the value of "
    "Authorization header.",
    "BlobAlreadyExists": "The specified blob already exists.",
    "BlobNotFound": "The specified blob does not exist.",
    "ContainerNotFound": "The specified container does not exist.",
    "InvalidBlockList": "The specified block list is invalid.",
    "InvalidBlobOrBlock": "The specified blob or block content is invalid.",
    "InvalidHeaderValue": "The value for one of the HTTP headers is not in the correct format.",
    "InvalidQueryParameterValue": "Value for one of the query parameters specified in the request URI is invalid.",
    "InvalidXmlDocument": "XML specified is not syntactically valid.",
    "Md5Mismatch": "The MD5 value specified in the request did not match with the MD5 value calculated by the server.",
    "MissingContentLengthHeader": "The Content-Length header was not specified.",
    "MissingRequiredHeader": "An HTTP header that's mandatory for this request is not specified.",
    "UnsupportedHttpVerb": "The resource doesn't support specified Http Verb.",
}


class BlobRefused(Exception):
    """A refusal of the store: HTTP status, code, and sometimes why."""

    def __init__(self, status: int, code: str, detail: str = "") -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code, self.detail = status, code, detail

    def answer(self) -> Answer:
        """Return the XML error with its header."""
        reason = (
            f"<AuthenticationErrorDetail>{html.escape(self.detail)}</AuthenticationErrorDetail>" if self.detail else ""
        )
        text = (
            '<?xml version="1.0" encoding="utf-8"?>'
            f"<Error><Code>{self.code}</Code><Message>{MESSAGES[self.code]}\nRequestId:{uuid.uuid4()}\n"
            f"Time:{_text(_now())}</Message>{reason}</Error>"
        )
        return Answer(text.encode(), XML, self.status, {**_headers(), "x-ms-error-code": self.code})


@dataclass
class Blob:
    """One blob: its content once it is whole, and blocks that no list has named yet."""

    path: Path | None = None
    size: int = 0
    blocks: dict[str, ReceivedFile] = field(default_factory=dict)
    committed: tuple[tuple[str, int], ...] = ()


class Blobs:
    """The container. Used from several threads."""

    def __init__(self, scratch: Scratch) -> None:
        self._scratch = scratch
        self._key = secrets.token_bytes(32)
        self._blobs: dict[str, Blob] = {}
        self._lock = threading.RLock()

    def address(self, base: str, life_s: float) -> str:
        """Return the container's address with a signature that lives so long."""
        end = _text(_now() + timedelta(seconds=life_s))
        query = {"sv": VERSION, "se": end, "sr": "c", "sp": PERMISSIONS, "sig": self._signature(end)}
        return f"{base}{ADDRESS}?{urlencode(query)}"

    def answer(self, call: Call) -> Answer:
        """Answer a request to a blob."""
        try:
            name = self._blob_name(call)
            actions: Mapping[tuple[str, str], Callable[[str, Call], Answer]] = {
                ("PUT", "blob"): self._put,
                ("PUT", "block"): self._put_block,
                ("PUT", "blocklist"): self._put_block_list,
                ("GET", "blocklist"): self._block_list,
                ("HEAD", "blob"): self._properties,
                ("DELETE", "blob"): self._remove,
            }
            action = actions.get((call.method, call.operation))
            if action is None:
                raise BlobRefused(405, "UnsupportedHttpVerb")
            with self._lock:
                return action(name, call)
        except BlobRefused as refused:
            return refused.answer()

    def file(self, address: str) -> tuple[str, Path] | None:
        """Return name and place of a blob by its address without a signature, None where there is none."""
        _, _, name = unquote(urlsplit(address).path).partition(f"{ADDRESS}/")
        with self._lock:
            blob = self._blobs.get(name)
            return None if blob is None or blob.path is None else (name.rpartition("/")[2], blob.path)

    def clear(self) -> None:
        """Forget all blobs; addresses that are out stay good."""
        with self._lock:
            self._blobs.clear()

    def json(self) -> list[dict[str, object]]:
        """Return what the control resource shows."""
        with self._lock:
            return [
                {"name": name, "size": blob.size, "committed": blob.path is not None, "blocks": len(blob.blocks)}
                for name, blob in self._blobs.items()
            ]

    def _blob_name(self, call: Call) -> str:
        """Return the name of the blob within the container, once the signature is found good. Raises BlobRefused."""
        if call.header("authorization"):
            raise BlobRefused(400, "InvalidAuthenticationInfo")
        if call.tail[:2] != (ACCOUNT, CONTAINER):
            raise BlobRefused(404, "ContainerNotFound")
        end, signature = call.params.get("se", ""), call.params.get("sig", "")
        if not hmac.compare_digest(signature.encode(), self._signature(end).encode()):
            raise BlobRefused(403, "AuthenticationFailed", "Signature did not match.")
        if _now() >= datetime.fromisoformat(end):
            text = f"Signature not valid in the specified time frame: Expiry [{end}] - Current [{_text(_now())}]"
            raise BlobRefused(403, "AuthenticationFailed", text)
        return "/".join(call.tail[2:])

    def _signature(self, end: str) -> str:
        text = f"{PERMISSIONS}\n{end}\n/blob/{ACCOUNT}/{CONTAINER}\n{VERSION}"
        return base64.b64encode(hmac.new(self._key, text.encode(), hashlib.sha256).digest()).decode()

    def _put(self, name: str, call: Call) -> Answer:
        if call.header("x-ms-blob-type") != "BlockBlob":
            raise BlobRefused(400, "InvalidHeaderValue" if call.header("x-ms-blob-type") else "MissingRequiredHeader")
        self._check_new(name, call)
        file = _body(call)
        kept = self._scratch.file()
        file.path.replace(kept)
        self._drop(name)
        self._blobs[name] = Blob(kept, file.size)
        return _created()

    def _put_block(self, name: str, call: Call) -> Answer:
        number = call.params.get("blockid", "")
        blob = self._blobs.get(name) or Blob()
        known = {len(other) for other in blob.blocks}
        if not _is_block_id(number) or (known and known != {len(number)}):
            raise BlobRefused(400, "InvalidBlobOrBlock" if known else "InvalidQueryParameterValue")
        file = _body(call)
        kept = self._scratch.file()
        file.path.replace(kept)
        old = blob.blocks.get(number)
        if old is not None:
            old.path.unlink(missing_ok=True)
        blob.blocks[number] = ReceivedFile("", name, kept, file.size)
        self._blobs[name] = blob
        return _created()

    def _put_block_list(self, name: str, call: Call) -> Answer:
        """Make the blob of its blocks; those that the list leaves out are gone. A block can be named only once here."""
        self._check_new(name, call)
        blob = self._blobs.get(name) or Blob()
        numbers = _listed(_body(call).path.read_bytes())
        if len(set(numbers)) != len(numbers) or len(numbers) > MOST_BLOCKS or set(numbers) - set(blob.blocks):
            raise BlobRefused(400, "InvalidBlockList")
        blocks = [blob.blocks.pop(number) for number in numbers]
        kept = self._scratch.file()
        if blocks:
            join([block.path for block in blocks], kept)
        else:
            kept.touch()
        self._drop(name)
        committed = tuple((number, block.size) for number, block in zip(numbers, blocks, strict=True))
        self._blobs[name] = Blob(kept, sum(size for _, size in committed), committed=committed)
        return _created()

    def _block_list(self, name: str, call: Call) -> Answer:
        blob = self._blobs.get(name)
        if blob is None:
            raise BlobRefused(404, "BlobNotFound")
        loose = [(number, file.size) for number, file in blob.blocks.items()]
        wanted = call.params.get("blocklisttype", "committed").lower()
        lists = {"Committed": blob.committed, "Uncommitted": loose}
        text = "".join(
            f"<{title}Blocks>{''.join(_block_xml(*block) for block in blocks)}</{title}Blocks>"
            for title, blocks in lists.items()
            if wanted in (title.lower(), "all")
        )
        document = f'<?xml version="1.0" encoding="utf-8"?><BlockList>{text}</BlockList>'
        return Answer(document.encode(), XML, 200, _headers())

    def _properties(self, name: str, call: Call) -> Answer:
        blob = self._blobs.get(name)
        if blob is None or blob.path is None:
            raise BlobRefused(404, "BlobNotFound")
        headers = {**_headers(), "x-ms-blob-type": "BlockBlob", "x-ms-blob-content-length": str(blob.size)}
        return Answer(b"", "application/octet-stream", 200, headers)

    def _remove(self, name: str, call: Call) -> Answer:
        if name not in self._blobs:
            raise BlobRefused(404, "BlobNotFound")
        self._drop(name)
        return Answer(b"", XML, 202, _headers())

    def _check_new(self, name: str, call: Call) -> None:
        blob = self._blobs.get(name)
        if call.header("if-none-match") == "*" and blob is not None and blob.path is not None:
            raise BlobRefused(409, "BlobAlreadyExists")

    def _drop(self, name: str) -> None:
        blob = self._blobs.pop(name, None)
        if blob is not None:
            for path in (blob.path, *(block.path for block in blob.blocks.values())):
                if path is not None:
                    path.unlink(missing_ok=True)


def _body(call: Call) -> ReceivedFile:
    """Return what was sent. Raises BlobRefused when it is not what the client says it is."""
    if call.header("content-length") is None:
        raise BlobRefused(411, "MissingContentLengthHeader")
    file = call.files[0]
    stated = call.header("content-md5")
    if stated is not None and stated != base64.b64encode(file.md5).decode():
        raise BlobRefused(400, "Md5Mismatch")
    return file


def _is_block_id(text: str) -> bool:
    try:
        return 0 < len(base64.b64decode(text, validate=True)) <= 64
    except binascii.Error:
        return False


def _listed(document: bytes) -> list[str]:
    try:
        root = ET.fromstring(document)  # noqa: S314 - from a test or a demo on this machine
    except ET.ParseError:
        raise BlobRefused(400, "InvalidXmlDocument") from None
    return [element.text or "" for element in root if element.tag in ("Latest", "Uncommitted", "Committed")]


def _block_xml(number: str, size: int) -> str:
    return f"<Block><Name>{html.escape(number)}</Name><Size>{size}</Size></Block>"


def _created() -> Answer:
    moment = format_datetime(_now(), usegmt=True)
    headers = {**_headers(), "ETag": f'"0x{secrets.token_hex(8).upper()}"', "Last-Modified": moment}
    return Answer(b"", XML, 201, {**headers, "x-ms-request-server-encrypted": "true"})


def _headers() -> dict[str, str]:
    return {"Server": "Windows-Azure-Blob/1.0", "x-ms-request-id": str(uuid.uuid4()), "x-ms-version": VERSION}


def _now() -> datetime:
    return datetime.now(timezone.utc)


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
