"""`eready score`: score a file of answers without a server or a database."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from app.cli.file import INPUT_ERRORS, open_answers, open_toolkit, split_parameter, stop, write_out
from app.definition.toolkit import Toolkit
from app.response import (
    Answers,
    Setting,
    SettingError,
    check_setting,
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
    chosen = dict(split_parameter(parameter) for parameter in parameters)
    task = Task(toolkit, answers, Setting(quick, scope or "", chosen), form, explained)
    text = _run(task)
    write_out(out, text)


def _run(task: Task) -> str:
    toolkit = open_toolkit(task.toolkit)
    scope = task.setting.scope or _default_scope(toolkit)
    setting = Setting(task.setting.quick, scope, task.setting.parameters)
    try:
        check_setting(toolkit, setting)
    except SettingError as error:
        raise click.UsageError(str(error)) from error
    answers = open_answers(task.answers, toolkit)
    try:
        if task.explained is not None:
            return _explain(task.explained, answers, toolkit, setting)
        return _score(answers, toolkit, setting, form=task.form)
    except ScoringError as error:
        stop([f"{task.toolkit}: {error}"], INPUT_ERRORS)


def _default_scope(toolkit: Toolkit) -> str:
    return "country" if "country" in toolkit.scopes else toolkit.scopes[0]


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
