"""`eready data …`."""

from pathlib import Path

import click

from app.cli.setting import open_settings, told_on_the_line
from app.reference import ReferenceDataError
from app.service.clock import read_clock
from app.service.upkeep import load_folder


@click.group()
def data() -> None:
    """Load reference data."""


@data.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
def load(folder: Path | None) -> None:
    """Load a FOLDER of reference data and make it the current edition.

    Without FOLDER the one from the settings is loaded. Either all of it is loaded or nothing.
    """
    settings = open_settings()
    with told_on_the_line():
        try:
            done = load_folder(settings, folder, read_clock())
        except ReferenceDataError as error:
            for finding in error.findings:
                click.echo(str(finding), err=True)
            raise SystemExit(1) from None
    state = "loaded" if done.is_new else "is the current edition already"
    click.echo(f"{done.title} ({done.edition[:12]}) {state}.")
