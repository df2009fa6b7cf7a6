# SPDX-License-Identifier: GPL-2.0-or-later
"""Bands are recognised by their names, and only where all the colours wanted are there."""

from __future__ import annotations

import pytest
from image_services.plugin.band_colors import COLOR_INFRARED, NATURAL_COLOR, bands_of

pytestmark = pytest.mark.qgis


@pytest.mark.parametrize(
    ("names", "natural", "infrared"),
    [
        (["Red", "Green", "Blue"], [1, 2, 3], []),
        (["Blue", "Green", "Red", "NearInfrared"], [3, 2, 1], [4, 3, 2]),
        (["Coastal", "Blue", "Green", "Yellow", "Red", "RedEdge", "NIR1", "NIR2"], [5, 3, 2], [7, 5, 3]),
        (["coastal blue", "BLUE", "B3 - Green", "sr_red", "red edge", "near infra-red"], [4, 3, 2], [6, 4, 3]),
        (["Red", "Green", "Blue", "Infrared"], [1, 2, 3], [4, 1, 2]),
        (["Band_1", "Band_2", "Band_3", "Band_4"], [], []),
        (["Shortwave infrared", "Near infra red", "Greenness"], [], []),
        ([], [], []),
    ],
)
def test_colours_are_found_by_name(names, natural, infrared):
    numbered = dict(enumerate(names, start=1))
    assert bands_of(NATURAL_COLOR, numbered) == natural
    assert bands_of(COLOR_INFRARED, numbered) == infrared
