# SPDX-License-Identifier: GPL-2.0-or-later
"""Names for the operations of the raster analysis service and of the blob container: faults and logs go by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_UPLOADS = {
    "upload": "upload",
    "register": "register",
    "info": "uploads",
}
_UPLOAD = {
    "uploadPart": "uploadPart",
    "parts": "parts",
    "commit": "commit",
    "delete": "deleteUpload",
}
_JOB = {"cancel": "cancelJob", "results": "result", "inputs": "input"}


def tool_operation(parts: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return the operation below ``.../GPServer`` and its arguments: upload id, task, job id, parameter name."""
    if not parts:
        return "root", ()
    if parts[0] == "uploads":
        return _upload_operation(parts[1:])
    task, rest = parts[0], parts[1:]
    if not rest:
        return "task", (task,)
    if list(rest) == ["submitJob"]:
        return "submitJob", (task,)
    if rest[0] != "jobs" or len(rest) < 2:
        return "unknown", ()
    if len(rest) == 2:
        return "job", (task, rest[1])
    name = _JOB.get(rest[2], "unknown")
    if len(rest) != (3 if name == "cancelJob" else 4):
        return "unknown", ()
    return name, (task, rest[1], *rest[3:])


def blob_operation(query: Mapping[str, str]) -> str:
    """Return the operation on a blob: ``blob`` for the whole one, ``block``, ``blocklist``."""
    return query.get("comp", "blob")


def _upload_operation(rest: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    if not rest:
        return "uploads", ()
    if len(rest) == 1:
        return (_UPLOADS[rest[0]], ()) if rest[0] in _UPLOADS else ("uploadItem", (rest[0],))
    return (_UPLOAD.get(rest[1], "unknown") if len(rest) == 2 else "unknown"), (rest[0],)
