# SPDX-License-Identifier: GPL-2.0-or-later
"""What the raster analysis service is asked to do with an upload, and what ArcGIS Online would charge for it.

The fields are those of Esri's own client (recorded), named as the service itself names them: Esri's pages disagree on
the name of the output.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import lenient
from .cancel import Cancel
from .content import NewService
from .errors import Cancelled, ImageServiceError, PublishError
from .job_status import result_of, wait_for_end
from .publish_target import PublishTarget

ESTIMATE = "EstimateRasterAnalysisCost"
# A job like any other, which may have to wait in a line; nobody waits for it longer than this.
ESTIMATE_S = 60.0
RASTER_TYPE = {"rasterTypeName": "Raster Dataset", "rasterTypeParameters": {}}


@dataclass(frozen=True)
class Task:
    """A task that fills a new service: its name, what its input and output may be called, and its other parameters."""

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    others: dict[str, str]

    def form(self, names: tuple[str, ...], given: Mapping[str, Any], output: Mapping[str, Any]) -> dict[str, str]:
        """Return the form for ``submitJob``; ``names`` are the parameters that the server's own task has.

        Raises:
            PublishError: it has no place for the input or the output.
        """
        form = {name: self.others.get(name, "") for name in names}
        for choices, value in ((self.inputs, given), (self.outputs, output)):
            name = next((choice for choice in choices if choice in form), None)
            if name is None:
                raise PublishError(
                    f"The server's task {self.name} takes no {choices[0]}: this plugin does not know its kind."
                )
            form[name] = json.dumps(value)
        return form


COPY = Task(
    "CopyRaster",
    ("inputRaster",),
    ("outputName", "outputRaster"),
    {"resamplingMethod": "NEAREST", "context": "{}"},
)
COLLECT = Task(
    "CreateImageCollection",
    ("inputRasters",),
    ("imageCollection",),
    {"rasterType": json.dumps(RASTER_TYPE), "context": "{}"},
)


def uploaded_to_server(item_ids: list[str]) -> dict[str, Any]:
    """Return the input for files that were uploaded to the server, by the ids of the uploads, the raster first."""
    return {"itemIds": item_ids, "itemsOnServer": True}


def uploaded_to_store(addresses: list[str], task: Task) -> dict[str, Any]:
    """Return the input for rasters in the raster store of ArcGIS Online; files beside them are found by their names."""
    return {"uris": addresses, **({"rasterType": RASTER_TYPE} if task is COPY else {})}


def output_of(name: str, service: NewService, folder_id: str) -> dict[str, Any]:
    """Return the output: the empty service that waits for its raster."""
    item = {"itemId": service.item_id, **({"folderId": folder_id} if folder_id else {})}
    return {"serviceProperties": {"name": name, "serviceUrl": service.url}, "itemProperties": item}


def estimate_credits(
    target: PublishTarget, given: Mapping[str, Any], service_name: str, cancel: Cancel | None = None
) -> float | None:
    """Return how many credits ArcGIS Online would charge, None where it does not say, or not within a minute.

    It wants to know the uploaded file, so it can be asked only after the upload.

    Raises:
        Cancelled: it was cancelled.
    """
    output = {"serviceProperties": {"name": service_name}}
    task = {"name": COPY.name, "parameters": {"inputRaster": given, "outputName": output, "context": {}}}
    session = target.session_for(target.raster_analytics)
    url = f"{target.raster_analytics}/{ESTIMATE}"
    try:
        form = {"inputAnalysisTask": json.dumps(task), "context": "{}"}
        job_id = lenient.text(session.act(f"{url}/submitJob", form, cancel=cancel).get("jobId"))
        if not job_id:
            return None
        job_url = f"{url}/jobs/{job_id}"
        cost = result_of(session, job_url, wait_for_end(session, job_url, cancel, limit_s=ESTIMATE_S), cancel)
    except Cancelled:
        raise
    except ImageServiceError:
        return None  # an estimate is worth no failure
    found = lenient.number(cost.get("credits"))
    return found if found is not None and found >= 0 else None
