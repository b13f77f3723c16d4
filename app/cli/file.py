"""Files of the command line: read with every fault told, written whole or not at all."""

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final, NoReturn

import click

from app.cli.progress import Progress, open_watched
from app.definition.finding import DefinitionError
from app.definition.loading import load_toolkit
from app.definition.toolkit import Toolkit
from app.response import Answers, InputFileError, read_answers_csv, stream_answers_csv

INPUT_ERRORS = 1
USAGE = 2
MOST_PRINTED = 1_000
_BLOCK: Final = 1 << 20


def stop(lines: Iterable[object], status: int) -> NoReturn:
    """Say what is wrong, a line each, and end with a status."""
    printed = [str(line) for line in lines]
    for line in printed[:MOST_PRINTED]:
        click.echo(line, err=True)
    if len(printed) > MOST_PRINTED:
        click.echo(f"... and {len(printed) - MOST_PRINTED} more.", err=True)
    sys.exit(status)


def open_toolkit(path: Path) -> Toolkit:
    """Load a toolkit, or stop with what is wrong with it."""
    if not path.exists():
        stop([f"{path}: there is no such file or folder."], USAGE)
    try:
        return load_toolkit(path)
    except DefinitionError as error:
        stop(error.findings, INPUT_ERRORS if error.is_found else USAGE)
    except OSError as error:
        stop([f"{path}: cannot be read: {error.strerror}."], USAGE)


def open_answers(path: Path, toolkit: Toolkit) -> dict[str, Answers]:
    """Read a file of answers, or stop with what is wrong with it."""
    try:
        with Progress("Reading") as progress, open_watched(path, progress) as stream:
            return read_answers_csv(stream, toolkit, name=str(path))
    except InputFileError as error:
        stop(error.findings, INPUT_ERRORS)
    except OSError as error:
        stop([f"{path}: cannot be read: {error.strerror}."], USAGE)


def stream_answers(
    path: Path, toolkit: Toolkit, progress: Progress
) -> Iterator[dict[str, Answers]]:
    """Read a file in which the rows of each unit stand together, or stop with what is wrong."""
    try:
        with open_watched(path, progress) as stream:
            yield from stream_answers_csv(stream, toolkit, name=str(path))
    except InputFileError as error:
        stop(error.findings, INPUT_ERRORS)
    except OSError as error:
        stop([f"{path}: cannot be read: {error.strerror}."], USAGE)


def split_parameter(parameter: str) -> tuple[str, str]:
    """Split NAME=OPTION; UsageError for anything else."""
    name, sign, option = parameter.partition("=")
    if not sign or not name or not option:
        raise click.UsageError(f"--parameter {parameter!r} is not of the form NAME=OPTION.")
    return name, option


def write_out(out: Path | None, text: str) -> None:
    """Write to standard output, or a file whole or not at all."""
    if out is None:
        click.echo(text, nl=False)
    else:
        write_file(out, text.encode("utf-8"))


def write_chunks(out: Path | None, chunks: Iterable[str]) -> None:
    """Write a text that is made bit by bit, whole or not at all: nothing if making it fails."""
    folder = None if out is None else out.parent
    try:
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as spool:
            try:
                _finish_chunks(spool, chunks, out)
            finally:
                Path(spool.name).unlink(missing_ok=True)
    except BrokenPipeError:
        raise  # who reads has had enough
    except OSError as error:
        stop([f"{out or 'standard output'}: cannot be written: {error.strerror}."], USAGE)


def _finish_chunks(spool: IO[bytes], chunks: Iterable[str], out: Path | None) -> None:
    for chunk in chunks:
        spool.write(chunk.encode("utf-8"))
    spool.flush()
    if out is not None:
        Path(spool.name).chmod(0o644)
        Path(spool.name).replace(out)
        return
    spool.seek(0)
    while block := spool.read(_BLOCK):
        click.echo(block, nl=False)


def write_file(out: Path, body: bytes) -> None:
    """Write a file whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(body)
        Path(name).chmod(0o644)
        Path(name).replace(out)
    except OSError as error:
        stop([f"{out}: cannot be written: {error.strerror}."], USAGE)
