# SPDX-License-Identifier: GPL-2.0-or-later
"""Coverage-guided fuzzing of the decoders and of every reader of a server's words, with atheris.

    python tools/fuzz.py [SECONDS] [NAME ...]     each named target (default: all) for so long
    python tools/fuzz.py --one NAME [options of libFuzzer]

Inputs that reached new lines are kept in build/fuzz/NAME, and used again by the next run. An input that breaks
something is written to build/fuzz as crash-..., with its traceback on the screen.
"""

from __future__ import annotations

import importlib.util
import json
import random
import re
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import fuzz_changes

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "fuzz"
DECODERS = ("lerc1", "lerc2", "tiff", "picture", "raw")
# Answers that are longer only take time; nothing that small may need so much memory or so long.
LONGEST = 4096
MEGABYTES, SECONDS = 1500, 20


def load() -> Any:
    """Return the module of the targets; the repository counts as the plugin's package, as in QGIS."""
    for name, path in (("conftest", ROOT / "tests" / "conftest.py"), ("fuzz_targets", ROOT / "tools/fuzz_targets.py")):
        spec = importlib.util.spec_from_file_location(name, path)
        if spec is None or spec.loader is None:
            raise ImportError(path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return module


def fuzz_one(name: str, options: list[str]) -> None:
    """Fuzz one target in this process, until libFuzzer says that it is done."""
    import atheris

    with atheris.instrument_imports(include=["image_services.core"], enable_loader_override=False):
        targets = load()
    warnings.simplefilter("error")
    rng = random.Random()
    if name in DECODERS:
        act = targets.read_pixels
        _seed(name, good_bodies(name))
        change = fuzz_changes.battered
    else:

        def act(body: bytes) -> None:
            targets.read_body(name, body)

        good = targets.WORDS[name][1]
        _seed(name, [json.dumps(good).encode()])

        def change(body: bytes, rng: random.Random) -> bytes:
            try:
                value = json.loads(body)
            except (ValueError, RecursionError):
                value = good
            return json.dumps(fuzz_changes.mutated(value, rng)).encode()

    def mutate(body: bytes, longest: int, seed: int) -> bytes:
        rng.seed(seed)
        ours = rng.random() < 0.5
        made: bytes = change(body, rng) if ours else atheris.Mutate(body, longest)
        return made[:longest]

    limits = [f"-max_len={LONGEST}", f"-rss_limit_mb={MEGABYTES}", f"-timeout={SECONDS}"]
    artifacts = f"-artifact_prefix={FOLDER / name}-"
    atheris.Setup([sys.argv[0], str(FOLDER / name), artifacts, *limits, *options], act, custom_mutator=mutate)
    atheris.Fuzz()


def _seed(name: str, bodies: list[bytes]) -> None:
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    for number, body in enumerate(bodies):
        (folder / f"seed-{number}").write_bytes(body)


def good_bodies(name: str) -> list[bytes]:
    """Return good answers in a format, made by the encoders of the tests."""
    import numpy as np
    from fuzz_targets import COLUMNS, ROWS

    path = ROOT / "tests" / "core" / "decode" / "conftest.py"
    spec = importlib.util.spec_from_file_location("encoders", path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    rng = np.random.default_rng(0)
    one = rng.normal(0, 100, (1, ROWS, COLUMNS)).astype(np.float32)
    colours = rng.integers(0, 255, (3, ROWS, COLUMNS), np.uint8)
    holes = rng.random((ROWS, COLUMNS)) > 0.3
    if name == "lerc1":
        return [make._lerc1(one[0]), make._lerc1(np.round(one[0]), no_data=0.0, tolerance=0.5)]
    if name == "lerc2":
        masked = make._lerc2(one, holes.astype(bool))
        return [make._lerc2(one), masked, make._lerc2(colours), make._lerc2(one, tolerance=1.0)]
    if name == "tiff":
        options = ((), ("COMPRESS=LZW",), ("COMPRESS=DEFLATE", "TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"))
        return [
            *(make._tiff(one, each) for each in options),
            make._tiff(colours, ("COMPRESS=JPEG",)),
            make._tiff(colours, mask=holes),
            make._tiff(one, no_data=0.0),
        ]
    if name == "picture":
        return [
            *(make._picture(driver, colours) for driver in ("PNG", "JPEG", "BMP")),
            make._picture("GIF", colours[:1]),
            make._picture("PNG", np.concatenate([colours, colours[:1]]), alpha=True),
        ]
    return [one.tobytes(), one.tobytes() + bytes(14), colours.tobytes(), b'{"error":{}}', b"<html>"]


def fuzz_all(seconds: int, names: list[str]) -> int:
    """Fuzz targets one after another; print a line for each, and return how many broke."""
    chosen = names or [*DECODERS, *load().WORDS]
    broken = 0
    for name in chosen:
        command = [sys.executable, __file__, "--one", name, f"-max_total_time={seconds}"]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
        log = run.stdout + run.stderr
        runs = re.findall(r"^#(\d+)\s", log, re.MULTILINE)
        reached = re.findall(r"cov: (\d+)", log)
        end = "ok" if run.returncode == 0 else "BROKEN"
        print(f"{name:14} {end:7} {runs[-1] if runs else 0:>9} runs   {reached[-1] if reached else 0:>6} edges")
        if run.returncode:
            broken += 1
            print(log[-4000:])
    return broken


def main() -> int:
    """Run one target, or all of them."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--one"]:
        fuzz_one(arguments[1], arguments[2:])
        return 0
    seconds = int(arguments.pop(0)) if arguments and arguments[0].isdigit() else 60
    return 1 if fuzz_all(seconds, arguments) else 0


if __name__ == "__main__":
    raise SystemExit(main())
