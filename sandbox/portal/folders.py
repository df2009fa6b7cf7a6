# SPDX-License-Identifier: GPL-2.0-or-later
"""The folders of members: those they always have, and those they make."""

from __future__ import annotations

import threading

from .people import Folder, folders_of


class Folders:
    """Folders by their owner. Used from several threads."""

    def __init__(self) -> None:
        self._made: list[Folder] = []
        self._lock = threading.Lock()

    def of(self, username: str) -> tuple[Folder, ...]:
        """Return the folders of a user."""
        with self._lock:
            return (*folders_of(username), *(folder for folder in self._made if folder.owner == username))

    def with_id(self, username: str, folder_id: str) -> Folder | None:
        """Return a folder of a user by its id."""
        return next((folder for folder in self.of(username) if folder.id == folder_id), None)

    def create(self, username: str, title: str) -> Folder | None:
        """Make a folder. Returns None when the user has one of that title."""
        if any(folder.title.lower() == title.lower() for folder in self.of(username)):
            return None
        folder = Folder(username, title)
        with self._lock:
            self._made.append(folder)
        return folder

    def delete(self, folder: Folder) -> bool:
        """Remove a folder that somebody has made. Returns whether it was one."""
        with self._lock:
            known = folder in self._made
            if known:
                self._made.remove(folder)
        return known

    def clear(self) -> None:
        """Be as at the start."""
        with self._lock:
            self._made.clear()
