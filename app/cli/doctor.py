"""`eready doctor`."""

import click

from app.cli.setting import open_settings
from app.service.clock import read_clock
from app.service.doctor import look_at


@click.command()
def doctor() -> None:
    """Look whether this installation is well.

    Settings, disk, PDF libraries, fonts, toolkits, database, reference data and worker. The exit
    code is 0 when all are well, else 1.
    """
    looks = look_at(open_settings(), read_clock())
    for look in looks:
        mark = "ok     " if look.state == "ok" else "PROBLEM"
        click.echo(f"{mark}  {look.name}: {look.words}")
    raise SystemExit(any(look.state != "ok" for look in looks))
