# SPDX-License-Identifier: GPL-2.0-or-later
"""Publishing from beginning to end: a raster becomes a new image service, or nothing of it is left."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, Union

from .cancel import Cancel
from .errors import PlanError
from .gis import Gis
from .publication import Publication
from .publish_options import PublishOptions, service_name_of
from .publish_plan import PublishPlan, check_values, common_type, plan_publish
from .publish_steps import STEPS, PublishResult, StepProgress, StepReporter
from .publish_target import PublishTarget, name_is_available, target
from .raster_source import GdalSource, RasterSource
from .submission import COLLECT, COPY, estimate_credits

__all__ = [
    "STEPS",
    "GdalSource",
    "PublishOptions",
    "PublishPlan",
    "PublishResult",
    "PublishTarget",
    "RasterSource",
    "StepProgress",
    "check_values",
    "estimate_credits",
    "name_is_available",
    "plan_publish",
    "publish",
    "publish_collection",
    "service_name_of",
    "target",
]

Source = Union[str, Path, RasterSource]


def publish(
    source: Source,
    *,
    gis: str | Gis,
    service_name: str,
    cancel: Cancel | None = None,
    progress: StepReporter | None = None,
    **options: Any,
) -> PublishResult:
    """Publish a raster as a new image service; the options are the fields of ``PublishOptions``.

    Args:
        source: a file, or any other source; a source that is given is not closed.
        gis: the name of a registered GIS, or a GIS.
        service_name: name of the new service.
        cancel: stops it; what was made so far is removed.
        progress: called with ``StepProgress``, a few times a second, in the calling thread.

    Raises:
        PlanError: it cannot work; nothing was sent.
        Cancelled: it was cancelled; nothing is left.
        ImageServiceError: one of its kinds, with the detail ``step``; nothing is left unless ``keep_on_failure``.
    """
    choices = PublishOptions.of(service_name=service_name, **options)
    with ExitStack() as stack:
        raster = _opened(source, stack)
        plan = plan_publish(raster, choices)
        return Publication([(raster, plan)], COPY, cancel or Cancel(), progress).run(gis)


def publish_collection(
    sources: Sequence[Source],
    *,
    gis: str | Gis,
    service_name: str,
    cancel: Cancel | None = None,
    progress: StepReporter | None = None,
    **options: Any,
) -> PublishResult:
    """Publish several rasters as one new image service, a collection; arguments and errors are those of ``publish``.

    Rasters without a spatial reference are left out, and named in the notes. All others get one pixel type that holds
    the values of every one.

    Raises:
        PlanError: it cannot work, or no raster is left; nothing was sent.
        Cancelled: it was cancelled; nothing is left.
        ImageServiceError: one of its kinds, with the detail ``step``; nothing is left unless ``keep_on_failure``.
    """
    choices = replace(PublishOptions.of(service_name=service_name, **options), kind="dynamic")
    if not choices.title.strip():
        choices = replace(choices, title=service_name.strip())
    with ExitStack() as stack:
        rasters = [_opened(source, stack) for source in sources]
        placed = [raster for raster in rasters if raster.facts.wkt.strip()]
        if not placed:
            raise PlanError("None of the rasters has a spatial reference: there is nothing to publish.")
        lost = [raster.facts.name for raster in rasters if not raster.facts.wkt.strip()]
        notes = (f"Left out, for they have no spatial reference: {', '.join(lost)}.",) if lost else ()
        plans = _plans_of_one_kind(placed, choices)
        return Publication(list(zip(placed, plans)), COLLECT, cancel or Cancel(), progress, notes).run(gis)


def _opened(source: Source, stack: ExitStack) -> RasterSource:
    if not isinstance(source, (str, Path)):
        return source
    raster = GdalSource(source)
    stack.callback(raster.close)
    return raster


def _plans_of_one_kind(rasters: list[RasterSource], options: PublishOptions) -> list[PublishPlan]:
    plans = [plan_publish(raster, options) for raster in rasters]
    for plan in plans:
        if plan.band_count != plans[0].band_count:
            raise PlanError(
                f"“{plan.facts.name}” has {plan.band_count} bands and “{plans[0].facts.name}” {plans[0].band_count}: "
                "choose the same bands of all rasters."
            )
    kind = common_type([plan.source_type for plan in plans])
    return [plan_publish(raster, options, source_type=kind) for raster in rasters]
