"""`eready toolkit install`."""

from pathlib import Path
from typing import NoReturn

import click

from app.cli.setting import open_settings
from app.definition.finding import DefinitionError, Finding
from app.presentation.view.status import STATUS_WORDS
from app.service.error import PendingMigration, StorageError
from app.service.log import set_up_log
from app.service.toolkit_archive import MOST_ZIP
from app.service.toolkit_install import Installed, install_toolkit
from app.service.workspace import open_workspace

UNREADABLE = "zip-unreadable"
INPUT_ERRORS = 1
USAGE = 2


@click.command()
@click.argument("zip_file", metavar="ZIP", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check only; keep nothing.")
def install(zip_file: Path, dry_run: bool) -> None:
    """Bring in the toolkit in the file ZIP, beside those that are there.

    The file holds a toolkit's folder, or its content. It is checked before anything is kept, and
    all findings are told at once. A running site offers the toolkit within a second. The exit code
    is 0 when the toolkit is here, 1 with errors in it, 2 when the file or the installation can't be
    used.
    """
    settings = open_settings()
    set_up_log(settings)
    data = _read(zip_file)
    try:
        workspace = open_workspace(settings)
        done = install_toolkit(workspace, data, zip_file.name, dry_run=dry_run)
    except DefinitionError as error:
        _write(error.findings)
        is_lost = all(finding.rule == UNREADABLE for finding in error.findings)
        raise SystemExit(USAGE if is_lost else INPUT_ERRORS) from None
    except (PendingMigration, StorageError) as error:
        _stop(str(error))
    except OSError as error:
        _stop(f"can't write {error.filename or settings.instance}: {error.strerror}")
    _write(done.findings)
    click.echo(say_outcome(done, dry_run=dry_run))


def _read(path: Path) -> bytes:
    """Read a file, and not much more of it than is taken."""
    try:
        if path.exists() and not path.is_file():
            _stop(f"{path} is no file: pack the toolkit's folder as a ZIP file")
        with path.open("rb") as stream:
            return stream.read(MOST_ZIP + 1)
    except (OSError, ValueError) as error:
        _stop(f"can't read {path}: {getattr(error, 'strerror', None) or error}")


def _stop(problem: str) -> NoReturn:
    click.echo(f"eready: {problem}", err=True)
    raise SystemExit(USAGE) from None


def _write(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        click.echo(str(finding))
    errors = sum(finding.severity == "error" for finding in findings)
    if findings:
        click.echo(f"{errors} errors, {len(findings) - errors} warnings")


def say_outcome(done: Installed, *, dry_run: bool) -> str:
    """Say what was done, and what new checks use from now on."""
    toolkit = done.toolkit
    name = f"{toolkit.id} {toolkit.version}"
    if done.outcome == "present":
        return f"{name} is here already, with the same content. Nothing was changed."
    verb = {"installed": "Installed", "renewed": "Renewed the files of"}[done.outcome]
    words = f"{'Would have ' + verb.lower() if dry_run else verb} {name}"
    return f"{words}: {len(toolkit.questions)} questions. {_say_use(done)}"


def _say_use(done: Installed) -> str:
    toolkit, before = done.toolkit, done.before
    if toolkit.status in {"idea", "draft"}:
        return f"It is not open to visitors: its status is {toolkit.status}."
    status = STATUS_WORDS[toolkit.status]
    if before is not None and not done.is_highest:
        return f"It stands beside {before.version}, which stays the current one."
    if toolkit.status == "retired":
        return "It is retired: no new check can be started with it or with an older version."
    beside = f" {before.version} stays beside it." if before and before != toolkit else ""
    return f"New checks use it ({status}).{beside}"
