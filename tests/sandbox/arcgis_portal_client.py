# SPDX-License-Identifier: GPL-2.0-or-later
"""Signs in, browses and reads with Esri's own client in its own environment, for test_fidelity_arcgis_portal.py.

Reads ``{"portal", "server", "services", "users": {NAME: PASSWORD}, "file": PATH, "scenarios": [NAME, ...]}`` from
standard input and writes ``{NAME: {"value": JSON} or {"error": TEXT}}`` to that file. Before each scenario it asks the
open server for its info with the scenario's name, which marks the place in the sandbox's request log.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import requests
from arcgis.gis import GIS
from arcgis.gis._impl._con import Connection
from arcgis.raster import ImageryLayer

JOB = json.load(sys.stdin)
SECURED = f"{JOB['server']}/rest/services/secure/elevation/dem/ImageServer"


def sign_in(username="analyst", **arguments):
    """Return the client, signed in."""
    arguments = {"username": username, "password": JOB["users"].get(username, "wrong"), **arguments}
    return GIS(JOB["portal"], verify_cert=False, **arguments)


def generate_token():
    """As in recording 02."""
    gis = sign_in(use_gen_token=True)
    return [gis.users.me.username, gis.users.me.role, gis.properties.name]


def default():
    """As in recording 01."""
    gis = sign_in()
    return [gis.users.me.username, list(gis.users.me.privileges)]


def wrong_password():
    """As in recording 03."""
    return sign_in(password="wrong").users.me.username


def wrong_password_for_token():
    """The same by generateToken."""
    return sign_in(password="wrong", use_gen_token=True).users.me.username


def anonymous():
    """As in recording 04."""
    gis = GIS(JOB["portal"], verify_cert=False)
    layer = ImageryLayer(f"{JOB['services']}/elevation/dem/ImageServer", gis=gis)
    return [gis.users.me, layer.properties.name]


def client_credentials():
    """As in recording 07."""
    gis = GIS(JOB["portal"], client_id="robot", client_secret="robot-Pa55", verify_cert=False)
    return [gis.users.me, dict(gis.properties.appInfo)["appId"]]


def authorization_code():
    """As in recording 08."""
    gis = sign_in(client_id="desktop")
    return gis.users.me.username


def pasted_token():
    """As in recording 05."""
    token = requests.post(
        f"{JOB['portal']}/sharing/rest/generateToken",
        {"username": "viewer", "password": JOB["users"]["viewer"], "referer": "https://my.app", "f": "json"},
        verify=False,
        timeout=10,
    ).json()["token"]
    gis = GIS(JOB["portal"], token=token, referer="https://my.app", verify_cert=False)
    return gis.users.me.username


def search():
    """As in recordings 25 and 26."""
    gis = sign_in(use_gen_token=True)
    every = gis.content.advanced_search('type:"Image Service"', max_items=1000, sort_field="title", sort_order="asc")
    found = gis.content.search("dem", item_type="Imagery Layer")
    return {
        "total": every["total"],
        "ids": [item.id for item in every["results"]],
        "found": [item.title for item in found],
        "url": found[0].url,
        "data": found[0].get_data(),
        "thumbnail": len(found[0].get_thumbnail()),
    }


def folders():
    """As in recording 27, and the groups."""
    me = sign_in("publisher", use_gen_token=True).users.me
    return {
        "folders": sorted(folder.name for folder in me.folders),
        "inside": sorted(item.title for item in me.items(folder="Terrain")),
        "groups": {group.title: len(group.content()) for group in me.groups},
    }


def exchange():
    """As in recording 12: a server token for the portal's, then pixels with it."""
    portal = sign_in(use_gen_token=True)
    server = Connection(baseurl=JOB["server"], portal_connection=portal._con, verify_cert=False)
    name = server.get(SECURED, {"f": "json"})["name"]
    layer = ImageryLayer(SECURED, gis=server)
    size = {"size": [40, 30], "adjust_aspect_ratio": False}
    arguments = {**size, "rendering_rule": {"rasterFunction": "None"}, "f": "numpy_array", "compression_tolerance": 0}
    pixels = layer.export_image(**arguments).squeeze().tolist()
    public = ImageryLayer(f"{JOB['services']}/elevation/dem/ImageServer", gis=GIS(JOB["portal"], verify_cert=False))
    return {"name": name, "pixels": pixels, "public": public.export_image(**arguments).squeeze().tolist()}


def refused():
    """As in recording 15: the default sign-in never exchanges."""
    return ImageryLayer(SECURED, gis=sign_in()).properties.name


def accepted():
    """The same at a server that takes the portal's tokens."""
    return refused()


def main():
    """Run the scenarios."""
    answers = {}
    for name in JOB["scenarios"]:
        requests.get(f"{JOB['services'][:-9]}/info", {"f": "json", "scenario": name}, verify=False, timeout=10)
        try:
            answers[name] = {"value": globals()[name]()}
        except Exception as error:  # noqa: BLE001 - whatever the client makes of the answer is the result
            answers[name] = {"error": f"{type(error).__name__}: {error}"}
    Path(JOB["file"]).write_text(json.dumps(answers), "utf-8")


main()
