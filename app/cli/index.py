"""`eready index`: compute a composite index from a file of figures."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from app.cli.file import (
    INPUT_ERRORS,
    USAGE,
    open_answers,
    open_toolkit,
    split_parameter,
    stop,
    write_out,
)
from app.cli.progress import Progress, open_watched
from app.definition.finding import DefinitionError
from app.definition.index import Index
from app.definition.loading import load_index
from app.response import InputFileError, Setting, SettingError, check_setting
from app.scoring import IndexScores, ScoringError, write_cell
from app.scoring.array import Floats
from app.scoring.index.file import (
    FigureFile,
    read_figures_csv,
    read_references,
    write_statistics,
)
from app.scoring.index.joint import read_scores_csv, score_beside
from app.scoring.index.pillar import PillarScores
from app.scoring.index.ranking import class_units, rank_units
from app.scoring.index.uncertainty import (
    MOST_DRAWS,
    Draws,
    Material,
    draw_index,
    score_material,
)

TWINS_STAY = (
    "warning: with --scores alone, questions about the same fact as a leaf stay in the scores and "
    "count twice; --toolkit with --answers takes them out."
)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Where the scores of the questionnaire come from."""

    scores: Path | None
    toolkit: Path | None
    answers: Path | None
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """What the table of results holds."""

    has_details: bool
    drawn: Draws | None


@click.command()
@click.argument("definition", metavar="INDEX.yaml", type=click.Path(path_type=Path))
@click.argument("data", metavar="DATA.csv", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@click.option("--scope", default="country", show_default=True, help="What conditions ask about.")
@click.option("--scores", type=click.Path(path_type=Path), help="What `eready score` wrote.")
@click.option("--toolkit", type=click.Path(path_type=Path), help="Questionnaire of the index.")
@click.option("--answers", type=click.Path(path_type=Path), help="Answers to the questionnaire.")
@click.option("--parameter", "parameters", multiple=True, metavar="NAME=OPTION")
@click.option("--by", "groups", multiple=True, metavar="GROUP", help="A column of groups.")
@click.option("--details", is_flag=True, help="Add coverage, class, variant and ranks in groups.")
@click.option(
    "--save-reference",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the statistics of these units, for bounds of later editions.",
)
@click.option(
    "--uncertainty",
    "draws",
    type=click.IntRange(1, MOST_DRAWS),
    metavar="N",
    help="Add 5 and 95 % of value and rank over N draws.",
)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=0, show_default=True)
def index(
    definition: Path,
    data: Path,
    out: Path | None,
    scope: str,
    groups: tuple[str, ...],
    details: bool,
    save_reference: Path | None,
    draws: int | None,
    seed: int,
    **questionnaire: Path | tuple[str, ...] | None,
) -> None:
    """Compute the index INDEX.yaml from the figures in DATA.csv.

    DATA.csv has a column `unit`, then one column a leaf; an empty cell is missing. Writes every
    node and leaf of every unit and its rank to --out, else to standard output. Exit status: 0 done
    (findings go to standard error), 1 errors in the input (each with file, line and column; nothing
    is written), 2 not readable or wrong usage.
    """
    source = Questionnaire(**questionnaire)  # type: ignore[arg-type]
    made = open_index(definition)
    material, file = open_material(definition, made, data, source, scope=scope, groups=groups)
    try:
        scores = score_material(made, material)
        drawn = _draw(made, material, draws=draws, seed=seed) if draws else None
    except ScoringError as error:
        stop([f"{definition}: {error}"], INPUT_ERRORS)
    for finding in scores.findings:
        click.echo(str(finding), err=True)
    if save_reference is not None:
        write_out(save_reference, write_statistics(scores.statistics))
    write_out(out, _to_csv(scores, file, Form(details, drawn)))


def _draw(made: Index, material: Material, *, draws: int, seed: int) -> Draws:
    with Progress("Drawing") as progress:
        return draw_index(made, material, draws=draws, seed=seed, tell=progress.show)


def open_material(
    definition: Path,
    made: Index,
    data: Path,
    source: Questionnaire,
    *,
    scope: str,
    groups: tuple[str, ...] = (),
) -> tuple[Material, FigureFile]:
    """Read everything an index is computed from, or stop with what is wrong."""
    _check_usage(source)
    file = _open_figures(data, made, groups)
    for warning in file.warnings:
        click.echo(f"{data}: warning: {warning}", err=True)
    scores = _open_scores(made, file, source, scope)
    try:
        references = read_references(made, definition.resolve().parent)
    except InputFileError as error:
        stop(error.findings, INPUT_ERRORS)
    return Material(file.table, scope, scores, references), file


def _check_usage(source: Questionnaire) -> None:
    if source.scores is not None and source.toolkit is not None:
        raise click.UsageError("Give --scores, or --toolkit with --answers, not both.")
    if (source.toolkit is None) != (source.answers is None):
        raise click.UsageError("--toolkit and --answers go together.")


