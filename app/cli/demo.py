"""`eready demo`."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import click

from app.cli.serve import check_port, find_own_names
from app.cli.setting import open_settings, told_on_the_line
from app.cli.supervisor import Supervisor, web_command
from app.service import upkeep
from app.service.clock import read_clock
from app.settings import Settings

FOLDER = "demo"
DATABASE = "eready.sqlite3"
OWN_HOSTS = ("127.0.0.1", "localhost", "::1")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(1, 65_535),
    help="Port to listen on.",
)
@click.option("--anew", is_flag=True, help="Throw away what was done in it and make it anew.")
def demo(*, host: str, port: int, anew: bool) -> None:
    """Serve an invented country with three rounds, in a database of its own.

    Everybody who reaches it can be anybody in it, so it listens on this machine alone.
    """
    settings = open_settings()
    if settings.is_production or host not in OWN_HOSTS:
        click.echo("eready: the demonstration is for one machine, not for the public", err=True)
        raise SystemExit(2)
    check_port(host, port)
    own = settings.instance / FOLDER
    with told_on_the_line():
        if anew:
            shutil.rmtree(own, ignore_errors=True)
        if not (own / DATABASE).exists():
            fill(settings, own)
        upkeep.migrate(_settings_in(settings, own))
    environ = {name: value for name, value in os.environ.items() if not name.startswith("EREADY_")}
    environ["EREADY_INSTANCE"] = str(own)
    environ["EREADY_HOSTS"] = ",".join(find_own_names(host))
    supervisor = Supervisor(environ)
    code = supervisor.run(web_command(host, port, 1), host=host, port=port, then=lambda: None)
    raise SystemExit(code)


def fill(settings: Settings, own: Path) -> None:
    """Make the demonstration's folder, whole or not at all.

    Raises:
        StorageError: The database can't be used.
    """
    from app.service.demo.making import make_demo  # noqa: PLC0415  # it loads much

    making = own.with_name(f"{own.name}.part")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    inside = _settings_in(settings, making)
    upkeep.migrate(inside)
    make_demo(inside, read_clock(), lambda what: click.echo(f"Making {what} ..."))
    shutil.rmtree(own, ignore_errors=True)
    making.rename(own)


def _settings_in(settings: Settings, folder: Path) -> Settings:
    return replace(settings, instance=folder, database_url=f"sqlite:///{folder / DATABASE}")
