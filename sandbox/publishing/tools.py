# SPDX-License-Identifier: GPL-2.0-or-later
"""The raster analysis service: its uploads, its tasks, and the jobs that work on them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from osgeo import gdal

from ..answer import Answer, Call, document
from ..errors import ServiceError, invalid_url, service_not_found
from ..portal import refusals
from ..portal.accounts import Accounts
from ..portal.paths import ANALYSIS, FEDERATED
from ..portal.people import User
from . import copyraster, tasks
from .blobs import Blobs
from .hosted import Hosted
from .jobs import Job, JobFailed, Jobs
from .scratch import Scratch
from .uploads import OPERATIONS, Uploads, refused

ANALYSIS_PRIVILEGE = "premium:publisher:rasteranalysis"
NAMES = {FEDERATED: "System/RasterAnalysisTools", ANALYSIS: "RasterAnalysisTools"}
CREDITS_PER_MEGACELL = 0.001
LEAST_CREDITS = 0.01


@dataclass
class Tools:
    """The GP service of one portal: on its federated server, or on the host that ArcGIS Online has for it."""

    accounts: Accounts
    hosted: Hosted
    uploads: Uploads
    blobs: Blobs
    scratch: Scratch
    jobs: Jobs = field(default_factory=Jobs)

    def answer(self, call: Call) -> Answer:
        """Answer a request to the service. Raises ServiceError."""
        settings = self.accounts.settings
        here = call.context == (ANALYSIS if settings.online else FEDERATED)
        if not settings.raster_analytics or not here or NAMES[call.context] != call.service:
            raise service_not_found(call.service or "", call.kind)
        user = self.accounts.member_of_server(call)
        if call.operation == "root":
            value = tasks.service(online=settings.online, largest=self.uploads.largest())
            return document(call, "RasterAnalysisTools (GPServer)", value)
        if ANALYSIS_PRIVILEGE not in user.privileges:
            raise refusals.no_permission()
        if call.operation in OPERATIONS:
            return self.uploads.answer(call, user.username)
        if not call.tail or call.tail[0] not in tasks.tasks_of(online=settings.online):
            raise invalid_url()
        if call.operation == "task":
            return document(call, f"Task: {call.tail[0]}", tasks.task(call.tail[0]))
        if call.operation == "submitJob":
            return self._submit(call, user)
        return self._job(call, user)

    def _submit(self, call: Call, user: User) -> Answer:
        name = call.tail[0]
        inputs = {one: call.params.get(one, "") for one in tasks.INPUTS[name]}
        missing = [
            one for one, kind in tasks.INPUTS[name].items() if kind == tasks.REQUIRED and not inputs[one].strip()
        ]
        if missing:
            raise refused(*(f"The required parameter '{one}' is missing." for one in missing))
        settings = self.accounts.settings
        job = Job(name, user.username, inputs, settings.job_seconds, settings.job_failure)
        work = self._copy if name == tasks.COPY else self._estimate
        self.jobs.submit(job, lambda running: work(running, call.base))
        return document(call, f"Job: {job.id}", {"jobId": job.id, "jobStatus": "esriJobSubmitted"})

    def _job(self, call: Call, user: User) -> Answer:
        if len(call.tail) < 2:
            raise invalid_url()
        job = self.jobs.find(call.tail[0], call.tail[1], user.username)
        if call.operation == "job":
            return document(call, f"Job: {job.id}", job.json())
        if call.operation == "cancelJob":
            job.cancel()
            return document(call, f"Job: {job.id}", {"jobId": job.id, "jobStatus": job.status, "messages": []})
        values = job.results if call.operation == "result" else job.inputs
        name = call.tail[2]
        if name not in values:
            raise ServiceError(400, f"Invalid or missing parameter '{name}'.")
        return document(call, name, {"paramName": name, "dataType": "GPString", "value": values[name]})

    def _copy(self, job: Job, base: str) -> Mapping[str, Any]:
        """Do CopyRaster: fill the service that the output parameter names."""
        values = {name: _value(name, text) for name, text in job.inputs.items()}
        files = self._files(values["inputRaster"], job.owner)
        wanted = values["outputName"] if isinstance(values["outputName"], dict) else {}
        item_id = str((wanted.get("itemProperties") or {}).get("itemId", ""))
        publication = self.hosted.with_id(item_id)
        if publication is None or publication.item.owner != job.owner:
            raise JobFailed("ERROR 999999: The output service does not exist.")
        folder = self.scratch.folder()
        try:
            raster = copyraster.place(files, publication.item.name or "", copyraster.changes(values), folder)
            size = sum(file.stat().st_size for file in folder.iterdir())
            self._check_quota(size)
            job.check_cancelled()
            if self.hosted.deliver(item_id, raster, size, self.accounts.settings.ready_seconds) is None:
                raise JobFailed("ERROR 999999: The output service does not exist any more.")
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return {"outputRaster": {"itemId": item_id, "url": f"{base}{publication.item.url}"}}

    def _estimate(self, job: Job, base: str) -> Mapping[str, Any]:
        """Do EstimateRasterAnalysisCost: credits by the number of cells."""
        task = _value("inputAnalysisTask", job.inputs["inputAnalysisTask"])
        parameters = task.get("parameters") if isinstance(task, dict) else None
        if not isinstance(task, dict) or task.get("name") != tasks.COPY or not isinstance(parameters, dict):
            raise JobFailed("ERROR 000800: The value of inputAnalysisTask is not supported here.")
        given = parameters.get("inputRaster")
        cells = self._cells(_value("inputRaster", given) if isinstance(given, str) else given, job.owner)
        return {"outCost": {"credits": max(LEAST_CREDITS, round(cells / 1e6 * CREDITS_PER_MEGACELL, 3))}}

    def _cells(self, given: Any, username: str) -> int:
        """Return the number of cells of an input: a hosted service by its address, or what was sent."""
        if isinstance(given, dict) and given.get("url"):
            path = urlsplit(str(given["url"])).path
            found = next((one for one in self.hosted.all() if one.item.url == path), None)
            if found is None or found.service is None:
                raise JobFailed("ERROR 000732: Input Raster: Dataset does not exist or is not supported")
            grid = found.service.raster.grid
            return grid.columns * grid.rows * found.service.raster.band_count
        name, path_of_file = copyraster.primary(self._files(given, username))
        try:
            dataset = gdal.Open(str(path_of_file))
        except RuntimeError:
            raise JobFailed(f"ERROR 000732: Input Raster: Dataset {name} does not exist or is not supported") from None
        return int(dataset.RasterXSize * dataset.RasterYSize * dataset.RasterCount)

    def _files(self, given: Any, username: str) -> list[copyraster.Source]:
        """Return the files that an ``inputRaster`` names. Raises JobFailed."""
        given = given if isinstance(given, dict) else {}
        try:
            files = [self.uploads.file(str(one), username) for one in given.get("itemIds") or []]
        except ServiceError as error:
            raise JobFailed(
                "ERROR 000732: Input Raster: Dataset does not exist or is not supported", str(error)
            ) from None
        for address in given.get("uris") or []:
            file = self.blobs.file(str(address))
            if file is None:
                raise JobFailed(f"ERROR 000732: Input Raster: Dataset {address} does not exist or is not supported")
            files.append(file)
        if not files:
            raise JobFailed("ERROR 000735: Input Raster: Value is required")
        return files

    def _check_quota(self, size: int) -> None:
        quota = self.accounts.settings.quota_bytes
        needed = self.hosted.used_bytes() + size
        if quota is not None and needed > quota:
            raise JobFailed(f"ERROR 999999: The storage quota is exceeded: {needed} of {quota} bytes.")


def _value(name: str, text: str) -> Any:
    """Read a parameter that is JSON or plain text."""
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except ValueError:
        if text.lstrip().startswith(("{", "[")):
            raise JobFailed(f"ERROR 000800: The value of {name} is no JSON.") from None
        return text
