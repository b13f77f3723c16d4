"""`eready doctor`."""

import click

from app.cli.setting import open_settings
from app.service.clock import read_clock
from app.service.doctor import look_at
from app.service.log import set_up_log


@click.command()
def doctor() -> None:
    """Look whether this installation is well.

    Settings, disk, PDF libraries, fonts, database, reference data, worker, and each toolkit with
    its status. The exit code is 0 when all are well, else 1.
    """
    settings = open_settings()
    set_up_log(settings)
    looks = look_at(settings, read_clock())
    for look in looks:
        mark = "ok     " if look.state == "ok" else "PROBLEM"
        click.echo(f"{mark}  {look.name}: {look.words}")
    raise SystemExit(any(look.state != "ok" for look in looks))
