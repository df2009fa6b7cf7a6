# SPDX-License-Identifier: GPL-2.0-or-later
"""A file that one holder has at a time. The system lets go of it when its holder ends, however that happens."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path
from typing import BinaryIO

# Network drives that know no locks: working there without one is better than not at all.
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP}


class Taken(Exception):
    """Another holder has the file: another process, or another open file of this one."""


def take(path: Path) -> BinaryIO:
    """Open a file for reading and writing, creating it where it is missing, and hold it until it is closed.

    Raises:
        Taken: someone else holds it.
        OSError: it cannot be opened.
    """
    while True:
        number = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        file = os.fdopen(number, "r+b", buffering=0)
        try:
            _lock(file)
            if _is_still(path, file):
                return file
        except BaseException:
            file.close()
            raise
        file.close()  # its last holder removed it between our opening and locking it


def is_taken(path: Path) -> bool:
    """Tell whether someone holds a file; one that does not exist, or cannot be opened, is held by nobody."""
    try:
        with path.open("r+b", buffering=0) as file:
            _lock(file)
    except Taken:
        return True
    except OSError:
        return False
    return False


def give_up(path: Path, file: BinaryIO) -> None:
    """Remove a file that is held, and let go of it."""
    if os.name == "nt":  # open files cannot be removed there
        file.close()
    with contextlib.suppress(OSError):
        path.unlink()
    file.close()


def _is_still(path: Path, file: BinaryIO) -> bool:
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    here = os.fstat(file.fileno())
    return (there.st_ino, there.st_dev) == (here.st_ino, here.st_dev)


def _lock(file: BinaryIO) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(2**30)  # far behind the end: what is locked cannot be read either
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(0)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in {errno.EAGAIN, errno.EACCES, errno.EDEADLK}:
            raise Taken from None
        if error.errno not in _NO_LOCKS:
            raise
