"""Checking a version of a toolkit against the one before it, with places in the new files."""

from collections.abc import Collection
from pathlib import Path

from app.definition.finding import Finding
from app.definition.folder import read_files
from app.definition.rule.registry import find
from app.definition.rule.version import find_version_faults
from app.definition.shape import shape
from app.definition.toolkit import Toolkit


def check_version(
    path: Path, old: Toolkit, new: Toolkit, *, earlier: Collection[Toolkit] = ()
) -> tuple[Finding, ...]:
    """Give everything by which the toolkit at `path`, read as `new`, breaks with the old version.

    `earlier` are versions before the old one. The places are in the files of the new version.
    """
    faults = tuple(find_version_faults(old, new, earlier=earlier))
    if not faults:
        return ()
    files = read_files(path)
    shaped = None if files.tree is None else shape(files.tree, Toolkit)
    if shaped is None:
        return files.findings
    findings = (
        find(rule, shaped.place_of(fault.path), fault.message, mend=fault.mend)
        for rule, fault in faults
    )
    return tuple(sorted(findings, key=lambda one: (one.file, one.line, one.column)))
