"""`eready toolkit new`."""

import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, NoReturn

import click

from app.cli.toolkit.schema import write_schema
from app.definition.checking import check_toolkit
from app.definition.folder import HEAD
from app.definition.model import LANGUAGE, TOOLKIT_ID
from app.definition.schema import SCHEMAS
from app.definition.starting import derive_id, derive_title, fill_template, join_files
from app.paths import TOOLKITS

TEMPLATE: Final = TOOLKITS / "_template" / "folder"
ORDER: Final = ("rules", "people")
ENDING: Final = ".yaml"
LONGEST_TITLE: Final = 200


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--id", "toolkit_id", help="Id of the toolkit.  [default: made of the name in PATH]")
@click.option("--title", help="Title of the toolkit.  [default: made of the id]")
@click.option(
    "--language", default="en", show_default=True, help="Language you will write in, as a code."
)
@click.option("--single", is_flag=True, help="Write one file with everything in it.")
def new(
    path: Path, *, toolkit_id: str | None, title: str | None, language: str, single: bool
) -> None:
    """Begin a toolkit at PATH: a folder of files with a comment on every key.

    It has two pillars and a question of each common kind, to be replaced by your own, and passes
    the checker as it is. Nothing that is there is overwritten. The exit code is 1 where PATH is
    there already, and 2 for an id, title or language that cannot be used.
    """
    target = path.with_name(path.name + ENDING) if single and path.suffix != ENDING else path
    name = toolkit_id or derive_id(target.stem if single else target.absolute().name)
    _check_names(name, title, language, is_given=toolkit_id is not None)
    if _is_there(target):
        _fail(f"{target} is there already; nothing was written.", 1)
    files = fill_template(
        _read_template(), toolkit_id=name, title=title or derive_title(name), language=language
    )
    if single:
        _write(target, {"": join_files(files, ORDER)})
    else:
        schemas = {f".schema/{part}.schema.json": write_schema(part) for part in SCHEMAS}
        _write(target, {**files, **schemas})
    _tell(target, name)


def _is_there(target: Path) -> bool:
    try:
        return target.exists() or target.is_symlink()
    except (OSError, ValueError):  # a name that no file system takes
        return False


def _check_names(toolkit_id: str, title: str | None, language: str, *, is_given: bool) -> None:
    if TOOLKIT_ID.fullmatch(toolkit_id) is None:
        start = f"{toolkit_id!r} is no id" if is_given else "The name in PATH makes no id"
        _fail(f"{start}: small letters and digits, words joined by -. Give one with --id.", 2)
    if LANGUAGE.fullmatch(language) is None:
        _fail(f"{language!r} is no language code such as en or pt-BR.", 2)
    if title is not None and not (title.strip() and len(title) <= LONGEST_TITLE):
        _fail(f"A title has 1 to {LONGEST_TITLE} characters.", 2)


def _read_template() -> dict[str, str]:
    return {
        file.relative_to(TEMPLATE).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(TEMPLATE.rglob("*"))
        if file.is_file()
    }


def _write(target: Path, files: Mapping[str, str]) -> None:
    """Write all files or none: beside the target first, then under its name in one step."""
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}{target.suffix}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            file = partial / name if name else partial
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        _check_written(partial)
        partial.rename(target)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the texts can't be stored"
        _fail(f"{target} can't be written: {reason}.", 2)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _check_written(partial: Path) -> None:
    """See that what was written passes the checker: a title may hold what no text may."""
    findings = check_toolkit(partial).findings
    if findings:
        _fail(f"Nothing was written: {findings[0].message} {findings[0].mend}", 2)


def _tell(target: Path, toolkit_id: str) -> None:
    head = target / HEAD if target.is_dir() else target
    click.echo(f"Wrote the toolkit {toolkit_id}. Begin in {head}.")
    click.echo(f"See it while you write: eready toolkit preview {target}")
    click.echo(f"Check it: eready toolkit check {target}")


def _fail(message: str, code: int) -> NoReturn:
    click.echo(f"eready: {message}", err=True)
    raise SystemExit(code)
