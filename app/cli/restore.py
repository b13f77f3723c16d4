"""`eready restore`."""

import os
from pathlib import Path

import click

from app.cli.setting import told_on_the_line
from app.service.backup.archive import BackupError
from app.service.backup.restoring import restore_backup
from app.service.clock import read_clock
from app.service.log import set_up_log
from app.settings import Settings, SettingsError, check_settings, read_settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--replace",
    is_flag=True,
    help="Take away what is in the database. Installed toolkits are put aside.",
)
def restore(file: Path, replace: bool) -> None:
    """Restore the backup in FILE into an empty installation.

    The database may be another engine than the one the backup was made from. Every sum in the file
    is checked before anything is touched; then all of it is restored, or nothing. Stop the site
    first.
    """
    settings = _read_settings()
    set_up_log(settings)
    try:
        with told_on_the_line():
            done = restore_backup(settings, file, read_clock(), replace=replace)
    except BackupError as error:
        click.echo(f"eready: {error}", err=True)
        raise SystemExit(1) from None
    except OSError as error:
        place = error.filename or settings.instance
        click.echo(f"eready: can't write {place}: {error.strerror}", err=True)
        raise SystemExit(2) from None
    made = done.manifest.made_at.strftime("%Y-%m-%d %H:%M UTC")
    click.echo(f"Restored {done.manifest.row_count:,} rows, as they were at {made}.")
    if done.kept_aside:
        click.echo(f"The toolkits that were installed before are in {done.kept_aside}.")
    if done.is_secret_written:
        click.echo("The secret key came with it.")
    elif not done.manifest.has_secret:
        click.echo(
            "The secret key is not in it. Set EREADY_SECRET_KEY, or copy `secret` into the "
            "instance folder; with another key everybody signs in anew, and codes of second steps "
            "are refused."
        )


def _read_settings() -> Settings:
    """Read the settings without making a secret: the one in the file may take its place."""
    try:
        settings = read_settings(os.environ)
        problems = tuple(check_settings(settings))
    except SettingsError as error:
        problems = error.problems
    if problems:
        for problem in problems:
            click.echo(f"eready: {problem}", err=True)
        raise SystemExit(2)
    return settings
