"""`eready toolkit preview`."""

import ipaddress
import os
import socket
import sys
from pathlib import Path

import click

from app.paths import ROOT
from app.presentation.language import LANGUAGES

LOCAL = "localhost"
READY = [language.code for language in LANGUAGES.values() if language.ready]


def _check_host(_context: click.Context, _parameter: click.Parameter, host: str) -> str:
    try:
        is_own = host == LOCAL or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_own = False
    if not is_own:
        raise click.BadParameter(
            "a preview is for this machine only: use 127.0.0.1, ::1 or localhost."
        )
    return host


def _check_port(host: str, port: int) -> None:
    """Say at once that the port is taken, before anything is loaded."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            click.echo(
                f"eready: can't listen on {host}:{port}: {error.strerror}. "
                "Another port is taken with --port, any free one with --port 0.",
                err=True,
            )
            raise SystemExit(2) from None


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--port",
    default=8010,
    show_default=True,
    type=click.IntRange(0, 65_535),
    help="Port to listen on; 0 takes any that is free.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    callback=_check_host,
    help="Address of this machine to listen on.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(READY),
    help="Language of the pages, in place of the browser's.",
)
def preview(path: Path, *, port: int, host: str, language: str | None) -> None:
    """Show form, score and report of the toolkit at PATH in the browser while you write it.

    Open the address it prints. The page follows the files: it loads anew when one is saved, with
    the findings beside the questions. Answers stay in memory; nothing is written. Ctrl-C ends it.
    The exit code is 2 where the port is taken.
    """
    _check_port(host, port)
    words = [str(path.absolute()), "--host", host, "--port", str(port)]
    words += ["--lang", language] if language else []
    # In place of this process, as the site is started: the command line knows no web.
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    # -P: modules in the author's folder, whatever their names, are none of ours.
    command = [sys.executable, "-P", "-m", "app.web.preview.serving", *words]
    sys.stdout.flush()
    os.execve(sys.executable, command, environ)  # noqa: S606  # words that we checked
