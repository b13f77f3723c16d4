"""`eready toolkit form`."""

from pathlib import Path

import click

from app.cli.file import INPUT_ERRORS, USAGE, open_toolkit, split_parameter, stop, write_file
from app.definition.toolkit import Toolkit
from app.definition.translation.folder import load_translation
from app.definition.translation.speaking import NOTHING, Translation
from app.presentation.language import DEFAULT_LANGUAGE, LANGUAGES, load_translator
from app.presentation.view.wording import Wording
from app.response import Setting, SettingError, check_setting
from app.service.form import FORMATS, PdfError, build_form


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="File to write: .pdf to print, .xlsx to fill in.",
)
@click.option("--lang", "language", help="Language of the form; without it the toolkit's own.")
@click.option("--quick", is_flag=True, help="Only the questions of the quick-check.")
@click.option("--scope", help="country, subnational, city or organisation.")
@click.option("--parameter", "parameters", multiple=True, metavar="NAME=OPTION")
def form(
    path: Path,
    out: Path,
    language: str | None,
    quick: bool,
    scope: str | None,
    parameters: tuple[str, ...],
) -> None:
    """Make a blank form of the toolkit at PATH: a PDF to print, or a workbook to fill in.

    Exit status: 0 done, 1 errors in the toolkit, 2 not readable, wrong usage, or a PDF that this
    machine can't make.
    """
    write = FORMATS.get(out.suffix.lower().removeprefix("."))
    if write is None:
        raise click.UsageError(f"--out {str(out)!r} ends neither in .pdf nor in .xlsx.")
    chosen = dict(split_parameter(parameter) for parameter in parameters)
    toolkit = open_toolkit(path)
    speaks_own = language in {None, toolkit.language}
    code = _choose_language(toolkit, None if speaks_own else language)
    setting = Setting(quick, scope or toolkit.usual_scope, chosen)
    try:
        check_setting(toolkit, setting)
    except SettingError as error:
        raise click.UsageError(str(error)) from error
    translation = NOTHING if speaks_own else _find_translation(path, code)
    blank = build_form(Wording(toolkit, setting, load_translator(code), translation))
    if not blank.parts:
        stop([f"{path}: no question of the toolkit is asked in this setting."], INPUT_ERRORS)
    try:
        body = write(blank)
    except PdfError as error:
        stop([f"{out}: {error}."], USAGE)
    write_file(out, body)


def _choose_language(toolkit: Toolkit, wanted: str | None) -> str:
    ready = [code for code, language in LANGUAGES.items() if language.ready]
    if wanted is None:  # in a language that the form itself does not speak, its labels are English
        return toolkit.language if toolkit.language in ready else DEFAULT_LANGUAGE
    if wanted not in ready:
        raise click.UsageError(f"--lang {wanted!r} is none of {', '.join(ready)}.")
    return wanted


def _find_translation(path: Path, language: str) -> Translation:
    return load_translation(path if path.is_dir() else path.parent, language)
