"""Bring a toolkit in from a ZIP file: checked as by its author, and set beside what is there.

A version never changes once it is here. Each stands in a folder of its own,
`installed/<id>/<version>/`, and gets there whole by one renaming, so that whatever ends the program
on the way leaves either nothing or all of it. Where only the files beside the definition changed
(a translation, an example), the same version gets a new folder, `<version>+1`, which is preferred.
"""

import os
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import EEXIST, ENOTDIR, ENOTEMPTY
from pathlib import Path
from typing import Final, Literal

from app.definition.checking import examine_toolkit
from app.definition.finding import DefinitionError, Finding
from app.definition.rule.registry import find
from app.definition.rule.translation import find_in_catalogues
from app.definition.source import Place
from app.definition.toolkit import Toolkit
from app.definition.translation.folder import compile_catalogues
from app.definition.version import check_version
from app.service.definition import INSTALLED, KEPT, pin_toolkits
from app.service.toolkit_archive import read_archive
from app.service.toolkit_cache import keep_toolkit
from app.service.toolkit_folder import HEAD, Shelved, is_shown, order_of, revision_of
from app.service.workspace import Workspace
from app.store.audit import add_audit
from app.store.engine import run_write

STAGING: Final = ".new-"
LEFT_AFTER: Final = 3600.0
"""Seconds after which what a killed program left is taken away."""
ATTEMPTS: Final = 10
_IS_THERE: Final = frozenset({EEXIST, ENOTEMPTY, ENOTDIR})

Outcome = Literal["installed", "renewed", "present"]


@dataclass(frozen=True, slots=True)
class Installed:
    """What became of a ZIP file.

    Attributes:
        toolkit: What it holds.
        outcome: `installed`; `renewed` where the definition was there and other files are new;
            `present` where all of it was there.
        findings: Warnings; errors are raised.
        before: The version that the public could read before, None where there was none.
    """

    toolkit: Toolkit
    outcome: Outcome
    findings: tuple[Finding, ...]
    before: Toolkit | None

    @property
    def is_highest(self) -> bool:
        """Whether its status decides from now on what visitors can do."""
        if self.before is None:
            return True
        return order_of(self.toolkit.version) >= order_of(self.before.version)


def install_toolkit(
    workspace: Workspace, data: bytes, name: str, *, dry_run: bool = False,
    installed_by: str | None = None,
) -> Installed:  # fmt: skip
    """Check a ZIP file and put the toolkit in it beside those that are there.

    `name` is the file's own, for findings; `installed_by` the account that does it. With `dry_run`
    nothing is kept. For administrators: the caller sees to it that nobody else gets here.

    Raises:
        DefinitionError: With everything that is wrong with the file; nothing was changed.
        StorageError: The database can't be used.
        OSError: The folder can't be written; nothing was changed.
    """
    archive = read_archive(data, name)
    if archive.findings:
        raise DefinitionError(archive.findings)
    home = workspace.settings.instance / INSTALLED
    with _stage(home, archive.files) as staged:
        toolkit, findings = _check(workspace, staged)
        before = workspace.toolkits.shown(toolkit.id)
        outcome = _settle(workspace, toolkit, staged, dry_run=dry_run)
    if not dry_run:
        _write_down(workspace, toolkit, outcome, installed_by)
        _tidy(home, workspace)
    return Installed(toolkit, outcome, findings, before)


def _check(workspace: Workspace, folder: Path) -> tuple[Toolkit, tuple[Finding, ...]]:
    indicators = workspace.reference.current().indicators
    examined = examine_toolkit(folder, indicators=set(indicators) or None)
    toolkit = examined.model
    if toolkit is None:
        raise DefinitionError(examined.findings)
    findings = (
        *examined.findings,
        *find_in_catalogues(folder, toolkit),
        *_compare(workspace, toolkit, folder),
    )
    if any(finding.severity == "error" for finding in findings):
        raise DefinitionError(findings)
    return toolkit, findings


def _compare(workspace: Workspace, toolkit: Toolkit, folder: Path) -> tuple[Finding, ...]:
    """Hold a version against those before it, the newest first."""
    number = order_of(toolkit.version)
    known = workspace.toolkits.versions(toolkit.id)
    before = [one for one in known if order_of(one.version) < number]
    if not before or any(_is_same(one, toolkit) for one in known):
        return ()
    return check_version(folder, before[0], toolkit, earlier=before[1:])


# --- Its place beside the others ------------------------------------------------------------------


def _settle(workspace: Workspace, toolkit: Toolkit, staged: Path, *, dry_run: bool) -> Outcome:
    """Move a toolkit to its place, unless it is there or may not be."""
    home = workspace.settings.instance / INSTALLED / toolkit.id
    for _ in range(ATTEMPTS):
        # In this order: what comes in between is either seen below or stands in the way.
        taken = _names(home)
        workspace.toolkits.look_again()
        outcome = _decide(workspace, toolkit, staged)
        if dry_run or outcome == "present":
            return outcome
        for path, content in compile_catalogues(staged):
            _write(path, content)
        target = home / _free_name(toolkit.version, taken)
        if _move(staged, target):
            keep_toolkit(target, workspace.settings.instance / KEPT, toolkit)
            workspace.toolkits.look_again()
            return outcome
    raise OSError(EEXIST, "others install the same toolkit all the time", str(home))


