# SPDX-License-Identifier: GPL-2.0-or-later
"""The metadata of a downloaded layer: where it comes from, what was done, and what its values mean.

Units, wavelengths and what the service says of its sensor are read from the file, which holds them wherever it goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import QgsBox3d, QgsDateTimeRange, QgsLayerMetadata, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication, QDateTime, QLocale, Qt

from ..core import lenient
from ..core.address import shareable
from ..core.gdal_errors import collected
from ..core.moment import Period
from .temporal import range_of

if TYPE_CHECKING:
    from ..core.download import DownloadReport
    from ..core.key_properties import Wavelengths
    from ..core.series import SeriesReport
    from ..core.service import ImageService

translate = QCoreApplication.translate

# More bands, or properties, are not listed one by one for people; the file holds them all.
MOST_LISTED = 40
# Topic categories of ISO 19115, in the words of QGIS.
ELEVATION, IMAGERY_TOPIC = "Elevation", "Imagery Base Maps Earth Cover"
_TOPICS = {"elevation": ELEVATION, "rgb": IMAGERY_TOPIC, "thematic": IMAGERY_TOPIC, "processed": IMAGERY_TOPIC}


@dataclass(frozen=True)
class Words:
    """What a publisher says, as plain text."""

    title: str
    abstract: str
    rights: str


@dataclass(frozen=True)
class _Band:
    number: int
    name: str
    unit: str
    wavelengths: Wavelengths | None

    @property
    def words(self) -> str:
        said = [self.unit] if self.unit else []
        if self.wavelengths is not None:
            ends = (self.wavelengths.shortest, self.wavelengths.longest)
            said.insert(0, f"{' – '.join(dict.fromkeys(map(_rounded, ends)))} nm")
        named = f"{self.number} {self.name}".strip()
        return f"{named}: {', '.join(said)}" if said else named


@dataclass(frozen=True)
class _Said:
    """What a file says of its values."""

    bands: tuple[_Band, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    sensor: str = ""
    acquired: str = ""

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(band.unit for band in self.bands if band.unit))

    @property
    def has_wavelengths(self) -> bool:
        return any(band.wavelengths is not None for band in self.bands)


def metadata_of(
    layer: QgsRasterLayer,
    service: ImageService,
    report: DownloadReport | SeriesReport,
    words: Words,
    period: Period | None = None,
) -> QgsLayerMetadata:
    """Return the metadata of a layer.

    Args:
        layer: the layer of a downloaded file.
        service: the service that it came from.
        report: what the download did.
        words: what the publisher says.
        period: the time that the layer shows, where that is known; else what file and service tell is taken.
    """
    url = shareable(service.url)
    said = _read(str(layer.source()))
    metadata = QgsLayerMetadata()
    metadata.setIdentifier(url)
    metadata.setType("dataset")
    metadata.setTitle(words.title)
    metadata.setAbstract("\n\n".join(part for part in (words.abstract, *_paragraphs(said)) if part))
    metadata.setRights([words.rights] if words.rights else [])
    for topic in _topics(service, said):
        metadata.setCategories([topic])
    for vocabulary, keywords in _keywords(said):
        metadata.addKeywords(vocabulary, keywords)
    link = QgsLayerMetadata.Link(translate("Layers", "Image service"), "WWW:LINK", url)
    link.format = "ESRI:REST"
    metadata.setLinks([link])
    metadata.setCrs(layer.crs())
    metadata.setExtent(_extent(layer, period or _period(service, said)))
    metadata.setHistory([_history(url, report)])
    return metadata


def _read(path: str) -> _Said:
    """Return what a file says; nothing where it cannot be read."""
    from osgeo import gdal

    from ..core.meaning import IMAGERY, PREFIX
    from ..core.plain_text import plain_text

    dataset = None
    with collected():
        dataset = gdal.OpenEx(path, gdal.OF_RASTER)
    if dataset is None:
        return _Said()
    imagery = dataset.GetMetadata(IMAGERY) or {}
    properties = {
        name[len(PREFIX) :]: plain_text(value)
        for name, value in (dataset.GetMetadata() or {}).items()
        if name.startswith(PREFIX)
    }
    return _Said(
        tuple(_band(dataset.GetRasterBand(index + 1), index + 1) for index in range(dataset.RasterCount)),
        tuple(sorted(properties.items())),
        plain_text(imagery.get("SATELLITEID", "")),
        imagery.get("ACQUISITIONDATETIME", ""),
    )


def _band(band: Any, number: int) -> _Band:
    from ..core.key_properties import Wavelengths
    from ..core.meaning import IMAGERY

    imagery = band.GetMetadata(IMAGERY) or {}
    center = lenient.number(imagery.get("CENTRAL_WAVELENGTH_UM"))
    half = (lenient.number(imagery.get("FWHM_UM")) or 0.0) / 2
    wavelengths = None if center is None else Wavelengths((center - half) * 1000, (center + half) * 1000)
    return _Band(number, band.GetDescription(), band.GetUnitType(), wavelengths)


def _paragraphs(said: _Said) -> Iterator[str]:
    """Yield what people read of units, wavelengths and properties."""
    if said.has_wavelengths or len(said.units) > 1:
        yield "\n".join([translate("Layers", "Bands:"), *_listed([band.words for band in said.bands])])
    elif said.units:
        yield translate("Layers", "Unit of the values: {unit}").format(unit=said.units[0])
    if said.properties:
        lines = [f"{name}: {value}" for name, value in said.properties]
        yield "\n".join([translate("Layers", "Properties of the service:"), *_listed(lines)])


def _listed(lines: list[str]) -> list[str]:
    return [*lines[:MOST_LISTED], *(["…"] if len(lines) > MOST_LISTED else [])]


def _rounded(wavelength: float) -> str:
    return str(QLocale().toString(wavelength, "f", 0 if abs(wavelength - round(wavelength)) < 0.05 else 1))


def _topics(service: ImageService, said: _Said) -> Iterator[str]:
    topic = _TOPICS.get(service.data_type.lower())
    if topic is None and service.cache_type.lower() == "elevation":
        topic = ELEVATION
    if topic is None and (said.has_wavelengths or said.sensor):
        topic = IMAGERY_TOPIC
    if topic is not None:
        yield topic


def _keywords(said: _Said) -> Iterator[tuple[str, list[str]]]:
    if said.sensor:
        yield translate("Layers", "Sensor"), [said.sensor]
    if said.units:
        yield translate("Layers", "Unit"), list(said.units[:MOST_LISTED])
    if said.has_wavelengths:
        named = [band.words for band in said.bands if band.wavelengths is not None]
        yield translate("Layers", "Wavelengths"), named[:MOST_LISTED]


def _period(service: ImageService, said: _Said) -> Period | None:
    """Return when the values were measured: the image's own time, else the whole time that the service has."""
    from ..core.key_properties import moment_in

    acquired = moment_in(said.acquired)
    if acquired is not None:
        return Period(acquired, acquired)
    return service.time_extent


