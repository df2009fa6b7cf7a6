# SPDX-License-Identifier: GPL-2.0-or-later
"""Jobs that go on without anybody waiting: kept in the profile, watched again, shown, cancelled, removed."""

from __future__ import annotations

import json
import threading
from dataclasses import replace

import pytest
from image_services.core.jobs import PublishJob
from image_services.plugin import auth_store
from image_services.plugin.auth_store import Login
from image_services.plugin.publish_jobs import MOST_KEPT, Entry, JobStore, PublishJobs, keep
from image_services.plugin.publish_outcomes import PublishOutcomes
from image_services.plugin.settings import settings
from image_services.ui.publish_jobs_dialog import PublishJobsDialog
from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtWidgets import QPushButton

pytestmark = pytest.mark.qgis
LIMIT_MS = 60_000
MASTER = "only for these tests"
PASSWORD = "publisher-Pa55"


@pytest.fixture
def submitted(publishing, register, layer, named, sandbox, qtbot):
    """Submit a job that takes so many seconds, without waiting for it; return its entry."""

    def submit(seconds, name="later"):
        sandbox.control.portal(job_seconds=seconds)
        register("Survey")
        dialog = publishing(layer(), "Survey")
        named(dialog, name)
        dialog.target_panel.wait.setChecked(False)
        dialog.publish_button.click()
        qtbot.waitUntil(lambda: not dialog._runs, timeout=LIMIT_MS)
        return dialog._publishing.jobs.entries()[0]

    return submit


@pytest.fixture
def restarted(jobs, qtbot):
    """Forget everything but the profile, as when QGIS is closed and opened again."""
    others = []

    def restart():
        jobs.stop_watching()
        qtbot.waitUntil(lambda: jobs.running == 0, timeout=LIMIT_MS)
        other = PublishJobs()
        others.append(other)
        return other

    yield restart
    for other in others:
        other.stop()
        qtbot.waitUntil(lambda other=other: other.running == 0, timeout=LIMIT_MS)


@pytest.fixture
def listed(desktop, qtbot):
    """Shows the window of the jobs."""

    def show(jobs):
        dialog = PublishJobsDialog(jobs, desktop)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return show


def test_a_job_is_watched_again_after_a_restart(submitted, restarted, qtbot):
    entry = submitted(4)
    jobs = restarted()
    assert [known.key for known in jobs.entries()] == [entry.key]
    ended = []
    jobs.ended.connect(ended.append)
    assert jobs.resume() == 0
    assert jobs.is_watched(entry.key)
    qtbot.waitUntil(lambda: bool(ended), timeout=LIMIT_MS)
    assert ended[0].state == "succeeded"
    assert jobs.entries()[0].state == "succeeded"
    assert jobs.resume() == 0
    assert not jobs.is_watched(entry.key)


def test_closing_qgis_stops_no_job(submitted, restarted, sandbox):
    submitted(30)
    restarted()
    assert not [entry for entry in sandbox.control.requests() if entry["path"].endswith("/cancel")]


def test_a_sign_in_is_not_asked_for_at_the_start(submitted, restarted, desktop, desk, said):
    entry = submitted(30)
    jobs = restarted()
    manager = QgsApplication.authManager()
    manager.clearMasterPassword()
    outcomes = PublishOutcomes(jobs, desktop, lambda: None)
    try:
        outcomes.resume()
        assert not jobs.is_watched(entry.key)
        assert said()[0][1] == "1 publishing job may still run; a look at it needs your sign-in."
        assert "Publishing Jobs…" in [button.text() for button in desk.bar.findChildren(QPushButton)]
    finally:
        outcomes.stop()
        assert manager.setMasterPassword(MASTER, True)
    assert jobs.resume() == 0
    assert jobs.is_watched(entry.key)


def test_what_is_kept_holds_no_secret(submitted):
    submitted(30)
    text = " ".join(settings().publish_jobs.value())
    kept = json.loads(settings().publish_jobs.value()[0])
    job = PublishJob.from_json(kept["job"])
    assert (job.gis, job.service_name) == ("Survey", "later")
    assert "publisher-Pa55" not in text
    assert "token" not in text.lower()


def test_the_window_shows_how_jobs_stand_and_cancels_them(submitted, jobs, listed, qtbot, sandbox, said):
    submitted(60)
    window = listed(jobs)
    (item,) = [window.list.topLevelItem(row) for row in range(window.list.topLevelItemCount())]
    assert [item.text(column) for column in (0, 1, 3)] == ["Heights", "Survey", "Running"]
    assert item.text(2)
    qtbot.waitUntil(lambda: window.state.text().startswith("Step 7 of 8, the server is working"), timeout=LIMIT_MS)
    assert not window.page_button.isEnabled()
    assert not window.remove_button.isEnabled()
    window.cancel_button.click()
    qtbot.waitUntil(lambda: jobs.entries()[0].state == "cancelled", timeout=LIMIT_MS)
    assert window.list.topLevelItem(0).text(3) == "Cancelled"
    assert window.state.text() == "Cancelled; nothing was left on the server."
    assert said()[0][0] == "Publishing cancelled"
    assert not window.cancel_button.isEnabled()
    window.remove_button.click()
    assert jobs.entries() == []
    assert window.list.topLevelItemCount() == 0
    assert window.state.text() == "No jobs."


def test_a_job_that_has_ended_can_be_opened(submitted, jobs, listed, desk, qtbot):
    submitted(0)
    qtbot.waitUntil(lambda: jobs.entries()[0].state == "succeeded", timeout=LIMIT_MS)
    window = listed(jobs)
    window.copy_button.click()
    assert QgsApplication.clipboard().text() == jobs.entries()[0].url
    before = len(desk.project.mapLayers())
    window.layer_button.click()
    qtbot.waitUntil(lambda: len(desk.project.mapLayers()) == before + 1, timeout=LIMIT_MS)


