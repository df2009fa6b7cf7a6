# SPDX-License-Identifier: GPL-2.0-or-later
"""The resources and operations below ``.../ImageServer``, by the name they have in the path."""

from __future__ import annotations

from collections.abc import Callable

from ..answer import Answer, Call
from ..output import OutputDirectory
from ..service import Service
from . import (
    description,
    dimensions,
    export_image,
    histograms,
    identify,
    items,
    originals,
    query,
    samples,
    tables,
    tiles,
)

Operation = Callable[[Service, Call, OutputDirectory], Answer]

ITEM = "item"  # what follows ImageServer is the number of a catalogue item

OPERATIONS: dict[str, Operation] = {
    "root": description.root,
    "exportImage": export_image.export_image,
    "identify": identify.identify,
    "getSamples": samples.get_samples,
    "statistics": histograms.statistics,
    "histograms": histograms.histograms,
    "computeHistograms": histograms.compute_histograms,
    "computeStatisticsHistograms": histograms.compute_statistics_histograms,
    "legend": tables.legend,
    "colormap": tables.colormap,
    "rasterAttributeTable": tables.raster_attribute_table,
    "rasterFunctionInfos": description.raster_function_infos,
    "keyProperties": description.key_properties,
    "multidimensionalInfo": dimensions.multidimensional_info,
    "slices": dimensions.slices,
    "tile": tiles.tile,
    "tilemap": tiles.tilemap,
    "info": description.metadata,
    "query": query.query,
    ITEM: items.item,
    "download": originals.download,
    "file": originals.file,
    "queryBoundary": items.query_boundary,
}
_BY_LOWER_CASE = {name.lower(): name for name in OPERATIONS}


def canonical_name(name: str) -> str:
    """Return the proper spelling of an operation; what is unknown stays as it is."""
    return _BY_LOWER_CASE.get(name.lower(), name)
