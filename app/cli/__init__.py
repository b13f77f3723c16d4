"""The command `eready`. A command's module is loaded when the command is used."""

import click

from app.cli.lazy import LazyGroup

COMMANDS = {
    "serve": "Bring everything up to date and serve the site with its worker.",
    "demo": "Serve an invented country with three rounds, in a database of its own.",
    "worker": "Make documents and tidy up until told to stop.",
    "doctor": "Look whether this installation is well.",
    "backup": "Write everything this installation holds into the new FILE.",
    "restore": "Restore the backup in FILE into an empty installation.",
    "migrate": "Bring the database up to date.",
    "data": "Load reference data.",
    "user": "Make, list, disable and enable accounts; the first administrator is made here.",
    "toolkit": "Write, check, compare, translate and install toolkits.",
    "score": "Score ANSWERS.csv by the TOOLKIT (a folder or file).",
    "index": "Compute the index INDEX.yaml from the figures in DATA.csv.",
    "explain": "Say how a number of UNIT came about: the total, or that of NODE.",
    "report": "Make the PDF report of one unit of ANSWERS.csv.",
    "docs": "Write docs/reference/ anew from the code.",
}


@click.group(
    cls=LazyGroup,
    package=__name__,
    commands=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="eready", prog_name="eready")
def main() -> None:
    """Readiness assessments for governments.

    Settings come from EREADY_… variables; docs/reference/settings.md lists them.
    """