def test_a_server_that_cannot_be_asked_now_is_asked_again(submitted, jobs, sandbox, registry, qtbot):
    entry = submitted(60)
    known = registry.registration("Survey")
    registry.remove("Survey")
    jobs.stop_watching()
    qtbot.waitUntil(lambda: jobs.running == 0, timeout=LIMIT_MS)
    jobs.watch_all()
    qtbot.waitUntil(lambda: not jobs.is_watched(entry.key), timeout=LIMIT_MS)
    lost = jobs.entries()[0]
    assert lost.is_running
    assert "Survey" in lost.text
    assert jobs._retry.isActive()
    assert known.name == "Survey"


@pytest.mark.parametrize("what", ["no answer", "no account"])
def test_a_job_that_cannot_be_asked_for_is_none_that_has_failed(submitted, jobs, sandbox, registry, qtbot, what):
    """A portal under maintenance, say, or one that is registered without an account for a while."""
    entry = submitted(60)
    jobs.stop_watching()
    qtbot.waitUntil(lambda: jobs.running == 0, timeout=LIMIT_MS)
    known = registry.registration("Survey")
    if what == "no answer":
        sandbox.control.faults({"kind": "empty", "operation": "portals/*", "count": 1})
    else:
        registry.save(replace(known, authcfg=""), previous="Survey")
    jobs.resume()
    qtbot.waitUntil(lambda: jobs.running == 0, timeout=LIMIT_MS)
    kept = jobs.entry(entry.key)
    assert kept.is_running
    assert ("answers nothing" if what == "no answer" else "Nobody is signed in") in kept.text
    if what == "no account":
        registry.save(known, previous="Survey")
    else:
        jobs._retry.timeout.emit()
    qtbot.waitUntil(lambda: jobs.is_watched(entry.key), timeout=LIMIT_MS)
    qtbot.wait(1000)
    assert jobs.is_watched(entry.key)


def test_a_refused_password_locks_no_account(submitted, jobs, sandbox, registry, qtbot):
    """Five refusals within some minutes do, and there may be more jobs than that: one sign-in is tried for all."""
    entry = submitted(60)
    jobs.stop_watching()
    qtbot.waitUntil(lambda: jobs.running == 0, timeout=LIMIT_MS)
    for number in range(5):
        JobStore().put(replace(entry, key=f"{entry.key}#{number}"))
    known = registry.registration("Survey")
    auth_store.store(Login("publisher", "changed meanwhile"), "Survey", known.url, known.authcfg)
    sandbox.control.portal(expire=True)
    jobs.resume()
    qtbot.waitUntil(lambda: jobs.running == 0, timeout=LIMIT_MS)
    assert [each["ok"] for each in sandbox.control.portal()["sign_ins"]].count(False) == 1
    assert all(kept.is_running and "was refused" in kept.text for kept in jobs.entries())
    assert not jobs._retry.isActive()  # nor is it tried every minute, as long as QGIS runs
    jobs._retry.timeout.emit()  # as for a job on another server, that cannot be reached
    assert not any(jobs.is_watched(kept.key) for kept in jobs.entries())

    auth_store.store(Login("publisher", PASSWORD), "Survey", known.url, known.authcfg)
    registry.save(known, previous="Survey")  # as the dialog does
    qtbot.waitUntil(lambda: all(jobs.is_watched(kept.key) for kept in jobs.entries()), timeout=LIMIT_MS)
    qtbot.wait(1000)
    assert all(jobs.is_watched(kept.key) for kept in jobs.entries())


def test_a_job_that_the_server_has_lost_is_a_failure(submitted, jobs, said, qtbot):
    entry = submitted(30)
    jobs.stop_watching()
    qtbot.waitUntil(lambda: jobs.running == 0, timeout=LIMIT_MS)
    job = json.loads(entry.job)
    job["job_url"] += "0"
    JobStore().put(Entry(**{**vars(entry), "job": json.dumps(job)}))
    jobs.watch_all()
    qtbot.waitUntil(lambda: jobs.entries()[0].state == "failed", timeout=LIMIT_MS)
    assert said()[0][2] == Qgis.MessageLevel.Critical


def an_entry(number, state="running"):
    return Entry(f"key {number}", "{}", "nowhere", f"Title {number}", "2026-01-01T00:00:00+00:00", state)


def test_what_cannot_be_read_is_left_out(jobs):
    JobStore().put(an_entry(1))
    settings().publish_jobs.setValue(["no json", '{"other": 1}', *settings().publish_jobs.value()])
    assert [entry.key for entry in jobs.entries()] == ["key 1"]


def test_the_oldest_that_have_ended_go_first(jobs):
    JobStore().put(an_entry(0))
    for number in range(1, MOST_KEPT + 5):
        JobStore().put(an_entry(number, "failed"))
    keys = [entry.key for entry in jobs.entries()]
    assert len(keys) == MOST_KEPT
    assert keys[0] == f"key {MOST_KEPT + 4}"
    assert keys[-1] == "key 0"
    assert "key 5" not in keys
    assert "key 6" in keys


def test_a_job_that_a_thread_has_submitted_is_watched_at_once(jobs, qtbot):
    thread = threading.Thread(target=keep, args=(an_entry(1),))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: "not the description" in jobs.entries()[0].text, timeout=LIMIT_MS)
    assert jobs.entries()[0].is_running
