# SPDX-License-Identifier: GPL-2.0-or-later
"""exportImage: the image itself, or a link to it."""

from __future__ import annotations

import html
from urllib.parse import urlencode

from ..answer import Answer, Call, document, page, refusal
from ..encode import error_type
from ..encode import export_image as encode_image
from ..errors import ServiceError, not_supported, unable_to_complete
from ..export import ExportRequest, parse
from ..output import OutputDirectory
from ..root import plain
from ..service import Service


def export_image(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Answer f=image with the image, f=json with a link and the true extent, f=html with a page."""
    try:
        _check_allowed(service)
        if call.form == "html":
            return _page(service, call)
        if call.form not in ("image", "json", "pjson"):
            raise unable_to_complete(f"The output format '{call.form}' is not supported.")
        request = parse(service, call.params)
        body, content_type, suffix = encode_image(service, request)
    except ServiceError as error:
        if call.form != "image":
            raise
        # The envelope travels under the type of the image that was wanted (measured).
        return refusal(call, error, error_type(call.params.get("format", "")))
    image = Answer(body, content_type)
    if call.form == "image":
        return image
    return document(call, "Export Image", _link(request, output.save(call, image, suffix)))


def _check_allowed(service: Service) -> None:
    if "tilesonly" in service.capabilities:
        raise unable_to_complete(status=400)  # measured: HTTP 400 at any size
    if "image" not in service.capabilities:
        raise not_supported()


def _link(request: ExportRequest, address: str) -> dict[str, object]:
    return {
        "href": address,
        "width": request.grid.columns,
        "height": request.grid.rows,
        "extent": plain(request.grid.extent.json(request.spatial_reference)),
        "scale": 0,
    }


def _page(service: Service, call: Call) -> Answer:
    extent = service.extent
    params = {"bbox": f"{extent.xmin},{extent.ymin},{extent.xmax},{extent.ymax}", **call.params, "f": "image"}
    address = html.escape(f"{call.path}?{urlencode(params)}")
    fields = "".join(
        f'<p>{name}: <input name="{name}" value="{html.escape(params.get(name, ""))}"></p>'
        for name in ("bbox", "size", "bboxSR", "imageSR", "format", "pixelType", "interpolation", "renderingRule", "f")
    )
    form = f'<form action="{html.escape(call.path)}">{fields}<input type="submit" value="Export Image"></form>'
    return page(f"Export Image ({service.name})", f'{form}<p><img src="{address}" alt=""></p>')