def open_index(path: Path) -> Index:
    """Load an index, or stop with what is wrong with it."""
    if not path.is_file():
        stop([f"{path}: there is no such file."], USAGE)
    try:
        return load_index(path)
    except DefinitionError as error:
        stop(error.findings, INPUT_ERRORS if error.is_found else USAGE)


def _open_figures(path: Path, made: Index, groups: tuple[str, ...]) -> FigureFile:
    try:
        with Progress("Reading") as progress, open_watched(path, progress) as stream:
            return read_figures_csv(stream, made, groups=groups, name=str(path))
    except InputFileError as error:
        stop(error.findings, INPUT_ERRORS)
    except OSError as error:
        stop([f"{path}: cannot be read: {error.strerror}."], USAGE)


def _open_scores(
    made: Index, file: FigureFile, source: Questionnaire, scope: str
) -> PillarScores | None:
    needed = [leaf.id for leaf in made.leaves if leaf.pillar is not None]
    if source.scores is not None:
        if needed:
            click.echo(TWINS_STAY, err=True)
        try:
            with source.scores.open("rb") as stream:
                return read_scores_csv(stream, name=str(source.scores))
        except InputFileError as error:
            stop(error.findings, INPUT_ERRORS)
        except OSError as error:
            stop([f"{source.scores}: cannot be read: {error.strerror}."], USAGE)
    if source.toolkit is not None and source.answers is not None:
        return _score_answers(made, file, source, scope)
    lacking = [name for name in needed if name not in file.table.numbers]
    if lacking:
        stop(
            [
                f"{made.id}: the leaf {name!r} reads a questionnaire: give --scores, or --toolkit "
                "with --answers, or a column of that name."
                for name in lacking
            ],
            INPUT_ERRORS,
        )
    return None


def _score_answers(
    made: Index, file: FigureFile, source: Questionnaire, scope: str
) -> PillarScores:
    if source.toolkit is None or source.answers is None:
        raise TypeError("A questionnaire needs its toolkit and its answers.")
    toolkit = open_toolkit(source.toolkit)
    parameters = dict(split_parameter(parameter) for parameter in source.parameters)
    setting = Setting(quick=False, scope=scope, parameters=parameters)
    try:
        check_setting(toolkit, setting)
    except SettingError as error:
        raise click.UsageError(str(error)) from error
    answers = open_answers(source.answers, toolkit)
    return score_beside(made, file.table, toolkit, answers, setting=setting)


# --- Results ----------------------------------------------------------------------------------


def _to_csv(scores: IndexScores, file: FigureFile, form: Form) -> str:
    columns = dict(_columns(scores, file, form))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["unit", *columns])
    for unit, *cells in zip(scores.units, *columns.values(), strict=True):
        writer.writerow([unit, *map(write_cell, cells)])
    return buffer.getvalue()


def _columns(
    scores: IndexScores, file: FigureFile, form: Form
) -> Iterator[tuple[str, list[str | float | int | None]]]:
    parts = scores.plan.parts
    for part in parts:
        yield part.id, _numbers(scores.score(part.id))
    yield "rank", _ranks(rank_units(scores))
    if form.has_details:
        yield from _details(scores, file)
    if form.drawn is not None:
        root = parts[0].id
        names = (f"{root}_p05", f"{root}_p95", "rank_p05", "rank_p95")
        ends = (*form.drawn.interval(), *form.drawn.rank_interval())
        yield from zip(names, map(_numbers, ends), strict=True)


def _details(
    scores: IndexScores, file: FigureFile
) -> Iterator[tuple[str, list[str | float | int | None]]]:
    parts = scores.plan.parts
    for row, part in enumerate(parts):
        yield f"{part.id}_coverage", _numbers(scores.coverage[row])
    yield "class", [found.id if found else None for found in class_units(scores)]
    yield "variant", _variants(scores)
    yield from _ranks_in_groups(scores, file.groups)


def _ranks_in_groups(
    scores: IndexScores, groups: Mapping[str, tuple[str | None, ...]]
) -> Iterator[tuple[str, list[str | float | int | None]]]:
    for name, members in groups.items():
        yield f"rank_in_{name}", _ranks(rank_units(scores, members))


def _variants(scores: IndexScores) -> list[str | float | int | None]:
    variants = scores.plan.index.variants
    return [variants[place].id if place >= 0 else None for place in scores.variant.tolist()]


def _numbers(
    column: Floats,
) -> list[str | float | int | None]:
    return [None if number != number else number for number in column.tolist()]  # noqa: PLR0124 (NaN is unlike itself)


def _ranks(
    column: Floats,
) -> list[str | float | int | None]:
    return [None if rank is None else int(rank) for rank in _numbers(column)]
