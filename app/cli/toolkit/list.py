"""`eready toolkit list`."""

import click

from app.cli.setting import open_settings
from app.service.log import set_up_log
from app.service.toolkit_list import list_installation


@click.command()
def list() -> None:  # noqa: A001  # the name of the command
    """List the toolkits of this installation: version, status, origin, questions, use.

    The exit code is 0 when all can be read, else 1.
    """
    settings = open_settings()
    set_up_log(settings)
    listed = list_installation(settings)
    width = max((len(item.name) for item in listed), default=0)
    for item in listed:
        asked = f"{item.questions:>4} questions" if item.is_well else " " * 14
        click.echo(
            f"{item.name:<{width}}  {item.status:<10}  {item.origin:<9}  {asked}  {item.use}"
        )
    raise SystemExit(any(not item.is_well for item in listed))
