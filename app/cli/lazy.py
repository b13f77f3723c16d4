"""A group of commands whose modules are loaded only when they are used."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """A group that lists its commands without loading them.

    `commands` names each with its one line of help; `<package>/<name>.py` holds it under its own
    name.
    """

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 (what click passes)
        package: str = "",
        commands: Mapping[str, str] | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        self._package = package
        self._listed = dict(commands or {})

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names in the order of the table."""
        return list(self._listed)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load one command."""
        if cmd_name not in self._listed:
            return None
        name = cmd_name.replace("-", "_")
        module = import_module(f"{self._package}.{name}")
        command: click.Command = getattr(module, name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._listed.items()))
