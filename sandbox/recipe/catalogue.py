# SPDX-License-Identifier: GPL-2.0-or-later
"""Everything that the recipe makes: names, grids, and what the services say about themselves."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from . import caches, elevation, imagery, landcover, mosaics, science, series
from .collection import Collection
from .geotiff import F32_LOWEST, Grid
from .product import Product, Size

_CREDIT = "Made up for tests and demonstrations. No real place looks like this."
_ODD_TM = (
    'PROJCS["Quarry_Control_TM",GEOGCS["GCS_Quarry_Datum",DATUM["D_Quarry_Datum",'
    'SPHEROID["GRS_1980_Adjusted",6378263.417,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",250000.0],'
    'PARAMETER["False_Northing",82021.25],PARAMETER["Central_Meridian",-71.70416666666667],'
    'PARAMETER["Scale_Factor",0.9999871],PARAMETER["Latitude_Of_Origin",42.12361111111111],'
    'UNIT["Foot_US",0.3048006096012192]]'
)
JACKSBORO = "elevation/jacksboro"


def _root(description: str, **fields: Any) -> dict[str, Any]:
    return {"description": description, "serviceDescription": description, "copyrightText": _CREDIT, **fields}


def _composite(name: str, bands: tuple[int, int, int], ends: tuple[int, int]) -> dict[str, Any]:
    """Return a raster function template: three bands stretched between two fixed values, the same in every request."""
    extracted = {"rasterFunction": "ExtractBand", "rasterFunctionArguments": {"BandIDs": list(bands)}}
    arguments = {"StretchType": 5, "Statistics": [list(ends)] * 3, "DRA": False, "Raster": extracted}
    return {"name": name, "rule": {"rasterFunction": "Stretch", "rasterFunctionArguments": arguments}}


def _web_mercator(columns: int, rows: int) -> Grid:
    return Grid(columns, rows, 1190004.5, 5980003.75, 10.0, 10.0, "EPSG:3857")


_DEM_SMALL, _DEM_FULL = _web_mercator(1200, 1000), _web_mercator(12_000, 10_000)

_ELEVATION = (
    Product(
        "elevation/dem",
        small=_DEM_SMALL,
        full=_DEM_FULL,
        write=elevation.write_dem,
        service={
            "generation": "10.91",
            "defaultFunction": "Hillshade",
            "functions": ["Hillshade", "Stretch", "None"],
            # Its lakes are masked, yet no NoData value is declared: masks alone must do.
            "rootRemove": ["noDataValue", "noDataValues"],
            "root": {
                "description": "Bare-earth elevation of a mountain range, in metres. Lakes are left out.",
                "serviceDescription": "Elevation in metres",
                "copyrightText": "<p>Made up for <b>tests</b> &amp; demonstrations. "
                "<a href='https://example.org/terms?a=1&amp;b=2' target='_blank'>Terms of use</a></p>",
                "serviceDataType": "esriImageServiceDataTypeElevation",
                "bandNames": ["Elevation"],
                "heightModelInfo": {"heightModel": "gravity_related_height", "heightUnit": "meter"},
                "maxImageHeight": 4100,
                "maxImageWidth": 15000,
            },
        },
    ),
)
_JACKSBORO_SERVICE = {
    "generation": "11",
    "functions": ["None", "Hillshade", "Stretch"],
    "root": {
        "description": "Elevation around the Jacksboro fault, Tennessee: the sample that comes with matplotlib.",
        "serviceDescription": "Jacksboro fault",
        "copyrightText": "Elevation data of the U.S. Geological Survey, public domain.",
        "serviceDataType": "esriImageServiceDataTypeElevation",
        "bandNames": ["Elevation"],
    },
}


def _jacksboro() -> tuple[Product, ...]:
    """Return the real elevation model, or nothing where matplotlib's sample data is missing."""
    grid = elevation.jacksboro_grid()
    if grid is None:
        return ()
    return (Product(JACKSBORO, small=grid, write=elevation.write_jacksboro, service=_JACKSBORO_SERVICE),)


