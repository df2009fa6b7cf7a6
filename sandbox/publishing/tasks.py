# SPDX-License-Identifier: GPL-2.0-or-later
"""What the raster analysis service says about itself and its tasks (recorded)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

COPY, ESTIMATE = "CopyRaster", "EstimateRasterAnalysisCost"
ASYNCHRONOUS = "esriExecutionTypeAsynchronous"
METHODS = ("NEAREST", "BILINEAR", "CUBIC", "MAJORITY")
REQUIRED, OPTIONAL = "Required", "Optional"
# Input parameters of each task, and the name of its result.
INPUTS: Mapping[str, Mapping[str, str]] = {
    COPY: {
        "inputRaster": REQUIRED,
        "outputName": REQUIRED,
        "outputCellsize": OPTIONAL,
        "resamplingMethod": OPTIONAL,
        "clipSetting": OPTIONAL,
        "context": OPTIONAL,
    },
    ESTIMATE: {"inputAnalysisTask": REQUIRED, "context": OPTIONAL},
}
OUTPUTS = {COPY: "outputRaster", ESTIMATE: "outCost"}
CHOICES = {"resamplingMethod": METHODS}


def tasks_of(*, online: bool) -> tuple[str, ...]:
    """Return the tasks that there are; costs are estimated on ArcGIS Online only."""
    return (COPY, ESTIMATE) if online else (COPY,)


def service(*, online: bool, largest: int) -> dict[str, Any]:
    """Return the root resource of the service; ``largest`` is the size of an upload in megabytes."""
    return {
        "currentVersion": 11.3,
        "serviceDescription": "",
        "tasks": list(tasks_of(online=online)),
        "executionType": ASYNCHRONOUS,
        "resultMapServerName": "",
        "maximumRecords": 1000,
        "capabilities": "Uploads",
        "maxUploadFileSize": largest,
    }


def task(name: str) -> dict[str, Any]:
    """Return the description of a task."""
    inputs = [_parameter(one, "Input", kind, "") for one, kind in INPUTS[name].items()]
    return {
        "name": name,
        "displayName": name,
        "description": "",
        "category": "",
        "helpUrl": "",
        "executionType": ASYNCHRONOUS,
        "parameters": [*inputs, _parameter(OUTPUTS[name], "Output", "Derived", None)],
    }


def _parameter(name: str, direction: str, kind: str, default: str | None) -> dict[str, Any]:
    value: dict[str, Any] = {
        "name": name,
        "dataType": "GPString",
        "displayName": name,
        "description": "",
        "direction": f"esriGPParameterDirection{direction}",
        "defaultValue": default,
        "parameterType": f"esriGPParameterType{kind}",
        "category": "",
    }
    if name in CHOICES:
        value["choiceList"] = list(CHOICES[name])
    return value
