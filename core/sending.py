# SPDX-License-Identifier: GPL-2.0-or-later
"""Sending prepared files where a GIS wants them: to the server that copies rasters, or into the store of Online."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .blob_store import BlobUpload
from .cancel import Cancel
from .errors import AccessDenied, BadRequest, PublishError
from .plan import human_size
from .prepared import PreparedFile
from .publish_options import PublishOptions
from .publish_target import PublishTarget, upload_limit
from .submission import Task, uploaded_to_server, uploaded_to_store
from .upload import Effort, ServerUpload

Report = Callable[[int, int], None]


class Sender:
    """Sends rasters with what lies beside them, and knows how to name them to a task.

    Args:
        target: the GIS.
        task: what will be done with them.
        options: of publishing; the size of parts, here.
        cancel: stops an upload.
        effort: counts bytes and retries.
        began: is told the address of every upload that will have to be removed.
    """

    def __init__(
        self,
        target: PublishTarget,
        task: Task,
        options: PublishOptions,
        cancel: Cancel,
        effort: Effort,
        began: Callable[[str], None],
    ) -> None:
        self._target = target
        self._task = task
        self._effort = effort
        self._cancel = cancel
        self._report: Report = lambda done, total: None
        self._before = self._total = 0
        self._sent: list[str] = []
        self._store = BlobUpload(target.content, options.part_bytes, cancel, self._progress, effort)
        root = target.raster_analytics
        self._server = ServerUpload(
            target.session_for(root), root, options.part_bytes, cancel, began, self._progress, effort
        )

    def send(self, prepared: PreparedFile, report: Report) -> tuple[str, ...]:
        """Send a raster, and return what to know of it; ``report`` is called with (bytes sent, bytes in all).

        Raises:
            PublishError: the server does not take files of this size.
            Cancelled: it was cancelled.
            ImageServiceError: it could not be sent.
        """
        self._report, self._before, self._total = report, self._effort.bytes_sent, prepared.bytes
        if self._target.kind == "online":
            # Files beside the raster are found there by their names.
            addresses = [self._store.send(file) for file in prepared.files]
            self._sent.append(addresses[0])
            return ()
        limit = upload_limit(self._target, self._cancel)
        if limit is not None and prepared.path.stat().st_size > limit:
            raise PublishError(
                f"The file has {human_size(prepared.bytes)}, but the server takes {human_size(limit)} at most: "
                "publish a part of the raster, or ask its administrator for more."
            )
        self._sent.append(self._server.send(prepared.path))
        if prepared.sidecar is None:
            return ()
        try:
            self._sent.append(self._server.send(prepared.sidecar))
        except (AccessDenied, BadRequest) as error:  # servers take the kinds of files that their administrators chose
            return (f"The names of the classes stay behind, for the server does not take their file: {error.message}",)
        return ()

    def given(self) -> dict[str, Any]:
        """Return what was sent, as the input of the task."""
        if self._target.kind == "online":
            return uploaded_to_store(self._sent, self._task)
        return uploaded_to_server(self._sent)

    def _progress(self, done: int) -> None:
        self._report(min(self._total, self._effort.bytes_sent - self._before + done), self._total)
