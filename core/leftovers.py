# SPDX-License-Identifier: GPL-2.0-or-later
"""What publishing has made on the server so far, and taking it away again when it fails."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from .cancel import Cancel
from .errors import Cancelled, ImageServiceError
from .job_status import status_from
from .publish_target import PublishTarget
from .session import wait
from .upload import delete_upload

# Taking away is tried for so long, even when the network is gone: whoever cancels does not want to wait for ever.
LIMIT_S = 60.0
# A job that is being cancelled may hold on to its service for a moment.
JOB_END_S = 10.0
# A server that nobody listens to any more may still finish making a service.
SERVICE_S = 5.0
POLL_S = 0.5


@dataclass
class Leftovers:
    """An unfinished service, uploads and a job on the servers of a GIS, noted as soon as they exist.

    ``asked_for`` is the name and the folder (by id) of a service that was asked for and may exist, for whoever stops
    waiting for an answer does not know.
    """

    target: PublishTarget
    item_id: str = ""
    asked_for: tuple[str, str] | None = None
    job_url: str = ""
    upload_urls: list[str] = field(default_factory=list)

    def remove(self) -> tuple[str, ...]:
        """Take everything away, and return sentences about what could not be."""
        cancel = Cancel()
        timer = threading.Timer(LIMIT_S, cancel.set)
        timer.daemon = True
        timer.start()
        failed: list[str] = []
        try:
            if self.job_url:
                self._try(lambda: self._stop_job(cancel), failed, "The server's job may still be running.")
            if self.asked_for is not None and not self.item_id:
                sentence = f"A service “{self.asked_for[0]}” may exist: look for it in your content."
                self._try(partial(self._find_service, *self.asked_for, cancel), failed, sentence)
            if self.item_id:
                self._try(
                    lambda: self.target.content.delete(self.item_id, cancel),
                    failed,
                    f"The unfinished service could not be removed: delete the item {self.item_id} yourself.",
                )
            self.remove_uploads(cancel, failed)
        finally:
            timer.cancel()
        return tuple(failed)

    def remove_uploads(self, cancel: Cancel, failed: list[str]) -> None:
        """Take the uploaded files away; the server would do it some day."""
        for url in self.upload_urls:
            session = self.target.session_for(url)
            self._try(
                partial(delete_upload, session, url, cancel),
                failed,
                "The uploaded file could not be removed: the server will do it some day.",
            )
        self.upload_urls = []

    def _find_service(self, name: str, folder: str, cancel: Cancel) -> None:
        end = time.monotonic() + SERVICE_S
        while not self.item_id and time.monotonic() < end:
            made = self.target.content.service_named(name, folder, cancel)
            if made is not None:
                self.item_id = made.item_id
            else:
                wait(POLL_S, cancel)

    def _stop_job(self, cancel: Cancel) -> None:
        session = self.target.session_for(self.job_url)
        session.json(f"{self.job_url}/cancel", cancel=cancel)
        end = time.monotonic() + JOB_END_S
        while time.monotonic() < end and not status_from(session.json(self.job_url, cancel=cancel)).is_final:
            wait(POLL_S, cancel)

    def _try(self, act: Callable[[], None], failed: list[str], sentence: str) -> None:
        try:
            act()
        except ImageServiceError:
            failed.append(sentence)


@contextmanager
def noted(notes: list[str], what: str) -> Iterator[None]:
    """Note an error within the block instead of raising it: the service is there all the same."""
    try:
        yield
    except Cancelled:
        raise
    except ImageServiceError as error:
        notes.append(f"{what}: {error.message}")


def told(error: ImageServiceError, step: str, sentences: tuple[str, ...] = ()) -> ImageServiceError:
    """Return the same error with more sentences; these, and the step that failed, are its details."""
    details = {**error.details, "step": step, "more": sentences}
    told_error: ImageServiceError = type(error)(" ".join((error.message, *sentences)), url=error.url, **details)
    return told_error
