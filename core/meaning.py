# SPDX-License-Identifier: GPL-2.0-or-later
"""What the values of a raster mean: their units, the wavelengths of bands, and what the service says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .errors import PlanError
from .heights import height_unit
from .key_properties import BandProperties, KeyProperties, Wavelengths, unit_text
from .rules import mosaic_of
from .service import ImageService

if TYPE_CHECKING:
    from .dimensions import Variable
    from .plan import DownloadPlan

# What the names of a service's key properties begin with in the metadata of a file.
PREFIX = "IMAGE_SERVICE_PROPERTY_"
# What GDAL calls the metadata of remote sensing, of rasters and of their bands.
IMAGERY = "IMAGERY"


@dataclass(frozen=True)
class Told:
    """What a service told when it was asked; empty where it did not.

    ``slice_variables`` are the variables of slices, asked for only where it matters.
    """

    keys: KeyProperties = field(default_factory=KeyProperties)
    variables: tuple[Variable, ...] = ()
    slice_variables: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class BandMeaning:
    """What a band of the output holds: ``name`` where the service gives none of its own, the unit of its values."""

    name: str = ""
    unit: str = ""
    wavelengths: Wavelengths | None = None

    def metadata(self) -> dict[str, str]:
        """Return the wavelengths as GDAL's ENVI driver writes them, where QGIS shows the metadata of bands."""
        if self.wavelengths is None:
            return {}
        width = {"fwhm": f"{self.wavelengths.width:.9g}"} if self.wavelengths.width else {}
        return {"wavelength": f"{self.wavelengths.center:.9g}", "wavelength_units": "Nanometers", **width}

    def imagery(self) -> dict[str, str]:
        """Return the wavelengths as GDAL's data model (3.10) defines them, in micrometres."""
        if self.wavelengths is None:
            return {}
        width = {"FWHM_UM": f"{self.wavelengths.width / 1000:.9g}"} if self.wavelengths.width else {}
        return {"CENTRAL_WAVELENGTH_UM": f"{self.wavelengths.center / 1000:.9g}", **width}


@dataclass(frozen=True)
class Meaning:
    """What an output holds: its ``bands`` in their order (none where nothing is known), and what its service says."""

    bands: tuple[BandMeaning, ...] = ()
    keys: KeyProperties = field(default_factory=KeyProperties)

    def metadata(self) -> dict[str, str]:
        """Return the key properties as metadata of a raster."""
        return {f"{PREFIX}{name}": value for name, value in self.keys.stated}

    def imagery(self) -> dict[str, str]:
        """Return sensor, time (UTC) and clouds (percent) as GDAL's data model defines them."""
        keys = self.keys
        said = {"SATELLITEID": keys.sensor}
        if keys.acquired is not None:
            said["ACQUISITIONDATETIME"] = keys.acquired.strftime("%Y-%m-%d %H:%M:%S")
        if keys.cloud_cover is not None:
            said["CLOUDCOVER"] = f"{keys.cloud_cover:.9g}"
        return {name: value for name, value in said.items() if value}


def meaning_of(plan: DownloadPlan, told: Told, variable: str = "") -> Meaning:
    """Return what a download means.

    Units and wavelengths are those of the service's own values: of a picture or a rendering, nothing is said.

    Args:
        plan: the download.
        told: what the service told.
        variable: the variable that is downloaded, where that is known.
    """
    if not plan.is_raw:
        return Meaning(keys=told.keys)
    service = plan.service
    common = variable_unit(plan, told, variable) or told.keys.unit or height_unit(service, told.keys.height_unit)
    return Meaning(tuple(_band(service, band, told.keys, common) for band in plan.bands), told.keys)


def _band(service: ImageService, index: int, keys: KeyProperties, unit: str) -> BandMeaning:
    name = service.band_names[index] if index < len(service.band_names) else ""
    said: BandProperties = keys.band(index, name, service.band_count)
    is_nameless = name in {"", f"Band {index + 1}"}
    return BandMeaning(said.name if is_nameless else "", said.unit or unit, said.wavelengths)


def variable_unit(plan: DownloadPlan, told: Told, variable: str = "") -> str:
    """Return the unit of the variable that is downloaded; nothing where several units come into question."""
    name = variable or asked_variable(plan) or dict(told.slice_variables).get(_slice_of(plan), "")
    wanted = [each for each in told.variables if not name or each.name.lower() == name.lower()]
    units = {unit_text(each.unit) for each in wanted}
    return units.pop() if len(units) == 1 else ""


def needs_slices(plan: DownloadPlan, told: Told, variable: str = "") -> bool:
    """Tell whether only the list of slices can tell which variable, and so which unit, is downloaded."""
    is_open = plan.options.slice_id is not None and not (variable or asked_variable(plan))
    return is_open and len({unit_text(each.unit) for each in told.variables}) > 1


def asked_variable(plan: DownloadPlan) -> str:
    """Return the variable that the mosaic rule of a download names; nothing where it names none, or several."""
    try:
        names = {each.variable for each in mosaic_of(plan.options.mosaic_rule).dimensions if each.variable}
    except PlanError:
        return ""
    return names.pop() if len(names) == 1 else ""


def _slice_of(plan: DownloadPlan) -> int:
    return -1 if plan.options.slice_id is None else plan.options.slice_id
