# SPDX-License-Identifier: GPL-2.0-or-later
"""Bring the translations in resources/i18n up to date with the code: ``python tools/i18n.py`` (``make i18n``).

The code of a language, such as ``fr``, begins a new one. Everything is left English that nobody has translated yet.

Texts are read from the syntax trees, since ``pylupdate`` knows neither functions like ``tr`` of a module nor contexts
that are inherited. What it writes is Qt's own format: edit it with Qt Linguist or any editor, and run this again.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from house_project import ROOT, Project, Source, last_name, read_project

FOLDER = ROOT / "resources" / "i18n"
# English is the language of the code; its own file holds no more than plural forms.
ENGLISH = "en"
# Where Qt's compiler of translations lies when it is not on the PATH.
QT_FOLDERS = ("/usr/lib/qt6/bin", "/usr/lib/qt5/bin", "/usr/lib64/qt6/bin", "/usr/lib64/qt5/bin")

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Message:
    """A text to be translated. Two with the same key are one; ``note`` tells apart what English calls by one word."""

    context: str
    text: str
    note: str = ""
    is_plural: bool = False
    path: str = field(default="", compare=False)

    @property
    def key(self) -> Key:
        """Return what Qt looks the translation up by."""
        return self.context, self.text, self.note


# --- the code ---


def read_messages(project: Project) -> tuple[list[Message], list[str]]:
    """Return the texts of the shipped code, and findings: calls that no translation can ever answer."""
    sources = [source for source in project.shipped if source.folder in {"plugin", "ui"}]
    functions = _translating_functions(sources)
    heirs = _heirs(sources)
    found: dict[Key, Message] = {}
    findings: list[str] = []
    for source in sources:
        reader = _Reader(source, functions[source.path], heirs)
        reader.visit(source.tree)
        findings += reader.findings
        for message in reader.messages:
            known = found.setdefault(message.key, message)
            if known.is_plural != message.is_plural:
                findings.append(f"{source.path}: “{message.text}” is translated with a number here, without one there")
    return sorted(found.values(), key=lambda message: message.context), findings


def _translating_functions(sources: list[Source]) -> dict[str, dict[str, str]]:
    """Return, for every file, its functions like ``tr`` and their contexts, with those it imports from another."""
    own: dict[str, dict[str, str]] = {}
    for source in sources:
        contexts = {node.name: _wrapped_context(node) for node in source.tree.body if isinstance(node, ast.FunctionDef)}
        own[source.path] = {name: context for name, context in contexts.items() if context}
    return {source.path: {**_imported(source, own), **own[source.path]} for source in sources}


def _imported(source: Source, own: dict[str, dict[str, str]]) -> dict[str, str]:
    found = {}
    for item in source.imports:
        module, _, name = item.target.rpartition(".")
        path = module.replace(".", "/")
        context = own.get(f"{path}.py", {}).get(name) or own.get(f"{path}/__init__.py", {}).get(name)
        if context:
            found[name] = context
    return found


def _wrapped_context(function: ast.FunctionDef) -> str:
    """Return the context of a function that does nothing but translate its argument, or an empty text."""
    last = function.body[-1]
    if isinstance(last, ast.Return) and isinstance(last.value, ast.Call) and last_name(last.value.func) == "translate":
        context, text = [*last.value.args, None, None][:2]
        arguments = {argument.arg for argument in function.args.args}
        if isinstance(text, ast.Name) and text.id in arguments and context is not None:
            return _literal(context) or ""
    return ""


def _heirs(sources: list[Source]) -> dict[str, set[str]]:
    """Return, for every class, itself and all that derive from it: ``self.tr`` asks for the name of the last one."""
    bases = {
        node.name: {last_name(base) for base in node.bases}
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
    }

    def derives(name: str, ancestor: str) -> bool:
        return name == ancestor or any(derives(base, ancestor) for base in bases.get(name, ()))

    return {ancestor: {name for name in bases if derives(name, ancestor)} for ancestor in bases}


def _literal(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


class _Reader(ast.NodeVisitor):
    """Collects what one file has translated."""

    def __init__(self, source: Source, functions: dict[str, str], heirs: dict[str, set[str]]) -> None:
        self.messages: list[Message] = []
        self.findings: list[str] = []
        self._source = source
        self._functions = functions
        self._heirs = heirs
        self._class = ""
        self._depth = 0

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        outer, self._class = self._class, node.name
        self.generic_visit(node)
        self._class = outer

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name in self._functions and _wrapped_context(node):
            return
        for default in [*node.args.defaults, *node.args.kw_defaults, *node.decorator_list]:
            if default is not None:
                self.visit(default)
        self._depth += 1
        for statement in node.body:
            self.visit(statement)
        self._depth -= 1

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._depth += 1
        self.generic_visit(node)
        self._depth -= 1

    def visit_Call(self, node: ast.Call) -> None:
        name = last_name(node.func)
        if name == "translate":
            context = _literal(node.args[0]) if node.args else None
            self._add(node, [context] if context else [], node.args[1:])
        elif name == "tr" and isinstance(node.func, ast.Attribute):
            self._add(node, sorted(self._heirs.get(self._class, ())), node.args)
        elif name in self._functions and isinstance(node.func, ast.Name):
            self._add(node, [self._functions[name]], node.args)
        self.generic_visit(node)

    def _add(self, node: ast.Call, contexts: list[str], arguments: list[ast.expr]) -> None:
        """Keep the text of a call; its arguments after the context are the text, a note and a number."""
        text = _literal(arguments[0]) if arguments else None
        note = _literal(arguments[1]) if len(arguments) > 1 else None
        is_plural = len(arguments) > 2 or any(word.arg == "n" for word in node.keywords)
        if not text or not contexts:
            self.findings.append(self._source.at(node, "translates what is no literal text, in no literal context"))
        elif not self._depth:
            self.findings.append(self._source.at(node, f"translates “{text}” before a translation can be loaded"))
        elif is_plural != bool(re.search("%L?n", text)):
            self.findings.append(self._source.at(node, f"gives “{text}” no number, or a number and no %n"))
        else:
            path = self._source.path
            self.messages += [Message(context, text, note or "", is_plural, path) for context in contexts]


# --- the files ---


@dataclass(frozen=True)
class Translation:
    """What a file says of a message: one form, or all plural forms of the language."""

    forms: tuple[str, ...]
    is_finished: bool


def languages(folder: Path = FOLDER) -> list[str]:
    """Return the codes of the languages that there are files for."""
    return sorted(path.stem.removeprefix("image_services_") for path in folder.glob("image_services_*.ts"))


def file_of(language: str, suffix: str = ".ts") -> Path:
    """Return the file of a language."""
    return FOLDER / f"image_services_{language}{suffix}"


def wanted(messages: list[Message], language: str) -> list[Message]:
    """Return the messages that a language has to translate."""
    return [message for message in messages if language != ENGLISH or message.is_plural]


def read_translations(path: Path) -> dict[Key, Translation]:
    """Return what a file translates, finished or not; nothing where there is no file yet."""
    return parse_translations(path.read_text(encoding="utf-8")) if path.exists() else {}


def parse_translations(contents: str) -> dict[Key, Translation]:
    """Return what the contents of a file translate."""
    found = {}
    for context in ET.fromstring(contents.encode()).iter("context"):
        for message in context.iter("message"):
            key = (context.findtext("name", ""), message.findtext("source", ""), message.findtext("comment", ""))
            node = message.find("translation")
            if node is not None:
                forms = [form.text or "" for form in node.iter("numerusform")] or [node.text or ""]
                found[key] = Translation(tuple(forms), node.get("type") is None and all(forms))
    return found


def as_ts(messages: list[Message], known: dict[Key, Translation], language: str) -> str:
    """Return the contents of a language's file, written as Qt Linguist writes it."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>", f'<TS version="2.1" language="{language}">']
    context = ""
    for message in wanted(messages, language):
        if message.context != context:
            lines += ["</context>"] if context else []
            lines += ["<context>", f"    <name>{_escaped(message.context)}</name>"]
            context = message.context
        lines += _message_lines(message, _translation(message, known))
    return "\n".join([*lines, *(["</context>"] if context else []), "</TS>", ""])


