"""`eready score`: score a file of answers without a server or a database."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import click

from app.cli.file import (
    INPUT_ERRORS,
    open_answers,
    open_toolkit,
    split_parameter,
    stop,
    stream_answers,
    write_chunks,
)
from app.cli.progress import Progress
from app.definition.toolkit import Toolkit
from app.response import (
    Answers,
    Setting,
    SettingError,
    check_setting,
)
from app.response.file import UNITS_AT_ONCE
from app.scoring import (
    ENGINE,
    SCORE_COLUMNS,
    ScoreTable,
    ScoringError,
    explain,
    explanation_tree,
    score_batch,
    score_rows,
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
    is_grouped: bool


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
@click.option(
    "--grouped",
    is_flag=True,
    help="The rows of each unit stand together: a file of any size is read unit by unit.",
)
def score(
    toolkit: Path,
    answers: Path,
    out: Path | None,
    form: str,
    quick: bool,
    scope: str | None,
    parameters: tuple[str, ...],
    explained: str | None,
    grouped: bool,
) -> None:
    """Score ANSWERS.csv by the TOOLKIT (a folder or file).

    Writes one row for each unit and node to --out, else to standard output. Exit status: 0 done,
    1 errors in the input (each with file, line and column; nothing is written), 2 not readable.
    """
    if grouped and explained is not None:
        raise click.UsageError("--explain reads the whole file: leave out --grouped.")
    chosen = dict(split_parameter(parameter) for parameter in parameters)
    task = Task(toolkit, answers, Setting(quick, scope or "", chosen), form, explained, grouped)
    write_chunks(out, _run(task))


def _run(task: Task) -> Iterator[str]:
    toolkit = open_toolkit(task.toolkit)
    scope = task.setting.scope or toolkit.usual_scope
    setting = Setting(task.setting.quick, scope, task.setting.parameters)
    try:
        check_setting(toolkit, setting)
    except SettingError as error:
        raise click.UsageError(str(error)) from error
    try:
        if task.explained is not None:
            answers = open_answers(task.answers, toolkit)
            yield _explain(task.explained, answers, toolkit, setting)
            return
        tables = _score(task, toolkit, setting)
        yield from _to_json(tables, toolkit, setting) if task.form == "json" else _to_csv(tables)
    except ScoringError as error:
        stop([f"{task.toolkit}: {error}"], INPUT_ERRORS)


def _score(task: Task, toolkit: Toolkit, setting: Setting) -> Iterator[ScoreTable]:
    """Score block after block of units, so that memory does not grow with what is written."""
    answers = None if task.is_grouped else open_answers(task.answers, toolkit)
    with Progress("Scoring") as progress:
        if answers is None:
            blocks = stream_answers(task.answers, toolkit, progress)
        else:
            blocks = _in_blocks(answers, progress)
        for block in blocks:
            table = score_batch(toolkit, block, setting)
            for finding in table.findings():
                progress.clear()
                click.echo(str(finding), err=True)
            yield table


def _in_blocks(answers: Mapping[str, Answers], progress: Progress) -> Iterator[dict[str, Answers]]:
    units = iter(answers.items())
    done = 0
    while block := dict(islice(units, UNITS_AT_ONCE)):
        yield block
        done += len(block)
        progress.show(done, len(answers))


def _to_csv(tables: Iterable[ScoreTable]) -> Iterator[str]:
    yield ",".join(SCORE_COLUMNS) + "\n"
    for table in tables:
        buffer = io.StringIO(newline="")
        # The writer gives numbers in full precision and nothing for None, as `write_cell` does.
        csv.writer(buffer, lineterminator="\n").writerows(score_rows(table))
        yield buffer.getvalue()


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


def _to_json(tables: Iterable[ScoreTable], toolkit: Toolkit, setting: Setting) -> Iterator[str]:
    head = _dump(_head(toolkit, setting) | {"units": []})
    before, after = head.removesuffix("]\n}"), "\n ]\n}\n"
    count = 0
    for table in tables:
        for unit in _units_of(table):
            # Two levels deeper than it would stand alone.
            text = _dump(unit).replace("\n", "\n  ")
            yield f"{',' if count else before}\n  {text}"
            count += 1
    yield after if count else head + "\n"


def _units_of(table: ScoreTable) -> Iterator[dict[str, object]]:
    units: dict[str, list[Mapping[str, object]]] = {unit: [] for unit in table.units}
    for row in score_rows(table):
        cells = dict(zip(SCORE_COLUMNS, row, strict=True))
        units[str(cells.pop("unit"))].append(cells)
    for unit, nodes in units.items():
        yield {"unit": unit, "nodes": nodes}


def _dump(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False, indent=1, allow_nan=False)


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
    return _dump(tree) + "\n"
