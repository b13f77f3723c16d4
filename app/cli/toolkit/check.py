"""`eready toolkit check`."""

from dataclasses import replace
from pathlib import Path

import click

from app.cli.file import open_toolkit
from app.cli.toolkit.listing import WRITERS
from app.definition.checking import Report, check_toolkit
from app.definition.loading import read_toolkit
from app.definition.version import check_version
from app.paths import REFERENCE
from app.reference import ReferenceDataError
from app.reference import read_tables as read_folder


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(list(WRITERS)),
    default="text",
    show_default=True,
    help="How findings are written; sarif is for editors and code hosts.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write into this file instead."
)
@click.option("--timing", is_flag=True, help="Say how long each step took.")
@click.option(
    "--reference",
    type=click.Path(path_type=Path, file_okay=False),
    default=REFERENCE,
    help="Folder of reference data whose indicators may be named.",
    show_default="reference/ beside app/",
)
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    metavar="OLD",
    help="The version before: check numbers and ids against it too.",
)
def check(
    path: Path, form: str, out: Path | None, timing: bool, reference: Path, against: Path | None
) -> None:
    """Check the toolkit at PATH: a folder, its toolkit.yaml, or one file.

    Everything that is wrong is reported at once, with file, line and column. The exit code is 0
    without errors, 1 with errors, 2 when there was nothing that could be read.
    """
    report = check_toolkit(path, indicators=_read_indicators(reference))
    if against is not None:
        report = _check_against(against, path, report)
    _put(WRITERS[form](report, path, timing=timing), out)
    if not report.is_found:
        raise SystemExit(2)
    raise SystemExit(1 if report.has_error else 0)


def _check_against(old: Path, path: Path, report: Report) -> Report:
    """Add what breaks with the version before; one with errors of its own is not compared."""
    before = open_toolkit(old)
    if report.has_error or not report.is_found:
        return report
    new, _ = read_toolkit(path)
    if new is None:
        raise click.UsageError("--against compares toolkits; PATH is an index.")
    return replace(report, findings=(*report.findings, *check_version(path, before, new)))


def _put(text: str, out: Path | None) -> None:
    if out is None:
        click.echo(text)
        return
    try:
        out.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        click.echo(f"eready: {out} can't be written: {error.strerror}", err=True)
        raise SystemExit(2) from None


def _read_indicators(folder: Path) -> set[str] | None:
    if not folder.is_dir():
        return None
    try:
        return {row.indicator for row in read_folder(folder).indicators}
    except ReferenceDataError as error:
        click.echo(f"eready: the reference data can't be read: {error}", err=True)
        raise SystemExit(2) from None
