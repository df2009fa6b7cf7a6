# SPDX-License-Identifier: GPL-2.0-or-later
"""What a download comes to, in one line, with numbers as the user's language writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QCoreApplication, QLocale

if TYPE_CHECKING:
    from ..core.plan import DownloadPlan

translate = QCoreApplication.translate


def summary(plan: DownloadPlan) -> str:
    """Return what a plan comes to; the library's own sentence says the same in English."""
    locale = QLocale()
    text = translate("Summary", "{columns} × {rows} cells, {bands} {kind}, {requests}, about {size}, in {reference}")
    return text.format(
        columns=locale.toString(plan.grid.columns),
        rows=locale.toString(plan.grid.rows),
        bands=translate("Summary", "%Ln band(s)", n=len(plan.bands)),
        kind=plan.pixel_type.code,
        requests=translate("Summary", "%Ln request(s)", n=len(plan.tiles)),
        size=file_size(plan.bytes),
        reference=plan.spatial_reference.label,
    )


def file_size(count: float) -> str:
    """Return a number of bytes for people: "460 MB"."""
    digits = 0 if count < 1e9 else 1
    return str(QLocale().formattedDataSize(int(count), digits, QLocale.DataSizeFormat.DataSizeSIFormat))
