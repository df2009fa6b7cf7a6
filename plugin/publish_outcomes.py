# SPDX-License-Identifier: GPL-2.0-or-later
"""How publishing jobs ended, in the message bar: with the item page, a live layer and the address at hand."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QUrl
from qgis.PyQt.QtGui import QDesktopServices

from ..core.errors import PublishError
from .desktop import Desktop
from .live_layer import LiveSource
from .messages import Action
from .publish_jobs import CANCELLED, SUCCEEDED, Entry, PublishJobs
from .translation import in_own_words

translate = QCoreApplication.translate


def open_item_page(entry: Entry) -> None:
    """Open the page of a published item where the user reads web pages."""
    QDesktopServices.openUrl(QUrl(entry.item_page))


def copy_url(entry: Entry) -> None:
    """Copy the address of a published service."""
    QgsApplication.clipboard().setText(entry.url)


def add_as_layer(entry: Entry, desktop: Desktop) -> None:
    """Add a published service to the project, as a live layer."""
    desktop.live.add(LiveSource(entry.url, entry.title, entry.gis))


class PublishOutcomes:
    """Tells of every job that ends while QGIS runs.

    Args:
        jobs: the jobs.
        desktop: where it is told.
        show_jobs: opens the list of jobs.
    """

    def __init__(self, jobs: PublishJobs, desktop: Desktop, show_jobs: Callable[[], object]) -> None:
        self._jobs = jobs
        self._desktop = desktop
        self._show_jobs = show_jobs
        jobs.ended.connect(self._tell)

    def stop(self) -> None:
        """Tell no more."""
        self._jobs.ended.disconnect(self._tell)

    def resume(self) -> None:
        """Watch what was running when QGIS was closed; where that wants a sign-in, say so."""
        waiting = self._jobs.resume()
        if waiting:
            text = translate(
                "PublishOutcomes", "%n publishing job(s) may still run; a look at them needs your sign-in.", n=waiting
            )
            action = (translate("PublishOutcomes", "Publishing Jobs…"), self._show_jobs)
            self._desktop.messages.warning(translate("PublishOutcomes", "Image Services"), text, actions=[action])

    def _tell(self, entry: Entry) -> None:
        messages, name = self._desktop.messages, entry.title
        if entry.state == SUCCEEDED:
            text = translate("PublishOutcomes", "“{name}” is an image service now.").format(name=name)
            title, more = translate("PublishOutcomes", "Published"), in_own_words(entry.more)
            messages.success(title, text, *self._actions(entry), more=more)
        elif entry.state == CANCELLED:
            title = translate("PublishOutcomes", "Publishing cancelled")
            messages.info(title, f"“{name}”: {in_own_words(entry.text)}")
        else:
            title = translate("PublishOutcomes", "“{name}” was not published").format(name=name)
            messages.failure(title, PublishError(entry.text), entry.more)

    def _actions(self, entry: Entry) -> list[Action]:
        return [
            (translate("PublishOutcomes", "Open Item Page"), lambda: open_item_page(entry)),
            (translate("PublishOutcomes", "Add as Layer"), lambda: add_as_layer(entry, self._desktop)),
            (translate("PublishOutcomes", "Copy URL"), lambda: copy_url(entry)),
        ]
