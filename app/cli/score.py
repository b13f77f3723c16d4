"""`eready score`: score a file of answers without a server or a database."""

import csv
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import click

from app.definition.finding import DefinitionError
from app.definition.loading import load_toolkit
from app.definition.toolkit import Toolkit
from app.response import (
    AnswerFileError,
    Answers,
    Setting,
    SettingError,
    check_setting,
    read_answers_csv,
)
from app.scoring import (
    ENGINE,
    SCORE_COLUMNS,
    ScoreTable,
    ScoringError,
    explain,
    explanation_tree,
    score_batch,
    score_rows,
    write_cell,
)
from app.scoring import score as score_one

INPUT_ERRORS = 1
USAGE = 2
MOST_PRINTED = 1_000


@dataclass(frozen=True, slots=True)
class Task:
    """What was asked for on the command line."""

    toolkit: Path
    answers: Path
    setting: Setting
    form: str
    explained: str | None


@click.command()
@click.argument("toolkit", type=click.Path(path_type=Path))
@click.argument("answers", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@click.option(
    "--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True
)
@click.option("--quick", is_flag=True, help="Score the quick-check's questions only.")
@click.option("--scope", help="country, subnational, city or organisation.")
@click.option("--parameter", "parameters", multiple=True, metavar="NAME=OPTION")
@click.option("--explain", "explained", metavar="UNIT", help="Print how one unit's scores arise.")
def score(
    toolkit: Path,
    answers: Path,
    out: Path | None,
    form: str,
    quick: bool,
    scope: str | None,
    parameters: tuple[str, ...],
    explained: str | None,
) -> None:
    """Score ANSWERS.csv by the TOOLKIT (a folder or file).

    Writes one row for each unit and node to --out, else to standard output. Exit status: 0 done,
    1 errors in the input (each with file, line and column; nothing is written), 2 not readable.
    """
    chosen = dict(_split_parameter(parameter) for parameter in parameters)
    task = Task(toolkit, answers, Setting(quick, scope or "", chosen), form, explained)
    text = _run(task)
    if out is None:
        click.echo(text, nl=False)
    else:
        _write(out, text)


def _split_parameter(parameter: str) -> tuple[str, str]:
    name, sign, option = parameter.partition("=")
    if not sign or not name or not option:
        raise click.UsageError(f"--parameter {parameter!r} is not of the form NAME=OPTION.")
    return name, option


def _run(task: Task) -> str:
    toolkit = _load(task.toolkit)
    scope = task.setting.scope or _default_scope(toolkit)
    setting = Setting(task.setting.quick, scope, task.setting.parameters)
    try:
        check_setting(toolkit, setting)
    except SettingError as error:
        raise click.UsageError(str(error)) from error
    answers = _read(task.answers, toolkit)
    try:
        if task.explained is not None:
            return _explain(task.explained, answers, toolkit, setting)
        return _score(answers, toolkit, setting, form=task.form)
    except ScoringError as error:
        _stop([f"{task.toolkit}: {error}"], INPUT_ERRORS)


def _default_scope(toolkit: Toolkit) -> str:
    return "country" if "country" in toolkit.scopes else toolkit.scopes[0]


def _stop(lines: Iterable[str], status: int) -> NoReturn:
    printed = list(lines)
    for line in printed[:MOST_PRINTED]:
        click.echo(line, err=True)
    if len(printed) > MOST_PRINTED:
        click.echo(f"... and {len(printed) - MOST_PRINTED} more.", err=True)
    sys.exit(status)


def _load(path: Path) -> Toolkit:
    if not path.exists():
        _stop([f"{path}: there is no such file or folder."], USAGE)
    try:
        return load_toolkit(path)
    except DefinitionError as error:
        _stop((str(finding) for finding in error.findings), INPUT_ERRORS)
    except OSError as error:
        _stop([f"{path}: cannot be read: {error.strerror}."], USAGE)


def _read(path: Path, toolkit: Toolkit) -> dict[str, Answers]:
    try:
        with path.open("rb") as stream:
            return read_answers_csv(stream, toolkit, name=str(path))
    except AnswerFileError as error:
        _stop((str(finding) for finding in error.findings), INPUT_ERRORS)
    except OSError as error:
        _stop([f"{path}: cannot be read: {error.strerror}."], USAGE)


def _score(answers: Mapping[str, Answers], toolkit: Toolkit, setting: Setting, *, form: str) -> str:
    table = score_batch(toolkit, answers, setting)
    for finding in table.findings():
        click.echo(str(finding), err=True)
    return _to_json(table, setting) if form == "json" else _to_csv(table)


def _to_csv(table: ScoreTable) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(SCORE_COLUMNS)
    writer.writerows([write_cell(cell) for cell in row] for row in score_rows(table))
    return buffer.getvalue()


def _head(toolkit: Toolkit, setting: Setting) -> dict[str, object]:
    return {
        "toolkit": toolkit.id,
        "version": toolkit.version,
        "content_hash": toolkit.content_hash,
        "engine": ENGINE,
        "quick": setting.quick,
        "scope": setting.scope,
        "parameters": dict(setting.parameters),
    }


def _to_json(table: ScoreTable, setting: Setting) -> str:
    units: dict[str, list[Mapping[str, object]]] = {unit: [] for unit in table.units}
    for row in score_rows(table):
        cells = dict(zip(SCORE_COLUMNS, row, strict=True))
        units[str(cells.pop("unit"))].append(cells)
    tree = _head(table.plan.toolkit, setting)
    tree["units"] = [{"unit": unit, "nodes": nodes} for unit, nodes in units.items()]
    return json.dumps(tree, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _explain(unit: str, answers: Mapping[str, Answers], toolkit: Toolkit, setting: Setting) -> str:
    if unit not in answers:
        raise click.UsageError(f"There is no unit {unit!r} in the answers.")
    scores = score_one(toolkit, answers[unit], setting, unit=unit)
    for finding in scores.findings:
        click.echo(str(finding), err=True)
    tree = _head(toolkit, setting)
    tree["unit"] = unit
    tree["explanation"] = explanation_tree(explain(scores))
    tree["views"] = [explanation_tree(explain(scores, view.id)) for view in scores.of_kind("view")]
    return json.dumps(tree, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _write(out: Path, text: str) -> None:
    """Write a file whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(out)
    except OSError as error:
        _stop([f"{out}: cannot be written: {error.strerror}."], USAGE)
