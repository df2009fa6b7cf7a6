# SPDX-License-Identifier: GPL-2.0-or-later
"""How a job of a geoprocessing service stands, waiting for its end, and its result.

Status names and the late ``results`` are those of Esri's page on geoprocessing jobs and of its own client (recorded).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from . import lenient
from .cancel import Cancel
from .envelope import json_of, shown
from .errors import ImageServiceError, ProtocolError, PublishError, ServerBusy
from .retry import is_passing
from .session import Session, wait

FIRST_POLL_S = 0.5
SLOWEST_POLL_S = 10.0
POLL_GROWTH = 1.5
# A server that does not say how its job stands for so long is given up; its job is not.
SILENCE_S = 900.0
# Results may come a moment after the status; Esri's own client asks five more times, a second longer each time.
RESULT_TRIES = 6
RESULT_WAIT_S = 1.0

_STATES = {
    "esrijobnew": "waiting",
    "esrijobsubmitted": "waiting",
    "esrijobwaiting": "waiting",
    "esrijobexecuting": "running",
    "esrijobcancelling": "running",
    "esrijobdeleting": "running",
    "esrijobsucceeded": "succeeded",
    "esrijobfailed": "failed",
    "esrijobtimedout": "failed",
    "esrijobcancelled": "cancelled",
    "esrijobdeleted": "cancelled",
}


@dataclass(frozen=True)
class JobStatus:
    """How a job stands: "waiting", "running", "succeeded", "failed" or "cancelled".

    ``messages`` are the server's, oldest first; ``errors`` those of them that say what went wrong; ``progress`` is
    between 0 and 1, None where the server does not say.
    """

    state: str
    messages: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    progress: float | None = None
    results: dict[str, str] = field(default_factory=dict)

    @property
    def is_final(self) -> bool:
        """Tell whether the job has ended."""
        return self.state in {"succeeded", "failed", "cancelled"}


def status_from(answer: dict[str, Any]) -> JobStatus:
    """Read the answer of a job resource; a status that nobody knows counts as running."""
    lines, errors = [], []
    for entry in map(lenient.mapping, lenient.items(answer.get("messages"))):
        words = shown(lenient.text(entry.get("description")))
        if words:
            lines.append(words)
            if lenient.text(entry.get("type")).lower().endswith(("error", "abort")):
                errors.append(words)
    percent = lenient.number(lenient.mapping(answer.get("progress")).get("percent"))
    results = lenient.mapping(answer.get("results"))
    paths = {name: lenient.text(lenient.mapping(value).get("paramUrl")) for name, value in results.items()}
    return JobStatus(
        _STATES.get(lenient.text(answer.get("jobStatus")).lower(), "running"),
        tuple(lines),
        tuple(errors),
        None if percent is None else min(max(percent / 100, 0.0), 1.0),
        {name: path for name, path in paths.items() if path},
    )


def wait_for_end(
    session: Session,
    job_url: str,
    cancel: Cancel | None = None,
    report: Callable[[JobStatus], None] | None = None,
    *,
    limit_s: float = math.inf,
) -> JobStatus:
    """Ask again and again, less and less often, until a job has ended; a server that is silent for a while may return.

    So may one that answers a page of its proxy instead, or a status that nobody knows.

    Raises:
        Cancelled: it was cancelled; the job still runs.
        PublishError: the job failed or was cancelled on the server; the details hold its messages.
        ImageServiceError: the server has been silent for too long, or refuses to answer; or the job has not ended
            after ``limit_s`` seconds.
    """
    pause, begun = FIRST_POLL_S, time.monotonic()
    answered = begun
    while True:
        try:
            answer = session.json(job_url, {"returnMessages": "true"}, cancel=cancel)
            now = status_from(answer)
            if report is not None:
                report(now)
            if now.is_final:
                return _succeeded(now, job_url)
            _check_known(answer, job_url)
            answered = time.monotonic()
        except ImageServiceError as error:
            may_pass = is_passing(error) or isinstance(error, ProtocolError)
            if not may_pass or time.monotonic() - answered > SILENCE_S:
                raise
        if time.monotonic() - begun > limit_s:
            raise ServerBusy("The job has not ended in time.", url=job_url)
        wait(pause, cancel)
        pause = min(SLOWEST_POLL_S, pause * POLL_GROWTH)


def _check_known(answer: dict[str, Any], job_url: str) -> None:
    """Raise ProtocolError for a status that nobody knows: it may mean that the job goes on, and may be its end."""
    word = lenient.text(answer.get("jobStatus"))
    if word.lower() not in _STATES:
        raise ProtocolError(
            f"The server says “{shown(word)}” of its job, which says nothing about its end.", url=job_url
        )


def _succeeded(now: JobStatus, job_url: str) -> JobStatus:
    if now.state == "succeeded":
        return now
    if now.state == "cancelled":
        raise PublishError("The job was cancelled on the server.", url=job_url, job_messages=now.messages)
    words = " ".join(now.errors or now.messages[-1:]) or "it gives no reason"
    raise PublishError(f"The server's job failed: {words}", url=job_url, job_messages=now.messages)


def result_of(session: Session, job_url: str, ended: JobStatus, cancel: Cancel | None = None) -> dict[str, Any]:
    """Return what a job that has succeeded answers: item id and address of the service, as far as it says them.

    Results may come later than the status, under a name that differs between servers, and as text.
    """
    for attempt in range(RESULT_TRIES):
        if ended.results:
            break
        wait(RESULT_WAIT_S * (attempt + 1), cancel)
        ended = status_from(session.json(job_url, cancel=cancel))
    for path in filter(None, ended.results.values()):
        value = session.json(f"{job_url}/{path}", cancel=cancel).get("value")
        value = lenient.mapping(json_of(value.encode()) if isinstance(value, str) else value)
        if value:
            return value
    return {}
