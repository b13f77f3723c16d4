"""`eready toolkit diff`."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

import click

from app.cli.comparison import WRITERS, Comparison, Unit, write_record
from app.cli.file import INPUT_ERRORS, open_answers, open_toolkit, split_parameter, stop, write_out
from app.definition.difference import Difference, compare_toolkits
from app.definition.toolkit import Toolkit
from app.definition.version import check_version
from app.response import Answers, Setting, SettingError, check_setting, write_value
from app.response.carrying import carry_answers, carry_parameters
from app.response.file import COLUMNS
from app.scoring import ScoringError, split_change


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(list(WRITERS)), default="text", show_default=True
)
@click.option(
    "--answers",
    "answer_file",
    type=click.Path(path_type=Path),
    help="CSV of answers to the old version: say what carries over and what the score does.",
)
@click.option(
    "--carry",
    "carry_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the answers as they carry over, as CSV.",
)
@click.option(
    "--record",
    "record_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what became of every answer, as JSON.",
)
@click.option("--quick", is_flag=True, help="Score the quick-check's questions only.")
@click.option("--scope", help="country, subnational, city or organisation.")
@click.option("--parameter", "parameters", multiple=True, metavar="NAME=OPTION")
def diff(
    old: Path,
    new: Path,
    form: str,
    answer_file: Path | None,
    carry_file: Path | None,
    record_file: Path | None,
    quick: bool,
    scope: str | None,
    parameters: tuple[str, ...],
) -> None:
    """Say what is different between the toolkits OLD and NEW, two versions of one.

    For each question: same, reworded, rescored, added, removed or moved, and whether old answers
    stand. With --answers also what becomes of each answer, and which part of the change of each
    score comes from the rules alone. Exit status: 0 done, also with differences; 1 errors in a
    toolkit or in the answers, or a version number or id that breaks with the old version; 2 not
    readable.
    """
    if answer_file is None and (carry_file or record_file):
        raise click.UsageError("--carry and --record need --answers.")
    before, after = open_toolkit(old), open_toolkit(new)
    difference = compare_toolkits(before, after)
    units: tuple[Unit, ...] = ()
    if answer_file is not None:
        answers = open_answers(answer_file, before)
        chosen = dict(split_parameter(parameter) for parameter in parameters)
        settings = _make_settings(before, after, Setting(quick, scope or "", chosen))
        units = tuple(_carry_all(before, after, answers, difference, settings=settings))
    findings = check_version(new, before, after)
    comparison = Comparison(before, after, difference, findings, units)
    if carry_file is not None:
        write_out(carry_file, _write_answers(units))
    if record_file is not None:
        record = [{"unit": unit.name, "record": write_record(unit)} for unit in units]
        write_out(record_file, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    click.echo(WRITERS[form](comparison), nl=False)
    if findings:
        stop(() if form == "json" else findings, INPUT_ERRORS)


def _make_settings(old: Toolkit, new: Toolkit, asked: Setting) -> tuple[Setting, Setting]:
    """Give the setting of each version; each takes the parameters that it offers."""
    scope = asked.scope or old.usual_scope
    chosen = [carry_parameters(toolkit, asked.parameters) for toolkit in (old, new)]
    for name, option in asked.parameters.items():
        if not any(name in one for one in chosen):
            raise click.UsageError(f"Neither version has {option!r} for a parameter {name!r}.")
    first, second = (Setting(asked.quick, scope, parameters) for parameters in chosen)
    for toolkit, setting in ((old, first), (new, second)):
        try:
            check_setting(toolkit, setting)
        except SettingError as error:
            raise click.UsageError(f"version {toolkit.version}: {error}") from error
    return first, second


def _carry_all(
    old: Toolkit,
    new: Toolkit,
    answers: Mapping[str, Answers],
    difference: Difference,
    *,
    settings: tuple[Setting, Setting],
) -> Iterable[Unit]:
    for name, given in answers.items():
        carried = carry_answers(old, new, given, difference=difference)
        try:
            change = split_change(old, new, given, carried.answers, settings=settings)
        except ScoringError as error:
            stop([f"{name}: {error}"], INPUT_ERRORS)
        yield Unit(name, carried, change)


def _write_answers(units: Iterable[Unit]) -> str:
    """Write the carried answers the way they are read."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for unit in units:
        for answer in unit.carried.answers.values():
            cells = asdict(answer) | {"unit": unit.name, "value": write_value(answer.value)}
            writer.writerow([cells[column] for column in COLUMNS])
    return buffer.getvalue()
