# SPDX-License-Identifier: GPL-2.0-or-later
"""The rules of this house that linters do not know: who may import what, which constructs have one home, and so on.

Every rule takes a project and yields findings, one sentence each; ``python tools/house_rules.py`` prints them all.
The tests run the rules on this repository, and on small bad examples to see that each one can fail.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from house_project import Project, evaluated, last_name, read_project

PACKAGE_NAMES = {"image_services", "imageservices"}

# The one module of the plugin that opens windows; it imports ``ui`` when the user asks for one.
MAIN = "plugin/main.py"
GUI = "plugin/gui.py"  # the only module of the plugin that opens windows of ui/
# The one module with a QgsTask.
TASKS = "plugin/tasks.py"
# Who may be imported by whom, within the project.
DIRECTION = {"core": {"core"}, "plugin": {"plugin", "core"}, "ui": {"ui", "plugin", "core"}, "sandbox": {"sandbox"}}
# Packages that the library may use, and those that only the named modules may use, inside functions.
CORE_PACKAGES = {"numpy", "requests", "urllib3"}
CORE_LAZY = {
    "osgeo": {
        "core/clip.py",
        "core/gdal_errors.py",
        *(
            "core/geotiff.py",
            "core/geotiff_blocks.py",
            "core/geotiff_profile.py",
            "core/geokeys.py",
            "core/raster_source.py",
        ),
        "core/stack.py",
        "core/vrt.py",
        *("core/decode/gdal_memory.py", "core/decode/lerc_gdal.py", "core/decode/picture.py", "core/decode/tiff.py"),
    },
    "pyproj": {"core/spatialref.py", "core/heights.py"},
    "lerc": {"core/decode/lerc_library.py"},
}
# What costs time to import: never at module level in the plugin, nor in what it imports when QGIS starts.
HEAVY = {"numpy", "requests", "urllib3", "osgeo", "pyproj", "lerc"}
# The adapter that carries requests through QGIS derives from classes of requests; it is itself imported late.
HEAVY_ALLOWED = {"plugin/network/"}
# The library's public names are imported when they are first asked for, by a table in this file.
COMPUTED_IMPORT = {"core/__init__.py"}
SANDBOX_PACKAGES = {"numpy", "osgeo", "pyproj", "aiohttp", "lerc"}
SANDBOX_LAZY = {"matplotlib"}
# Where QGIS calls us it would crash or show a traceback, and a thread would die in silence: everything is caught there,
# stored, and reported by whoever waits.
BROAD_EXCEPT = {TASKS, "plugin/browser/items.py", "core/transfer.py"}
# Names with one home: the files, or the folder, they may appear in.
HOMES: dict[str, set[str]] = {
    "QgsNetworkAccessManager": {"plugin/network/"},
    "QgsBlockingNetworkRequest": set(),
    "QNetworkAccessManager": set(),
    "QgsSettings": {"plugin/gis_store.py"},
    "QgsTask": {TASKS},
    "setStyleSheet": set(),
    "exec_": set(),
    "print": set(),
}
FORBIDDEN_FOLDERS = {"processing", "qgis", "utils"}
FORBIDDEN_FILES = {"utils.py", "helpers.py", "common.py", "misc.py"}
LONGEST_FILE = 400
LONGEST_TEST_FILE = 500  # cases in a row, read one at a time
# Written in pieces, so that this file does not hold what it looks for.
REGISTRY_NAMES = (
    *("py-pi", "python-hosted", "debi-an", "ubun-tu", "con-da", "ana-conda", "npm-js", "yarn-pkg"),
    *("go-lang", "cra-tes", "dock-er", "qu-ay"),
)
REGISTRIES = re.compile(rf"(?:{'|'.join(REGISTRY_NAMES).replace('-', '')})[.](?:org|com|io)\b")
MACHINE_PATHS = re.compile(r"(?<![\w.~$}])/(?:work|root|Users|home/\w+)/")
TYPE_NAMES = {
    *("int", "float", "complex", "str", "bytes", "bool", "list", "dict", "tuple", "set", "frozenset", "type"),
    *("Callable", "Iterator", "Sequence"),
}
NEWER_DATACLASS = {"slots", "kw_only", "match_args", "weakref_slot"}


def _at_home(path: str, homes: set[str]) -> bool:
    """Tell whether a file is one of ``homes``, or lies in one of them."""
    return any(path == home or (home.endswith("/") and path.startswith(home)) for home in homes)


def imports_run_one_way(project: Project) -> Iterator[str]:
    """``ui -> plugin -> core``; the sandbox knows none of them; only the main module opens ``ui``, and late."""
    for source in project.sources:
        for item in source.imports:
            ours = item.top in DIRECTION or item.top in PACKAGE_NAMES
            if source.path == "__init__.py" and item.relative and not item.lazy:
                yield source.at(item, f"imports {item.target} before QGIS asks for the plugin")
            if source.folder not in DIRECTION:
                continue
            if item.target.startswith("<") and source.path not in COMPUTED_IMPORT:
                yield source.at(item, f"imports something {item.target.strip('<>')}, which nobody can check")
            elif ours and source.shipped and not item.relative:
                yield source.at(
                    item, f"imports {item.target} by an absolute name: the package has two, use a relative one"
                )
            elif source.path == GUI and item.top == "ui":
                if not item.lazy and not item.typing_only:
                    yield source.at(item, f"imports {item.target} at module level: QGIS would load it at every start")
            elif (ours or item.relative) and item.top not in DIRECTION[source.folder]:
                yield source.at(item, f"{source.folder} may not import {item.target}")


def only_known_packages(project: Project) -> Iterator[str]:
    """Nothing is imported that QGIS does not bring along, and the library never sees Qt or QGIS."""
    allowed = {
        "core": (CORE_PACKAGES, set(CORE_LAZY)),
        "plugin": ({"qgis"} | HEAVY, set()),
        "ui": ({"qgis"} | HEAVY, set()),
        "sandbox": (SANDBOX_PACKAGES, SANDBOX_LAZY),
    }
    for source in project.sources:
        packages, lazy_packages = allowed.get(source.folder, (None, set()))
        if packages is None:
            continue
        for item in source.imports:
            if item.relative or item.top in sys.stdlib_module_names or item.top in {*DIRECTION, *PACKAGE_NAMES}:
                continue
            if item.top in lazy_packages:
                if not item.lazy and not item.typing_only:
                    yield source.at(
                        item, f"imports {item.top} at module level: do it inside the function that needs it"
                    )
                elif source.folder == "core" and source.path not in CORE_LAZY[item.top]:
                    homes = ", ".join(sorted(CORE_LAZY[item.top]))
                    yield source.at(item, f"imports {item.top}, which is at home in {homes}")
            elif item.top not in packages and not item.target.startswith("<"):
                yield source.at(item, f"{source.folder} may not import {item.target}")


def start_is_light(project: Project) -> Iterator[str]:
    """No heavy package is imported at module level in plugin and ui, nor in what the main module pulls in."""
    by_path = {source.path: source for source in project.shipped}
    reached = {path for path in by_path if path.startswith(("plugin/", "ui/")) and not _at_home(path, HEAVY_ALLOWED)}
    queue = [MAIN] if MAIN in by_path else []
    while queue:
        path = queue.pop()
        reached.add(path)
        for item in by_path[path].imports:
            if item.relative and not item.lazy and not item.typing_only:
                queue += [
                    found for found in _files_of(item.target) if found in by_path and found not in reached | set(queue)
                ]
    for path in sorted(reached):
        for item in by_path[path].imports:
            if item.top in HEAVY and not item.relative and not item.lazy and not item.typing_only:
                yield by_path[path].at(item, f"imports {item.top} at module level, which QGIS's start would pay for")


def _files_of(target: str) -> Iterator[str]:
    """Yield the files that importing ``target`` may run: the module, and the packages above it."""
    parts = target.split(".")
    for count in range(1, len(parts) + 1):
        base = "/".join(parts[:count])
        yield f"{base}.py"
        yield f"{base}/__init__.py"


def broad_except_at_the_edge(project: Project) -> Iterator[str]:
    """Everything is caught only where QGIS calls us; elsewhere only to clean up and raise again."""
    for source in project.shipped:
        for node in ast.walk(source.tree):
            if not isinstance(node, ast.ExceptHandler) or source.path in BROAD_EXCEPT:
                continue
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type] if node.type else []
            broad = not kinds or any(last_name(kind) in {"Exception", "BaseException"} for kind in kinds)
            last = node.body[-1]
            if broad and not (isinstance(last, ast.Raise) and last.exc is None):
                yield source.at(node, "catches everything: name the errors, or raise again at the end")


def one_task_class(project: Project) -> Iterator[str]:
    """A QgsTask has too many traps to be written twice: one class runs whatever there is to run."""
    found = [
        source.at(node, f"{node.name} derives from QgsTask, and so does another class")
        for source in project.shipped
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and any(last_name(base) == "QgsTask" for base in node.bases)
    ]
    if len(found) > 1:
        yield from found
    if not found and TASKS in project.files:
        yield f"{TASKS}:1: has no class that derives from QgsTask"


def names_stay_home(project: Project) -> Iterator[str]:
    """Network access, settings and the like have one home each; some names have none."""
    for source in project.shipped:
        for node in ast.walk(source.tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []
            if isinstance(node, (ast.Name, ast.Attribute)):
                names = [last_name(node)]
            for name in names:
                if name in HOMES and not _at_home(source.path, HOMES[name]):
                    home = " or ".join(sorted(HOMES[name])) or "no file of this plugin"
                    yield source.at(node, f"uses {name}, which belongs in {home}")


def runs_on_python_39(project: Project) -> Iterator[str]:
    """QGIS 3.40 on macOS has Python 3.9; only annotations may be newer, since nobody evaluates them."""
    for source in project.sources:
        try:
            ast.parse(source.text, feature_version=(3, 9) if source.shipped else None)
        except SyntaxError as error:
            yield f"{source.path}:{error.lineno}: {error.msg}"
        if not source.shipped:
            continue
        annotated = any(getattr(n, "annotation", None) or getattr(n, "returns", None) for n in ast.walk(source.tree))
        if annotated and not any(item.target == "__future__.annotations" for item in source.imports):
            yield source.at(source.tree, "has annotations without `from __future__ import annotations`")
        for node in evaluated(source.tree):
            if (
                isinstance(node, ast.BinOp)
                and isinstance(node.op, ast.BitOr)
                and _is_type(node.left) | _is_type(node.right)
            ):
                yield source.at(node, "joins types by | at run time, which Python 3.9 cannot")
            if isinstance(node, ast.Call) and last_name(node.func) in {"dataclass", "field", "zip"}:
                newer = {word.arg or "" for word in node.keywords} & {*NEWER_DATACLASS, "strict"}
                if newer:
                    yield source.at(
                        node, f"passes {', '.join(sorted(newer))} to {last_name(node.func)}, new in Python 3.10"
                    )


def _is_type(node: ast.expr) -> bool:
    """Tell whether an operand of | is a type rather than a number, a set or a flag."""
    if isinstance(node, ast.Constant):
        return node.value is None
    if isinstance(node, ast.Subscript):
        return _is_type(node.value)
    return isinstance(node, ast.Name) and (node.id in TYPE_NAMES or bool(re.fullmatch(r"(?:[A-Z][a-z0-9]+)+", node.id)))


def files_are_small_and_signed(project: Project) -> Iterator[str]:
    """Every file opens with its licence and says what it is; none is long; names say more than "utils"."""
    for source in project.sources:
        lines = source.text.splitlines()
        if lines and not any("SPDX-License-Identifier: GPL-2.0-or-later" in line for line in lines[:2]):
            yield f"{source.path}:1: does not open with its licence"
        if lines and source.tree.body and ast.get_docstring(source.tree) is None:
            yield f"{source.path}:1: does not say what it is: give it a docstring"
        longest = LONGEST_TEST_FILE if source.folder == "tests" else LONGEST_FILE
        if len(lines) > longest:
            yield f"{source.path}:{len(lines)}: has more than {longest} lines"
    for path in project.files:
        if path.split("/")[0] in FORBIDDEN_FOLDERS or PurePosixPath(path).name in FORBIDDEN_FILES:
            yield f"{path}:1: has a name that hides another package, or says nothing"


def nothing_of_this_machine(project: Project) -> Iterator[str]:
    """No file names a package registry, or a folder that exists on one machine only."""
    for path, text in project.files.items():
        for number, line in enumerate(text.splitlines(), 1):
            for pattern, what in ((REGISTRIES, "a package registry"), (MACHINE_PATHS, "a folder of one machine")):
                if pattern.search(line):
                    yield f"{path}:{number}: names {what}"


RULES: tuple[Callable[[Project], Iterator[str]], ...] = (
    imports_run_one_way,
    only_known_packages,
    start_is_light,
    broad_except_at_the_edge,
    one_task_class,
    names_stay_home,
    runs_on_python_39,
    files_are_small_and_signed,
    nothing_of_this_machine,
)


def main() -> int:
    """Print every finding; return 1 where there are any."""
    project = read_project()
    findings = [finding for rule in RULES for finding in rule(project)]
    print("\n".join(findings) or f"{len(project.sources)} Python files keep the {len(RULES)} house rules.")
    return 1 if findings else 0


if __name__ == "__main__":
    raise SystemExit(main())
