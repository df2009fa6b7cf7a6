# SPDX-License-Identifier: GPL-2.0-or-later
"""Geoprocessing jobs: submitted, worked on in a thread of their own, asked after, cancelled (Esri's GP Job page)."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .uploads import refused

INFORMATIVE, ERROR = "esriJobMessageTypeInformative", "esriJobMessageTypeError"
WAITING_SHARE = 0.1  # of the time that a slow job takes


class JobFailed(Exception):
    """A job cannot be done; the texts are the messages it ends with."""

    def __init__(self, *messages: str) -> None:
        super().__init__("; ".join(messages))
        self.messages = messages


class JobCancelled(Exception):
    """Somebody has cancelled the job."""


Work = Callable[["Job"], Mapping[str, Any]]


@dataclass
class Job:
    """One job. ``work`` returns the results by name, when ``seconds`` have passed at the earliest."""

    task: str
    owner: str
    inputs: Mapping[str, str]
    seconds: float
    failure: str
    id: str = field(default_factory=lambda: f"j{uuid.uuid4().hex}")
    status: str = "esriJobSubmitted"
    percent: int = 0
    results: Mapping[str, Any] = field(default_factory=dict)
    messages: list[tuple[str, str]] = field(default_factory=lambda: [(INFORMATIVE, "Submitted.")])
    _cancel: threading.Event = field(default_factory=threading.Event)
    _ended: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, work: Work) -> None:
        """Do the work and come to an end, whatever happens."""
        try:
            self._wait(self.seconds * WAITING_SHARE, "esriJobWaiting")
            self.messages.append((INFORMATIVE, "Executing..."))
            self._wait(self.seconds * (1 - WAITING_SHARE), "esriJobExecuting")
            if self.failure:
                raise JobFailed(*self.failure.splitlines())
            self._end("esriJobSucceeded", (INFORMATIVE, "Succeeded."), results=work(self))
        except JobCancelled:
            self._end("esriJobCancelled")
        except JobFailed as failed:
            self._end("esriJobFailed", *((ERROR, text) for text in failed.messages), (ERROR, self._failed()))
        except Exception as error:  # noqa: BLE001 - a tool that stumbles fails, and says so
            text = f"ERROR 999999: Something unexpected caused the tool to fail. {error}"
            self._end("esriJobFailed", (ERROR, text), (ERROR, self._failed()))

    def check_cancelled(self) -> None:
        """Raise JobCancelled when somebody has cancelled the job."""
        if self._cancel.is_set():
            raise JobCancelled

    def cancel(self) -> None:
        """Ask the job to end; one that has ended stays as it is."""
        with self._lock:
            if not self._ended:
                self._cancel.set()
                self.status = "esriJobCancelling"

    def json(self) -> dict[str, Any]:
        """Return the job as Esri's page describes it; the members follow the recorded answers."""
        with self._lock:
            value: dict[str, Any] = {"jobId": self.id, "jobStatus": self.status}
            if self.status == "esriJobSucceeded":
                value["results"] = {name: {"paramUrl": f"results/{name}"} for name in self.results}
                value["inputs"] = {name: {"paramUrl": f"inputs/{name}"} for name in self.inputs}
            value["messages"] = [{"type": kind, "description": text} for kind, text in self.messages]
            if self.status == "esriJobExecuting":
                value["progress"] = {"type": "step", "message": "Copying pixels...", "percent": self.percent}
        return value

    def _wait(self, seconds: float, status: str) -> None:
        """Be in a state for a while. Raises JobCancelled."""
        with self._lock:
            if not self._cancel.is_set():
                self.status = status
        begun = time.monotonic()
        while (passed := time.monotonic() - begun) < seconds:
            self.percent = int(100 * passed / seconds)
            self._cancel.wait(min(0.05, seconds - passed))
            self.check_cancelled()
        self.check_cancelled()

    def _end(self, status: str, *messages: tuple[str, str], results: Mapping[str, Any] | None = None) -> None:
        with self._lock:
            self._ended = True
            self.messages += messages
            self.results = results or {}
            self.status = status

    def _failed(self) -> str:
        return f"Failed to execute ({self.task})."


class Jobs:
    """All jobs. Used from several threads."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def submit(self, job: Job, work: Work) -> Job:
        """Begin a job."""
        with self._lock:
            self._jobs[job.id] = job
        threading.Thread(target=job.run, args=(work,), name=f"job {job.task}", daemon=True).start()
        return job

    def find(self, task: str, job_id: str, username: str) -> Job:
        """Return a job of a user. Raises ServiceError when there is none."""
        with self._lock:
            job = self._jobs.get(job_id)
        if job is None or job.task != task or job.owner != username:
            raise refused(f"Job '{job_id}' not found.")
        return job

    def clear(self) -> None:
        """Cancel and forget all jobs."""
        with self._lock:
            jobs = list(self._jobs.values())
            self._jobs.clear()
        for job in jobs:
            job.cancel()

    def json(self) -> list[dict[str, Any]]:
        """Return what the control resource shows."""
        with self._lock:
            return [{"task": job.task, "owner": job.owner, **job.json()} for job in self._jobs.values()]
