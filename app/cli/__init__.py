"""The command `eready`. A command's module is loaded when the command is used."""

from importlib import import_module

import click

COMMANDS = {
    "serve": "Bring everything up to date and serve the site with its worker.",
    "worker": "Make documents and tidy up until told to stop.",
    "doctor": "Look whether this installation is well.",
    "migrate": "Bring the database up to date.",
    "data": "Load reference data.",
    "toolkit": "Check toolkits.",
    "score": "Score ANSWERS.csv by the TOOLKIT (a folder or file).",
    "docs": "Write docs/reference/ anew from the code.",
}


class LazyGroup(click.Group):
    """A group that lists its commands without loading them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load one command: `app/cli/<name>.py` holds it under its own name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"app.cli.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="eready", prog_name="eready")
def main() -> None:
    """Readiness assessments for governments.

    Settings come from EREADY_… variables; docs/reference/settings.md lists them.
    """
