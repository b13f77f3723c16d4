"""`eready docs`: the pages of docs/reference/ that are written from the code."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import click

from app.cli import main
from app.cli.library import write_library
from app.cli.toolkit.schema import write_schema
from app.definition.checking import RULES
from app.definition.rule import Rule
from app.definition.sample import read_sample
from app.definition.schema import SCHEMAS
from app.paths import ROOT, TOOLKITS
from app.settings import describe_settings

SAMPLES = TOOLKITS / "_features" / "wrong"
MOST_CHARACTERS = 120
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
    """Return the page of the checker's rules, with an example of each."""
    rules = sorted(RULES.values(), key=lambda rule: rule.id)
    lines = [
        "# What the toolkit checker looks for",
        "",
        NOTE,
        "",
        "`eready toolkit check PATH` reports every finding with file, line, column and the id of",
        "its rule. Below are all rules, each with an example of what is wrong and how it is right.",
        "The whole files of the examples are `toolkits/_features/wrong/RULE.yaml`.",
        "",
        "| Rule | Severity | Why |",
        "|---|---|---|",
    ]
    lines += (
        f"| [`{rule.id}`](#{rule.id}) | {rule.severity} | {_cell(rule.why)} |" for rule in rules
    )
    for rule in rules:
        lines += ["", f"## {rule.id}", "", f"{rule.severity.capitalize()}. {rule.why}", ""]
        lines += [*_write_examples(rule), "", f"To mend it: {rule.mend}"]
    return "\n".join(lines) + "\n"


def _write_examples(rule: Rule) -> list[str]:
    file = SAMPLES / f"{rule.id}.yaml"
    if not file.is_file():
        return [f"Wrong: {rule.wrong}", "", f"Right: {rule.right}"]
    sample = read_sample(file.read_text(encoding="utf-8"))
    wrong = ["Wrong:", "", *_write_code(sample.wrong)] if sample.wrong else []
    said = [f"{sample.title}", ""]
    return [*said, *wrong, *([""] if wrong else []), "Right:", "", *_write_code(sample.right)]


def _write_code(text: str) -> list[str]:
    return ["```yaml", *(_shortened(line) for line in text.split("\n")), "```"]


def _shortened(line: str) -> str:
    return line if len(line) <= MOST_CHARACTERS else line[:MOST_CHARACTERS] + " …"


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
    "library.md": partial(write_library, NOTE),
    **{f"{part}.schema.json": partial(write_schema, part) for part in SCHEMAS},
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
