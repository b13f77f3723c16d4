"""`eready toolkit schema`."""

import json
from pathlib import Path

import click

from app.definition.schema import SCHEMAS


def write_schema(part: str) -> str:
    """Write the JSON Schema of one kind of file."""
    return json.dumps(SCHEMAS[part](), ensure_ascii=False, indent=2) + "\n"


@click.command()
@click.argument("part", type=click.Choice(list(SCHEMAS)), default="toolkit")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write into this file instead."
)
def schema(part: str, out: Path | None) -> None:
    """Write the JSON Schema by which editors complete and underline definition files.

    PART is the kind of file: toolkit (the head, or a single file), pillar or index.
    """
    text = write_schema(part)
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        click.echo(f"eready: {out} can't be written: {error.strerror}", err=True)
        raise SystemExit(2) from None
