# SPDX-License-Identifier: GPL-2.0-or-later
"""Jobs that fill a new image service: how they stand, waiting for their end, cancelling them, and what came of them.

A job that is not waited for is kept as a ``PublishJob``, a value without secrets that any process can take up later.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, timezone
from typing import Any

from . import lenient
from .cancel import Cancel
from .envelope import json_of
from .errors import Cancelled, ImageServiceError, NotFound, ProtocolError, PublishError, SignInRequired
from .gis import Gis, registered_gis
from .job_status import JobStatus, result_of, status_from, wait_for_end
from .leftovers import Leftovers, noted, told
from .publish_steps import STEPS, PublishResult, StepProgress, StepReporter
from .publish_target import PublishTarget, target
from .retry import is_passing
from .session import Session
from .verification import Expected, verify

TWIN = "already exists"
_NO_JOB = "This is not the description of a publishing job."
NOT_SHARED = "The service could not be shared as asked"


@dataclass(frozen=True)
class PublishJob:
    """A job under way, without secrets; it can be written down and taken up by another process.

    Attributes:
        gis: name of the registered GIS.
        job_url: address of the job.
        item_id, service_url: what it fills.
        service_name, title: of the service.
        started: when it was submitted, ISO 8601 in UTC.
        upload_urls: addresses of the uploaded files, to be removed at the end, where there is such a call.
        sharing: how the item is to be shared at the end; empty where that is done.
        promotion_text: what became of pixel type and NoData.
        expected: what the service has to be: width, height, band_count, pixel_type, extent.
    """

    gis: str
    job_url: str
    item_id: str
    service_name: str
    started: str
    service_url: str = ""
    title: str = ""
    upload_urls: tuple[str, ...] = ()
    sharing: str = ""
    promotion_text: str = ""
    expected: dict[str, Any] = field(default_factory=dict)

    @property
    def job_id(self) -> str:
        """Return the server's name for the job."""
        return self.job_url.rstrip("/").rpartition("/")[2]

    @property
    def age_s(self) -> float:
        """Return the seconds since it was submitted."""
        moment = datetime.fromisoformat(self.started)
        moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=timezone.utc)
        return max(0.0, (datetime.now(timezone.utc) - moment).total_seconds())

    def to_json(self) -> str:
        """Return the job as a text."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> PublishJob:
        """Read what ``to_json`` wrote; fields of newer versions are left out.

        Raises:
            ProtocolError: it is none.
        """
        value = lenient.mapping(json_of(text.encode()))
        known = {one.name for one in fields(cls)}
        try:
            job = cls(**{name: entry for name, entry in value.items() if name in known})
            datetime.fromisoformat(job.started)
            job = replace(job, upload_urls=tuple(job.upload_urls))
        except (TypeError, ValueError):
            raise ProtocolError(_NO_JOB) from None
        texts = [getattr(job, one.name) for one in fields(cls) if one.type == "str"]
        if not all(isinstance(text, str) for text in (*texts, *job.upload_urls)) or not isinstance(job.expected, dict):
            raise ProtocolError(_NO_JOB)
        return job


def status(job: PublishJob, cancel: Cancel | None = None, *, gis: Gis | None = None) -> JobStatus:
    """Ask once how a job stands.

    Args:
        job: the job.
        cancel: stops the request.
        gis: the GIS, where it is not registered under the name in the job.

    Raises:
        NotFound: the GIS is not registered, or the server knows no such job (any more).
        ImageServiceError: the server does not answer.
    """
    session = (gis or registered_gis(job.gis)).session_for(job.job_url)
    return status_from(session.json(job.job_url, {"returnMessages": "true"}, cancel=cancel))


def wait_for_service(
    session: Session, job: PublishJob, cancel: Cancel | None, report: Callable[[JobStatus], None]
) -> JobStatus:
    """Wait for a job's end like ``wait_for_end``; a job that finds its work done by a twin has succeeded, too.

    QGIS's network sends a request again whose connection was cut early; then two jobs fill the same service.
    """
    try:
        return wait_for_end(session, job.job_url, cancel, report)
    except PublishError as error:
        if not any(TWIN in line.lower() for line in error.details.get("job_messages", ())):
            raise
        try:
            verify(session, job.service_url, None, cancel)
        except PublishError:
            raise error from None
        return JobStatus("succeeded", results={"": ""})  # its twin has them


def finish(job: PublishJob, ended: JobStatus, cancel: Cancel | None = None, *, gis: Gis | None = None) -> PublishResult:
    """Finish what a job that has succeeded began: see that the service answers, share it, remove the upload.

    Raises:
        PublishError: the service is empty; it is removed.
        Cancelled: it was cancelled; the service stays.
        ImageServiceError: the server does not answer.
    """
    place = _target_of(job, gis, cancel)
    try:
        return finished(job, place, ended, cancel)
    except PublishError as error:
        raise told(error, "verify", _leftovers_of(job, place).remove()) from None


def watch(
    job: PublishJob, cancel: Cancel | None = None, progress: StepReporter | None = None, *, gis: Gis | None = None
) -> PublishResult:
    """Wait for the end of a job that was submitted, by this or another process, and finish what it began.

    Cancelling ends the waiting, not the job; see ``cancel_job``.

    Raises:
        Cancelled: it was cancelled.
        PublishError: the job failed, or the service is empty; the unfinished service is removed.
        ImageServiceError: the server does not answer.
    """
    place = _target_of(job, gis, cancel)
    session = place.session_for(job.job_url)
    try:
        ended = wait_for_service(session, job, cancel, reporting(progress))
    except PublishError as error:
        raise told(error, "process", _leftovers_of(job, place).remove()) from None
    return finish(job, ended, cancel, gis=gis)


def reporting(progress: StepReporter | None) -> Callable[[JobStatus], None]:
    """Return what tells the progress of a job as that of a step."""

    def report(now: JobStatus) -> None:
        if progress is not None:
            done = round(100 * (now.progress or 0.0))
            text = now.messages[-1] if now.messages else ""
            progress(StepProgress("process", STEPS["process"], done, None if now.progress is None else 100, text))

    return report


def finished(
    job: PublishJob, place: PublishTarget, ended: JobStatus, cancel: Cancel | None, *, is_last: bool = False
) -> PublishResult:
    """See that the service of a job that has succeeded answers, share it, remove the upload; see ``finish``.

    A service that is there is no failure because this account may not look at it; nor, where nobody can come back
    later (``is_last``), because the network or the sign-in has gone: that becomes a note.
    """
    url = _url_of(job, place, ended, cancel)
    notes: list[str] = []
    try:
        notes += verify(place.session_for(url), url, Expected.from_json(job.expected), cancel)
    except (Cancelled, NotFound, PublishError):
        raise
    except ImageServiceError as error:
        if not is_last and (is_passing(error) or isinstance(error, SignInRequired)):
            raise
        notes.append(f"The service is made, but it could not be looked at: {error.message}")
    marks = {"jobUrl": job.job_url, "jobType": "GPServer", "jobId": job.job_id, "jobStatus": "completed"}
    with noted(notes, "The item could not be marked as finished"):
        place.content.update(job.item_id, {"properties": json.dumps(marks)}, cancel)
    if job.sharing:
        with noted(notes, NOT_SHARED):
            place.content.share(job.item_id, job.sharing, cancel)
    Leftovers(place, upload_urls=list(job.upload_urls)).remove_uploads(cancel or Cancel(), notes)
    return PublishResult(
        service_url=url,
        item_id=job.item_id,
        job_id=job.job_id,
        status="succeeded",
        item_page=place.item_page(job.item_id),
        title=job.title,
        promotion_text=job.promotion_text,
        seconds=job.age_s,
        bytes_sent=0,
        retries=0,
        notes=tuple(notes),
    )


def _url_of(job: PublishJob, place: PublishTarget, ended: JobStatus, cancel: Cancel | None) -> str:
    """Return the address of the service: from the result of the job, from its item, or as it was when it was made."""
    try:
        value = result_of(place.session_for(job.job_url), job.job_url, ended, cancel)
        return lenient.text(value.get("url")) or place.content.url_of(job.item_id, cancel) or job.service_url
    except Cancelled:
        raise
    except ImageServiceError:
        if not job.service_url:
            raise
        return job.service_url


def cancel_job(job: PublishJob, cancel: Cancel | None = None, *, gis: Gis | None = None) -> tuple[str, ...]:
    """Stop a job, remove its unfinished service and its upload, and return in sentences what could not be removed.

    Raises:
        NotFound: the GIS is not registered.
        Cancelled: it was cancelled.
        ImageServiceError: the GIS does not answer.
    """
    left = _leftovers_of(job, _target_of(job, gis, cancel))
    left.job_url = job.job_url
    return left.remove()


def _leftovers_of(job: PublishJob, place: PublishTarget) -> Leftovers:
    return Leftovers(place, job.item_id, upload_urls=list(job.upload_urls))


def _target_of(job: PublishJob, gis: Gis | None, cancel: Cancel | None) -> PublishTarget:
    place = target(gis or job.gis, cancel)
    place.require()
    return place
