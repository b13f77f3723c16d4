"""`eready migrate`."""

import click

from app.cli.setting import open_settings, told_on_the_line
from app.service import upkeep
from app.service.clock import read_clock
from app.service.log import set_up_log


@click.command()
def migrate() -> None:
    """Bring the database up to date.

    Either the whole change is made or none of it. Make a copy of the database first. Then the open
    toolkits are kept in it, as they are now.
    """
    settings = open_settings()
    set_up_log(settings)
    with told_on_the_line():
        done = upkeep.migrate(settings)
        upkeep.pin_open_toolkits(settings, read_clock())
    if done.before == done.now:
        click.echo(f"The database is at revision {done.now} already.")
    else:
        click.echo(f"The database went from revision {done.before or 'none'} to {done.now}.")