def _decide(workspace: Workspace, toolkit: Toolkit, staged: Path) -> Outcome:
    """Tell what is to be done.

    Raises:
        DefinitionError: The version is here with another content.
    """
    shelf = workspace.toolkits
    items = [item for item in shelf.list_files() if _is_version(item.toolkit, toolkit)]
    same = [item for item in items if _is_same(item.toolkit, toolkit)]
    if same:
        newest = max(same, key=lambda item: (item.origin == "installed", revision_of(item.path)))
        return "present" if _has_same_files(newest, staged) else "renewed"
    known = [one for one in shelf.versions(toolkit.id) if _is_version(one, toolkit)]
    if any(_is_same(one, toolkit) for one in known):
        return "installed"
    if items or known:
        message = f"{toolkit.id} {toolkit.version} is here already, with another content."
        raise DefinitionError([find("version-taken", _place_of_version(staged), message)])
    return "installed"


def _is_version(known: Toolkit | None, toolkit: Toolkit) -> bool:
    return known is not None and (known.id, known.version) == (toolkit.id, toolkit.version)


def _is_same(known: Toolkit | None, toolkit: Toolkit) -> bool:
    return known is not None and known.content_hash == toolkit.content_hash


def _has_same_files(item: Shelved, staged: Path) -> bool:
    """Tell whether every file beside the definition is there already, byte by byte."""
    if item.folder is None:
        return not _list_files(staged)
    try:
        return all(
            file.read_bytes() == (item.folder / file.relative_to(staged)).read_bytes()
            for file in _list_files(staged)
        )
    except OSError:
        return False


def _list_files(folder: Path) -> list[Path]:
    """List what lies beside the definition, but for what was compiled here."""
    beside = (path for path in folder.rglob("*") if path.suffix not in {".yaml", ".mo"})
    return [path for path in beside if path.is_file()]


def _place_of_version(folder: Path) -> Place:
    lines = (folder / HEAD).read_text(encoding="utf-8-sig").splitlines()
    numbered = enumerate(lines, start=1)
    line = next((number for number, text in numbered if text.startswith("version")), 1)
    return Place(HEAD, line, 1)


def _names(folder: Path) -> set[str]:
    try:
        return {path.name for path in folder.iterdir()}
    except OSError:
        return set()


def _free_name(version: str, taken: set[str]) -> str:
    names = (version if not number else f"{version}+{number}" for number in range(len(taken) + 1))
    return next(name for name in names if name not in taken)


def _move(staged: Path, target: Path) -> bool:
    """Rename a folder; False where another one stands there by now."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        # A folder that is not empty is never replaced.
        staged.rename(target)
    except OSError as error:
        if error.errno in _IS_THERE:
            return False
        raise
    _sync(target.parent)
    return True


# --- Writing it down ------------------------------------------------------------------------------


@contextmanager
def _stage(home: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """Write files into a folder nobody else sees; what is left of it in the end goes."""
    folder = home / f"{STAGING}{secrets.token_hex(8)}"
    folder.mkdir(parents=True)
    try:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            _write(path, content)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    """Write a new file that is on the disk when this ends."""
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_down(
    workspace: Workspace, toolkit: Toolkit, outcome: Outcome, installed_by: str | None
) -> None:
    if is_shown(toolkit):
        pin_toolkits(workspace.engine, [toolkit], workspace.now())
    if outcome == "present":
        return
    run_write(
        workspace.engine,
        lambda session: add_audit(
            session, workspace.now(), action="toolkit_installed", subject=toolkit.id,
            actor=installed_by, version=toolkit.version, hash=toolkit.content_hash, outcome=outcome,
        ),
    )  # fmt: skip


def _tidy(home: Path, workspace: Workspace) -> None:
    """Take away what a killed program left, and folders that newer ones took the place of.

    Not at once: another program may be writing the one, or still reading the other.
    """
    before = time.time() - LEFT_AFTER
    installed = [item for item in workspace.toolkits.list_files() if item.origin == "installed"]
    renewed = [
        item.path
        for item in installed
        if any(_takes_place(other, item) and _changed(other.path) < before for other in installed)
    ]
    left = [path for path in home.glob(f"{STAGING}*") if _changed(path) < before]
    for path in (*left, *renewed):
        shutil.rmtree(path, ignore_errors=True)


def _takes_place(other: Shelved, item: Shelved) -> bool:
    is_same = other.toolkit is not None and _is_same(item.toolkit, other.toolkit)
    return is_same and revision_of(other.path) > revision_of(item.path)


def _changed(path: Path) -> float:
    with suppress(OSError):
        return path.stat().st_mtime
    return time.time()
