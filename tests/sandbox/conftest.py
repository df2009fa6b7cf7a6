# SPDX-License-Identifier: GPL-2.0-or-later
"""The recipe's small data, made once a run, and a sandbox that serves it."""

from __future__ import annotations

import pytest

from sandbox import process
from sandbox.recipe.catalogue import make


@pytest.fixture(scope="session")
def recipe_folder(tmp_path_factory):
    """The data folder with every raster of the recipe in its small size. Read only."""
    folder = tmp_path_factory.mktemp("recipe")
    make(folder, "small")
    return folder


@pytest.fixture(scope="module")
def gis(recipe_folder):
    """A running sandbox over the recipe's data."""
    with process.start(recipe_folder) as running:
        yield running
