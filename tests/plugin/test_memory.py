# SPDX-License-Identifier: GPL-2.0-or-later
"""Downloads in a QGIS that runs for days: nothing of one stays when it has ended."""

from __future__ import annotations

import gc
from collections import Counter

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingFeedback

pytestmark = pytest.mark.qgis
OURS = ("image_services.", "requests.", "qgis.")
DOWNLOADS = 5


@pytest.fixture
def download(sandbox, qgis_app, tmp_path):
    from image_services.plugin import library
    from image_services.plugin.algorithms.download import DownloadAlgorithm

    parameters = {
        "SERVICE": sandbox.service_url("elevation/dem"),
        "OUTPUT": str(tmp_path / "out.tif"),
        "OVERWRITE": True,
    }

    def once():
        _, done = DownloadAlgorithm().create().run(parameters, QgsProcessingContext(), QgsProcessingFeedback())
        assert done

    yield once
    library.release()


def objects():
    """Return how many objects of which class there are, of the library, the plugin, `requests` and PyQGIS."""
    gc.collect()
    kinds = (type(one) for one in gc.get_objects())
    names = (f"{kind.__module__}.{kind.__qualname__}" for kind in kinds)  # some kinds' module is no text
    return Counter(name for name in names if name.startswith(OURS))


def test_a_download_that_has_ended_leaves_no_object_behind(download):
    for _ in range(2):  # what is made once, and kept
        download()
    before = objects()
    for _ in range(DOWNLOADS):
        download()
    assert {kind: count for kind, count in (objects() - before).items() if count >= DOWNLOADS} == {}
