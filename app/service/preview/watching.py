"""Looks whether the files of a toolkit changed, and reads them anew when they did."""

import os
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final

from app.definition.checking import check_toolkit, examine_toolkit
from app.definition.finding import Finding
from app.definition.outline import find_part, outline_files
from app.definition.rule.translation import find_in_catalogues
from app.definition.source import MOST_BYTES
from app.definition.toolkit import Toolkit

WATCHED: Final[Mapping[str, str]] = {
    "": ".yaml",
    "pillars": ".yaml",
    "indices": ".yaml",
    "locale": ".po",
}
"""Folders of a toolkit (the first is its own) and the ending of the files looked at there."""
MOST_WATCHED: Final = 1_000
LONGEST_LINE: Final = 200
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What no page may hold, and marks that would turn the letters around them."""

Signature = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A toolkit as it was found at one moment.

    Attributes:
        number: Grows by one with each change of the files.
        findings: What the checker says about the files as they are.
        toolkit: The newest version that could be used; None if there was none yet.
        is_current: Whether that version is the files as they are.
        read_at: When the files were read last; `good_at` when the version shown was. UTC.
        beside: The findings of each question, topic and pillar of the version shown.
        lines: The line of the file each finding stands in, as far as it can be read.
    """

    number: int
    findings: tuple[Finding, ...]
    toolkit: Toolkit | None
    is_current: bool
    read_at: datetime
    good_at: datetime | None
    beside: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    lines: Mapping[Finding, str] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """How many of the findings forbid using the files as they are."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many of the findings are only to be looked at."""
        return len(self.findings) - self.errors


class Watch:
    """Keeps the newest edition of one toolkit. Only names, sizes and dates of files are asked."""

    def __init__(
        self, path: Path, *, indicators: Collection[str] | None, now: Callable[[], datetime]
    ) -> None:
        """Read the toolkit once. `indicators` are the ids of the reference data."""
        self.path = path
        self._indicators = indicators
        self._now = now
        self._lock = Lock()
        self._seen = sign_files(path)
        self._edition = self._read(None)

    def look(self) -> Edition:
        """Give the newest edition; the files are read only where one of them changed."""
        with self._lock:
            seen = sign_files(self.path)
            if seen != self._seen:
                # Noted first: what is saved while the files are read is seen the next time.
                self._seen = seen
                self._edition = self._read(self._edition)
            return self._edition

    def _read(self, before: Edition | None) -> Edition:
        examined = examine_toolkit(self.path, indicators=self._indicators)
        found, findings = examined.model, examined.findings
        if found is not None:
            findings = (*findings, *find_in_catalogues(self.path, found))
        else:
            # Tells an index that stands alone from a toolkit.
            findings = check_toolkit(self.path, indicators=self._indicators).findings
        now = self._now()
        toolkit = found or (before.toolkit if before else None)
        return Edition(
            number=before.number + 1 if before else 1,
            findings=findings,
            toolkit=toolkit,
            is_current=found is not None,
            read_at=now,
            good_at=now if found else before.good_at if before else None,
            beside=_lay_beside(self.path, toolkit, findings),
            lines=_quote_lines(self.path, findings),
        )


def _lay_beside(
    path: Path, toolkit: Toolkit | None, findings: tuple[Finding, ...]
) -> dict[str, tuple[Finding, ...]]:
    if toolkit is None or not findings:
        return {}
    ids = frozenset(
        {part.id for part in toolkit.questions}
        | {part.id for part in toolkit.topics}
        | {part.id for part in toolkit.pillars}
    )
    outline = outline_files(path)
    beside: dict[str, tuple[Finding, ...]] = {}
    for finding in findings:
        part = find_part(outline, finding, ids)
        if part is not None:
            beside[part] = (*beside.get(part, ()), finding)
    return beside


def _quote_lines(path: Path, findings: tuple[Finding, ...]) -> dict[Finding, str]:
    folder = path if path.is_dir() else path.parent
    texts: dict[str, list[str]] = {}
    quoted: dict[Finding, str] = {}
    for finding in findings:
        if finding.file not in texts:
            texts[finding.file] = _read_lines(folder, finding.file)
        if finding.line <= len(texts[finding.file]):
            line = texts[finding.file][finding.line - 1].strip()
            quoted[finding] = _CONTROL.sub("\ufffd", line[:LONGEST_LINE])
    return {finding: line for finding, line in quoted.items() if line}


def _read_lines(folder: Path, name: str) -> list[str]:
    """Read a file of the toolkit's own folder; anything else gives no lines."""
    try:
        file = (folder / name).resolve()
        if not file.is_relative_to(folder.resolve()) or file.stat().st_size > MOST_BYTES:
            return []
        return file.read_bytes().decode("utf-8", "replace").splitlines()
    except (OSError, RuntimeError, ValueError):
        return []


def sign_files(path: Path) -> Signature:
    """Give name, date of change and size of every file a toolkit may be made of."""
    if not path.is_dir():
        own = _sign(path)
        return (own,) if own else ()
    signed = [
        one
        for folder, ending in WATCHED.items()
        for name in _list(path / folder, ending)
        if (one := _sign(path / folder / name))
    ]
    return tuple(signed[:MOST_WATCHED])


def _list(folder: Path, ending: str) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith(ending))  # noqa: PTH208
    except OSError:
        return []


def _sign(file: Path) -> tuple[str, int, int] | None:
    try:
        found = file.stat()
    except (OSError, ValueError):
        return None
    return (str(file), found.st_mtime_ns, found.st_size)
