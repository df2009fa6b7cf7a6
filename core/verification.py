# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a new service is what was published: its extent, cells, bands, pixel type."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, replace
from typing import Any

from .cancel import Cancel
from .errors import ImageServiceError, NotFound, ProtocolError, PublishError, ServerBusy
from .publish_plan import PublishPlan
from .retry import is_passing
from .service import ImageService
from .session import Session, wait

# A service may need a moment after its job has ended.
READY_S = 120.0
FIRST_POLL_S = 0.5
SLOWEST_POLL_S = 5.0
TOLERANCE = 1e-3  # in cells; servers round what they write


@dataclass(frozen=True)
class Expected:
    """What a service has to be; ``extent`` is (xmin, ymin, xmax, ymax), None where the raster is turned."""

    width: int
    height: int
    band_count: int
    pixel_type: str
    extent: tuple[float, float, float, float] | None
    imagery: str = "dynamic"

    @classmethod
    def of(cls, plan: PublishPlan, imagery: str) -> Expected:
        """Return what a plan promises."""
        west, width, skew, north, turn, height = plan.transform
        extent = None
        if not skew and not turn and height < 0 < width:
            extent = (west, north + plan.height * height, west + plan.width * width, north)
        return cls(plan.width, plan.height, plan.band_count, plan.pixel_type.code, extent, imagery)

    def to_json(self) -> dict[str, Any]:
        """Return the fields as JSON has them."""
        return {**asdict(self), "extent": list(self.extent) if self.extent is not None else None}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Expected | None:
        """Read what ``to_json`` gave; None where it is something else."""
        try:
            one = cls(**value)
            counts = (one.width, one.height, one.band_count)
            extent = one.extent if one.extent is None else tuple(map(float, one.extent))
        except (TypeError, ValueError, OverflowError):
            return None
        if not all(isinstance(count, int) for count in counts) or (extent is not None and len(extent) != 4):
            return None
        return replace(one, extent=extent)

    def differences(self, service: ImageService) -> tuple[str, ...]:
        """Return in sentences what a service is that it should not be."""
        found = []
        if self.extent is not None and self.imagery != "tiled":  # a cache lies on the lattice of its scheme
            cell = max(service.cell_width, service.cell_height)
            if any(abs(a - b) > TOLERANCE * cell for a, b in zip(self.extent, service.extent.bounds)):
                found.append("The extent of the service is not that of the raster.")
            if (service.grid.columns, service.grid.rows) != (self.width, self.height):
                found.append(
                    f"The service has {service.grid.columns:,} × {service.grid.rows:,} cells "
                    f"instead of {self.width:,} × {self.height:,}."
                )
        if service.band_count != self.band_count:
            found.append(f"The service has {service.band_count} bands instead of {self.band_count}.")
        code = service.pixel_type.code if service.pixel_type is not None else "unknown"
        if code != self.pixel_type:
            found.append(f"The pixel type of the service is {code} instead of {self.pixel_type}.")
        return tuple(found)


def verify(session: Session, url: str, expected: Expected | None, cancel: Cancel | None = None) -> tuple[str, ...]:
    """Wait until a new service describes itself, and return in sentences what is not as expected.

    Raises:
        PublishError: it stays empty.
        Cancelled: it was cancelled.
        ImageServiceError: it does not answer.
    """
    pause, end = FIRST_POLL_S, time.monotonic() + READY_S
    while True:
        try:
            service = ImageService.from_json(url, session.json(url, cancel=cancel))
        except (NotFound, ProtocolError, ServerBusy) as error:
            failure: ImageServiceError = error
        except ImageServiceError as error:
            if not is_passing(error):
                raise
            failure = error
        else:
            return expected.differences(service) if expected is not None else ()
        if time.monotonic() > end:
            if isinstance(failure, ProtocolError):
                raise PublishError("The job has ended well, but the service is empty.", url=url)
            raise failure
        wait(pause, cancel)
        pause = min(SLOWEST_POLL_S, pause * 2)
