"""`eready backup`."""

from pathlib import Path

import click

from app.cli.setting import open_settings, told_on_the_line
from app.service.backup.archive import BackupError
from app.service.backup.making import make_backup
from app.service.clock import read_clock
from app.service.log import set_up_log


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--with-secret",
    is_flag=True,
    help="Put the secret key in too. Who has the file can then sign cookies and read the keys of "
    "second steps.",
)
def backup(file: Path, with_secret: bool) -> None:
    """Write everything this installation holds into the new FILE.

    All rows of the database as they are at this moment, and the installed toolkits, while people go
    on working. The file holds what people answered and hashes of passwords: keep it as safe as the
    database. Without `--with-secret` copy the key (EREADY_SECRET_KEY, or `secret` in the instance
    folder) to another safe place.
    """
    settings = open_settings()
    set_up_log(settings)
    try:
        with told_on_the_line():
            done = make_backup(settings, file, read_clock(), with_secret=with_secret)
    except BackupError as error:
        click.echo(f"eready: {error}", err=True)
        raise SystemExit(1) from None
    except OSError as error:
        click.echo(f"eready: can't write {error.filename or file}: {error.strerror}", err=True)
        raise SystemExit(2) from None
    size = file.stat().st_size
    click.echo(f"{file}: {done.row_count:,} rows, {len(done.members)} members, {size:,} bytes")
    if not with_secret:
        click.echo("The secret key is not in it: keep a copy of it elsewhere.")
