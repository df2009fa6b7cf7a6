# SPDX-License-Identifier: GPL-2.0-or-later
"""What a GeoTIFF is made with, in GDAL's terms: creation options, colour table, attribute table."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from .blocks import UNIT, block_side
from .meaning import IMAGERY, Meaning
from .pixels import PixelType
from .raster import AttributeTable, RasterLayout

WITH_COLORS = frozenset({"U1", "U2", "U4", "U8", "U16"})
_TABLES_BESIDE = "GTIFF_WRITE_RAT_TO_PAM"


@contextlib.contextmanager
def tables_beside() -> Iterator[None]:
    """Let GDAL write attribute tables beside a GeoTIFF, into ``.aux.xml``: holds within the block, in this thread.

    GDAL 3.13 would put them into the file itself (3.6 and 3.10 did not, and do not know the option). ArcGIS and older
    versions of GDAL would not find them there; and they would make the file's directory grow, and so move, while a
    download is under way. Every call that may write the directory belongs into such a block, closing above all.
    """
    from osgeo import gdal

    before = gdal.GetThreadLocalConfigOption(_TABLES_BESIDE, None)
    gdal.SetThreadLocalConfigOption(_TABLES_BESIDE, "YES")
    try:
        yield
    finally:
        gdal.SetThreadLocalConfigOption(_TABLES_BESIDE, before)


def creation_options(layout: RasterLayout, kind: PixelType, tile: tuple[int, int], compression: str) -> list[str]:
    """Return the options of GDAL's driver; ``tile`` is the size of the windows that will be written."""
    width = min(block_side(tile[0]), -(-layout.grid.columns // UNIT) * UNIT)
    height = min(block_side(tile[1]), -(-layout.grid.rows // UNIT) * UNIT)
    options = ["TILED=YES", f"BLOCKXSIZE={width}", f"BLOCKYSIZE={height}", "SPARSE_OK=TRUE", "INTERLEAVE=BAND"]
    if layout.has_esri_keys:
        options.append("GEOTIFF_KEYS_FLAVOR=ESRI_PE")
    options.append("PHOTOMETRIC=RGB" if layout.is_rgb and layout.band_count == 3 else "PHOTOMETRIC=MINISBLACK")
    if layout.band_count > 1:
        options.append("ALPHA=NO")
    if compression == "none":
        return [*options, "BIGTIFF=IF_NEEDED"]
    options += [f"COMPRESS={compression.upper()}", "BIGTIFF=IF_SAFER", "NUM_THREADS=ALL_CPUS"]
    if not kind.is_complex:
        options.append(f"PREDICTOR={3 if kind.is_float else 2}")
    level = {"deflate": "ZLEVEL=1", "zstd": "ZSTD_LEVEL=1"}.get(compression)
    return [*options, level] if level else options


def write_meaning(dataset: Any, meaning: Meaning) -> None:
    """Write units, wavelengths and what the service says of its sensor to where GDAL's data model keeps them."""
    imagery = meaning.imagery()
    if imagery:
        dataset.SetMetadata(imagery, IMAGERY)
    for number, said in enumerate(meaning.bands, start=1):
        band = dataset.GetRasterBand(number)
        if said.name:
            band.SetDescription(said.name)
        if said.unit:
            band.SetUnitType(said.unit)
        for name, value in said.metadata().items():
            band.SetMetadataItem(name, value)
        for name, value in said.imagery().items():
            band.SetMetadataItem(name, value, IMAGERY)


def color_table(layout: RasterLayout, kind: PixelType) -> Any:
    """Return the colours, as far as their values have a place in a table; None where there are none."""
    from osgeo import gdal

    colors = layout.all_colors() if kind.code in WITH_COLORS else ()
    if not colors:
        return None
    table = gdal.ColorTable()
    for value, *color in colors:
        if 0 <= value <= kind.maximum:
            table.SetColorEntry(value, tuple(color))
    return table


def attribute_table(layout: RasterLayout) -> Any:
    """Return the whole table, or the classes as one; None where there is neither."""
    if layout.table is not None:
        return _whole_table(layout.table)
    return _table_of_classes(layout) if layout.classes else None


def _whole_table(source: AttributeTable) -> Any:
    from osgeo import gdal

    table = gdal.RasterAttributeTable()
    kinds = {"integer": gdal.GFT_Integer, "real": gdal.GFT_Real, "text": gdal.GFT_String}
    setters = {"integer": table.SetValueAsInt, "real": table.SetValueAsDouble, "text": table.SetValueAsString}
    for column in source.columns:
        table.CreateColumn(column.name, kinds[column.kind], column.usage)
    table.SetRowCount(len(source.rows))
    for row, values in enumerate(source.rows):
        for place, column in enumerate(source.columns):
            setters[column.kind](row, place, values[place])
    return table


def _table_of_classes(layout: RasterLayout) -> Any:
    from osgeo import gdal

    table = gdal.RasterAttributeTable()
    columns = [
        ("Value", gdal.GFT_Integer, gdal.GFU_MinMax),
        ("Count", gdal.GFT_Real, gdal.GFU_PixelCount),
        ("Class", gdal.GFT_String, gdal.GFU_Name),
        ("Red", gdal.GFT_Integer, gdal.GFU_Red),
        ("Green", gdal.GFT_Integer, gdal.GFU_Green),
        ("Blue", gdal.GFT_Integer, gdal.GFU_Blue),
    ]
    has_color = any(entry.color for entry in layout.classes)
    for name, kind, usage in columns if has_color else columns[:3]:
        table.CreateColumn(name, kind, usage)
    classes = [entry for entry in layout.classes if abs(entry.value) < 2**31]  # as far as GDAL's column reaches
    table.SetRowCount(len(classes))
    for row, entry in enumerate(classes):
        table.SetValueAsInt(row, 0, entry.value)
        table.SetValueAsDouble(row, 1, entry.count or 0.0)
        table.SetValueAsString(row, 2, entry.name)
        for column, part in enumerate(entry.color or (), start=3):
            table.SetValueAsInt(row, column, part)
    return table
