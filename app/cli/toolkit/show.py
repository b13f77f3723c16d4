"""`eready toolkit show`."""

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Final, NoReturn

import click

from app.definition.finding import DefinitionError
from app.definition.index import Index
from app.definition.loading import load_index, load_toolkit
from app.definition.toolkit import Toolkit
from app.presentation.showing import (
    describe_index,
    describe_part,
    describe_toolkit,
    write_part,
    write_toolkit,
)

SUGGESTIONS: Final = 3
LONGEST_SHOWN: Final = 80
_TURNING: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What would move the cursor of a terminal or turn the letters around it."""


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.argument("part", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How it is written.",
)
def show(path: Path, part: str | None, *, form: str) -> None:
    """Show the toolkit at PATH, or one question or part of it, in the terminal.

    Without PART: head, status and what it means, scoring, and every pillar, topic and question with
    its weight, its share of the whole, and the points of its answers. With PART, the id of a
    question, topic, pillar, view or index: all that was written of it. The exit code is 1 for a
    toolkit with errors, and 2 where there is no such part.
    """
    toolkit = _load(path)
    if isinstance(toolkit, Index):
        described = describe_index(toolkit)
    elif part is None:
        described = describe_toolkit(toolkit)
    else:
        try:
            described = describe_part(toolkit, part)
        except KeyError:
            _refuse(toolkit, part)
    if form == "json":
        click.echo(json.dumps(described, ensure_ascii=False, indent=1))
        return
    is_whole = part is None and "pillars" in described
    text = write_toolkit(described) if is_whole else write_part(described)
    click.echo(_TURNING.sub("\ufffd", text))


def _load(path: Path) -> Toolkit | Index:
    try:
        return load_toolkit(path)
    except DefinitionError as error:
        with suppress(DefinitionError):
            return load_index(path)
        _tell(str(finding) for finding in error.findings)
        raise SystemExit(1 if error.is_found else 2) from None


def _refuse(toolkit: Toolkit, part: str) -> NoReturn:
    ids = [
        *(item.id for item in toolkit.questions),
        *(item.id for item in toolkit.topics),
        *(item.id for item in toolkit.pillars),
        *(item.id for item in toolkit.scoring.views),
        *(item.id for item in toolkit.indices),
    ]
    by_small = {name.lower(): name for name in ids}
    close = get_close_matches(part.lower()[:LONGEST_SHOWN], list(by_small), SUGGESTIONS)
    meant = f" Did you mean {', '.join(by_small[name] for name in close)}?" if close else ""
    _tell([f"{toolkit.id} has no part {part[:LONGEST_SHOWN]!r}.{meant}"])
    raise SystemExit(2)


def _tell(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(_TURNING.sub("\ufffd", f"eready: {line}"), err=True)
