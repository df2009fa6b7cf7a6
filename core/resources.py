# SPDX-License-Identifier: GPL-2.0-or-later
"""Child resources of an image service that give its values a meaning: attribute table and colour table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from . import lenient
from .cancel import Cancel
from .errors import Cancelled, ImageServiceError
from .raster import RasterClass
from .service import ImageService
from .session import Session

# Names of the column that holds a class's name, in the order of preference; any other text column will do.
NAME_COLUMNS = ("class_name", "classname", "class", "name", "label", "description", "landcover", "land_cover")


def raster_classes(service: ImageService, session: Session, cancel: Cancel | None = None) -> tuple[RasterClass, ...]:
    """Return the classes of a thematic service: its attribute table, coloured by its colour table where it has none.

    They only add to the pixels, so a server that cannot give them does not fail a download: nothing is returned then.
    """
    classes: tuple[RasterClass, ...] = ()
    if service.has_attribute_table:
        classes = classes_of_table(_resource(service, session, "rasterAttributeTable", cancel))
    if service.has_colormap and not any(entry.color for entry in classes):
        colors = colors_of_map(_resource(service, session, "colormap", cancel))
        known = {entry.value: entry for entry in classes}
        plain = {value: known.get(value, RasterClass(value, str(value))) for value in sorted({*known, *colors})}
        classes = tuple(replace(entry, color=colors.get(value)) for value, entry in plain.items())
    return classes


def _resource(service: ImageService, session: Session, name: str, cancel: Cancel | None) -> dict[str, Any]:
    try:
        return session.json(f"{service.url}/{name}", cancel=cancel)
    except Cancelled:
        raise
    except ImageServiceError:
        return {}


def classes_of_table(table: dict[str, Any]) -> tuple[RasterClass, ...]:
    """Read an attribute table; the names of its columns vary in case, and colours may be missing."""
    found: dict[int, RasterClass] = {}
    for feature in lenient.items(table.get("features")):
        row = {
            str(key).lower(): value
            for key, value in lenient.mapping(lenient.mapping(feature).get("attributes")).items()
        }
        value = lenient.integer(row.get("value"))
        if value is not None:
            found[value] = RasterClass(value, _class_name(row), _color(row), lenient.number(row.get("count")))
    return tuple(found[value] for value in sorted(found))


def colors_of_map(answer: dict[str, Any]) -> dict[int, tuple[int, int, int]]:
    """Read a colour table ``[[value, red, green, blue], ...]``."""
    colors = {}
    for entry in lenient.items(answer.get("colormap")):
        numbers = [lenient.integer(part) for part in lenient.items(entry)]
        value = numbers[0] if numbers else None
        color = _rgb(numbers[1:4])
        if value is not None and color is not None:
            colors[value] = color
    return colors


def _class_name(row: dict[str, Any]) -> str:
    texts = {key: text for key, value in row.items() if key != "value" and (text := lenient.text(value))}
    for column in NAME_COLUMNS:
        if column in texts:
            return texts[column]
    return next(iter(texts.values()), str(lenient.integer(row.get("value"))))


def _color(row: dict[str, Any]) -> tuple[int, int, int] | None:
    return _rgb([lenient.integer(row.get(name)) for name in ("red", "green", "blue")])


def _rgb(parts: list[int | None]) -> tuple[int, int, int] | None:
    known = [part for part in parts if part is not None and 0 <= part <= 255]
    return (known[0], known[1], known[2]) if len(known) == 3 else None
