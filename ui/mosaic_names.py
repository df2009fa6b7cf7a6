# SPDX-License-Identifier: GPL-2.0-or-later
"""What mosaic methods and operations are called for people."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

translate = QCoreApplication.translate


def method_names() -> dict[str, str]:
    """Return the name of every mosaic method."""
    return {
        "none": translate("MosaicNames", "By Record Number"),
        "northwest": translate("MosaicNames", "North-West First"),
        "center": translate("MosaicNames", "Closest to the Centre of the View"),
        "nadir": translate("MosaicNames", "Closest to Nadir"),
        "viewpoint": translate("MosaicNames", "Closest to a Viewpoint"),
        "attribute": translate("MosaicNames", "By an Attribute"),
        "seamline": translate("MosaicNames", "Seamlines"),
        "lockraster": translate("MosaicNames", "Only Certain Rasters (Lock)"),
    }


def operation_names() -> dict[str, str]:
    """Return what becomes of cells that several rasters have, by operation."""
    return {
        "first": translate("MosaicNames", "First"),
        "last": translate("MosaicNames", "Last"),
        "min": translate("MosaicNames", "Minimum"),
        "max": translate("MosaicNames", "Maximum"),
        "mean": translate("MosaicNames", "Mean"),
        "blend": translate("MosaicNames", "Blend"),
        "sum": translate("MosaicNames", "Sum"),
    }
