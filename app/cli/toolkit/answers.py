"""`eready toolkit answers`."""

import csv
import io
import shlex
from collections.abc import Iterator
from pathlib import Path

import click

from app.cli.file import INPUT_ERRORS, USAGE, open_toolkit, stop, write_out
from app.definition.toolkit import Toolkit
from app.response import Answer, SettingError, check_setting, write_value
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
    for line in _count(reading):
        click.echo(line, err=True)
    if _fits(reading, toolkit):
        click.echo(_say_command(reading, path, out), err=True)


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


def _count(reading: WorkbookReading) -> Iterator[str]:
    """Say how much was read, and what a CSV does not hold."""
    given: list[Answer] = [item for own in reading.answers.values() for item in own.values()]
    read = sum(item.state != "blank" for item in given)
    noted = sum(bool(item.note or item.link) for item in given)
    yield f"{read} {'answer' if read == 1 else 'answers'} read"
    if noted:
        yield f"not in the CSV, which has no place for it: notes or evidence of {noted} questions"


def _fits(reading: WorkbookReading, toolkit: Toolkit) -> bool:
    """Tell whether the toolkit knows the workbook's setting: only then it may go in a command."""
    try:
        check_setting(toolkit, reading.setting)
    except SettingError:
        return False
    return True


def _say_command(reading: WorkbookReading, path: Path, out: Path | None) -> str:
    """Give the command that scores the answers."""
    setting = reading.setting
    words = ["eready", "score", str(path), str(out or "ANSWERS.csv"), "--scope", setting.scope]
    words += ["--quick"] * setting.quick
    for name, option in setting.parameters.items():
        words += ["--parameter", f"{name}={option}"]
    return shlex.join(words)
