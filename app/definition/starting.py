"""A new toolkit out of the template: its names put in, in a folder of files or in one file."""

import json
from collections.abc import Mapping
from typing import Final

from app.definition.folder import HEAD
from app.definition.model import TOOLKIT_ID

SCHEMA_LINE: Final = "# yaml-language-server:"
PILLARS: Final = "pillars"


class TemplateError(ValueError):
    """A name that cannot be put into a new toolkit; the message says which and why."""


def derive_id(name: str) -> str:
    """Make a toolkit's id out of the name of a file or folder; empty where nothing is left."""
    letters = "".join(c if c.isascii() and c.isalnum() else " " for c in name.lower())
    found = "-".join(letters.split())
    return found if TOOLKIT_ID.fullmatch(found) else ""


def derive_title(toolkit_id: str) -> str:
    """Make a title out of an id: the words with a capital first."""
    return toolkit_id.replace("-", " ").capitalize()


def fill_template(
    files: Mapping[str, str], *, toolkit_id: str, title: str, language: str
) -> dict[str, str]:
    """Give the files of the template with the names put in, by path in the folder.

    Raises TemplateError where the template has no place for one of them.
    """
    filled = dict(files)
    # A text in JSON's quotes is one in YAML's, whatever signs it holds.
    quoted = json.dumps(title, ensure_ascii=False)
    for key, value in (("id", toolkit_id), ("title", quoted), ("language", language)):
        filled[HEAD] = _replace(filled[HEAD], key, value)
    return filled


def _replace(text: str, key: str, value: str) -> str:
    """Write another value behind a key that stands at the beginning of one line."""
    lines = text.split("\n")
    places = [number for number, line in enumerate(lines) if line.startswith(f"{key}: ")]
    if len(places) != 1:
        raise TemplateError(f"The template has no line of its own for {key!r}.")
    lines[places[0]] = f"{key}: {value}"
    return "\n".join(lines)


def join_files(files: Mapping[str, str], order: tuple[str, ...]) -> str:
    """Write a toolkit's head and its pillars, named by `order`, as one file with all comments."""
    head = [line for line in files[HEAD].split("\n") if not line.startswith(SCHEMA_LINE)]
    place = next(n for n, line in enumerate(head) if line.startswith(f"{PILLARS}:"))
    while head[place - 1].startswith("#"):
        place -= 1
    start = next(n for n, line in enumerate(head) if line.strip("# "))
    pillars = (_indent(files[f"{PILLARS}/{name}.yaml"]) for name in order)
    return "\n".join((*head[start:place], f"{PILLARS}:", *pillars)) + "\n"


def _indent(text: str) -> str:
    """Set a pillar's file below the list of pillars."""
    written: list[str] = []
    has_begun = False
    for line in text.rstrip("\n").split("\n"):
        if line.startswith(SCHEMA_LINE):
            continue
        is_first = not has_begun and bool(line) and not line.startswith("#")
        has_begun = has_begun or is_first
        before = "  - " if is_first else "    " if has_begun else "  "
        written.append(before + line if line else "")
    return "\n".join(written)
