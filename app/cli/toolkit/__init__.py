"""`eready toolkit …`: one file for each command, loaded when it is used."""

import click

from app.cli.lazy import LazyGroup

COMMANDS = {
    "new": "Begin a toolkit at PATH: a folder of files with a comment on every key.",
    "show": "Show the toolkit at PATH, or one question or part of it, in the terminal.",
    "preview": "Show form, score and report of the toolkit at PATH while you write it.",
    "check": "Check the toolkit at PATH: a folder, its toolkit.yaml, or one file.",
    "schema": "Write the JSON Schema by which editors complete and underline definition files.",
    "install": "Bring in the toolkit in the file ZIP, beside those that are there.",
    "diff": "Say what is different between two versions of a toolkit.",
    "list": "List the toolkits of this installation: version, status, origin, questions, use.",
    "translate": "Write or update translations of the toolkit at PATH, or count what they cover.",
    "form": "Make a blank form of a toolkit: a PDF to print, or a workbook to fill in.",
    "answers": "Read the answers in a filled-in workbook and write them as ANSWERS.csv.",
}


@click.group(cls=LazyGroup, package=__name__, commands=COMMANDS)
def toolkit() -> None:
    """Write, check, compare, translate and install toolkits."""
