# SPDX-License-Identifier: GPL-2.0-or-later
"""What a question about places is asked of: which rasters, at which time, and drawn how."""

from __future__ import annotations

from dataclasses import dataclass, replace

from . import rules
from .errors import PlanError
from .mosaic import MosaicRule
from .service import ImageService
from .steps import Step


@dataclass(frozen=True)
class Selection:
    """The parameters that identify, getSamples and computeHistograms share; empty is the service's own choice.

    Attributes:
        mosaic_rule: JSON or the name of a mosaic method.
        rendering_rule: JSON or the name of a raster function; empty is raw values.
        time: ISO 8601 instant or "start/end".
        slice_id: number of a slice.
    """

    mosaic_rule: str = ""
    rendering_rule: str = ""
    time: str = ""
    slice_id: int | None = None

    def at(self, step: Step, service: ImageService) -> Selection:
        """Return the same for one step of a stack; before 10.9 these questions knew no numbers of slices."""
        if step.slice_id is not None and step.places and service.version is not None and not service.since(10.9):
            places = MosaicRule(dimensions=tuple(place.filter(step.variable) for place in step.places))
            step = replace(step, slice_id=None, mosaic_rule=places)
        return replace(self, mosaic_rule=step.rule(self.mosaic_rule), time=step.time, slice_id=step.slice_id)

    def params(self, service: ImageService) -> dict[str, str]:
        """Return the parameters to send.

        Raises:
            PlanError: a rule or the time cannot be read, or the service answers nothing but tiles.
        """
        if service.tiles_only:
            raise PlanError(f"“{service.name}” is a tile cache: it answers no questions about places.", url=service.url)
        asked = {
            "mosaicRule": rules.mosaic_rule(self.mosaic_rule),
            "renderingRule": rules.rendering_rule(self.rendering_rule, service),
            "time": rules.window_parameter(self.time),
            "sliceId": "" if self.slice_id is None else str(self.slice_id),
        }
        return {name: value for name, value in asked.items() if value}
