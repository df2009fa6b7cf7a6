# SPDX-License-Identifier: GPL-2.0-or-later
"""The GeoTIFF that is uploaded: written block by block, in the promoted pixel type, with its holes as NoData.

ArcGIS has no call for promotion, so it is done here, before the upload. Holes come from the source's own validity and
are written as the NoData value: GDAL's idea of NoData, with its tolerances, has no say in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import numpy as np

from .cancel import Cancel
from .geokeys import needs_esri_keys
from .geotiff import GeoTiffSink
from .grid import Grid
from .publish_plan import WINDOW_ROWS, PublishPlan
from .raster import RasterClass, RasterLayout
from .raster_source import RasterSource
from .statistics import BandSummary, summarize
from .version import VERSION

# Old enough for every ArcGIS to read.
COMPRESSION = "deflate"
SIDECAR = ".aux.xml"


@dataclass(frozen=True)
class PreparedFile:
    """The file, and what lies beside it for whatever GeoTIFF has no place for (attribute tables), if anything.

    ``conflicts`` counts, per band, valid cells that held the NoData value already: they are holes now.
    """

    path: Path
    sidecar: Path | None
    conflicts: tuple[int, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """Return the files, the raster first."""
        return (self.path,) if self.sidecar is None else (self.path, self.sidecar)

    @property
    def bytes(self) -> int:
        """Return the size of the files."""
        return sum(file.stat().st_size for file in self.files)


def prepare_file(
    source: RasterSource,
    plan: PublishPlan,
    folder: Path,
    cancel: Cancel,
    progress: Callable[[int, int], None] | None = None,
) -> PreparedFile:
    """Write the file for a plan into ``folder``; ``progress`` is called with (cells done, cells in all).

    Raises:
        OutputError: the disk is full.
        Cancelled: it was cancelled; nothing is left.
        ImageServiceError: the source cannot be read.
    """
    path = folder / f"{plan.service_name}.tif"
    conflicts = np.zeros(plan.band_count, np.int64)
    summaries = (BandSummary(),) * plan.band_count
    sink = GeoTiffSink(path, _layout(plan), tile=(WINDOW_ROWS, WINDOW_ROWS), compression=COMPRESSION)
    done = 0
    try:
        for window in plan.windows():
            cancel.raise_if_set()
            data, valid = plan.read(source, window)
            if plan.needs_check:
                conflicts += np.count_nonzero(valid & (data == plan.no_data), axis=(1, 2))
                valid = valid & (data != plan.no_data)
            sink.write(window, data, valid)
            summaries = tuple(map(BandSummary.__add__, summaries, summarize(data, valid)))
            done += window.cells
            if progress is not None:
                progress(done, plan.cells)
        sink.finish(summaries, _provenance())
    except BaseException:
        sink.abort()
        raise
    sidecar = Path(f"{path}{SIDECAR}")
    return PreparedFile(path, sidecar if sidecar.exists() else None, tuple(int(count) for count in conflicts))


def _layout(plan: PublishPlan) -> RasterLayout:
    facts, bands = plan.facts, [plan.facts.bands[place] for place in plan.bands]
    west, width, _, north, _, height = plan.transform
    colors = tuple(entry[:5] for entry in bands[0].colors)
    has_color_tables = plan.pixel_type.code in {"U8", "U16"}
    classes = facts.classes or tuple(
        RasterClass(value, label, (red, green, blue))
        for value, red, green, blue, _, label in bands[0].colors
        if label or not has_color_tables
    )
    # A table without colours would lose those that the pixel type has no colour table for.
    keeps_table = facts.attribute_table is not None and (has_color_tables or not colors)
    return RasterLayout(
        grid=Grid(west, north, abs(width) or 1.0, abs(height) or 1.0, plan.width, plan.height),
        transform=plan.transform,
        band_names=tuple(band.name for band in bands),
        pixel_type=plan.pixel_type,
        wkt=plan.wkt,
        no_data=plan.no_data,
        classes=classes,
        colors=colors,
        table=facts.attribute_table if keeps_table else None,
        has_esri_keys=needs_esri_keys(plan.wkt),
    )


def _provenance() -> dict[str, str]:
    return {
        "AREA_OR_POINT": "Area",
        "TIFFTAG_SOFTWARE": f"Image Services for ArcGIS {VERSION}",
        "TIFFTAG_DATETIME": datetime.now(timezone.utc).strftime("%Y:%m:%d %H:%M:%S"),
    }
