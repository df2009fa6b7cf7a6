# SPDX-License-Identifier: GPL-2.0-or-later
"""Publishes with Esri's own client in its own environment, for test_fidelity_arcgis_publish.py.

Reads ``{"portal", "user", "password", "raster", "scenarios": [[NAME, {ARGUMENT: VALUE}], ...], "file"}`` from standard
input and writes ``[{"value": JSON} or {"error": TEXT}, ...]`` to that file. Before each scenario it asks the portal for
its info with the scenario's name, which marks the place in the sandbox's request log. Every host name is this machine.
"""

from __future__ import annotations

import json
import socket
import sys
import warnings
from pathlib import Path

import requests

REAL_LOOKUP = socket.getaddrinfo


def lookup(host, *arguments, **named):
    """Find this machine under any name that ends in localhost, and nothing under any other."""
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name != "127.0.0.1" and not name.endswith("localhost"):
        raise socket.gaierror(socket.EAI_NONAME, f"{name} is not to be asked")
    return REAL_LOOKUP("127.0.0.1", *arguments, **named)


socket.getaddrinfo = lookup
warnings.simplefilter("ignore")

from arcgis.gis import GIS  # noqa: E402
from arcgis.raster import ImageryLayer  # noqa: E402
from arcgis.raster.analytics import copy_raster  # noqa: E402

JOB = json.load(sys.stdin)


def sign_in():
    """Return the client, signed in."""
    return GIS(JOB["portal"], JOB["user"], JOB["password"], verify_cert=False)


def publish(name, **arguments):
    """Publish the raster under that name."""
    gis = sign_in()
    item = copy_raster(JOB["raster"], output_name=name, gis=gis, **arguments)
    layer = ImageryLayer(item.url, gis=gis)
    facts = layer.properties
    return {
        "id": item.id,
        "title": item.title,
        "folder": item.ownerFolder,
        "url": item.url,
        "keywords": list(item.typeKeywords),
        "properties": item.properties,
        "bands": facts.bandCount,
        "pixelType": facts.pixelType,
        "extent": [facts.extent.xmin, facts.extent.ymin, facts.extent.xmax, facts.extent.ymax],
        "capabilities": facts.capabilities,
    }


def publish_and_read(name, **arguments):
    """Publish the raster, and read it back."""
    published = publish(name, **arguments)
    layer = ImageryLayer(published["url"], gis=sign_in())
    pixels = layer.export_image(
        bbox=",".join(str(number) for number in published["extent"]),
        size=[60, 50],
        f="numpy_array",
        rendering_rule={"rasterFunction": "None"},
        compression_tolerance=0,
    )
    return {**published, "pixels": pixels.squeeze().tolist()}


def estimate(name, url):
    """Ask what publishing would cost."""
    gis = sign_in()
    return copy_raster(ImageryLayer(url, gis=gis), output_name=name, gis=gis, estimate=True)


def main():
    """Run the scenarios."""
    answers = []
    for name, arguments in JOB["scenarios"]:
        marker = {"f": "json", "scenario": arguments["name"]}
        requests.get(f"{JOB['portal']}/sharing/rest/info", marker, verify=False, timeout=10)
        try:
            answers.append({"value": json.loads(json.dumps(globals()[name](**arguments), default=dict))})
        except Exception as error:  # noqa: BLE001 - whatever the client makes of the answer is the result
            answers.append({"error": f"{type(error).__name__}: {error}"})
    Path(JOB["file"]).write_text(json.dumps(answers), "utf-8")


main()
