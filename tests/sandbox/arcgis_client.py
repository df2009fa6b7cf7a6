# SPDX-License-Identifier: GPL-2.0-or-later
"""Calls Esri's own client in its own environment, for test_fidelity_arcgis.py.

Reads ``{"services": URL, "folder": PATH, "calls": [...]}`` from standard input. A call is ``{"service", "member",
"arguments"}``: a method or a property of ``arcgis.raster.ImageryLayer``. Writes one answer a call, in order, to
``answers.json`` in that folder: ``{"value": JSON}``, ``{"array": FILE.npy}`` or ``{"error": TEXT}``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import MethodType

import numpy as np
from arcgis.gis._impl._con import Connection
from arcgis.raster import ImageryLayer


def main() -> None:
    """Make the calls."""
    job = json.load(sys.stdin)
    # A bare connection: the package's GIS class would sign in to ArcGIS Online first.
    connection = Connection(baseurl=job["services"], product="SERVER", all_ssl=False)
    answers = []
    for number, call in enumerate(job["calls"]):
        layer = ImageryLayer(f"{job['services']}/{call['service']}/ImageServer", gis=connection)
        try:
            member = getattr(layer, call["member"])
            value = member(**call.get("arguments", {})) if isinstance(member, MethodType) else member
        except Exception as error:  # noqa: BLE001 - whatever the client makes of the answer is the result
            answers.append({"error": f"{type(error).__name__}: {error}"})
            continue
        if isinstance(value, np.ndarray):
            file = Path(job["folder"]) / f"{number}.npy"
            np.save(file, value)
            answers.append({"array": str(file)})
        else:
            answers.append({"value": json.loads(json.dumps(value, default=dict))})
    (Path(job["folder"]) / "answers.json").write_text(json.dumps(answers), "utf-8")


main()
