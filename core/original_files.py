# SPDX-License-Identifier: GPL-2.0-or-later
"""The files of source rasters, and where each goes: names come from the server and are reduced to what is safe here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from . import lenient
from .address import holds_secret
from .errors import without_secrets
from .partial import PART
from .remote_file import TAG

# The list of what was downloaded, beside the files.
LIST_NAME = "originals.json"
# In bytes of UTF-8: systems take 255, and endings are added while a file is under way.
LONGEST_NAME = 120
# The innermost folders count; deeper paths do not fit into what systems take as a whole.
MOST_FOLDERS = 8
# Controls, marks that turn the direction of writing, halves of characters, and what Windows forbids.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff<>:"/\\|?*]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\..*)?$", re.IGNORECASE)


@dataclass(frozen=True)
class OriginalFile:
    """A file of a source raster.

    Attributes:
        id: what the server calls it; may be a path of its own disk, or an address.
        size: in bytes; None where the server does not say.
        raster_ids: the rasters that it belongs to.
        path: where it goes, below the folder; with "/" between its parts.
    """

    id: str
    size: int | None
    raster_ids: tuple[int, ...]
    path: str


def files_of(answer: dict[str, Any]) -> list[OriginalFile]:
    """Read the answer of ``download``; entries without a name are left out. They have no place yet."""
    found = []
    for entry in map(lenient.mapping, lenient.items(answer.get("rasterFiles"))):
        name = entry.get("id")
        if isinstance(name, str) and name.strip():
            ids = (lenient.integer(each) for each in lenient.items(entry.get("rasterIds")))
            size = lenient.integer(entry.get("size"))
            found.append(
                OriginalFile(
                    name, size if size is not None and size >= 0 else None, tuple(i for i in ids if i is not None), ""
                )
            )
    return found


def once_each(files: Iterable[OriginalFile]) -> list[OriginalFile]:
    """Put entries of the same file together: rasters of one database share it."""
    found: dict[str, OriginalFile] = {}
    rasters: dict[str, dict[int, None]] = {}
    for file in files:
        found[file.id] = file
        rasters.setdefault(file.id, {}).update(dict.fromkeys(file.raster_ids))
    return [replace(file, raster_ids=tuple(rasters[file.id])) for file in found.values()]


def named_after(names: Mapping[int, str], file: OriginalFile) -> OriginalFile:
    """Return a file with the name of its raster, and the endings that it has."""
    name = next((names[number] for number in file.raster_ids if number in names), "")
    endings = _parts(file.id)[-1].partition(".")[2]
    return replace(file, path=f"{name.replace('/', '_')}.{endings}" if name and endings else "")


def placed(files: Sequence[OriginalFile]) -> tuple[OriginalFile, ...]:
    """Give every file its place: the one it is meant to have, or its own name.

    Where that is taken, it goes below a folder with the number of its raster. The files of a raster keep their places
    relative to each other.
    """
    groups: dict[tuple[int, ...], list[OriginalFile]] = {}
    for file in files:
        groups.setdefault(file.raster_ids, []).append(file)
    taken: set[str] = {LIST_NAME}
    numbers: dict[str, int] = {}
    result = []
    for ids, members in groups.items():
        paths = _without_common_folder([_parts(member.path or member.id) for member in members])
        keys = [_key(path) for path in paths]
        if taken & set(keys) or len(set(keys)) < len(keys):
            paths = [[str(min(ids, default=0)), *path] for path in paths]
        for member, path in zip(members, paths):
            wanted, stem = _key(path), path[-1]
            while (key := _key(path)) in taken:
                numbers[wanted] = numbers.get(wanted, 1) + 1
                path = [*path[:-1], f"{numbers[wanted]}_{stem}"]  # noqa: PLW2901 - until it is free
            taken.add(key)
            result.append(replace(member, path="/".join(path)))
    return tuple(result)


def without_signature(name: str) -> str:
    """Return what a server calls a file as it may be kept: without what opens the file to anybody who has it."""
    if is_address(name):
        return without_secrets(name)
    return re.split(r"[?#]", name)[0] if holds_secret(name) else name


def _parts(name: str) -> list[str]:
    """Return the folders and the name in what a server calls a file, each safe on any system."""
    if is_address(name):
        name = unquote(re.split(r"[?#]", name)[0].partition("//")[2].partition("/")[2])
    name = without_signature(name)
    parts = [safe_part(part) for part in re.split(r"[/\\]+", name)]
    return [part for part in parts if part][-MOST_FOLDERS - 1 :] or ["file"]


def is_address(name: str) -> bool:
    """Tell whether a server calls a file by an address rather than by a path."""
    return re.match(r"https?://", name, re.IGNORECASE) is not None


def _key(path: Sequence[str]) -> str:
    """Return what two paths have in common that are one file on some system."""
    return unicodedata.normalize("NFC", "/".join(path)).casefold()


def safe_part(part: str) -> str:
    """Return a folder or a name as any system takes it; nothing where nothing is left of it."""
    part = _UNSAFE.sub("_", part).strip().rstrip(". ")
    if part in {"", ".", ".."}:
        return ""
    if len(part.encode()) > LONGEST_NAME:
        ending = _cut("".join(PurePosixPath(part).suffixes[-2:])[-20:], LONGEST_NAME // 2)
        part = (_cut(part, LONGEST_NAME - len(ending.encode())) + ending).strip().rstrip(". ")
    if _RESERVED.match(part) or part.lower().endswith((PART, TAG)) or part.startswith("."):
        part = f"_{part}_" if part.lower().endswith((PART, TAG)) else f"_{part}"
    return part


def _cut(text: str, size: int) -> str:
    """Return as much of a text as fits into so many bytes."""
    return text.encode()[:size].decode(errors="ignore")


def _without_common_folder(paths: list[list[str]]) -> list[list[str]]:
    depth = 0
    while all(len(path) > depth + 1 for path in paths) and len({path[depth].lower() for path in paths}) == 1:
        depth += 1
    return [path[depth:] for path in paths]
