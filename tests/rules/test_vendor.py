"""What comes from packages is listed with its origin, unchanged, and small enough to commit.

static/vendor/MANIFEST is a table with tabs between its cells; paths are given from static/vendor/.
"""

import csv
import hashlib

from tests.rules.source import VENDOR, project_files

MANIFEST = VENDOR / "MANIFEST"
HEAD = ["file", "package", "version", "licence", "sha256"]
LIMIT = 12 * 1024 * 1024


def listed() -> list[dict[str, str]]:
    with MANIFEST.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, delimiter="\t")
        rows = list(reader)
        assert reader.fieldnames == HEAD
    return rows


def vendored() -> set[str]:
    paths = (path for path in project_files() if path.is_relative_to(VENDOR) and path != MANIFEST)
    return {path.relative_to(VENDOR).as_posix() for path in paths}


def test_every_vendored_file_is_listed_with_its_origin() -> None:
    if not vendored():
        return
    rows = listed()
    assert {row["file"] for row in rows} == vendored()
    assert all(all(row[column] for column in HEAD) for row in rows)


def test_vendored_files_are_unchanged() -> None:
    if not vendored():
        return
    for row in listed():
        content = (VENDOR / row["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == row["sha256"], row["file"]


def test_vendored_files_are_small_enough_to_commit() -> None:
    assert sum((VENDOR / name).stat().st_size for name in vendored()) <= LIMIT
