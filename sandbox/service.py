# SPDX-License-Identifier: GPL-2.0-or-later
"""One image service: a raster file, and what its publisher said about it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from . import spatialref
from .attributes import Colormap
from .errors import invalid_parameter
from .grid import Extent
from .mosaic import Mosaic, read_places
from .raster import Raster
from .resample import METHODS
from .slices import TIME, Place, Slice
from .spatialref import CRS
from .statistics import BandStatistics, rasters_statistics

DEFAULT_MAX_HEIGHT, DEFAULT_MAX_WIDTH = 4100, 15000  # the factory default of ArcGIS Server
BUILT_IN = ("Hillshade", "Stretch", "ExtractBand", "Colormap", "NDVI", "NDVIColored", "Identity", "None")


@dataclass(frozen=True)
class FunctionTemplate:
    """A raster function that the service offers by name; ``rule`` is what it stands for."""

    name: str
    description: str
    rule: Mapping[str, Any]
    help: str = ""


@dataclass(frozen=True, eq=False)
class Service:
    """A raster or a mosaic and its overrides (``NAME.service.json``), as the operations need them.

    For a mosaic ``raster`` holds the facts of the whole (grid, type, bands); its pixels come from the items.
    """

    name: str
    raster: Raster
    overrides: Mapping[str, Any] = field(default_factory=dict)
    revision: int = 0
    mosaic: Mosaic | None = None

    @functools.cached_property
    def root_overrides(self) -> Mapping[str, Any]:
        """Return the fields that are put over the root resource."""
        root: Mapping[str, Any] = self.overrides.get("root", {})
        return root

    @property
    def generation(self) -> str:
        """Return the server generation as text, such as "10.91"."""
        return str(self.overrides.get("generation", "10.91"))

    @property
    def version(self) -> float:
        """Return currentVersion; 10.91 means 10.9.1, so that plain comparison works."""
        return float(self.generation)

    @functools.cached_property
    def slices(self) -> tuple[Slice, ...]:
        """Return the slices; empty for an ordinary service.

        Those of a mosaic come from its items. Else the override ``slices`` lists epoch milliseconds, [start, end]
        pairs, or ``{"variable": ..., "dimensions": {...}}``: the raster's bands are then so many slices one after
        another.
        """
        if self.mosaic is not None:
            return self.mosaic.slices
        return tuple(self._slice(number, value) for number, value in enumerate(self.overrides.get("slices", [])))

    def _slice(self, number: int, value: Any) -> Slice:
        if isinstance(value, dict):
            return Slice(number, str(value.get("variable", self.variable)), read_places(value["dimensions"]))
        start, end = value if isinstance(value, list) else (value, value)
        return Slice(number, self.variable, (Place(TIME, int(start), int(end)),))

    @property
    def variable(self) -> str:
        """Return the name of the variable of slices that name none."""
        return str(self.overrides.get("variable", self.name.rpartition("/")[2]))

    @property
    def band_count(self) -> int:
        """Return the number of bands that a client sees."""
        return self.raster.band_count // (1 if self.mosaic is not None else max(len(self.slices), 1))

    @property
    def band_names(self) -> tuple[str, ...]:
        """Return the names of the bands that a client sees."""
        names: list[str] = self.root_overrides.get("bandNames", self.raster.band_names[: self.band_count])
        return tuple(names)

    @property
    def pixel_type(self) -> str:
        """Return the Esri pixel type, which may be one that GDAL does not have."""
        return str(self.overrides.get("truePixelType", self.raster.pixel_type))

    @functools.cached_property
    def extent(self) -> Extent:
        """Return the reported extent; it may be ragged, that is no multiple of the cell size."""
        reported = self.overrides.get("extent")
        return self.raster.grid.extent if reported is None else Extent(*(float(value) for value in reported))

    @property
    def crs(self) -> CRS | None:
        """Return the CRS of the raster."""
        return self.raster.crs

    @functools.cached_property
    def spatial_reference(self) -> dict[str, Any] | None:
        """Return the spatial reference JSON as reported."""
        if "spatialReference" in self.root_overrides:
            reported: dict[str, Any] | None = self.root_overrides["spatialReference"]
            return reported
        return spatialref.describe(self.raster.crs)

    @property
    def capabilities(self) -> frozenset[str]:
        """Return the capabilities in lower case; none stated means Image."""
        text = self.root_overrides.get("capabilities", self.default_capabilities) or "Image"
        return frozenset(part.strip().lower() for part in str(text).split(","))

    @property
    def default_capabilities(self) -> str:
        """Return what a service can do when its publisher states nothing."""
        return "Image,Metadata,Mensuration" if self.mosaic is None else "Image,Metadata,Catalog,Mensuration"

    @property
    def mosaic_defaults(self) -> Mapping[str, Any]:
        """Return the mosaic method, sorting and operator that apply where a mosaic rule is silent."""
        defaults = {"defaultMosaicMethod": "NorthWest", "mosaicOperator": "First", "sortAscending": True}
        return {**defaults, **self.root_overrides} if self.mosaic is not None else {}

    @property
    def mosaic_methods(self) -> str:
        """Return the allowed mosaic methods as the root resource lists them; none for a single raster."""
        if self.mosaic is None:
            return ""
        default = "NorthWest,Center,LockRaster,ByAttribute,Nadir,Viewpoint,Seamline,None"
        return str(self.root_overrides.get("allowedMosaicMethods", default))

    @property
    def max_size(self) -> tuple[int, int]:
        """Return the largest width and height of an image."""
        root = self.root_overrides
        return (
            int(root.get("maxImageWidth", DEFAULT_MAX_WIDTH)),
            int(root.get("maxImageHeight", DEFAULT_MAX_HEIGHT)),
        )

    @property
    def max_pixels(self) -> float:
        """Return the number of pixels above which the server gives up, whatever it advertises."""
        return float(self.overrides.get("realLimitMegapixels", float("inf"))) * 1e6

    @property
    def allows_functions(self) -> bool:
        """Say whether a client may send a renderingRule."""
        return bool(self.root_overrides.get("allowRasterFunction", True))

    @property
    def interpolation(self) -> str:
        """Return the resampling method that applies when a request names none."""
        name = str(self.root_overrides.get("defaultResamplingMethod", "Bilinear"))
        return METHODS.get(name, METHODS["Bilinear"])

    @functools.cached_property
    def colours(self) -> Colormap | None:
        """Return the colours of a classified one-band service: those of its attribute table, else its colour table."""
        if self.band_count != 1:
            return None
        table = self.raster.table
        return (table.colours() if table is not None else None) or self.raster.colormap

    @functools.cached_property
    def default_function(self) -> str:
        """Return the function applied without a renderingRule.

        A publisher sets one; else a one-band service with colours is shown in them (Esri's Raster Attribute Table
        page), which is why a client must ask for "None" to get classes.
        """
        default = "Colors" if self.colours is not None else "None"
        return str(self.overrides.get("defaultFunction", default))

    @functools.cached_property
    def templates(self) -> tuple[FunctionTemplate, ...]:
        """Return the functions offered, the default one first as on real services."""
        if "functions" in self.overrides:
            return tuple(_template(entry) for entry in self.overrides["functions"])
        names = ["None"]
        if self.colours is not None:
            names.append("Colors")
        elif self.band_count == 1:
            names += ["Hillshade", "Stretch"]
        else:
            names.append("Stretch")
        if self.default_function in names:
            names.remove(self.default_function)
        return tuple(_template(name) for name in [self.default_function, *names])

    def template(self, name: str) -> FunctionTemplate | None:
        """Return the template of that very name (names are case-sensitive)."""
        offered = next((template for template in self.templates if template.name == name), None)
        if offered is None and (name in BUILT_IN or name == self.default_function):
            return _template(name)
        return offered

    def statistics(self) -> tuple[BandStatistics, ...]:
        """Return the statistics of every band: of a mosaic's items all together, of a raster's first slice."""
        if self.mosaic is not None:
            return rasters_statistics(tuple(item.raster for item in self.mosaic.items))
        return rasters_statistics((self.raster,))[: self.band_count]

    def bands_of(self, slice_number: int, bands: tuple[int, ...] | None) -> tuple[int, ...]:
        """Return raster bands for the bands that a client named. Raises ServiceError when one does not exist."""
        chosen = tuple(range(self.band_count)) if bands is None else bands
        if any(band < 0 or band >= self.band_count for band in chosen):
            raise invalid_parameter("bandIds")
        return tuple(slice_number * self.band_count + band for band in chosen)


def _template(entry: str | Mapping[str, Any]) -> FunctionTemplate:
    if isinstance(entry, str):
        return FunctionTemplate(entry, "", {"rasterFunction": entry})
    name = str(entry["name"])
    rule: Mapping[str, Any] = entry.get("rule", {"rasterFunction": name})
    return FunctionTemplate(name, str(entry.get("description", "")), rule, str(entry.get("help", "")))
