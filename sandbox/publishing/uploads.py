# SPDX-License-Identifier: GPL-2.0-or-later
"""The uploads of the raster analysis service: in one piece or in parts (Esri's Uploads pages)."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..answer import Answer, Call, ReceivedFile, document
from ..errors import ServiceError
from ..portal.settings import MEGABYTE, Settings
from .scratch import Scratch, join

OPERATIONS = ("uploads", "upload", "register", "uploadItem", "uploadPart", "parts", "commit", "deleteUpload")
MOST_MEGABYTES = 2**31  # what the service says that takes any size


@dataclass
class Upload:
    """A file that was sent, or is being sent in parts (by number). ``path`` is None until it is whole."""

    id: str
    name: str
    owner: str
    description: str | None
    created: int
    parts: dict[int, ReceivedFile] = field(default_factory=dict)
    path: Path | None = None
    size: int = 0

    def json(self) -> dict[str, Any]:
        """Return the item of the answers (recorded)."""
        return {
            "itemID": self.id,
            "itemName": self.name,
            "description": self.description,
            "date": self.created,
            "committed": self.path is not None,
            "serviceName": "System/RasterAnalysisTools.GPServer",
        }


class Uploads:
    """All uploads; each belongs to whoever sent it. Used from several threads."""

    def __init__(self, scratch: Scratch, settings: Callable[[], Settings]) -> None:
        self._scratch = scratch
        self._settings = settings
        self._uploads: dict[str, Upload] = {}
        self._lock = threading.Lock()

    def answer(self, call: Call, username: str) -> Answer:
        """Answer a request to ``.../GPServer/uploads``. Raises ServiceError."""
        if call.operation == "uploads":
            return document(call, "Uploads", self._info() if call.path.endswith("/info") else self._list(username))
        if call.operation in ("upload", "register"):
            _only_post(call)
            one = self._whole(call, username) if call.operation == "upload" else self._register(call, username)
            return document(call, "Upload", {"success": True, "item": one.json()})
        one = self._one(call.tail[0], username)
        if call.operation == "uploadItem":
            return document(call, "Upload", one.json())
        if call.operation == "parts":
            return document(call, "Parts", {"parts": [str(number) for number in sorted(one.parts)]})
        _only_post(call)
        if call.operation == "uploadPart":
            number = self._add_part(one, call)
            return document(call, "Upload Part", {"success": True, "partId": str(number), "itemID": one.id})
        if call.operation == "commit":
            return document(call, "Commit", {"success": True, "item": self._commit(one, call).json()})
        self._delete(one)
        return document(call, "Delete", {"success": True})

    def file(self, upload_id: str, username: str) -> tuple[str, Path]:
        """Return name and place of a whole upload. Raises ServiceError."""
        one = self._one(upload_id, username)
        if one.path is None:
            raise refused(f"Upload '{upload_id}' has not been committed.")
        return one.name, one.path

    def largest(self) -> int:
        """Return the largest size in megabytes, as the service advertises it."""
        limit = self._settings().upload_limit_bytes
        return MOST_MEGABYTES if limit is None else max(1, limit // MEGABYTE)

    def clear(self) -> None:
        """Forget all uploads."""
        with self._lock:
            self._uploads.clear()

    def json(self) -> list[dict[str, Any]]:
        """Return what the control resource shows."""
        with self._lock:
            return [
                {**one.json(), "owner": one.owner, "size": one.size, "parts": sorted(one.parts)}
                for one in self._uploads.values()
            ]

    def _info(self) -> dict[str, Any]:
        names = ",".join(f".{name}" for name in self._settings().extensions)
        return {"maxUploadFileSize": self.largest(), "allowedUploadFileTypes": names}

    def _list(self, username: str) -> dict[str, Any]:
        with self._lock:
            return {"items": [one.json() for one in self._uploads.values() if one.owner == username]}

    def _register(self, call: Call, username: str) -> Upload:
        name = call.params.get("itemName", "").strip()
        if not name:
            raise refused("'itemName' must be specified.")
        return self._new(name, call, username)

    def _whole(self, call: Call, username: str) -> Upload:
        file = _file(call)
        self._check_size(file.size)
        one = self._new(file.name, call, username)
        self._keep(one, [file.path], file.size)
        return one

    def _new(self, name: str, call: Call, username: str) -> Upload:
        name = name.replace("\\", "/").rpartition("/")[2]
        if name.rpartition(".")[2].lower() not in self._settings().extensions:
            raise ServiceError(403, "File type is not allowed to upload", ("file extension not allowed",))
        one = Upload(f"i{uuid.uuid4()}", name, username, call.params.get("description"), int(time.time() * 1000))
        with self._lock:
            self._uploads[one.id] = one
        return one

    def _one(self, upload_id: str, username: str) -> Upload:
        with self._lock:
            one = self._uploads.get(upload_id)
        if one is None or one.owner != username:
            raise ServiceError(404, f"Upload item '{upload_id}' not found.")
        return one

    def _add_part(self, one: Upload, call: Call) -> int:
        file = _file(call)
        if one.path is not None:
            raise refused("The item has been committed.")
        number = _part_number(call.params.get("partId", ""))
        kept = self._scratch.file()
        file.path.replace(kept)
        with self._lock:
            old = one.parts.get(number)
            one.parts[number] = ReceivedFile(file.field, file.name, kept, file.size)
        if old is not None:
            old.path.unlink(missing_ok=True)
        return number

    def _commit(self, one: Upload, call: Call) -> Upload:
        if one.path is not None:  # whoever did not get the first answer asks again
            return one
        texts = [text for text in call.params.get("parts", "").split(",") if text.strip()]
        numbers = [_part_number(text) for text in texts] or sorted(one.parts)
        missing = [number for number in numbers if number not in one.parts]
        if missing or not numbers:
            raise refused(f"Part {missing[0]} is missing." if missing else "There are no parts.")
        size = sum(one.parts[number].size for number in numbers)
        self._check_size(size)
        self._keep(one, [one.parts[number].path for number in numbers], size)
        one.parts.clear()
        return one

    def _keep(self, one: Upload, files: list[Path], size: int) -> None:
        place = self._scratch.file()
        join(files, place)
        one.path, one.size = place, size

    def _delete(self, one: Upload) -> None:
        with self._lock:
            self._uploads.pop(one.id, None)
        for path in (one.path, *(part.path for part in one.parts.values())):
            if path is not None:
                path.unlink(missing_ok=True)

    def _check_size(self, size: int) -> None:
        limit = self._settings().upload_limit_bytes
        if limit is not None and size > limit:
            text = f"The uploaded file exceeds the maximum size of {limit / MEGABYTE:g} MB."
            raise ServiceError(413, "File size exceeds the maximum upload file size.", (text,))


def refused(*details: str) -> ServiceError:
    """Return the answer to an operation that cannot be carried out."""
    return ServiceError(400, "Unable to complete operation.", details)


def _file(call: Call) -> ReceivedFile:
    found = next((file for file in call.files if file.field == "file"), None)
    if found is None:
        raise refused("'file' must be specified.")
    return found


def _part_number(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise refused("'partId' must be a positive number.")
    return number


def _only_post(call: Call) -> None:
    if call.method != "POST":
        raise ServiceError(405, "HTTP method GET is not supported by this URL.")
