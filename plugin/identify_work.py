# SPDX-License-Identifier: GPL-2.0-or-later
"""What is asked of a service about a place, as work for the background: values, a profile through slices, counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..core.cancel import Cancel
from ..core.catalog import has_catalog
from ..core.download import session_of
from ..core.grid import Extent
from ..core.service import ImageService
from ..core.spatialref import SpatialReference
from ..core.steps import Step, StepChoice, find_steps
from . import library
from .layer_service import LayerService

if TYPE_CHECKING:
    from ..core.histograms import Area, Histograms
    from ..core.identify import Identified, Values

# More would be as many requests; a profile of them takes minutes.
MOST_STEPS = 250
# Half the side of the box in which a catalogue is asked for the dates of a point, in cells.
HALF_CELLS = 0.5


@dataclass(frozen=True)
class Place:
    """A point in a spatial reference."""

    x: float
    y: float
    sr: SpatialReference


@dataclass(frozen=True)
class PointAnswer:
    """What a service says of a point; ``service`` is the one that was asked."""

    service: ImageService
    identified: Identified


@dataclass(frozen=True)
class Profile:
    """The values of all slices at a point; ``left_out`` counts the slices that were too many to ask for."""

    values: tuple[tuple[Step, Values], ...] = ()
    left_out: int = 0


class Asker:
    """Asks services about places, and keeps those that it has opened."""

    def __init__(self) -> None:
        self._opened: dict[tuple[str, str, str], ImageService] = {}

    def point(self, source: LayerService, place: Place) -> Callable[[Cancel], PointAnswer]:
        """Return the work that asks for the values at a point."""

        def work(cancel: Cancel) -> PointAnswer:
            from ..core.identify import identify_point

            service = self._open(source, cancel)
            found = identify_point(
                service,
                session_of(service),
                place.x,
                place.y,
                place.sr,
                selection=source.selection,
                with_rasters=has_catalog(service),
                cancel=cancel,
            )
            return PointAnswer(service, found)

        return work

    def profile(self, source: LayerService, place: Place) -> Callable[[Cancel], Profile]:
        """Return the work that asks for the values of all slices at a point."""

        def work(cancel: Cancel) -> Profile:
            from ..core.identify import identify_steps

            service = self._open(source, cancel)
            session = session_of(service)
            steps = find_steps(service, session, _around(service, place), cancel)
            if len(steps) > MOST_STEPS:
                return Profile(left_out=len(steps))
            values = identify_steps(
                service, session, place.x, place.y, steps, place.sr, selection=source.selection, cancel=cancel
            )
            return Profile(values)

        return work

    def histograms(
        self, source: LayerService, area: Area, sr: SpatialReference
    ) -> Callable[[Cancel], tuple[ImageService, Histograms]]:
        """Return the work that lets the server count the values of an area."""

        def work(cancel: Cancel) -> tuple[ImageService, Histograms]:
            from ..core.histograms import compute_histograms

            service = self._open(source, cancel)
            counted = compute_histograms(
                service, session_of(service), area, sr, selection=source.selection, cancel=cancel
            )
            return service, counted

        return work

    def forget(self) -> None:
        """Open services anew from now on: a sign-in may have changed."""
        self._opened = {}

    def _open(self, source: LayerService, cancel: Cancel) -> ImageService:
        opened = self._opened  # in a thread: what is opened while others forget is not kept
        key = (source.url, source.gis, source.authcfg)
        if key not in opened:
            opened[key] = library.open_service(source.url, gis=source.gis, authcfg=source.authcfg, cancel=cancel)
        return opened[key]


def _around(service: ImageService, place: Place) -> StepChoice:
    """Return the choice of the dates at a point; those of dimensions hold everywhere."""
    if service.has_multidimensions or service.spatial_reference is None:
        return StepChoice()
    from ..core.spatialref import transform_points

    (x,), (y,) = transform_points([place.x], [place.y], place.sr, service.spatial_reference)
    width, height = service.cell_width * HALF_CELLS, service.cell_height * HALF_CELLS
    return StepChoice(extent=Extent(x - width, y - height, x + width, y + height))
