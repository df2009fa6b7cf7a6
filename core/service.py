# SPDX-License-Identifier: GPL-2.0-or-later
"""The description of an image service: the root resource, read leniently into a frozen value.

Which fields exist depends on the server's generation (9.3 has neither version nor capabilities nor limits), so every
field but the extent and the cell size may be missing. Versions are floats whose decimals are release names (10.91 is
10.9.1): they compare as floats, and only so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from . import lenient
from .errors import ProtocolError
from .grid import Extent, Grid, lattice
from .moment import Period
from .pixels import PIXEL_TYPES, PixelType
from .spatialref import SpatialReference

if TYPE_CHECKING:
    from numpy.ma import MaskedArray

    from .cancel import Cancel
    from .catalog import Catalog
    from .download import DownloadReport
    from .plan import DownloadPlan
    from .series import SeriesReport
    from .session import Session
    from .steps import Step

# What Esri's own clients assume where a server does not say (the factory default is 15000 x 4100).
DEFAULT_MAX_IMAGE = 4100
# More bands than a TIFF can hold are a slip of the server's.
MOST_BANDS = 65535


@dataclass(frozen=True)
class RasterFunction:
    """A raster function that the service offers as a rendering rule."""

    name: str
    description: str = ""
    help: str = ""


@dataclass(frozen=True)
class BandStatistics:
    """Precomputed statistics of a band; any of them may be missing."""

    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    deviation: float | None = None


@dataclass(frozen=True)
class ImageService:
    """An image service: what its root resource says, and what people do with it.

    ``read`` gives an array, ``download`` a file, ``download_series`` many. The value pickles and compares without its
    session.
    """

    url: str
    name: str
    extent: Extent
    spatial_reference: SpatialReference | None
    cell_width: float
    cell_height: float
    band_count: int
    pixel_type: PixelType | None
    band_names: tuple[str, ...] = ()
    version: float | None = None
    capabilities: frozenset[str] = frozenset({"image", "catalog"})
    description: str = ""
    copyright_text: str = ""
    data_type: str = ""
    no_data: tuple[float | None, ...] = ()
    statistics: tuple[BandStatistics, ...] = ()
    max_columns: int = DEFAULT_MAX_IMAGE
    max_rows: int = DEFAULT_MAX_IMAGE
    allow_raster_function: bool = True
    raster_functions: tuple[RasterFunction, ...] = ()
    default_resampling: str = ""
    has_attribute_table: bool = False
    has_colormap: bool = False
    has_multidimensions: bool = False
    has_time: bool = False
    mosaic_methods: tuple[str, ...] = ()
    default_mosaic_method: str = ""
    cache_type: str = ""
    has_tiles: bool = False
    raw: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    session: Session | None = field(default=None, compare=False, repr=False)

    @classmethod
    def from_json(cls, url: str, root: Any, session: Session | None = None) -> ImageService:
        """Read the answer to ``<url>?f=json``.

        Raises:
            ProtocolError: it is not the description of an image service.
        """
        root = lenient.mapping(root)
        extent = _extent(root.get("extent")) or _extent(root.get("fullExtent")) or _extent(root.get("initialExtent"))
        width, height = lenient.number(root.get("pixelSizeX")), lenient.number(root.get("pixelSizeY"))
        if extent is None or not width or not height:
            if {"pixelType", "pixelSizeX", "pixelSizeY", "serviceDataType"} & set(root):
                raise ProtocolError(
                    "This is an image service, but it does not say where its cells lie: it holds no rasters yet, or "
                    "was left half made. Ask its owner.",
                    url=url,
                )
            kind = "a map service" if "layers" in root else "not an image service"
            raise ProtocolError(
                f"The address answers, but it is {kind}: give the address of a service that ends in /ImageServer.",
                url=url,
            )
        bands = min(max(1, lenient.integer(root.get("bandCount")) or 1), MOST_BANDS)
        return cls(
            url=url,
            name=lenient.text(root.get("name")) or _name_of(url),
            extent=extent,
            spatial_reference=_spatial_reference(root),
            cell_width=abs(width),
            cell_height=abs(height),
            band_count=bands,
            pixel_type=PIXEL_TYPES.get(lenient.text(root.get("pixelType")).upper()),
            band_names=_band_names(root, bands),
            version=lenient.number(root.get("currentVersion")),
            description=lenient.text(root.get("description")) or lenient.text(root.get("serviceDescription")),
            copyright_text=lenient.text(root.get("copyrightText")),
            data_type=lenient.text(root.get("serviceDataType")).replace("esriImageServiceDataType", ""),
            no_data=_no_data(root, bands),
            statistics=_statistics(root, bands),
            max_columns=_limit(root.get("maxImageWidth")),
            max_rows=_limit(root.get("maxImageHeight")),
            raster_functions=_raster_functions(root),
            default_resampling=lenient.text(root.get("defaultResamplingMethod")),
            raw=root,
            session=session,
            **_abilities(root),
        )

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "session": None}

    @property
    def grid(self) -> Grid:
        """Return the service's own cells, counted from the north-west corner of its extent."""
        return lattice(self.extent, self.cell_width, self.cell_height)

    @property
    def crs(self) -> SpatialReference:
        """Return the spatial reference.

        Raises:
            ProtocolError: the service says none, or one that nobody knows.
        """
        if self.spatial_reference is None:
            raise ProtocolError(
                "The service does not say in which spatial reference its coordinates are; its owner has to define one.",
                url=self.url,
            )
        self.spatial_reference.to_wkt()
        return self.spatial_reference

    @property
    def time_extent(self) -> Period | None:
        """Return the time from its first to its last raster as the service states it, which is no list of dates."""
        ends = lenient.numbers(lenient.mapping(self.raw.get("timeInfo")).get("timeExtent"))
        return Period.of(*ends[:2]) if ends else None

    @property
    def tiles_only(self) -> bool:
        """Tell whether exportImage does not exist here (hosted tile caches)."""
        return "tilesonly" in self.capabilities

    def since(self, version: float) -> bool:
        """Tell whether the server is at least of this version, such as 10.3 or 10.81; unknown ones are not."""
        return self.version is not None and self.version >= version

    def function_named(self, name: str) -> str | None:
        """Return the offered raster function of this name as the service spells it (any case matches), or None."""
        return next((f.name for f in self.raster_functions if f.name.lower() == name.strip().lower()), None)

    def with_session(self, session: Session) -> ImageService:
        """Return the same service, reached through ``session``."""
        return replace(self, session=session)

    def plan(self, **options: Any) -> DownloadPlan:
        """Plan a download without sending anything; the options are those of ``download``."""
        from .options import DownloadOptions
        from .plan import plan_download

        return plan_download(self, DownloadOptions.of(**options))

    def read(self, **options: Any) -> MaskedArray[Any, Any]:
        """Return pixels as a masked array of shape (bands, rows, columns), with ``.transform`` and ``.crs``.

        The options are those of ``download``; extents are in the units of the service unless ``sr`` is given.
        """
        from .reading import read

        return read(self, **options)

    def download(self, output: Any, **options: Any) -> DownloadReport:
        """Download into a GeoTIFF; see ``DownloadOptions`` for what can be asked, and the report for what was done."""
        from .download import download

        return download(self, output, **options)

    def catalog(self) -> Catalog:
        """Return the catalogue of a mosaic: its rasters with footprints, dates and attributes."""
        from .catalog import Catalog
        from .download import session_of

        return Catalog(self, session_of(self))

    def steps(self, cancel: Cancel | None = None, **choice: Any) -> tuple[Step, ...]:
        """Return the dates, depths and variables that there are; the choice is the fields of ``StepChoice``."""
        from .download import session_of
        from .steps import StepChoice, find_steps

        return find_steps(self, session_of(self), StepChoice(**choice), cancel)

    def download_series(self, output: Any, steps: Sequence[Step] | None = None, **options: Any) -> SeriesReport:
        """Download a stack of steps (default: all) into a folder or a raster; see ``download_series``."""
        from .series import download_series

        return download_series(self, output, self.steps() if steps is None else steps, **options)


