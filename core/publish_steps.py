# SPDX-License-Identifier: GPL-2.0-or-later
"""The steps of publishing, how far they are, and what comes out at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .jobs import PublishJob

# In the order in which they are done. Files go up before the service is made: a failed upload leaves no service behind.
STEPS: dict[str, str] = {
    "check": "Check the GIS and the name",
    "prepare": "Prepare the file",
    "upload": "Upload",
    "create": "Create the service",
    "describe": "Describe it",
    "submit": "Submit the job",
    "process": "The server works",
    "verify": "Verify the service",
}


@dataclass(frozen=True)
class StepProgress:
    """How far a step is: ``done`` of ``total``, in cells or bytes; ``total`` is None where nobody knows."""

    step: str
    title: str
    done: int
    total: int | None
    text: str


StepReporter = Callable[[StepProgress], None]


@dataclass(frozen=True)
class PublishResult:
    """What came of publishing. ``status`` is "succeeded", or "submitted" where the job still runs.

    Attributes:
        service_url: address of the image service.
        item_id, item_page: the portal item, and its page for people.
        job_id: the job of the server.
        promotion_text: pixel type and NoData before and after, such as "Float32 -> Float64, NoData 1.797e308".
        seconds, bytes_sent, retries: what it took.
        notes: what to know about it.
        job: the job, where it still runs.
    """

    service_url: str
    item_id: str
    job_id: str
    status: str
    item_page: str
    title: str
    promotion_text: str
    seconds: float
    bytes_sent: int
    retries: int
    notes: tuple[str, ...] = ()
    job: PublishJob | None = None
