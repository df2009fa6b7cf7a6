# SPDX-License-Identifier: GPL-2.0-or-later
"""One raster of the recipe with what its service says about itself, and the making of it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from .geotiff import Grid, finished_together, size_of, write_reference

Size = Literal["small", "full"]
Writer = Callable[[Path, Grid], None]


@dataclass(frozen=True)
class Product:
    """A service ``folder/name``: where its pixels are, who writes them, and its ``NAME.service.json``.

    Without a ``write`` function the product is a reference to the raster of ``source`` (a VRT on the same grid).
    """

    name: str
    small: Grid
    service: Mapping[str, Any] = field(default_factory=dict)
    full: Grid | None = None  # where the full size differs
    write: Writer | None = None
    source: str | None = None
    ragged: tuple[float, float] = (0.0, 0.0)  # how far the reported extent sticks out to the right and below

    def grid(self, size: Size) -> Grid:
        """Return the grid at a size."""
        return self.full if size == "full" and self.full is not None else self.small

    def path(self, folder: Path) -> Path:
        """Return the raster's path in a data folder."""
        return folder / f"{self.name}{'.tif' if self.write else '.vrt'}"

    def is_made(self, folder: Path, size: Size) -> bool:
        """Say whether the raster is there already, and of the right size."""
        grid = self.grid(size)
        path = self.path(folder)
        return path.is_file() and size_of(path) == (grid.columns, grid.rows)

    def make(self, folder: Path, size: Size) -> None:
        """Write the raster; nothing is to be seen under its name before it is whole. Its source must be there."""
        with finished_together(self.path(folder)) as draft:
            if self.write is not None:
                self.write(draft, self.grid(size))
            elif self.source is not None:
                write_reference(draft, folder / f"{self.source}.tif")

    def describe(self, folder: Path, size: Size) -> None:
        """Write ``NAME.service.json``."""
        said = dict(self.service)
        if any(self.ragged):
            xmin, ymin, xmax, ymax = self.grid(size).extent
            said["extent"] = [xmin, ymin - self.ragged[1], xmax + self.ragged[0], ymax]
        path = folder / f"{self.name}.service.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.write_text(json.dumps(said, indent=2, ensure_ascii=False) + "\n", "utf-8")
        draft.replace(path)
