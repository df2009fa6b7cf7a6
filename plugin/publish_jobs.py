# SPDX-License-Identifier: GPL-2.0-or-later
"""Publishing jobs that run on servers: kept in the user's profile, and watched, also after a restart of QGIS.

What is kept names a job and the registered GIS that it runs on; whoever watches it signs in as that GIS says.
"""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal

from ..core.errors import NotFound, ProtocolError, PublishError, ServerBusy, SignInRequired, TransportFailure
from . import library
from .connections import connections
from .gis_store import ProfileRegistry, changes
from .messages import details, log, plain_sentence
from .publish_words import progress_of
from .settings import held
from .tasks import CoreTask, TaskRunner

if TYPE_CHECKING:
    from ..core.cancel import Cancel
    from ..core.jobs import PublishJob
    from ..core.publish_steps import PublishResult

translate = QCoreApplication.translate

RUNNING, SUCCEEDED, FAILED, CANCELLED = "running", "succeeded", "failed", "cancelled"
# Jobs that are kept; the oldest ones that have ended go first.
MOST_KEPT = 30
# Each watched job waits in a thread of its own.
THREADS = 8
# A server that cannot be reached is asked again after this time.
RETRY_MS = 60_000


@dataclass(frozen=True)
class Entry:
    """A job as the profile keeps it.

    ``job`` is JSON of the library; ``text`` says how it stands, and ``more`` what else there is to know.
    """

    key: str
    job: str
    gis: str
    title: str
    started: str
    state: str = RUNNING
    text: str = ""
    url: str = ""
    item_page: str = ""
    more: str = ""

    @property
    def is_running(self) -> bool:
        """Tell whether the job has not ended, as far as is known."""
        return self.state == RUNNING


class Submissions(QObject):
    """Tells, on the main thread, that a job was submitted by somebody who does not watch it."""

    happened = pyqtSignal()


@lru_cache(maxsize=1)
def submissions() -> Submissions:
    """Return the one object that tells; call it on the main thread first, where its signals will arrive."""
    return Submissions()


def keep(entry: Entry) -> None:
    """Keep a job that was submitted, from any thread; where QGIS's desktop runs, it is watched from now on."""
    JobStore().put(entry)
    submissions().happened.emit()


class JobStore:
    """Keeps entries in the profile; safe to use from any thread."""

    _lock = threading.Lock()

    def entries(self) -> list[Entry]:
        """Return what is kept, newest first; what cannot be read is left out."""
        with held() as known:
            found = [_read(text) for text in known.publish_jobs.value()] if known is not None else []
        return [entry for entry in found if entry is not None]

    def contains(self, key: str) -> bool:
        """Tell whether an entry is kept."""
        return any(entry.key == key for entry in self.entries())

    def put(self, entry: Entry) -> None:
        """Keep an entry, in the place of what was kept under its key."""
        with self._lock:
            known = self.entries()
            if any(other.key == entry.key for other in known):
                known = [entry if other.key == entry.key else other for other in known]
            else:
                known = [entry, *known]
            self._write(known)

    def remove(self, key: str) -> None:
        """Keep an entry no more."""
        with self._lock:
            self._write([entry for entry in self.entries() if entry.key != key])

    def _write(self, entries: list[Entry]) -> None:
        while len(entries) > MOST_KEPT:
            ended = [entry for entry in entries if not entry.is_running]
            entries.remove((ended or entries)[-1])
        with held() as known:
            if known is not None:
                known.publish_jobs.setValue([json.dumps(asdict(entry), ensure_ascii=False) for entry in entries])


def entry_of(job: PublishJob, result: PublishResult) -> Entry:
    """Return the entry of a job that was just submitted."""
    return Entry(
        key=job.job_url or job.item_id,
        job=job.to_json(),
        gis=job.gis,
        title=result.title or job.service_name,
        started=str(job.started),
        url=result.service_url,
        item_page=result.item_page,
        more="\n".join(result.notes),
    )


