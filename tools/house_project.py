# SPDX-License-Identifier: GPL-2.0-or-later
"""This repository as the house rules see it: its text files, their syntax trees, and what they import."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("core", "plugin", "ui")


@dataclass(frozen=True)
class Import:
    """One imported module or name; ``target`` is its dotted path, from the repository root where it is relative."""

    target: str
    line: int
    relative: bool = False
    lazy: bool = False
    typing_only: bool = False

    @property
    def top(self) -> str:
        """Return the first part of the path."""
        return self.target.split(".")[0]


@dataclass(frozen=True)
class Source:
    """A Python file of the project."""

    path: str
    text: str

    @property
    def folder(self) -> str:
        """Return the top-level folder, or an empty text for a file at the root."""
        return self.path.split("/")[0] if "/" in self.path else ""

    @property
    def shipped(self) -> bool:
        """Tell whether the file is part of the plugin."""
        return self.folder in SHIPPED or self.path == "__init__.py"

    @cached_property
    def tree(self) -> ast.Module:
        """Return the syntax tree; an empty one where the file is no Python (a rule of its own says so)."""
        try:
            return ast.parse(self.text)
        except SyntaxError:
            return ast.Module([], [])

    @cached_property
    def imports(self) -> list[Import]:
        """Return all imports, also those through ``importlib``."""
        finder = _ImportFinder(PurePosixPath(self.path).parent.parts)
        finder.visit(self.tree)
        return finder.found

    def at(self, place: ast.AST | Import, sentence: str) -> str:
        """Return a finding at a place of this file."""
        line = place.line if isinstance(place, Import) else getattr(place, "lineno", 1)
        return f"{self.path}:{line}: {sentence}"


class _ImportFinder(ast.NodeVisitor):
    """Collects imports, with where they stand."""

    def __init__(self, package: tuple[str, ...]) -> None:
        self.found: list[Import] = []
        self._package = package
        self._functions = 0
        self._typing = False

    def _add(self, target: str, line: int, *, relative: bool = False) -> None:
        self.found.append(Import(target, line, relative, self._functions > 0, self._typing))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._inside(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._inside(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._inside(node)

    def _inside(self, function: ast.AST) -> None:
        self._functions += 1
        self.generic_visit(function)
        self._functions -= 1

    def visit_If(self, node: ast.If) -> None:
        before = self._typing
        self._typing = before or "TYPE_CHECKING" in ast.dump(node.test)
        for statement in node.body:
            self.visit(statement)
        self._typing = before
        for statement in node.orelse:
            self.visit(statement)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._add(alias.name, node.lineno)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        parts: list[str] = []
        if node.level > len(self._package) + 1:
            parts.append("<outside of the project>")
        elif node.level:
            parts += self._package[: len(self._package) + 1 - node.level]
        if node.module:
            parts.append(node.module)
        for alias in node.names:
            self._add(".".join([*parts, alias.name]), node.lineno, relative=node.level > 0)

    def visit_Call(self, node: ast.Call) -> None:
        if last_name(node.func) in {"import_module", "__import__", "run_module"} and node.args:
            target = node.args[0]
            known = isinstance(target, ast.Constant) and isinstance(target.value, str)
            self._add(target.value if known else "<computed>", node.lineno)  # type: ignore[attr-defined]
        elif last_name(node.func) in {"spec_from_file_location", "run_path"}:
            self._add("<computed>", node.lineno)
        self.generic_visit(node)


@dataclass(frozen=True)
class Project:
    """All text files, by their path from the root."""

    files: dict[str, str]

    @cached_property
    def sources(self) -> list[Source]:
        """Return the Python files."""
        return [Source(path, text) for path, text in self.files.items() if path.endswith(".py")]

    @property
    def shipped(self) -> list[Source]:
        """Return the Python files of the plugin."""
        return [source for source in self.sources if source.shipped]


def read_project(root: Path = ROOT) -> Project:
    """Return the text files that git tracks, or would track."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    files = {}
    for name in sorted(set(filter(None, listed.split("\0")))):
        path = root / name
        if path.is_symlink() or not path.is_file():
            continue
        content = path.read_bytes()
        if b"\0" not in content:
            files[name] = content.decode(errors="replace")
    return Project(files)


def last_name(node: ast.expr) -> str:
    """Return the last part of a dotted name, or an empty text for another expression."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def evaluated(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes below ``tree`` without its annotations."""
    for field, value in ast.iter_fields(tree):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and field not in {"annotation", "returns"}:
                yield child
                yield from evaluated(child)
