# SPDX-License-Identifier: GPL-2.0-or-later
"""The steps of publishing in the user's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QCoreApplication

from .summary import file_size
from .translation import in_own_words

if TYPE_CHECKING:
    from ..core.publish_steps import StepProgress

translate = QCoreApplication.translate

# The step whose progress is counted in bytes.
UPLOAD = "upload"


def step_titles() -> dict[str, str]:
    """Return what every step is called, in their order."""
    return {
        "check": translate("PublishWords", "checking the GIS and the name"),
        "prepare": translate("PublishWords", "preparing the file"),
        UPLOAD: translate("PublishWords", "uploading"),
        "create": translate("PublishWords", "creating the service"),
        "describe": translate("PublishWords", "describing it"),
        "submit": translate("PublishWords", "submitting the job"),
        "process": translate("PublishWords", "the server is working"),
        "verify": translate("PublishWords", "verifying the service"),
    }


def progress_of(step: StepProgress) -> tuple[int, int, str]:
    """Return how far a step is, as tasks report it: done, total, and a line about it."""
    titles = step_titles()
    place = list(titles).index(step.step) + 1 if step.step in titles else len(titles)
    words = translate("PublishWords", "step {place} of {count}, {title}").format(
        place=place, count=len(titles), title=titles.get(step.step, step.title)
    )
    return step.done, step.total or 0, f"{words}{_detail(step)}"


def _detail(step: StepProgress) -> str:
    """Return how much has been sent, or what the library and the server say of their work."""
    if step.step == UPLOAD and step.total:
        text = translate("PublishWords", " ({done} of {total})")
        return text.format(done=file_size(step.done), total=file_size(step.total))
    return f": {in_own_words(step.text)}" if step.text else ""