_PICTURES = (
    Product(
        "imagery/scene",
        small=Grid(1200, 1000, 437_115.0, 4_812_405.0, 10.0, 10.0, "EPSG:32616"),
        full=Grid(5000, 4200, 437_115.0, 4_812_405.0, 10.0, 10.0, "EPSG:32616"),
        ragged=(3.3, 6.1),
        write=imagery.write_scene,
        service={
            "generation": "10.91",
            "functions": [
                "None",
                _composite("Natural Color", (2, 1, 0), (150, 2300)),
                _composite("Color Infrared", (3, 2, 1), (150, 5600)),
            ],
            "root": _root(
                "Surface reflectance times 10,000 in four bands.",
                bandNames=list(imagery.SCENE_BANDS),
                noDataValue=0,
                noDataValues=[0, 0, 0, 0],
                maxImageHeight=4100,
                maxImageWidth=4100,
            ),
        },
    ),
    Product(
        "imagery/aerial",
        # Feet, and a coordinate system that Esri numbers and EPSG does not.
        small=Grid(1200, 900, 541_212.25, 168_807.75, 1.5, 1.5, "ESRI:103734"),
        full=Grid(5000, 3600, 541_212.25, 168_807.75, 1.5, 1.5, "ESRI:103734"),
        write=imagery.write_aerial,
        service={
            "generation": "10.51",
            "root": _root(
                "Natural colour photograph, pixels of a foot and a half.",
                serviceDataType="esriImageServiceDataTypeRGB",
                spatialReference={"wkid": 103734, "latestWkid": 103734},
            ),
        },
    ),
)

_LAND_COVER = (
    Product(
        "landcover/classes",
        small=Grid(1200, 1000, 1_023_465.0, 2_114_835.0, 30.0, 30.0, "EPSG:5070"),
        full=Grid(8000, 6000, 1_023_465.0, 2_114_835.0, 30.0, 30.0, "EPSG:5070"),
        write=landcover.write_classes,
        service={
            "generation": "11",
            "defaultFunction": "Colors",
            "functions": ["Colors", "None"],
            "root": _root(
                "Land cover in the classes of the National Land Cover Database.",
                serviceDataType="esriImageServiceDataTypeThematic",
                defaultResamplingMethod="Bilinear",  # invents classes unless a client asks for nearest
                hasRasterAttributeTable=True,
                hasColormap=True,
            ),
        },
    ),
    Product(
        "landcover/nested/deep/binary",
        small=Grid(1000, 800, 4_021_340.0, 2_937_060.0, 20.0, 20.0, "EPSG:3035"),
        write=landcover.write_forest,
        service={
            "generation": "10.91",
            "truePixelType": "U1",
            "functions": ["None"],
            "root": _root("1 where there is forest, else 0.", serviceDataType="esriImageServiceDataTypeThematic"),
        },
    ),
)

_SCIENCE = (
    Product(
        "science/temperature",
        small=Grid(1440, 900, -180.0, 90.0, 0.25, 0.2, "EPSG:4326"),
        write=science.write_temperature,
        service={
            "generation": "10.3",
            "root": _root(
                "Land surface temperature in tenths of a degree Celsius.",
                serviceDataType="esriImageServiceDataTypeScientific",
            ),
        },
    ),
    Product(
        "science/monthly",
        small=Grid(480, 240, -180.0, 90.0, 0.75, 0.75, "EPSG:4326"),
        write=science.write_monthly,
        service={
            "generation": "11",
            "slices": [
                int(datetime(2024, month, 1, tzinfo=timezone.utc).timestamp() * 1000)
                for month in range(1, science.MONTHS + 1)
            ],
            "root": _root(
                "Monthly land surface temperature in tenths of a degree Celsius.",
                serviceDataType="esriImageServiceDataTypeScientific",
                bandNames=["Temperature"],
            ),
        },
    ),
    Product(
        "science/precise",
        small=Grid(900, 700, 241_003.125, 91_750.5, 2.5, 2.5, _ODD_TM),
        write=science.write_precise,
        service={"generation": "10.91", "root": _root("Gravity in milligals, double precision.")},
    ),
    Product(
        "science/signed",
        small=Grid(1000, 800, 561_220.0, 5_937_480.0, 20.0, 20.0, "EPSG:25832"),
        write=science.write_signed,
        service={
            "generation": "11",
            "truePixelType": "S8",
            "root": _root("Vegetation compared with the years before, in percent."),
        },
    ),
    Product(
        "science/counts",
        small=Grid(900, 700, 1_570_000.0, 5_180_000.0, 100.0, 100.0, "EPSG:2193"),
        write=science.write_counts,
        service={"generation": "10.91", "root": _root("Photons counted by a lidar in every cell.")},
    ),
    Product(
        "science/deep",
        small=Grid(800, 800, -400_000.0, 400_000.0, 1000.0, 1000.0, "EPSG:3031"),
        write=science.write_deep,
        service={"generation": "10.91", "root": _root("Height of the sea floor in millimetres.")},
    ),
    Product(
        "science/wide",
        small=Grid(700, 500, 2_600_012.5, 1_200_037.5, 25.0, 25.0, "EPSG:2056"),
        write=science.write_wide,
        service={
            "generation": "11",
            "root": _root(
                "At-sensor radiance in eight bands; every band has gaps of its own.",
                bandNames=list(science.WIDE_BANDS),
                noDataValue=F32_LOWEST,
                noDataValues=[F32_LOWEST] * len(science.WIDE_BANDS),
            ),
            "keyProperties": science.WIDE_PROPERTIES,
        },
    ),
)


