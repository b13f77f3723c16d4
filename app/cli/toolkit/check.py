"""`eready toolkit check`."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from app.definition.checking import Report, check_toolkit
from app.paths import REFERENCE
from app.reference import ReferenceDataError
from app.reference import read_tables as read_folder


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How findings are written.",
)
@click.option("--timing", is_flag=True, help="Say how long each step took.")
@click.option(
    "--reference",
    type=click.Path(path_type=Path, file_okay=False),
    default=REFERENCE,
    help="Folder of reference data whose indicators may be named.",
    show_default="reference/ beside app/",
)
def check(path: Path, form: str, timing: bool, reference: Path) -> None:
    """Check the toolkit at PATH: a folder, its toolkit.yaml, or one file.

    Everything that is wrong is reported at once, with file, line and column. The exit code is 0
    without errors, 1 with errors, 2 when there was nothing to check.
    """
    report = check_toolkit(path, indicators=_read_indicators(reference))
    if form == "json":
        click.echo(_write_json(report, timing=timing))
    else:
        _write_text(report, timing=timing)
    raise SystemExit(1 if report.has_error else 0)


def _read_indicators(folder: Path) -> set[str] | None:
    if not folder.is_dir():
        return None
    try:
        return {row.indicator for row in read_folder(folder).indicators}
    except ReferenceDataError as error:
        click.echo(f"eready: the reference data can't be read: {error}", err=True)
        raise SystemExit(2) from None


def _write_json(report: Report, *, timing: bool) -> str:
    content: dict[str, object] = {"findings": [asdict(finding) for finding in report.findings]}
    if timing:
        content["seconds"] = dict(report.timing)
    return json.dumps(content, ensure_ascii=False, indent=2)


def _write_text(report: Report, *, timing: bool) -> None:
    for finding in report.findings:
        click.echo(str(finding))
    errors = sum(finding.severity == "error" for finding in report.findings)
    click.echo(f"{errors} errors, {len(report.findings) - errors} warnings")
    if timing:
        for step, seconds in report.timing.items():
            click.echo(f"{step}: {seconds:.3f} s")
