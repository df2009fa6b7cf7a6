# SPDX-License-Identifier: GPL-2.0-or-later
"""Many rasters of the recipe in one folder: a mosaic, with what its service says about itself and its items."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .product import Size

Writer = Callable[[Path], None]


@dataclass(frozen=True)
class Part:
    """One raster of a collection: its file, who writes it, and what the catalogue says about it.

    Without a writer it is the file of another collection. ``files`` names what the writer leaves beside the raster.
    """

    file: str
    entry: Mapping[str, Any]
    write: Writer | None = None
    files: Sequence[str] = ()


@dataclass(frozen=True)
class Collection:
    """A service ``folder/name`` over the folder ``folder/name.mosaic``; small in every size of the recipe."""

    name: str
    parts: Sequence[Part]
    mosaic: Mapping[str, Any] = field(default_factory=dict)
    service: Mapping[str, Any] = field(default_factory=dict)
    source: str | None = None  # the collection whose files these are

    def place(self, folder: Path) -> Path:
        """Return the folder of the rasters in a data folder."""
        return folder / f"{self.name}.mosaic"

    def describe(self, folder: Path, size: Size) -> None:
        """Write ``NAME.service.json`` anew."""
        items = [{"file": part.file, **part.entry} for part in self.parts]
        text = json.dumps({**self.service, "mosaic": {**self.mosaic, "items": items}}, indent=1)
        path = folder / f"{self.name}.service.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.write_text(text + "\n", "utf-8")
        draft.replace(path)

    def is_made(self, folder: Path, size: Size) -> bool:
        """Say whether every file is there already."""
        place = self.place(folder)
        names = [name for part in self.parts if part.write for name in (part.file, *part.files)]
        return place.is_dir() and all((place / name).is_file() for name in names)

    def make(self, folder: Path, size: Size) -> None:
        """Write the rasters; nothing is to be seen of the folder before it is whole."""
        place = self.place(folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_name(f".{place.name}.{os.getpid()}")
        draft.mkdir()
        try:
            for part in self.parts:
                if part.write is not None:
                    part.write(draft / part.file)
            shutil.rmtree(place, ignore_errors=True)
            draft.replace(place)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
