"""The project's own files, as the rules read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from app.paths import ROOT, STATIC

VENDOR = STATIC / "vendor"
CODE = ("app", "eready", "script", "benchmarks", "migrations", "tests")


@cache
def project_files() -> tuple[Path, ...]:
    """Return every file that is, or would be, committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def files_under(*folders: str, suffix: str) -> list[Path]:
    """Return the files below the top-level folders that end in the suffix."""
    return [
        path
        for path in project_files()
        if path.relative_to(ROOT).parts[0] in folders and path.name.endswith(suffix)
    ]


def python_files(*folders: str) -> list[Path]:
    return files_under(*(folders or CODE), suffix=".py")


def text_files() -> Iterator[tuple[Path, str]]:
    """Yield our own text files with their text; what comes from packages is not ours to word."""
    for path in project_files():
        if path.is_relative_to(VENDOR):
            continue
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a font


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path, line: int | None = None) -> str:
    """Return how a finding names its place: path from the root, and line."""
    name = path.relative_to(ROOT).as_posix()
    return name if line is None else f"{name}:{line}"


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
