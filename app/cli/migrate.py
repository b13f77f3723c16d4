"""`eready migrate`."""

import click

from app.cli.setting import open_settings, told_on_the_line
from app.store.engine import open_engine
from app.store.migration import upgrade
from app.store.revision import NEWEST, read_revision


@click.command()
def migrate() -> None:
    """Bring the database up to date.

    Either the whole change is made or none of it. Make a copy of the database first.
    """
    settings = open_settings()
    with told_on_the_line():
        engine = open_engine(settings.database_url)
        before = read_revision(engine)
        if before == NEWEST:
            click.echo(f"The database is at revision {NEWEST} already.")
            return
        upgrade(engine)
        click.echo(f"The database went from revision {before or 'none'} to {NEWEST}.")
