# SPDX-License-Identifier: GPL-2.0-or-later
"""A sandbox in a process of its own, for tests, benchmarks and the demo."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from .control import Control

ROOT = Path(__file__).resolve().parent.parent
START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 10.0
ERROR_TAIL = 2000


class SandboxProcess:
    """A running sandbox; use it as a context manager, or call ``stop``."""

    def __init__(self, process: subprocess.Popen[str], errors: IO[bytes], description: dict[str, Any]) -> None:
        self._process = process
        self._errors = errors
        self.url: str = description["url"]
        self.services: str = description["services"]
        self.portal: str = description["portal"]
        self.server: str = description["server"]
        self.standalone: str = description["standalone"]
        self.data = Path(description["data"])
        self.control = Control(description["control"])

    @property
    def pid(self) -> int:
        """Return the process id."""
        return self._process.pid

    def service_url(self, name: str) -> str:
        """Return the address of an image service by its name with folders."""
        return f"{self.services}/{name}/ImageServer"

    def errors(self) -> str:
        """Return the end of what the process has written to its standard error."""
        return _tail(self._errors)

    def stop(self) -> int:
        """End the process and return its exit code. A second call changes nothing."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                stream.close()
        return self._process.returncode

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start(data: Path, *arguments: str) -> SandboxProcess:
    """Start ``python -m sandbox`` on a free port and wait until it serves.

    Raises RuntimeError with the end of the process's error output when it dies, or says nothing for a minute.
    """
    errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--data", str(data), "--exit-with-parent", *arguments]
    process = subprocess.Popen(  # noqa: S603 - our own module
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
    )
    # A process that neither answers nor dies must not hang a test run.
    watchdog = threading.Timer(START_TIMEOUT_S, process.kill)
    watchdog.daemon = True
    watchdog.start()
    line = process.stdout.readline() if process.stdout is not None else ""
    watchdog.cancel()
    if not line.strip():
        code = process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
        tail = _tail(errors)
        errors.close()
        message = f"the sandbox ended with code {code}: {tail}"
        raise RuntimeError(message)
    return SandboxProcess(process, errors, json.loads(line))


def _tail(stream: IO[bytes]) -> str:
    stream.flush()
    size = stream.seek(0, 2)
    stream.seek(max(0, size - ERROR_TAIL))
    return stream.read().decode("utf-8", "replace").strip()