def _extent(value: Any) -> Extent | None:
    box = lenient.mapping(value)
    xmin, ymin = lenient.number(box.get("xmin")), lenient.number(box.get("ymin"))
    xmax, ymax = lenient.number(box.get("xmax")), lenient.number(box.get("ymax"))
    if xmin is None or ymin is None or xmax is None or ymax is None or xmin >= xmax or ymin >= ymax:
        return None
    return Extent(xmin, ymin, xmax, ymax)


def _spatial_reference(root: dict[str, Any]) -> SpatialReference | None:
    holders = (root, *(lenient.mapping(root.get(key)) for key in ("extent", "fullExtent", "initialExtent")))
    found = (SpatialReference.from_json(holder.get("spatialReference")) for holder in holders)
    return next((reference for reference in found if reference), None)


def _name_of(url: str) -> str:
    parts = [part for part in url.split("/") if part]
    return parts[-2] if len(parts) > 1 else url


def _band_names(root: dict[str, Any], bands: int) -> tuple[str, ...]:
    names = [lenient.text(name) for name in lenient.items(root.get("bandNames"))][:bands]
    return tuple(names[i] if i < len(names) and names[i] else f"Band {i + 1}" for i in range(bands))


def _no_data(root: dict[str, Any], bands: int) -> tuple[float | None, ...]:
    """Return the declared NoData value of each band, or nothing where none is declared."""
    values = lenient.numbers(root.get("noDataValues"))[:bands]
    single = lenient.number(root.get("noDataValue"))
    values = tuple(values) + (single,) * (bands - len(values))
    return values if any(value is not None for value in values) else ()


