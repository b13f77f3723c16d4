"""`eready serve`."""

import os
import socket
from typing import TYPE_CHECKING

import click

from app.cli.setting import open_settings, told_on_the_line
from app.cli.supervisor import Supervisor, web_command
from app.reference import ReferenceDataError
from app.service import upkeep
from app.service.clock import read_clock
from app.settings import LOCAL_HOSTS, Settings

if TYPE_CHECKING:
    from app.cli.lan import Lan

LOCAL = "127.0.0.1"
WILDCARDS = {"0.0.0.0", "::"}  # noqa: S104  # compared with, not bound to


@click.command()
@click.option("--host", help="Address to listen on; 127.0.0.1 unless --lan is given.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(1, 65_535),
    help="Port to listen on.",
)
@click.option(
    "--workers",
    default=2,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Web processes; each has four threads.",
)
@click.option(
    "--no-worker",
    is_flag=True,
    help="Start no worker: `eready worker` runs elsewhere.",
)
@click.option(
    "--lan",
    is_flag=True,
    help="Serve workshops to phones in the same Wi-Fi: prints an address with a QR code and a "
    "link for the host. Without accounts.",
)
def serve(*, host: str | None, port: int, workers: int, no_worker: bool, lan: bool) -> None:
    """Bring everything up to date and serve the site with its worker.

    Migrates the database, loads reference data that is newer, and starts the web server and one
    worker. A worker that dies is started again. Ctrl-C or SIGTERM ends all of it.
    """
    settings = open_settings()
    room = find_room(settings, host, port) if lan else None
    bind = room.bind if room else host or LOCAL
    check_port(bind, port)
    with told_on_the_line():
        had_data = prepare(settings)
    supervisor = Supervisor(choose_environ(settings, bind, room), has_worker=not no_worker)

    def catch_up() -> None:
        if room:
            room.say()
        if had_data:
            load_newer(settings)

    code = supervisor.run(web_command(bind, port, workers), host=bind, port=port, then=catch_up)
    raise SystemExit(code)


def find_room(settings: Settings, host: str | None, port: int) -> "Lan":
    """Find how a room reaches this laptop; not for a site that is served to the public."""
    # Here, since most starts serve no room.
    from app.cli.lan import open_lan  # noqa: PLC0415

    if settings.is_production:
        click.echo("eready: --lan is for one laptop in a room, not for the public", err=True)
        raise SystemExit(2)
    return open_lan(host, port)


def choose_environ(settings: Settings, bind: str, room: "Lan | None") -> dict[str, str]:
    """Choose the settings of the children: ours, and the names the site answers to."""
    if room:
        return room.environ(os.environ)
    environ = dict(os.environ)
    if not settings.is_production and not os.environ.get("EREADY_HOSTS"):
        environ["EREADY_HOSTS"] = ",".join(find_own_names(bind))
    return environ


def prepare(settings: Settings) -> bool:
    """Bring the database up to date, if the settings let us; load reference data if there are none.

    Returns:
        Whether reference data were there already: newer ones may then be loaded while serving.

    Raises:
        PendingMigration: The database is behind and the settings leave it to somebody else.
        StorageError: The database can't be used.
    """
    if settings.migrate_on_start:
        upkeep.migrate(settings)
    had_data = upkeep.has_data(settings)
    if not had_data:
        load_newer(settings)
    unlike = upkeep.find_unlike_data(settings) if settings.drop_licences else ""
    if unlike:
        click.echo(f"eready: {unlike}", err=True)
    return had_data


def load_newer(settings: Settings) -> None:
    """Load the settings' reference data if they are newer; what is wrong with them is only told.

    Raises:
        StorageError: The database can't be used.
    """
    if not settings.reference.is_dir():
        click.echo(f"eready: no reference data at {settings.reference}", err=True)
        return
    try:
        done = upkeep.load_newer(settings, read_clock())
    except ReferenceDataError as error:
        click.echo(f"eready: reference data left as they were: {error}", err=True)
        return
    if done is not None:
        click.echo(f"Loaded {done.title}.")


def check_port(host: str, port: int) -> None:
    """Go on only if nobody listens there already; else end with one plain line."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            click.echo(f"eready: can't listen on {host}:{port}: {error.strerror}", err=True)
            raise SystemExit(1) from None


def find_own_names(host: str) -> tuple[str, ...]:
    """Return the names under which this machine is reached when it listens on an address.

    On all addresses these are its host name and the address other machines on its network see.
    """
    if host not in WILDCARDS:
        return tuple(dict.fromkeys((*LOCAL_HOSTS, host)))
    names = [*LOCAL_HOSTS, socket.gethostname()]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Sends nothing: it only asks which of our addresses would be used.
            probe.connect(("192.0.2.1", 9))
            names.append(probe.getsockname()[0])
        except OSError:
            pass
    return tuple(dict.fromkeys(names))
