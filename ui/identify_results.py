# SPDX-License-Identifier: GPL-2.0-or-later
"""What a service says of a place, for people: values of bands, rasters below, profiles and histograms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QCoreApplication

from ..core.moment import milliseconds_of
from ..core.service import ImageService
from ..core.steps import Step
from . import numbers
from .plot import Series

if TYPE_CHECKING:
    from ..core.histograms import Histogram
    from ..core.identify import Values

translate = QCoreApplication.translate

# Lines of one plot that can still be told apart.
MOST_LINES = 4


def band_name(service: ImageService, index: int, count: int) -> str:
    """Return the name of a band, counted from 0, among the values that came."""
    own = service.band_names[index] if count == service.band_count and index < len(service.band_names) else ""
    return own or translate("IdentifyResults", "Band {number}").format(number=index + 1)


def value_text(value: float | None) -> str:
    """Return a value for people."""
    return translate("IdentifyResults", "NoData") if value is None else numbers.shown(value)


def values_text(values: Values) -> str:
    """Return the values of all bands in one line."""
    return "; ".join(value_text(value) for value in values) if values else value_text(None)


def group_of(step: Step) -> str:
    """Return what steps of one line have in common: all but their time."""
    places = [f"{place.dimension} {place.words}" for place in step.places if not place.is_time]
    return ", ".join([*([step.variable] if step.variable else []), *places])


def profile_groups(values: Sequence[tuple[Step, Values]]) -> list[str]:
    """Return the lines that a profile has: one for each variable and depth with several times; else just one."""
    groups = list(dict.fromkeys(group_of(step) for step, _ in values))
    has_times = len({step.period for step, _ in values if step.period is not None}) > 1
    return groups if has_times else [""]


def profile_lines(
    service: ImageService, values: Sequence[tuple[Step, Values]], group: str
) -> tuple[list[Series], list[str]]:
    """Return a line for each band, and what the places along the axis are called."""
    has_groups = len(profile_groups(values)) > 1
    members = [(step, found) for step, found in values if not has_groups or group_of(step) == group]
    bands = max((len(found) for _, found in members), default=0)
    dated = all(step.period is not None for step, _ in members)
    if dated:
        members.sort(key=lambda member: milliseconds_of(member[0].period.start) if member[0].period else 0)
    xs = [
        float(milliseconds_of(step.period.start)) if dated and step.period else float(n)
        for n, (step, _) in enumerate(members)
    ]
    if len(set(xs)) < len(xs):
        xs = [float(number) for number in range(len(members))]
    labels = [step.period.words if dated and step.period else step.words for step, _ in members]
    lines = [
        Series(
            band_name(service, band, bands),
            tuple(xs),
            tuple(found[band] if band < len(found) else None for _, found in members),
        )
        for band in range(min(bands, MOST_LINES))
    ]
    return lines, labels


def histogram_bars(service: ImageService, bands: Sequence[Histogram], index: int) -> Series:
    """Return the histogram of a band as a series."""
    band = bands[index]
    return Series(band_name(service, index, len(bands)), band.values, tuple(float(count) for count in band.counts))


def statistics_rows(band: Histogram) -> list[tuple[str, str]]:
    """Return what is known of the values of an area: pairs of a title and a text."""
    rows = [(translate("IdentifyResults", "Cells"), numbers.counted(band.cells))]
    told = band.statistics
    if told is not None:
        for title, value in (
            (translate("IdentifyResults", "Minimum"), told.minimum),
            (translate("IdentifyResults", "Maximum"), told.maximum),
            (translate("IdentifyResults", "Mean"), told.mean),
            (translate("IdentifyResults", "Standard deviation"), told.deviation),
        ):
            if value is not None:
                rows.append((title, numbers.shown(value, 7)))
    return rows