class PublishJobs(QObject):
    """Watches what is kept. ``changed`` tells that something is different; ``ended`` carries the entry that ended.

    ``reported`` carries (key, done, total, words) of a job that is under way; ``stopped`` tells that no more will come.
    """

    changed = pyqtSignal()
    stopped = pyqtSignal()
    ended = pyqtSignal(object)
    reported = pyqtSignal(str, object, object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = TaskRunner(self, threads=THREADS)
        self._store = JobStore()
        self._tasks: dict[str, CoreTask] = {}
        self._refused: set[str] = set()
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.setInterval(RETRY_MS)
        self._retry.timeout.connect(self._ask_again)
        submissions().happened.connect(self.resume)
        changes().happened.connect(self.resume)

    def entries(self) -> list[Entry]:
        """Return all jobs that are kept, newest first."""
        return self._store.entries()

    def entry(self, key: str) -> Entry | None:
        """Return one of them."""
        return next((entry for entry in self.entries() if entry.key == key), None)

    def is_watched(self, key: str) -> bool:
        """Tell whether somebody asks the server about a job."""
        return key in self._tasks

    def begin(self, entry: Entry) -> None:
        """Keep a job, and watch it."""
        self._store.put(entry)
        self.watch(entry)

    def resume(self) -> int:
        """Watch again what was running when QGIS was closed; return the number of jobs that first want a sign-in.

        QGIS's master password is not asked for at the start: ``watch_all`` does, when the user wants to know.
        """
        self._refused.clear()
        return self._ask_again()

    def _ask_again(self) -> int:
        waiting = 0
        for entry in self.entries():
            if entry.is_running and not self.is_watched(entry.key) and entry.key not in self._refused:
                if _asks_for_password(entry.gis):
                    waiting += 1
                else:
                    self.watch(entry)
        return waiting

    def watch_all(self) -> None:
        """Watch every job that has not ended."""
        for entry in self.entries():
            if entry.is_running:
                self.watch(entry)

    def watch(self, entry: Entry) -> None:
        """Ask the server about a job until it has ended."""
        if self.is_watched(entry.key):
            return
        library.connect()

        def work(cancel: Cancel, progress: Any) -> PublishResult:
            from ..core.jobs import PublishJob, watch

            job = PublishJob.from_json(entry.job)
            # One sign-in for all jobs: some refusals of a password that was changed meanwhile lock an account.
            gis = connections().gis(job.gis)
            return watch(job, cancel, lambda step: progress(*progress_of(step)), gis=gis)

        task = CoreTask(
            translate("PublishJobs", "Publishing “{name}”").format(name=entry.title),
            work,
            on_done=lambda result: self._on_done(entry, result),
            on_failed=lambda error: self._on_failed(entry, error),
            on_cancelled=lambda: self._forget_task(entry),
        )
        task.reported.connect(lambda done, total, text: self.reported.emit(entry.key, done, total, text))
        self._tasks[entry.key] = task
        self._runner.run(task)
        self.changed.emit()

    def cancel(self, key: str) -> None:
        """Cancel a job on its server; what was made for it is removed."""
        entry, task = self.entry(key), self._tasks.pop(key, None)
        if entry is None or not entry.is_running:
            return
        if task is not None:
            task.cancel()
        library.connect()

        def work(cancel: Cancel, _progress: Any) -> tuple[str, ...]:
            from ..core.jobs import PublishJob, cancel_job

            return cancel_job(PublishJob.from_json(entry.job), cancel)

        task = CoreTask(
            translate("PublishJobs", "Cancelling “{name}”").format(name=entry.title),
            work,
            on_done=lambda left: self._end(
                entry,
                CANCELLED,
                " ".join(left) or translate("PublishJobs", "Cancelled; nothing was left on the server."),
            ),
            on_failed=lambda error: self._lose(entry, error),
            on_cancelled=lambda: self._forget_task(entry),
        )
        self._tasks[key] = task
        self._runner.run(task)
        self.changed.emit()

    def remove(self, key: str) -> None:
        """Keep a job no more; one that runs is left to its server."""
        task = self._tasks.pop(key, None)
        if task is not None:
            task.cancel()
        self._store.remove(key)
        self.changed.emit()

    def stop(self) -> None:
        """End: watch nothing any more."""
        submissions().happened.disconnect(self.resume)
        changes().happened.disconnect(self.resume)
        self.stop_watching()
        self.stopped.emit()

    def stop_watching(self) -> None:
        """Ask no server any more; they go on."""
        self._retry.stop()
        self._tasks.clear()
        self._runner.cancel_all()

    @property
    def running(self) -> int:
        """Return the number of tasks that have not ended."""
        return self._runner.running

    def _forget_task(self, entry: Entry) -> None:
        self._tasks.pop(entry.key, None)
        self.changed.emit()

    def _on_done(self, entry: Entry, result: PublishResult) -> None:
        notes = dict.fromkeys([*entry.more.splitlines(), *result.notes])
        url, page = result.service_url or entry.url, result.item_page or entry.item_page
        self._end(
            replace(entry, url=url, item_page=page, more="\n".join(notes)),
            SUCCEEDED,
            translate("PublishJobs", "Published."),
        )

    def _on_failed(self, entry: Entry, error: BaseException) -> None:
        if entry.gis not in ProfileRegistry().names() or _says_nothing_of_the_job(error):
            self._lose(entry, error)
        else:
            said = getattr(error, "details", {}).get("job_messages", ())
            self._end(replace(entry, more="\n".join(said)), FAILED, plain_sentence(error))

    def _lose(self, entry: Entry, error: BaseException) -> None:
        """Keep a job whose server cannot be asked now: it may well go on; ask again later.

        Where the sign-in was refused, that is once the GIS was changed, or the user looks at the jobs: to try a wrong
        password every minute would lock the account.
        """
        log(details(error))
        self._store.put(replace(entry, text=plain_sentence(error)))
        self._forget_task(entry)
        if isinstance(error, SignInRequired):
            self._refused.add(entry.key)
        else:
            self._retry.start()

    def _end(self, entry: Entry, state: str, text: str) -> None:
        ended = replace(entry, state=state, text=text)
        self._tasks.pop(entry.key, None)
        if self._store.contains(entry.key):
            self._store.put(ended)
        self.changed.emit()
        self.ended.emit(ended)


@dataclass(frozen=True)
class Publishing:
    """What publications share: the jobs on servers, and who runs what comes before them."""

    jobs: PublishJobs
    runner: TaskRunner


def _says_nothing_of_the_job(error: BaseException) -> bool:
    """Tell whether the server could not be asked, or not as the account that the job is of."""
    if isinstance(error, ProtocolError):
        return bool(error.url)  # else it is what was kept that cannot be read
    is_of_gis = isinstance(error, PublishError) and error.details.get("step") == "check"
    return is_of_gis or isinstance(error, (TransportFailure, ServerBusy, SignInRequired))


def _asks_for_password(gis: str) -> bool:
    """Tell whether the sign-in of a GIS would make QGIS ask for its master password."""
    try:
        authcfg = ProfileRegistry().registration(gis).authcfg
    except NotFound:
        return False
    return bool(authcfg) and not QgsApplication.authManager().masterPasswordIsSet()


def _read(text: str) -> Entry | None:
    try:
        return Entry(**json.loads(text))
    except (TypeError, ValueError):
        return None