def _extent(layer: QgsRasterLayer, period: Period | None) -> QgsLayerMetadata.Extent:
    box = layer.extent()
    part = QgsLayerMetadata.SpatialExtent()
    part.extentCrs = layer.crs()
    part.bounds = QgsBox3d(box.xMinimum(), box.yMinimum(), 0.0, box.xMaximum(), box.yMaximum(), 0.0)
    extent = QgsLayerMetadata.Extent()
    extent.setSpatialExtents([part])
    times: list[QgsDateTimeRange] = [] if period is None else [range_of(period)]
    extent.setTemporalExtents(times)
    return extent


def _history(url: str, report: DownloadReport | SeriesReport) -> str:
    """Return one line that says what was done, and how faithful it is."""
    when = QDateTime.currentDateTimeUtc().toString(Qt.DateFormat.ISODate)
    text = translate("Layers", "{when}: downloaded from {url}: {columns} × {rows} cells, {bands} {kind}, {grid}")
    line = text.format(
        when=when,
        url=url,
        columns=report.width,
        rows=report.height,
        bands=translate("Layers", "%n band(s)", n=report.band_count),
        kind=report.pixel_type,
        grid=_cells(report),
    )
    notes = list(report.notes)
    if report.failed:
        notes.append(translate("Layers", "%n tile(s) could not be had and are NoData.", n=report.tiles_failed))
    return " ".join([f"{line}.", *notes])


def _cells(report: DownloadReport | SeriesReport) -> str:
    """Return whose cells they are, and who made them where they are not the service's own."""
    if report.is_native:
        return str(translate("Layers", "native cells"))
    if report.cells_from == "server":
        return str(translate("Layers", "resampled by the server"))
    if report.cells_from == "cache":
        return str(translate("Layers", "cells of the tile cache, as they are stored there"))
    if report.cells_from == "here":
        return str(translate("Layers", "each cell taken from the nearest one of the tile cache, on this computer"))
    return str(translate("Layers", "native cells, whose values are not all those of the source"))