def _quirk(name: str, crs: str = "EPSG:32633", columns: int = 500, rows: int = 400, **service: Any) -> Product:
    grid = Grid(columns, rows, 389_420.0, 5_822_780.0, 20.0, 20.0, crs)
    return Product(f"quirks/{name}", small=grid, write=science.write_plain, service=service)


_QUIRKS = (
    Product(
        "quirks/limited",
        small=_DEM_SMALL,
        full=_DEM_FULL,
        source="elevation/dem",
        service={
            "generation": "10.91",
            "realLimitMegapixels": 0.25,
            "root": _root(
                "The mountain range again, on a server that promises more than it can do.",
                serviceDataType="esriImageServiceDataTypeElevation",
                maxImageHeight=1000,
                maxImageWidth=1000,
            ),
        },
    ),
    _quirk(
        "tilesonly",
        "EPSG:3857",
        1400,
        1100,
        generation="11",
        root=_root("A tile cache: nothing can be exported.", capabilities="Image,TilesOnly,Tilemap"),
    ),
    _quirk("noimage", root=_root("Only the catalogue may be asked.", capabilities="Catalog")),
    _quirk("badsr", root=_root("A spatial reference that nobody knows.", spatialReference={"wkid": 999999})),
    _quirk("nosr", "", root=_root("No spatial reference at all."), rootRemove=["spatialReference"]),
    _quirk("old", generation="10.01", root=_root("A server from before bsq, bip and LERC.")),
    _quirk("nofunctions", root=_root("No raster functions allowed.", allowRasterFunction=False)),
)


def products() -> tuple[Product, ...]:
    """Return every product that can be made here; a product comes after the one that it refers to."""
    return (*_ELEVATION, *_jacksboro(), *_PICTURES, *_LAND_COVER, *_SCIENCE, *_QUIRKS, *caches.products())


def collections() -> tuple[Collection, ...]:
    """Return every mosaic; one comes after the one whose files it shows."""
    return mosaics.overlap(), mosaics.scenes(), series.monthly(), series.monthly_slices(), series.ocean()


def make(folder: Path, size: Size, only: Sequence[str] = ()) -> list[str]:
    """Make what is missing in ``folder`` and return the names of what was made.

    A raster that is there in the right size is left alone; its service description is written anew. ``only`` names
    products (all of them if empty); those that they refer to are made too. Raises ValueError for an unknown name.
    """
    everything: list[Product | Collection] = [*products(), *collections()]
    known = {item.name: item for item in everything}
    unknown = sorted(set(only) - set(known))
    if unknown:
        message = f"no such raster: {', '.join(unknown)}; there are {', '.join(known)}"
        raise ValueError(message)
    wanted = set(only or known)
    wanted |= {source for name in wanted if (source := known[name].source)}
    return [name for name, item in known.items() if name in wanted and _made(item, folder, size)]


def _made(item: Product | Collection, folder: Path, size: Size) -> bool:
    item.describe(folder, size)
    if item.is_made(folder, size):
        return False
    started = time.monotonic()
    item.make(folder, size)
    print(f"{item.name} ({time.monotonic() - started:.1f} s)", file=sys.stderr, flush=True)
    return True
