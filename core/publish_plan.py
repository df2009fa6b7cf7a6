# SPDX-License-Identifier: GPL-2.0-or-later
"""What publishing will do, worked out before anything is sent: pixel type, NoData, size, and what to know about it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .cancel import Cancel
from .errors import PlanError
from .geokeys import needs_esri_keys
from .geotiff import storage_type
from .grid import Window
from .pixels import PIXEL_TYPES, PixelType, of_dtype, promoted
from .plan import Note
from .publish_options import PublishOptions
from .raster_source import RasterSource, SourceBand, SourceFacts, Transform

NO_TRANSFORM = (0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
# Windows are as high as a block of the file that is written, and so wide that all bands together take this much.
WINDOW_ROWS = 512
WINDOW_BYTES = 32_000_000
FEW_BITS = {"U1": "1 bit", "U2": "2 bits", "U4": "4 bits"}  # GDAL stores them as Byte


@dataclass(frozen=True)
class PublishPlan:
    """A raster as it will be published. ``bands`` are places in the source, from 0; ``no_data`` None is none.

    ``upload_bytes`` is the size of the pixels without compression: what is sent is at most that, and mostly less.
    ``hole_values`` are the values of the source that count as NoData besides its own.
    """

    service_name: str
    title: str
    width: int
    height: int
    bands: tuple[int, ...]
    source_type: PixelType
    pixel_type: PixelType
    no_data: float | None
    upload_bytes: int
    wkt: str
    transform: Transform
    hole_values: tuple[float, ...]
    facts: SourceFacts
    options: PublishOptions
    notes: tuple[Note, ...]

    @property
    def band_count(self) -> int:
        """Return the number of bands of the service."""
        return len(self.bands)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return the notes that are warnings."""
        return tuple(note.text for note in self.notes if note.is_warning)

    @property
    def promotion_text(self) -> str:
        """Return pixel type and NoData in words, such as "Float32 -> Float64, NoData 1.797e308"."""
        before, after = (FEW_BITS.get(kind.code, kind.gdal_name) for kind in (self.source_type, self.pixel_type))
        kinds = after if before == after else f"{before} -> {after}"
        return f"{kinds}, {'no NoData' if self.no_data is None else f'NoData {shown_number(self.no_data)}'}"

    @property
    def cells(self) -> int:
        """Return the number of cells, per band."""
        return self.width * self.height

    @property
    def needs_check(self) -> bool:
        """Tell whether valid cells may hold the new NoData value: no promotion makes room for it."""
        return self.no_data is not None and self.source_type == self.pixel_type

    def windows(self) -> Iterator[Window]:
        """Yield the windows in which the source is read and the file is written, from the north-west."""
        cell_bytes = self.band_count * max(self.pixel_type.bytes, self.source_type.bytes)
        columns = max(WINDOW_ROWS, WINDOW_BYTES // (WINDOW_ROWS * cell_bytes) // WINDOW_ROWS * WINDOW_ROWS)
        for row in range(0, self.height, WINDOW_ROWS):
            for column in range(0, self.width, columns):
                yield Window(column, row, min(columns, self.width - column), min(WINDOW_ROWS, self.height - row))

    def read(self, source: RasterSource, window: Window) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the wanted bands of a window, and which cells are valid: shape (bands, rows, columns)."""
        data, valid = source.read(self.bands, window)
        for number in self.hole_values:
            value = self.source_type.nearest(number)
            if value is not None:
                valid = valid & (data != value)
        return data, valid


def shown_number(value: float) -> str:
    """Return a number for people; digits are cut, not rounded, so that the largest double stays one."""
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    if 1e-4 <= abs(value) < 1e15:
        return f"{value:.12g}"
    mantissa, exponent = f"{value:.17e}".split("e")
    return f"{mantissa[: 6 if value < 0 else 5]}e{int(exponent)}"


def plan_publish(source: RasterSource, options: PublishOptions, *, source_type: PixelType | None = None) -> PublishPlan:
    """Plan how a raster is published; no pixel is read and nothing is sent.

    Args:
        source: the raster.
        options: what is wanted.
        source_type: what holds its values, where that has to be the same for several rasters; None is its own.

    Raises:
        PlanError: it cannot work; the sentence names the cause and the remedy.
    """
    facts = source.facts
    _check_place(facts)
    places = _places(facts, options)
    bands = tuple(facts.bands[place] for place in places)
    notes: list[Note] = []
    source_type = source_type or common_type([band.pixel_type for band in bands])
    pixel_type = promoted(source_type) if options.promote else _as_is(source_type)
    no_data = pixel_type.maximum if options.promote else _kept_no_data(bands, pixel_type, options, notes)
    _note_scaling(bands, notes)
    _note_tables(facts, bands, notes)
    needs_esri_keys(facts.wkt)  # refuses what a GeoTIFF cannot say
    if facts.transform[2] or facts.transform[4] or facts.transform[5] > 0:
        notes.append(Note("The raster is turned: the server resamples it to cells that point north.", True))
    return PublishPlan(
        service_name=options.service_name,
        title=options.title.strip() or facts.name or options.service_name,
        width=facts.width,
        height=facts.height,
        bands=places,
        source_type=source_type,
        pixel_type=pixel_type,
        no_data=no_data,
        upload_bytes=facts.width * facts.height * len(places) * pixel_type.bytes,
        wkt=facts.wkt,
        transform=facts.transform,
        hole_values=() if options.no_data is None else (float(options.no_data),),
        facts=facts,
        options=options,
        notes=tuple(notes),
    )


def check_values(
    source: RasterSource,
    plan: PublishPlan,
    cancel: Cancel | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[int, ...]:
    """Count, per band, the valid cells that hold the new NoData value already: they would become holes.

    Args:
        source: the raster.
        plan: its plan.
        cancel: stops the count.
        progress: called with (cells done, cells in all).

    Raises:
        Cancelled: it was cancelled.
        ImageServiceError: the raster cannot be read.
    """
    counts = np.zeros(plan.band_count, np.int64)
    done = 0
    for window in plan.windows() if plan.needs_check else ():
        if cancel is not None:
            cancel.raise_if_set()
        data, valid = plan.read(source, window)
        counts += np.count_nonzero(valid & (data == plan.no_data), axis=(1, 2))
        done += window.cells
        if progress is not None:
            progress(done, plan.cells)
    return tuple(int(count) for count in counts)


def _check_place(facts: SourceFacts) -> None:
    if not facts.wkt.strip():
        raise PlanError(
            f"“{facts.name}” has no spatial reference and would become an empty service: "
            "set the coordinate reference system of the layer first."
        )
    if facts.width < 1 or facts.height < 1:
        raise PlanError(f"“{facts.name}” has no cells.")
    determinant = facts.transform[1] * facts.transform[5] - facts.transform[2] * facts.transform[4]
    if facts.transform == NO_TRANSFORM or not determinant or not all(map(math.isfinite, facts.transform)):
        raise PlanError(f"“{facts.name}” does not lie anywhere on the map: georeference it first.")


def _places(facts: SourceFacts, options: PublishOptions) -> tuple[int, ...]:
    count = len(facts.bands)
    if not count:
        raise PlanError(f"“{facts.name}” has no bands.")
    for band in options.bands:
        if not 1 <= band <= count:
            has = "only band 1" if count == 1 else f"bands 1 to {count}"
            raise PlanError(f"There is no band {band}: “{facts.name}” has {has}.")
    return tuple(band - 1 for band in options.bands) or tuple(range(count))


def common_type(kinds: Iterable[PixelType]) -> PixelType:
    """Return the smallest type that holds the values of all of them exactly."""
    different = set(kinds)
    if len(different) == 1:
        return different.pop()
    dtype = np.result_type(*(np.dtype(kind.numpy_name) for kind in different))
    return PIXEL_TYPES["F64"] if dtype.name in {"int64", "uint64"} else of_dtype(dtype)


def _as_is(kind: PixelType) -> PixelType:
    """Return the type of a raster that is published without promotion: what a GeoTIFF can store here."""
    if kind.is_complex:
        return promoted(kind)  # which says why not
    return PIXEL_TYPES["U8"] if kind.code in {"U1", "U2", "U4"} else storage_type(kind)


def _kept_no_data(
    bands: tuple[SourceBand, ...], kind: PixelType, options: PublishOptions, notes: list[Note]
) -> float | None:
    """Return the NoData value of a raster that is published as it is."""
    wished = () if options.no_data is None else (float(options.no_data),)
    declared = wished or tuple(band.no_data for band in bands if band.no_data is not None)
    usable = tuple(value for number in declared if (value := kind.nearest(number)) is not None and math.isfinite(value))
    if wished and not usable:
        raise PlanError(f"{kind.gdal_name} cannot hold the NoData value {shown_number(wished[0])}: choose another.")
    if len(set(usable)) > 1:
        notes.append(
            Note(f"Bands with other NoData values get that of the first one, {shown_number(usable[0])}.", True)
        )
    if usable:
        return usable[0]
    if kind.is_float:
        return kind.minimum
    notes.append(Note("The raster has no NoData value: holes, if there are any, are kept in a mask."))
    return None


def _note_scaling(bands: tuple[SourceBand, ...], notes: list[Note]) -> None:
    for band in bands:
        scale, offset = band.scaling
        if band.scaling != (1.0, 0.0):
            text = f"“{band.name}” has a scale of {shown_number(scale)} and an offset of {shown_number(offset)}"
            notes.append(Note(f"{text}: what is published are the stored values, without them.", True))
            return


def _note_tables(facts: SourceFacts, bands: tuple[SourceBand, ...], notes: list[Note]) -> None:
    has_tables = bool(facts.classes or facts.attribute_table or any(band.colors for band in bands))
    if has_tables and len(bands) > 1:
        notes.append(Note("Colors and classes are kept for rasters of one band only: choose that band.", True))