def _translation(message: Message, known: dict[Key, Translation]) -> Translation:
    """Return the translation of a message; one of the same text elsewhere is a suggestion, to be looked at."""
    if message.key in known:
        return known[message.key]
    others = (found for (_, text, _), found in known.items() if text == message.text)
    suggested = next(others, Translation(("", "") if message.is_plural else ("",), is_finished=False))
    return Translation(suggested.forms, is_finished=False)


def _message_lines(message: Message, translation: Translation) -> Iterator[str]:
    mark = "" if translation.is_finished else ' type="unfinished"'
    yield '    <message numerus="yes">' if message.is_plural else "    <message>"
    yield f'        <location filename="{PurePosixPath("../..", message.path)}"/>'
    yield f"        <source>{_escaped(message.text)}</source>"
    if message.note:
        yield f"        <comment>{_escaped(message.note)}</comment>"
    if message.is_plural:
        yield f"        <translation{mark}>"
        yield from (f"            <numerusform>{_escaped(form)}</numerusform>" for form in translation.forms)
        yield "        </translation>"
    else:
        yield f"        <translation{mark}>{_escaped(translation.forms[0])}</translation>"
    yield "    </message>"


def _escaped(text: str) -> str:
    return escape(text, {'"': "&quot;", "'": "&apos;"})


def compile_translations(language: str) -> None:
    """Make the binary file that Qt reads."""
    tool = shutil.which("lrelease6") or next(
        filter(None, (shutil.which("lrelease", path=folder) for folder in QT_FOLDERS)), "lrelease"
    )
    subprocess.run(
        [tool, "-silent", "-nounfinished", str(file_of(language)), "-qm", str(file_of(language, ".qm"))], check=True
    )


def main() -> int:
    """Update every language, and those named on the command line; return 1 where a text cannot be translated."""
    messages, findings = read_messages(read_project())
    for language in sorted({*languages(), *sys.argv[1:]}):
        path = file_of(language)
        known = read_translations(path)
        path.write_text(as_ts(messages, known, language), encoding="utf-8")
        compile_translations(language)
        known = read_translations(path)
        left = [message for message in wanted(messages, language) if not known[message.key].is_finished]
        print(f"{path.relative_to(ROOT)}: {len(known)} texts, {len(left)} to be translated")
        for message in left:
            print(f"  {message.context}: {message.text!r}")
    for finding in findings:
        print(finding, file=sys.stderr)
    return 1 if findings else 0


if __name__ == "__main__":
    raise SystemExit(main())
