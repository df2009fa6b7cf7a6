# SPDX-License-Identifier: GPL-2.0-or-later
"""The steps of publishing, one after another: rasters become a new image service, or nothing of them is left."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from . import lenient
from .cancel import Cancel
from .content import NewService
from .errors import AccessDenied, Cancelled, ImageServiceError, OutputError, ProtocolError, PublishError
from .gis import Gis
from .jobs import NOT_SHARED, PublishJob, finished, reporting, wait_for_service
from .leftovers import Leftovers, noted, told
from .plan import human_size
from .prepared import PreparedFile, prepare_file
from .publish_plan import PublishPlan, shown_number
from .publish_steps import STEPS, PublishResult, StepProgress, StepReporter
from .publish_target import name_is_available, target, task_parameters
from .raster_source import RasterSource
from .retry import is_passing
from .sending import Sender
from .submission import COLLECT, COPY, Task, estimate_credits, output_of
from .upload import Effort
from .verification import Expected

# Progress is told at most so often.
REPORT_S = 0.2
# What a job says that an account may not run.
REFUSALS = ("privilege", "permission", "license")
CAPABILITIES = {"dynamic": "Image, Metadata", "tiled": "Image, Metadata, TilesOnly"}


class Publication:
    """Rasters on their way, and what is made for them: one service of one raster, or of a collection.

    Args:
        rasters: sources with their plans; the first plan names the service.
        task: what the server does with them.
        cancel: stops it.
        progress: is told how far it is.
        notes: what to know besides the notes of the plans.
    """

    def __init__(
        self,
        rasters: Sequence[tuple[RasterSource, PublishPlan]],
        task: Task,
        cancel: Cancel,
        progress: StepReporter | None,
        notes: Sequence[str] = (),
    ) -> None:
        self._rasters = rasters
        self._task = task
        self._plan = rasters[0][1]
        self._options = self._plan.options
        self._cancel = cancel
        self._progress = progress
        self._step = "check"
        self._told_at = 0.0
        self._effort = Effort()
        of_plans = (note.text for _, plan in rasters for note in plan.notes)
        self._notes = list(dict.fromkeys((*notes, *of_plans)))

    def run(self, gis: str | Gis) -> PublishResult:
        """Do every step; take away what was made where one fails."""
        started = time.monotonic()
        left: Leftovers | None = None
        try:
            self._begin("check")
            self._target = target(gis, self._cancel)
            left = self._left = Leftovers(self._target)
            self._check()
            result = self._publish()
        except ImageServiceError as error:
            raise self._explained(error, left) from None
        except OSError as error:
            reason = error.strerror or str(error)
            text = f"What is sent to the server cannot be kept in the folder for temporary files: {reason}."
            raise self._explained(OutputError(text), left) from None
        except BaseException:
            if left is not None and not self._options.keep_on_failure:
                left.remove()
            raise
        finally:
            if left is not None:
                left.target.close()
        return replace(
            result,
            seconds=time.monotonic() - started,
            bytes_sent=self._effort.bytes_sent,
            retries=self._effort.retries,
            notes=(*self._notes, *result.notes),
        )

    def _explained(self, error: ImageServiceError, left: Leftovers | None) -> ImageServiceError:
        """Return the error with what is left on the server, and with the privilege that the account lacks."""
        sentences: tuple[str, ...] = ()
        if left is not None:
            is_refusal = isinstance(error, AccessDenied) or any(word in error.message.lower() for word in REFUSALS)
            if is_refusal and left.target.is_usable:
                sentences = tuple(filter(None, (left.target.lacking(self._imagery),)))
            if not self._options.keep_on_failure:
                sentences += left.remove()
            elif left.item_id:
                sentences += (f"The unfinished service is kept, as item {left.item_id}.",)
        return told(error, self._step, sentences)

    @property
    def _imagery(self) -> str:
        return "dynamic" if self._task is COLLECT else self._target.imagery(self._options.kind)

    def _begin(self, step: str, text: str = "") -> None:
        self._cancel.raise_if_set()
        self._step = step
        self._tell(0, None, text, always=True)

    def _tell(self, done: int, total: int | None, text: str, *, always: bool = False) -> None:
        now = time.monotonic()
        if self._progress is not None and (always or done == total or now - self._told_at >= REPORT_S):
            self._told_at = now
            self._progress(StepProgress(self._step, STEPS[self._step], done, total, text))

    def _check(self) -> None:
        self._target.require()
        if self._target.kind == "online" and self._options.kind == "tiled" and not self._target.can_tile:
            self._notes.append(self._target.lacking("tiled"))
        self._check_name()
        self._parameters = task_parameters(self._target, self._task.name, self._cancel)

    def _check_name(self) -> None:
        name = self._plan.service_name
        if not name_is_available(self._target, name, self._cancel):
            raise PublishError(f"A service named “{name}” exists already: choose another name.")

    def _publish(self) -> PublishResult:
        given = self._send()
        if self._target.kind == "online" and self._task is COPY:
            self._estimate(given)
        service = self._create()
        self._describe(service)
        job = self._submit(service, given)
        if not self._options.wait_for_completion:
            return self._submitted(job)
        return self._finish(job)

    def _send(self) -> dict[str, Any]:
        """Prepare and upload one raster after the other, and return the input of the task."""
        sender = Sender(
            self._target, self._task, self._options, self._cancel, self._effort, self._left.upload_urls.append
        )
        for number, (source, plan) in enumerate(self._rasters, start=1):
            mark = f"{number} of {len(self._rasters)}: " if len(self._rasters) > 1 else ""
            with tempfile.TemporaryDirectory(prefix="image-service-publish-") as folder:
                self._begin("prepare", mark + plan.promotion_text)
                named = replace(plan, service_name=f"{plan.service_name}_{number}") if mark else plan
                prepared = prepare_file(source, named, Path(folder), self._cancel, self._counted(mark))
                self._note_lost(plan, prepared)
                self._begin("upload", mark + human_size(prepared.bytes))
                self._notes += sender.send(prepared, self._weighed(mark))
        return sender.given()

    def _counted(self, mark: str) -> Callable[[int, int], None]:
        return lambda done, total: self._tell(done, total, f"{mark}{done:,} of {total:,} cells")

    def _weighed(self, mark: str) -> Callable[[int, int], None]:
        return lambda done, total: self._tell(done, total, f"{mark}{human_size(done)} of {human_size(total)}")

    def _note_lost(self, plan: PublishPlan, prepared: PreparedFile) -> None:
        lost = sum(prepared.conflicts)
        if lost:
            value = shown_number(plan.no_data or 0.0)
            self._notes.append(f"{lost:,} cells hold {value} already, the value that means NoData: they become holes.")
            self._tell(plan.cells, plan.cells, self._notes[-1], always=True)

    def _estimate(self, given: dict[str, Any]) -> None:
        self._tell(0, None, "How many credits?", always=True)
        credits_ = estimate_credits(self._target, given, self._plan.service_name, self._cancel)
        if credits_ is not None:
            self._notes.append(f"ArcGIS Online charges about {credits_:.3g} credits.")
            self._tell(0, None, self._notes[-1], always=True)

    def _create(self) -> NewService:
        """Make the empty service; one that an attempt has made whose answer was lost is found again, and used.

        QGIS's network may send a request twice, and then the second answer says that the name is taken.
        """
        self._begin("create", self._plan.service_name)
        content, name = self._target.content, self._plan.service_name
        self._check_name()  # an upload takes its time
        folder = self._folder_id()
        if content.service_named(name, folder, self._cancel) is not None:
            raise PublishError(f"You have a service named “{name}” already: choose another name.")
        self._folder = folder

        def once() -> NewService:
            try:
                return content.create_service(name, self._plan.title, CAPABILITIES[self._imagery], folder, self._cancel)
            except Cancelled:
                raise
            except ImageServiceError as error:
                made = content.service_named(name, folder, self._cancel)
                if made is None:
                    if not is_passing(error):
                        self._left.asked_for = None  # a refusal
                    raise
                return made

        self._left.asked_for = (name, folder)
        service = self._effort.patiently(once, self._cancel)
        self._left.item_id, self._left.asked_for = service.item_id, None
        return service if service.url else replace(service, url=content.url_of(service.item_id, self._cancel))

    def _folder_id(self) -> str:
        title = self._options.folder
        find = self._target.content.folder_id
        return self._effort.patiently(lambda: find(title, self._cancel), self._cancel) if title.strip() else ""

    def _describe(self, service: NewService) -> None:
        self._begin("describe", self._plan.title)
        options = self._options
        wanted = {
            "title": self._plan.title,
            "tags": ",".join(options.tags),
            "snippet": options.summary,
            "description": options.description,
        }
        fields = {name: value for name, value in wanted.items() if value}
        self._target.content.update(service.item_id, fields, self._cancel)
        if options.sharing != "private" and not options.wait_for_completion:
            with noted(self._notes, NOT_SHARED):
                self._target.content.share(service.item_id, options.sharing, self._cancel)

    def _submit(self, service: NewService, given: dict[str, Any]) -> PublishJob:
        """Submit the job, once for each empty service.

        Where the answer to a submission was lost, its job may be running: the empty service is taken away from it, and
        the next job gets a new one.
        """
        self._begin("submit")
        url = f"{self._target.raster_analytics}/{self._task.name}"
        session = self._target.session_for(url)
        current: NewService | None = service

        def once() -> tuple[NewService, str]:
            nonlocal current
            if current is None:
                self._target.content.delete(self._left.item_id, self._cancel)
                self._left.item_id = ""
                current = self._create()
                self._describe(current)
                self._begin("submit")
            output = output_of(self._plan.service_name, current, self._folder)
            form = self._task.form(self._parameters, given, output)
            tried, current = current, None
            return tried, lenient.text(session.act(f"{url}/submitJob", form, cancel=self._cancel).get("jobId"))

        service, job_id = self._effort.patiently(once, self._cancel)
        if not job_id:
            raise ProtocolError("The server took the job, but does not say how to find it.", url=url)
        self._left.job_url = f"{url}/jobs/{job_id}"
        return self._job(service)

    def _job(self, service: NewService) -> PublishJob:
        waits = self._options.wait_for_completion
        return PublishJob(
            gis=self._target.gis.name,
            job_url=self._left.job_url,
            item_id=service.item_id,
            service_name=self._plan.service_name,
            started=datetime.now(timezone.utc).isoformat(timespec="seconds"),
            service_url=service.url,
            title=self._plan.title,
            upload_urls=tuple(self._left.upload_urls),
            sharing=self._options.sharing if waits and self._options.sharing != "private" else "",
            promotion_text=self._plan.promotion_text,
            expected=Expected.of(self._plan, self._imagery).to_json() if self._task is COPY else {},
        )

    def _submitted(self, job: PublishJob) -> PublishResult:
        return PublishResult(
            service_url=job.service_url,
            item_id=job.item_id,
            job_id=job.job_id,
            status="submitted",
            item_page=self._target.item_page(job.item_id),
            title=job.title,
            promotion_text=job.promotion_text,
            seconds=0.0,
            bytes_sent=0,
            retries=0,
            job=job,
        )

    def _finish(self, job: PublishJob) -> PublishResult:
        self._begin("process")
        session = self._target.session_for(job.job_url)
        ended = wait_for_service(session, job, self._cancel, reporting(self._progress))
        self._left.job_url = ""
        self._begin("verify", job.service_url)
        return finished(job, self._target, ended, self._cancel, is_last=True)