def _statistics(root: dict[str, Any], bands: int) -> tuple[BandStatistics, ...]:
    columns = [lenient.numbers(root.get(key)) for key in ("minValues", "maxValues", "meanValues", "stdvValues")]
    if not any(columns):
        return ()
    return tuple(BandStatistics(*(c[i] if i < len(c) else None for c in columns)) for i in range(bands))


def _limit(value: Any) -> int:
    limit = lenient.integer(value)
    return limit if limit and limit > 0 else DEFAULT_MAX_IMAGE


def _raster_functions(root: dict[str, Any]) -> tuple[RasterFunction, ...]:
    infos = (lenient.mapping(info) for info in lenient.items(root.get("rasterFunctionInfos")))
    return tuple(
        RasterFunction(name, lenient.text(info.get("description")), lenient.text(info.get("help")))
        for info in infos
        if (name := lenient.text(info.get("name")))
    )


def _abilities(root: dict[str, Any]) -> dict[str, Any]:
    """Return what the service can do; a missing list of capabilities means Image and Catalog, as before 10.0."""
    capabilities = frozenset(word.lower() for word in lenient.words(root.get("capabilities")))
    return {
        "capabilities": capabilities or frozenset({"image", "catalog"}),
        "allow_raster_function": lenient.flag(root.get("allowRasterFunction", True)),
        "has_attribute_table": lenient.flag(root.get("hasRasterAttributeTable")),
        "has_colormap": lenient.flag(root.get("hasColormap")),
        "has_multidimensions": lenient.flag(root.get("hasMultidimensions")),
        "has_time": bool(lenient.mapping(root.get("timeInfo"))),
        "mosaic_methods": lenient.words(root.get("allowedMosaicMethods")),
        "default_mosaic_method": lenient.text(root.get("defaultMosaicMethod")),
        "cache_type": lenient.text(root.get("cacheType")),
        "has_tiles": bool(lenient.mapping(root.get("tileInfo"))),
    }
