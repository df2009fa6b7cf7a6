# SPDX-License-Identifier: GPL-2.0-or-later
"""What publishing comes to, in a few lines: size and steps, what to know, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QCoreApplication, QLocale

from ..plugin.summary import file_size
from ..plugin.translation import in_own_words
from .plan_view import ERROR, INFO, WARNING

if TYPE_CHECKING:
    from ..core.publish_plan import PublishPlan
    from ..core.publish_target import PublishTarget

translate = QCoreApplication.translate

# A kind of line, and its text.
Line = tuple[str, str]


def promotion(plan: PublishPlan) -> str:
    """Return pixel type and NoData before and after: "Float32 → Float64, NoData 1.797e308"."""
    return plan.promotion_text.replace("->", "→")


def plan_lines(plan: PublishPlan, more: Iterable[str]) -> list[Line]:
    """Return what a plan comes to, and what to know about it."""
    locale = QLocale()
    text = translate("PublishLines", "{columns} × {rows} cells, {bands}, {promotion}; at most {size} to send.")
    summary = text.format(
        columns=locale.toString(plan.width),
        rows=locale.toString(plan.height),
        bands=translate("PublishLines", "%Ln band(s)", n=plan.band_count),
        promotion=promotion(plan),
        size=file_size(plan.upload_bytes),
    )
    lines = [(INFO, summary)]
    if plan.needs_check:
        text = translate(
            "PublishLines",
            "Cells that hold the NoData value already would become holes; they are counted before anything is sent.",
        )
        lines.append((INFO, text))
    lines += [(WARNING if note.is_warning else INFO, in_own_words(note.text)) for note in plan.notes]
    return [*lines, *((WARNING, note) for note in more)]


def target_lines(target: PublishTarget, kind: str) -> list[Line]:
    """Return why nothing can be published at a GIS, or which privilege the account seems to lack."""
    if not target.is_usable:
        return [(ERROR, in_own_words(target.reason))]
    lacking = target.lacking(target.imagery(kind))
    lines = [(WARNING, in_own_words(lacking))] if lacking else []
    if target.kind == "online":  # it tells how many only for a file that it has
        text = translate(
            "PublishLines", "ArcGIS Online charges credits; its estimate is shown once the file is uploaded."
        )
        lines.append((INFO, text))
    return lines


def steps_line() -> str:
    """Return what is going to happen, step by step."""
    return translate(
        "PublishLines",
        "Steps: check, prepare a GeoTIFF, upload it, create the service, let the server fill it, verify.",
    )
