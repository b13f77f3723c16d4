"""`eready toolkit …`: one file for each command, loaded when it is used."""

import click

from app.cli.lazy import LazyGroup

COMMANDS = {
    "check": "Check the toolkit at PATH: a folder, its toolkit.yaml, or one file.",
    "install": "Bring in the toolkit in the file ZIP, beside those that are there.",
    "diff": "Say what is different between two versions of a toolkit.",
    "translate": "Write or update translations of the toolkit at PATH, or count what they cover.",
}


@click.group(cls=LazyGroup, package=__name__, commands=COMMANDS)
def toolkit() -> None:
    """Write, check, compare, translate and install toolkits."""
