# SPDX-License-Identifier: GPL-2.0-or-later
"""Answers kept in memory, so that benchmarks measure the client and not our rendering."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

from .answer import Answer


class AnswerCache:
    """Least recently used answers, at most ``limit`` bytes of bodies. A limit of 0 keeps nothing."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Answer | None:
        """Return a kept answer."""
        with self._lock:
            answer = self._answers.get(key)
            if answer is not None:
                self._answers.move_to_end(key)
            return answer

    def put(self, key: Hashable, answer: Answer) -> None:
        """Keep an answer, dropping the oldest ones; one that is larger than the whole cache is not kept."""
        size = len(answer.body)
        if size > self._limit:
            return
        with self._lock:
            old = self._answers.pop(key, None)
            self._size += size - (len(old.body) if old is not None else 0)
            self._answers[key] = answer
            while self._size > self._limit:
                _, dropped = self._answers.popitem(last=False)
                self._size -= len(dropped.body)
