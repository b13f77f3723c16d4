"""`eready docs`: the pages of docs/reference/ that are written from the code."""

from collections.abc import Callable, Iterator
from pathlib import Path

import click

from app.cli import main
from app.definition.rule import RULES
from app.paths import ROOT
from app.settings import describe_settings

NOTE = "<!-- Written by `eready docs` from the code. Change the code, not this page. -->"


def write_settings() -> str:
    """Return the page of settings."""
    lines = [
        "# Settings",
        "",
        NOTE,
        "",
        "Settings are environment variables. One that is empty counts as not set; one that begins",
        "with `EREADY_` and is not listed here stops the start, since it is a slip of the pen.",
        "",
        "| Variable | Default | Meaning |",
        "|---|---|---|",
    ]
    lines += (
        f"| `{row.variable}` | {row.default} | {row.meaning} |" for row in describe_settings()
    )
    return "\n".join(lines) + "\n"


def write_rules() -> str:
    """Return the page of the checker's rules."""
    lines = [
        "# What the toolkit checker looks for",
        "",
        NOTE,
        "",
        "`eready toolkit check PATH` reports every finding with file, line, column and the id of",
        "its rule.",
        "",
        "| Rule | Severity | Why | How to mend |",
        "|---|---|---|---|",
    ]
    lines += (
        f"| `{rule.id}` | {rule.severity} | {_cell(rule.why)} | {_cell(rule.mend)} |"
        for rule in sorted(RULES.values(), key=lambda rule: rule.id)
    )
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def write_commands() -> str:
    """Return the page of commands."""
    parts = ["# The command line", "", NOTE, ""]
    for name, command, context in walk_commands(main, "eready", None):
        parts += [f"## `{name}`", "", "```text", command.get_help(context), "```", ""]
    return "\n".join(parts)


def walk_commands(
    command: click.Command, name: str, parent: click.Context | None
) -> Iterator[tuple[str, click.Command, click.Context]]:
    """Yield a command and all below it, each with its full name and a context of fixed width."""
    settings = {**command.context_settings, "terminal_width": 88, "max_content_width": 88}
    context = click.Context(command, parent, info_name=name.rsplit(maxsplit=1)[-1], **settings)
    yield name, command, context
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None:
                yield from walk_commands(found, f"{name} {child}", context)


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": write_settings,
    "cli.md": write_commands,
    "checker-rules.md": write_rules,
}
FOLDER = ROOT / "docs" / "reference"


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=FOLDER,
    show_default="docs/reference",
    help="Where the pages go.",
)
def docs(folder: Path) -> None:
    """Write docs/reference/ anew from the code."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, write in PAGES.items():
        (folder / name).write_text(write(), encoding="utf-8")
        click.echo(f"wrote {folder / name}")
