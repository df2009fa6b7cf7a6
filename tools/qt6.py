# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether every name of Qt's that the plugin uses exists in Qt 6, asked of the real PyQt6.

    python tools/qt6.py          needs PyQt6 in build/qt6-venv (make qt6 puts it there)

Names are followed from their imports through ``qgis.PyQt``: modules, classes, enums and their members, and what classes
derive from them. Of an object it is not known which class it is: there, whatever no class of Qt 6 has any more is found
(``exec_``, and members of enums without the name of their enum).
"""

from __future__ import annotations

import ast
import builtins
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from house_project import ROOT, Project, Source, evaluated, read_project

PYTHON_WITH_QT6 = ROOT / "build" / "qt6-venv" / "bin" / "python"
Tree = dict[str, Any]


def names_in(python: str | Path, package: str) -> Tree:
    """Return the names of a binding, asked in an interpreter that has it."""
    command = [str(python), str(ROOT / "tools" / "qt_names.py"), package]
    found: Tree = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def names_of_objects(tree: Tree) -> set[str]:
    """Return what objects of any class have."""
    return {name for module in tree.values() for kind in module.values() for name in kind}


def qt6_findings(project: Project, new: Tree, old: Tree, others: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield a sentence for each name that Qt 6 does not have; ``others`` are names that objects of QGIS have."""
    lost = names_of_objects(old) - names_of_objects(new) - others - _own_names(project) - {*dir(builtins)}
    for source in project.shipped:
        if source.folder == "core":
            continue
        bound: dict[str, Tree] = {}
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.name.split(".")[0] in {"PyQt5", "PyQt6"} or alias.name.startswith("qgis.PyQt"):
                        yield source.at(node, f"imports {alias.name}: import names from qgis.PyQt")
            elif isinstance(node, ast.ImportFrom):
                yield from _imported(source, node, new, bound)
            elif isinstance(node, ast.Assign):
                _alias(node, bound)
        for node in evaluated(source.tree):
            if isinstance(node, ast.Attribute):
                yield from _attribute(source, node, bound, lost)
            elif isinstance(node, ast.ClassDef):
                yield from _derived(source, node, bound, lost)


def _own_names(project: Project) -> set[str]:
    """Return what this project's classes define themselves: such names say nothing of Qt."""
    found: set[str] = set()
    for node in (node for source in project.shipped for node in ast.walk(source.tree)):
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            assigned = (target for line in node.body if isinstance(line, ast.Assign) for target in line.targets)
            found.update(target.id for target in assigned if isinstance(target, ast.Name))
    return found


def _alias(node: ast.Assign, bound: dict[str, Tree]) -> None:
    """Note a short name for a class or an enum."""
    path, root = _chain(node.value)
    if len(node.targets) == 1 and isinstance(node.targets[0], ast.Name) and root in bound:
        tree = bound[root]
        for name in path:
            tree = tree.get(name, {})
        if tree:
            bound[node.targets[0].id] = tree


def _chain(node: ast.expr) -> tuple[list[str], str]:
    """Return the names after the first dot, and the first name; that is empty where it is another expression."""
    path: list[str] = []
    while isinstance(node, ast.Attribute):
        path.insert(0, node.attr)
        node = node.value
    return path, node.id if isinstance(node, ast.Name) else ""


def _imported(source: Source, node: ast.ImportFrom, new: Tree, bound: dict[str, Tree]) -> Iterator[str]:
    """Note what an import binds, and yield what is not there."""
    module = node.module or ""
    if module.split(".")[0] in {"PyQt5", "PyQt6"}:
        yield source.at(node, f"imports from {module}: import from qgis.PyQt")
    if node.level or module.split(".")[:2] != ["qgis", "PyQt"]:
        return
    holder = new if module == "qgis.PyQt" else new.get(module.split(".")[2], {})
    for alias in node.names:
        if alias.name in holder:
            bound[alias.asname or alias.name] = holder[alias.name]
        else:
            yield source.at(node, f"imports {alias.name} from {module}, where Qt 6 does not have it")


def _attribute(source: Source, node: ast.Attribute, bound: dict[str, Tree], lost: set[str]) -> Iterator[str]:
    path, root = _chain(node)
    if root in bound:
        tree = bound[root]
        for index, name in enumerate(path):
            if not tree:
                return  # a method or a member: what follows is not of the class
            if name not in tree:
                if index == len(path) - 1:  # longer chains contain this one
                    yield source.at(node, f"uses {root}.{'.'.join(path)}, which Qt 6 does not have")
                return
            tree = tree[name]
    elif node.attr in lost and not any(name[:1].isupper() for name in (root, *path[-2:-1])):
        yield source.at(node, f"uses .{node.attr}, which nothing in Qt 6 has")


def _derived(source: Source, node: ast.ClassDef, bound: dict[str, Tree], lost: set[str]) -> Iterator[str]:
    """Yield methods of a class of Qt's that are overridden, but are never called in Qt 6."""
    bases = [base.id for base in node.bases if isinstance(base, ast.Name) and base.id in bound]
    for method in node.body:
        if bases and isinstance(method, ast.FunctionDef) and method.name in lost:
            yield source.at(method, f"overrides {bases[0]}.{method.name}, which Qt 6 does not have")


def main() -> int:
    """Print every finding; return 1 where there are any."""
    if not PYTHON_WITH_QT6.exists():
        print("PyQt6 is not there: make qt6 installs it into a room of its own.", file=sys.stderr)
        return 1
    new, old = names_in(PYTHON_WITH_QT6, "PyQt6"), names_in(sys.executable, "PyQt5")
    others = frozenset(names_of_objects(names_in(sys.executable, "qgis")))
    found = list(qt6_findings(read_project(), new, old, others))
    print("\n".join(found) or "Every name of Qt's that the plugin uses exists in Qt 6.")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
