"""Settings and failures, told on the command line."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from app.settings import Settings, SettingsError, load_settings


def open_settings() -> Settings:
    """Read the settings, or end with every problem and exit code 2."""
    try:
        return load_settings()
    except SettingsError as error:
        for problem in error.problems:
            click.echo(f"eready: {problem}", err=True)
        raise SystemExit(2) from None


@contextmanager
def told_on_the_line() -> Iterator[None]:
    """End with one plain line and exit code 1 where the database can't be used."""
    # Loaded here: `--help` needs no database.
    from app.service.error import PendingMigration, StorageError  # noqa: PLC0415

    try:
        yield
    except (PendingMigration, StorageError) as error:
        click.echo(f"eready: {error}", err=True)
        raise SystemExit(1) from None
