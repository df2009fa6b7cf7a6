# SPDX-License-Identifier: GPL-2.0-or-later
"""Bodies that are files: read from the connection to the disk, piece by piece, however large they are."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace

from aiohttp import BodyPartReader, web

from .answer import ReceivedFile
from .publishing.scratch import Scratch

PIECE_BYTES = 1 << 18
Watch = Callable[[int], Awaitable[None]]  # is told the size of each piece; what it raises ends the reading


@dataclass
class Form:
    """What a request's body held: plain fields, and files on the disk. ``discard`` removes those nobody has taken."""

    fields: dict[str, str]
    files: list[ReceivedFile]

    def discard(self) -> None:
        """Remove the files that are still where they were received."""
        for file in self.files:
            file.path.unlink(missing_ok=True)


async def read_form(request: web.Request, scratch: Scratch, watch: Watch) -> Form:
    """Read a multipart body. Raises ValueError when it is none."""
    form = Form({}, [])
    try:
        reader = await request.multipart()
        async for part in reader:
            if not isinstance(part, BodyPartReader):
                message = "nested multipart bodies are not understood"
                raise ValueError(message)
            name = part.name or ""
            if part.filename is None and name != "file":
                form.fields[name] = await part.text()
            else:
                file = ReceivedFile(name, part.filename or name, scratch.file(), 0)
                await _save(_pieces(part), file, form, watch)
    except BaseException:
        form.discard()
        raise
    return form


async def read_body(request: web.Request, scratch: Scratch, watch: Watch) -> Form:
    """Read a body that is one file."""
    form = Form({}, [])
    file = ReceivedFile("", request.path.rpartition("/")[2], scratch.file(), 0)
    stated = "Content-MD5" in request.headers
    try:
        await _save(request.content.iter_chunked(PIECE_BYTES), file, form, watch, digested=stated)
    except BaseException:
        form.discard()
        raise
    return form


async def _pieces(part: BodyPartReader) -> AsyncIterator[bytes]:
    while piece := await part.read_chunk(PIECE_BYTES):
        yield piece


async def _save(
    pieces: AsyncIterator[bytes], file: ReceivedFile, form: Form, watch: Watch, *, digested: bool = False
) -> None:
    form.files.append(file)  # known from the first byte on, for discard
    size, digest = 0, hashlib.md5(usedforsecurity=False)
    with file.path.open("wb") as target:
        async for piece in pieces:
            target.write(piece)
            size += len(piece)
            if digested:  # costs more than the writing
                digest.update(piece)
            await watch(len(piece))
    form.files[-1] = replace(file, size=size, md5=digest.digest() if digested else b"")
