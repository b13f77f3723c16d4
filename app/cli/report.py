"""`eready report`: the PDF report of one unit from a file of answers, without a server."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import click

from app.cli.file import (
    INPUT_ERRORS,
    USAGE,
    open_answers,
    open_toolkit,
    split_parameter,
    stop,
    write_file,
)
from app.cli.progress import Progress
from app.cli.setting import open_settings
from app.definition.folder import HEAD
from app.definition.toolkit import Toolkit
from app.definition.translation.folder import load_translation
from app.presentation.language import LANGUAGES, load_translator
from app.presentation.view.wording import Wording
from app.reference import Reference, ReferenceDataError, load_reference
from app.response import Answers, Setting, SettingError, check_setting
from app.scoring import ScoringError
from app.service.clock import read_clock
from app.service.unit_report import (
    PdfError,
    UnitOrder,
    build_unit_report,
    find_missing,
    render_pdf,
)

READY = [language.code for language in LANGUAGES.values() if language.ready]


@dataclass(frozen=True, slots=True)
class Task:
    """What was asked for on the command line."""

    answers: Path
    toolkit: Path
    unit: str
    language: str
    on: date


@click.command()
@click.argument("answers", metavar="ANSWERS.csv", type=click.Path(path_type=Path))
@click.option(
    "--toolkit", required=True, type=click.Path(path_type=Path), help="Its folder or file."
)
@click.option(
    "--unit", required=True, help="A unit of the file; an ISO 3166-1 code (KEN) is that country."
)
@click.option("--lang", "language", type=click.Choice(READY), default="en", show_default=True)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File to write."
)
@click.option("--quick", is_flag=True, help="Score the quick-check's questions only.")
@click.option("--scope", help="country, subnational, city or organisation.")
@click.option("--parameter", "parameters", multiple=True, metavar="NAME=OPTION")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day the report bears; today unless given.",
)
def report(
    answers: Path,
    toolkit: Path,
    unit: str,
    language: str,
    out: Path,
    quick: bool,
    scope: str | None,
    parameters: tuple[str, ...],
    day: datetime | None,
) -> None:
    """Make the PDF report of one unit of ANSWERS.csv.

    The same files and the same day give the same bytes. Exit status: 0 done, 1 errors in the input
    (each with file, line and column; nothing is written), 2 not readable, wrong usage, or no PDF
    can be made here.
    """
    missing = find_missing()
    if missing:
        stop([f"No PDF can be made here. Install: {' '.join(missing)}."], USAGE)
    chosen = dict(split_parameter(parameter) for parameter in parameters)
    task = Task(answers, toolkit, unit, language, (day or read_clock()).date())
    write_file(out, _make(task, Setting(quick, scope or "", chosen)))


def _make(task: Task, wish: Setting) -> bytes:
    toolkit = open_toolkit(task.toolkit)
    setting = Setting(wish.quick, wish.scope or toolkit.usual_scope, wish.parameters)
    try:
        check_setting(toolkit, setting)
    except SettingError as error:
        raise click.UsageError(str(error)) from error
    given = _pick_unit(task, open_answers(task.answers, toolkit))
    order = UnitOrder(_speak(task, toolkit, setting), task.unit, given, task.on)
    with Progress("Making the report") as progress:
        reference = _open_reference()
        progress.show(1, 3)
        try:
            made = build_unit_report(order, reference)
            progress.show(2, 3)
            return render_pdf(made)
        except ScoringError as error:
            stop([f"{task.toolkit}: {error}"], INPUT_ERRORS)
        except PdfError as error:
            stop([f"No PDF was made: {error}"], USAGE)


def _pick_unit(task: Task, answers: dict[str, Answers]) -> Answers:
    if task.unit not in answers:
        raise click.UsageError(f"There is no unit {task.unit!r} in the answers.")
    return answers[task.unit]


def _speak(task: Task, toolkit: Toolkit, setting: Setting) -> Wording:
    translator = load_translator(task.language)
    published = load_translation(open_settings().reference, task.language)
    named_by_head = task.toolkit.name == HEAD and task.toolkit.is_file()
    folder = task.toolkit.parent if named_by_head else task.toolkit
    if task.language == toolkit.language or not folder.is_dir():
        return Wording(toolkit, setting, translator, published_translation=published)
    translation = load_translation(folder, task.language)
    return Wording(toolkit, setting, translator, translation, published)


def _open_reference() -> Reference:
    """Read the published figures, without those that the settings leave out."""
    settings = open_settings()
    try:
        reference = load_reference(settings.reference)
    except ReferenceDataError as error:
        stop([f"{settings.reference}: {error}"], USAGE)
    for licence in settings.drop_licences:
        reference = reference.without(licence)
    return reference
