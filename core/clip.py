# SPDX-License-Identifier: GPL-2.0-or-later
"""Polygons that a download is cut to: which tiles they touch, and which cells of a tile lie inside."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .errors import PlanError
from .gdal_errors import collected
from .grid import Extent, Grid, Window
from .spatialref import SpatialReference, transform_points

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Edges are divided before they are carried to another spatial reference, where straight lines become curves.
PIECES_ALONG = 200


@dataclass(frozen=True)
class Clip:
    """A polygon, or several, as well-known binary, in a spatial reference."""

    wkb: bytes = field(repr=False)
    sr: SpatialReference

    @classmethod
    def from_wkt(cls, text: str, sr: SpatialReference) -> Clip:
        """Read well-known text.

        Raises:
            PlanError: it is no polygon.
        """
        from osgeo import ogr

        geometry = None
        with collected():  # None or an error, as the program has set GDAL
            geometry = ogr.CreateGeometryFromWkt(text)
        if geometry is None:
            raise PlanError("The polygon to clip to cannot be read as well-known text.")
        return cls(bytes(geometry.ExportToWkb()), sr)

    def __post_init__(self) -> None:
        geometry = self._geometry()
        if geometry.IsEmpty() or geometry.GetDimension() != 2:
            raise PlanError("What to clip to is no polygon, or an empty one: choose another layer.")

    def _geometry(self) -> Any:
        from osgeo import ogr

        geometry = None
        with collected():
            geometry = ogr.CreateGeometryFromWkb(self.wkb)
        if geometry is None:
            raise PlanError("The polygon to clip to cannot be read.")
        return geometry

    @property
    def extent(self) -> Extent:
        """Return the box around the polygons."""
        xmin, xmax, ymin, ymax = self._geometry().GetEnvelope()
        return Extent(xmin, ymin, xmax, ymax)

    def carried(self, target: SpatialReference) -> Clip:
        """Return the same polygons in another spatial reference.

        Raises:
            PlanError: they cannot be expressed there.
        """
        if self.sr.same_as(target):
            return self
        geometry = self._geometry()
        box = self.extent
        geometry.Segmentize(max(box.width, box.height) / PIECES_ALONG)
        _carry(geometry, self.sr, target)
        return Clip(bytes(geometry.ExportToWkb()), target)

    def repeated(self, shifts: Sequence[float]) -> Clip:
        """Return the polygons, and the same ones moved by so many units to the east, for each of the shifts."""
        from osgeo import ogr

        every = ogr.Geometry(ogr.wkbGeometryCollection)
        for shift in (0.0, *shifts):
            geometry = self._geometry()
            _move(geometry, shift)
            every.AddGeometry(geometry)
        return Clip(bytes(every.ExportToWkb()), self.sr)

    def touches(self, extent: Extent) -> bool:
        """Tell whether any part of the polygons lies in a box (of the same spatial reference)."""
        from osgeo import ogr

        ring = ogr.Geometry(ogr.wkbLinearRing)
        corners = [(extent.xmin, extent.ymin), (extent.xmax, extent.ymin), (extent.xmax, extent.ymax)]
        for x, y in [*corners, (extent.xmin, extent.ymax), corners[0]]:
            ring.AddPoint_2D(x, y)
        box = ogr.Geometry(ogr.wkbPolygon)
        box.AddGeometry(ring)
        return bool(self._geometry().Intersects(box))

    def inside(self, grid: Grid, window: Window) -> NDArray[np.bool_]:
        """Return which cells of a window have their centre inside, shape (rows, columns)."""
        import numpy as np
        from osgeo import gdal, ogr

        box = grid.extent_of(window)
        dataset = gdal.GetDriverByName("MEM").Create("", window.columns, window.rows, 1, gdal.GDT_Byte)
        dataset.SetGeoTransform((box.xmin, grid.cell_width, 0.0, box.ymax, 0.0, -grid.cell_height))
        source = ogr.GetDriverByName("Memory").CreateDataSource("")
        layer = source.CreateLayer("clip")
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometryDirectly(self._geometry())
        layer.CreateFeature(feature)
        gdal.RasterizeLayer(dataset, [1], layer, burn_values=[1])
        cells = np.frombuffer(dataset.GetRasterBand(1).ReadRaster(), bool)
        return cells.reshape(window.rows, window.columns)


def _move(geometry: Any, shift: float) -> None:
    """Move every point of a geometry to the east, in place."""
    for index in range(geometry.GetGeometryCount()):
        _move(geometry.GetGeometryRef(index), shift)
    for index, point in enumerate(() if geometry.GetGeometryCount() else geometry.GetPoints() or ()):
        geometry.SetPoint_2D(index, point[0] + shift, point[1])


def _carry(geometry: Any, source: SpatialReference, target: SpatialReference) -> None:
    """Carry every point of a geometry, in place."""
    for index in range(geometry.GetGeometryCount()):
        _carry(geometry.GetGeometryRef(index), source, target)
    if geometry.GetGeometryCount():
        return
    points = geometry.GetPoints() or []
    xs, ys = transform_points([point[0] for point in points], [point[1] for point in points], source, target)
    if not all(map(math.isfinite, (*xs, *ys))):
        raise PlanError("The polygon to clip to cannot be expressed in the output's spatial reference.")
    for index, (x, y) in enumerate(zip(xs, ys)):
        geometry.SetPoint_2D(index, x, y)
