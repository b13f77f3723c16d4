"""`eready toolkit answers`."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import click

from app.cli.file import INPUT_ERRORS, USAGE, open_toolkit, stop, write_out
from app.response import Answer, write_value
from app.response.file import COLUMNS
from app.service.form import UnreadableError, WorkbookLimits, WorkbookReading, read_workbook


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--toolkit",
    "path",
    type=click.Path(path_type=Path),
    required=True,
    help="The toolkit the workbook was made from: a folder or file.",
)
@click.option("--unit", default="", help="Name of the unit; without it the one in the workbook.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="CSV to write; without it standard output.",
)
@click.option(
    "--force",
    is_flag=True,
    help="Also take answers to questions that changed since the workbook was made.",
)
def answers(file: Path, path: Path, unit: str, out: Path | None, force: bool) -> None:
    """Read the answers in a filled-in workbook (FILE.xlsx) and write them as ANSWERS.csv.

    Everything that is wrong is said at once, with sheet and cell; nothing is written then. Exit
    status: 0 done, 1 wrong cells or a workbook of another toolkit, 2 not readable.
    """
    toolkit = open_toolkit(path)
    limits = WorkbookLimits()
    try:
        with file.open("rb") as stream:
            data = stream.read(limits.bytes + 1)
    except OSError as error:
        stop([f"{file}: cannot be read: {error.strerror}."], USAGE)
    try:
        reading = read_workbook(data, toolkit, unit=unit, accept_changed=force, limits=limits)
    except UnreadableError as error:
        stop([f"{file}: {error}"], USAGE)
    for remark in reading.remarks:
        click.echo(f"{file}: {remark}", err=True)
    if reading.problems:
        stop((f"{file}: {problem}" for problem in reading.problems), INPUT_ERRORS)
    write_out(out, _write_csv(reading))
    for line in _tell(reading, path, out):
        click.echo(line, err=True)


def _write_csv(reading: WorkbookReading) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for unit, given in reading.answers.items():
        for answer in given.values():
            if answer.state != "blank":
                value = write_value(answer.value)
                writer.writerow((unit, answer.question, value, answer.state, answer.reason))
    return buffer.getvalue()


def _tell(reading: WorkbookReading, path: Path, out: Path | None) -> Iterator[str]:
    """Say how much was read, what a CSV does not hold, and how the answers are scored."""
    given: list[Answer] = [item for own in reading.answers.values() for item in own.values()]
    read = [item for item in given if item.state != "blank"]
    noted = sum(bool(item.note or item.link) for item in given)
    yield f"{len(read)} answers read"
    if noted:
        yield f"{noted} notes or links to evidence stay in the workbook: the CSV has no place"
    words = [f"--scope {reading.setting.scope}"]
    words += ["--quick"] * reading.setting.quick
    for name, option in reading.setting.parameters.items():
        words.append(f"--parameter {name}={option}")
    yield f"eready score {path} {out or 'ANSWERS.csv'} {' '.join(words)}"
