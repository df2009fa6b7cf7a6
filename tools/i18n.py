# SPDX-License-Identifier: GPL-2.0-or-later
"""Bring the translations in resources/i18n up to date with the code: ``python tools/i18n.py`` (``make i18n``).

The sentences of the library are among the texts; a list of them goes into ``library.json``, which the plugin reads.
The code of a language, such as ``fr``, begins a new one. What is written is Qt's own format: edit it with Qt Linguist
or any editor, and run this again. A text that nobody has translated yet is shown in English.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import library_texts
from house_project import ROOT, Project, read_project
from translatable import Key, Message, read_messages

FOLDER = ROOT / "resources" / "i18n"
LIBRARY = FOLDER / "library.json"
# English is the language of the code; its own file holds no more than plural forms.
ENGLISH = "en"
# Where Qt's compiler of translations lies when it is not on the PATH.
QT_FOLDERS = ("/usr/lib/qt6/bin", "/usr/lib/qt5/bin", "/usr/lib64/qt6/bin", "/usr/lib64/qt5/bin")


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


def read_all(project: Project) -> tuple[list[Message], list[str]]:
    """Return the texts of the code and of the library, and what can never be translated."""
    messages, findings = read_messages(project)
    context = library_texts.CONTEXT
    said = [Message(context, each.text, path=each.path) for each in library_texts.read_templates(project)]
    return sorted([*messages, *said], key=lambda message: message.context), findings


def as_library(project: Project) -> str:
    """Return the contents of the list of the library's sentences: a line for each, with the kinds of its places."""
    lines = (json.dumps([each.text, each.kinds], ensure_ascii=False) for each in library_texts.read_templates(project))
    return "[\n" + ",\n".join(lines) + "\n]\n"


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


def compiler() -> str:
    """Return the name of Qt's compiler of translations, with its folder where that is not on the PATH."""
    return shutil.which("lrelease6") or next(
        filter(None, (shutil.which("lrelease", path=folder) for folder in QT_FOLDERS)), "lrelease"
    )


def compile_translations(language: str) -> None:
    """Make the binary file that Qt reads.

    A QGIS that runs with this folder as a plugin has the old file mapped into its memory, and would crash where that
    is written to: a new file takes its place.
    """
    new = file_of(language, ".qm.part")
    subprocess.run([compiler(), "-silent", "-nounfinished", str(file_of(language)), "-qm", str(new)], check=True)
    new.replace(file_of(language, ".qm"))


def main() -> int:
    """Update every language, and those named on the command line; return 1 where a text cannot be translated."""
    project = read_project()
    messages, findings = read_all(project)
    LIBRARY.write_text(as_library(project), encoding="utf-8")
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
