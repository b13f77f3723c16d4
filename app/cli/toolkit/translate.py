"""`eready toolkit translate`."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from secrets import token_hex
from typing import NoReturn

import click

from app.definition.finding import DefinitionError
from app.definition.folder import HEAD
from app.definition.loading import load_toolkit
from app.definition.toolkit import Toolkit
from app.definition.translation.catalogue import Catalogue
from app.definition.translation.coverage import Coverage, measure_coverage
from app.definition.translation.folder import (
    catalogue_path,
    find_catalogues,
    is_inside,
    is_language,
    open_catalogue,
)
from app.definition.translation.reading import Reading
from app.definition.translation.updating import update_catalogue
from app.definition.translation.writing import write_catalogue

EMPTY = Reading(Catalogue({}, ()), ())


@dataclass(frozen=True, slots=True)
class _Found:
    """A catalogue as it is and as it ought to be."""

    language: str
    path: Path
    reading: Reading
    fresh: str
    coverage: Coverage

    @property
    def is_current(self) -> bool:
        """Whether an update would change nothing."""
        return self.path.is_file() and self.path.read_bytes() == self.fresh.encode()


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.argument("language", required=False)
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; tell what is out of date."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the numbers are written.",
)
def translate(path: Path, language: str | None, form: str, *, only_check: bool) -> None:
    """Write or update translations of the toolkit at PATH, or count what they cover.

    With LANGUAGE (such as ar, zh or pt-BR) the catalogue locale/LANGUAGE.po of the toolkit's folder
    is made or brought up to date: translations stay, changed texts are marked fuzzy, texts that are
    gone become obsolete. Without LANGUAGE the catalogues that are there are counted.

    The exit code is 0 when done, 1 for a toolkit or catalogue with errors (nothing is written then)
    and, with --check, for one that is out of date, and 2 for wrong usage.
    """
    folder = _find_folder(path)
    toolkit = _load(path)
    if language is None:
        found = [_look(toolkit, one.stem, one) for one in _list_known(folder, toolkit)]
    else:
        _check_language(toolkit, language)
        found = [_look(toolkit, language, catalogue_path(folder, language))]
    is_writing = language is not None and not only_check
    failed = _tell_flaws(found)
    behind = [one for one in found if not one.is_current]
    if is_writing and not failed:
        found = [_write(toolkit, one) for one in found]
    _tell(found, form)
    if only_check:
        for one in behind:
            command = f"eready toolkit translate {path} {one.language}"
            click.echo(f"{one.path} is out of date: {command}", err=True)
    raise SystemExit(1 if failed or (only_check and behind) else 0)


def _fail(message: str) -> NoReturn:
    click.echo(f"eready: {message}", err=True)
    raise SystemExit(2)


def _find_folder(path: Path) -> Path:
    if path.is_dir():
        return path
    if path.name == HEAD:
        return path.parent
    _fail(f"{path} is a single file: only a toolkit in a folder of its own has catalogues.")


def _load(path: Path) -> Toolkit:
    try:
        return load_toolkit(path)
    except DefinitionError as error:
        for finding in error.findings[:10]:
            click.echo(str(finding), err=True)
        click.echo("eready: the toolkit has errors; mend them first.", err=True)
        raise SystemExit(1) from None


def _check_language(toolkit: Toolkit, code: str) -> None:
    if not is_language(code):
        _fail(f"{code!r} is no language code, such as ar, zh or pt-BR.")
    if code == toolkit.language:
        _fail(f"the toolkit itself is written in {code!r}.")


def _list_known(folder: Path, toolkit: Toolkit) -> list[Path]:
    """List the catalogues whose names are languages; the checker tells of the others."""
    found = find_catalogues(folder)
    return [one for one in found if is_language(one.stem) and one.stem != toolkit.language]


def _look(toolkit: Toolkit, language: str, path: Path) -> _Found:
    is_new = not path.exists() and not path.is_symlink() and is_inside(path)
    reading = EMPTY if is_new else open_catalogue(path)
    fresh = write_catalogue(update_catalogue(toolkit, language, reading.catalogue))
    coverage = measure_coverage(toolkit, reading.catalogue)
    return _Found(language, path, reading, fresh, coverage)


def _tell_flaws(found: list[_Found]) -> bool:
    for one in found:
        for flaw in one.reading.flaws:
            click.echo(f"{one.path}:{flaw.line}: {flaw.message}", err=True)
        if one.reading.flaws:
            click.echo(f"eready: {one.path} is left as it is; mend it first.", err=True)
    return any(one.reading.flaws for one in found)


def _write(toolkit: Toolkit, one: _Found) -> _Found:
    if one.is_current:
        return one
    try:
        _write_whole(one.path, one.fresh.encode())
    except OSError as error:
        _fail(f"{one.path} can't be written: {error.strerror}.")
    click.echo(f"{one.path} written", err=True)
    return _look(toolkit, one.language, one.path)


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file in one step, so that nobody reads half of it."""
    path.parent.mkdir(exist_ok=True)
    partial = path.with_name(f"{path.name}.{token_hex(4)}")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _tell(found: list[_Found], form: str) -> None:
    if form == "json":
        content = [_to_json(one) for one in found]
        click.echo(json.dumps({"catalogues": content}, ensure_ascii=False, indent=2))
        return
    for one in found:
        click.echo(_say(one.language, one.coverage))
    if not found:
        click.echo("There are no catalogues. LANGUAGE makes one, such as: ar")


def _to_json(one: _Found) -> dict[str, object]:
    said = one.reading.catalogue.header.get("X-Reviewed", "no")
    head = {"language": one.language, "file": str(one.path), "reviewed_whole": said == "yes"}
    return head | asdict(one.coverage)


def _say(language: str, coverage: Coverage) -> str:
    def share(part: int, whole: int) -> str:
        return f"{part} of {whole} ({100 * part // whole if whole else 100} %)"

    return (
        f"{language}: {share(coverage.translated, coverage.texts)} texts translated; "
        f"quick-check {share(coverage.quick_translated, coverage.quick)}; "
        f"{coverage.missing} missing, {coverage.stale} stale, {coverage.faulty} faulty, "
        f"{coverage.unknown} of no text; {coverage.reviewed} reviewed"
    )
