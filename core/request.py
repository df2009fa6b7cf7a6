# SPDX-License-Identifier: GPL-2.0-or-later
"""One exportImage request: every parameter as a typed value, and the query that it becomes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .grid import Extent
from .options import PICTURES
from .spatialref import SpatialReference

INTERPOLATION_CODES = {
    "nearest": "RSP_NearestNeighbor",
    "bilinear": "RSP_BilinearInterpolation",
    "cubic": "RSP_CubicConvolution",
    "majority": "RSP_Majority",
}
COMPRESSION_CODES = {"none": "None", "jpeg": "JPEG", "lz77": "LZ77"}
NO_DATA_CODES = {"any": "esriNoDataMatchAny", "all": "esriNoDataMatchAll"}


@dataclass(frozen=True)
class ExportRequest:
    """The parameters of exportImage (Esri's Export Image page); None or empty means "not sent".

    ``extent`` is in ``extent_sr`` (None: the service's), ``columns`` x ``rows`` is the size of the answer in pixels.
    ``version`` is the server's: parameters that it does not know are left out.
    """

    extent: Extent
    columns: int
    rows: int
    extent_sr: SpatialReference | None = None
    image_sr: SpatialReference | None = None
    format: str = "bsq"
    pixel_type: str | None = None
    no_data: tuple[float, ...] = ()
    no_data_interpretation: str = "any"
    interpolation: str = "nearest"
    compression: str = "none"
    compression_quality: int | None = None
    lerc_tolerance: float = 0.0
    band_ids: tuple[int, ...] | None = None
    rendering_rule: str = ""
    mosaic_rule: str = ""
    time: str = ""
    slice_id: int | None = None
    version: float | None = None

    def over(self, extent: Extent, columns: int, rows: int) -> ExportRequest:
        """Return the same request for another box."""
        return replace(self, extent=extent, columns=columns, rows=rows)

    def params(self) -> dict[str, str]:
        """Return the query, without secrets; numbers carry all their digits and a decimal point in every locale."""
        query = {
            "f": "image",
            "bbox": ",".join(repr(float(value)) for value in self.extent.bounds),
            "size": f"{self.columns},{self.rows}",
            "format": self.format,
            "interpolation": INTERPOLATION_CODES[self.interpolation],
        }
        if self._knows(10.3):
            query["adjustAspectRatio"] = "false"  # its default changes the box
        if self.extent_sr is not None:
            query["bboxSR"] = self.extent_sr.parameter()
        if self.image_sr is not None:
            query["imageSR"] = self.image_sr.parameter()
        if self.band_ids is not None:
            query["bandIds"] = ",".join(str(band) for band in self.band_ids)
        if self.no_data:
            query["noData"] = ",".join(_number(value) for value in self.no_data)
            query["noDataInterpretation"] = NO_DATA_CODES[self.no_data_interpretation]
        query.update(self._format_params())
        optional = {
            "pixelType": self.pixel_type,
            "renderingRule": self.rendering_rule,
            "mosaicRule": self.mosaic_rule,
            "time": self.time,
            "sliceId": str(self.slice_id) if self.slice_id is not None else None,
        }
        query.update({name: value for name, value in optional.items() if value})
        return query

    def _format_params(self) -> dict[str, str]:
        if self.format == "lerc":
            # Clients default to a tolerance of 0.01: zero has to be said.
            version = {"lercVersion": "2"} if self._knows(10.5) else {}
            return {"compressionTolerance": _number(self.lerc_tolerance), **version}
        quality = {}
        if self.compression_quality is not None:
            quality = {"compressionQuality": str(self.compression_quality)}
        if self.format == "tiff":
            return {"compression": COMPRESSION_CODES[self.compression], **quality}
        return quality if self.format in PICTURES else {}

    def _knows(self, version: float) -> bool:
        """Tell whether to send a parameter that came with ``version``; servers that say no version get it too."""
        return self.version is None or self.version >= version


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
