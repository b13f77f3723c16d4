"""The checker: everything that is wrong with a definition, at once."""

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import perf_counter
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

from app.definition.finding import Finding
from app.definition.folder import HEAD, Files, read_files
from app.definition.index import Index
from app.definition.model import Model
from app.definition.repair import Shaped
from app.definition.rule import RULES, checks
from app.definition.rule.registry import find
from app.definition.rule.subject import Subject
from app.definition.rule.translation import find_in_catalogues
from app.definition.shape import shape
from app.definition.toolkit import Toolkit

__all__ = ["RULES", "Examined", "Report", "check_toolkit", "examine_index", "examine_toolkit"]

MOST_FINDINGS: Final = 500
MOST_OF_A_RULE: Final = 1_000
_INDEX: Final = "eready-index/"

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Report:
    """All findings in the order of the files, and the seconds each step took.

    `is_found` is false where there was nothing that could be opened.
    """

    findings: tuple[Finding, ...]
    timing: MappingProxyType[str, float]
    is_found: bool = True

    @property
    def has_error(self) -> bool:
        """Whether anything was found that forbids using the definition."""
        return any(finding.severity == "error" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Examined(Generic[M]):
    """A model (None where it has errors), all findings, and the seconds each step took.

    `is_found` is false where there was nothing that could be opened.
    """

    model: M | None
    findings: tuple[Finding, ...]
    timing: MappingProxyType[str, float]
    is_found: bool = True


def check_toolkit(path: Path, *, indicators: Collection[str] | None = None) -> Report:
    """Check a toolkit (folder, head or single file), or an index in a file of its own.

    Everything that is wrong is reported. `indicators` are the ids of the reference data; without
    them leaves and prefilled questions are not compared with it. Never raises for what the files
    hold.
    """
    with _collector_at_rest():
        return _check(path, indicators)


def _check(path: Path, indicators: Collection[str] | None) -> Report:
    files = read_files(path)
    is_index = files.tree is not None and str(files.tree.get("format", "")).startswith(_INDEX)
    if is_index:
        index = _examine(files, Index, indicators)
        return Report(index.findings, index.timing, files.is_found)
    toolkit = _examine(files, Toolkit, indicators)
    start = perf_counter()
    # A catalogue never stops a toolkit from being used, so only the report tells of it.
    translated = find_in_catalogues(path if path.name != HEAD else path.parent, toolkit.model)
    seconds = toolkit.timing["rules"] + perf_counter() - start
    timing = {**toolkit.timing, "rules": seconds}
    findings = (*toolkit.findings, *translated)
    return Report(findings, MappingProxyType(timing), files.is_found)


def examine_toolkit(path: Path, *, indicators: Collection[str] | None = None) -> Examined[Toolkit]:
    """Read and check a toolkit."""
    with _collector_at_rest():
        return _examine(read_files(path), Toolkit, indicators)


def examine_index(path: Path, *, indicators: Collection[str] | None = None) -> Examined[Index]:
    """Read and check an index that stands alone in a file."""
    with _collector_at_rest():
        return _examine(read_files(path), Index, indicators)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep Python's collector of cycles from walking the growing tree again and again.

    A tree has no cycles; without this a third of the time goes there.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _examine(files: Files, model: type[M], indicators: Collection[str] | None) -> Examined[M]:
    clock = [perf_counter()]
    findings = list(files.findings)
    shaped = None if files.tree is None else shape(files.tree, model)
    clock.append(perf_counter())
    if shaped is not None:
        findings += shaped.findings
        if shaped.model is not None:
            findings += _look(shaped, _subject(shaped, files, indicators))
    clock.append(perf_counter())
    timing = {"read": files.seconds, "shape": clock[1] - clock[0], "rules": clock[2] - clock[1]}
    found = _in_order(findings, files)
    failed = any(finding.severity == "error" for finding in found)
    usable = None if failed or shaped is None else shaped.model
    return Examined(usable, found, MappingProxyType(timing), files.is_found)


def _subject(shaped: Shaped[Any], files: Files, indicators: Collection[str] | None) -> Subject:
    whole = files.is_whole and shaped.is_whole
    if isinstance(shaped.model, Index):
        return Subject(None, single=shaped.model, indicators=indicators, is_whole=whole)
    return Subject(shaped.model, indicators=indicators, is_whole=whole)


def _look(shaped: Shaped[Any], subject: Subject) -> list[Finding]:
    return [
        find(entry.id, shaped.place_of(fault.path), fault.message, mend=fault.mend)
        for entry, check in checks()
        for fault in islice(check(subject), MOST_OF_A_RULE)
        if not shaped.is_repaired(fault.path)
    ]


def _in_order(findings: list[Finding], files: Files) -> tuple[Finding, ...]:
    """Sort by file as read, then by place; cut where the list is too long to help."""
    unique = dict.fromkeys(findings)
    names = {name: number for number, name in enumerate(files.names)}
    found = sorted(unique, key=lambda one: (names.get(one.file, 0), one.line, one.column, one.rule))
    if len(found) <= MOST_FINDINGS:
        return tuple(found)
    last = found[MOST_FINDINGS - 1]
    more = len(found) - MOST_FINDINGS
    note = Finding(
        rule="too-many-findings",
        severity="error",
        file=last.file,
        line=last.line,
        column=last.column,
        message=f"At least {more} more findings are not shown.",
        mend=RULES["too-many-findings"].mend,
    )
    return (*found[:MOST_FINDINGS], note)
