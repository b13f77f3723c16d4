"""`eready user …`: accounts from the command line, above all the first administrator."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click

from app.cli.setting import open_settings, told_on_the_line


@click.group()
def user() -> None:
    """Make, list, disable and enable accounts; the first administrator is made here.

    A new installation has no account, so nobody has a password that others know.
    """


_from_file: Final = click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read the password from the first line of a file.",
)
_from_stdin: Final = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input."
)


def _read_password(password_file: Path | None, *, password_stdin: bool) -> str:
    if password_file is not None:
        return _first_line(password_file.read_text(encoding="utf-8"))
    if password_stdin:
        return _first_line(sys.stdin.read())
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return typed


def _first_line(text: str) -> str:
    return text.split("\n", 1)[0].removesuffix("\r")


@contextmanager
def _workspace() -> Iterator[Any]:
    # Loaded here: `--help` needs no database.
    from app.service.error import NotFound  # noqa: PLC0415
    from app.service.log import set_up_log  # noqa: PLC0415
    from app.service.workspace import open_workspace  # noqa: PLC0415

    settings = open_settings()
    set_up_log(settings)
    with told_on_the_line():
        workspace = open_workspace(settings)
        try:
            yield workspace
        except NotFound:
            _fail("there is no account with this address")
        finally:
            workspace.engine.dispose()


def _fail(*problems: str) -> None:
    for problem in problems:
        click.echo(f"eready: {problem}", err=True)
    raise SystemExit(1)


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="Name of the person, as others see it.")
@click.option("--admin", is_flag=True, help="Make an administrator of this installation.")
@click.option("--language", default="en", show_default=True, help="Language of their mails.")
@_from_file
@_from_stdin
def create(  # the options of a command
    *,
    email: str,
    name: str,
    admin: bool,
    language: str,
    password_file: Path | None,
    password_stdin: bool,
) -> None:
    """Make an account for EMAIL. The password is asked for; it is not shown."""
    from dataclasses import replace  # noqa: PLC0415

    from app.presentation.language import LANGUAGES  # noqa: PLC0415
    from app.service.account.console import create_account  # noqa: PLC0415
    from app.service.account.joining import read_newcomer  # noqa: PLC0415

    if language not in LANGUAGES:
        _fail("--language must be one of " + ", ".join(LANGUAGES))
    with _workspace() as workspace:
        password = _read_password(password_file, password_stdin=password_stdin)
        fields = {"email": email, "name": name, "password": password}
        newcomer, problems = read_newcomer(fields)
        if problems:
            _fail(*problems.values())
        if not create_account(workspace, replace(newcomer, language=language), is_admin=admin):
            _fail("there is an account with this address already")
    click.echo("Made the administrator." if admin else "Made the account.")


@user.command("list")
def list_users() -> None:
    """List all accounts: address, name, and what is special about them."""
    from app.service.account.console import list_all  # noqa: PLC0415

    with _workspace() as workspace:
        for item in list_all(workspace):
            marks = {
                "administrator": item.is_admin,
                "disabled": item.is_disabled,
                "second step": item.has_second_step,
                "address not confirmed": not item.is_confirmed,
            }
            told = ", ".join(mark for mark, holds in marks.items() if holds)
            click.echo(f"{item.email}\t{item.name}\t{told}".rstrip())


@user.command()
@click.argument("email")
def disable(email: str) -> None:
    """Sign EMAIL out everywhere and let them in no more."""
    from app.service.account.console import disable_account  # noqa: PLC0415

    with _workspace() as workspace:
        disable_account(workspace, email)
    click.echo("Disabled.")


@user.command()
@click.argument("email")
def enable(email: str) -> None:
    """Let EMAIL in again."""
    from app.service.account.console import enable_account  # noqa: PLC0415

    with _workspace() as workspace:
        enable_account(workspace, email)
    click.echo("Enabled.")


@user.command()
@click.argument("email")
def confirm(email: str) -> None:
    """Confirm the address EMAIL. Its owner told you in another way that it is theirs."""
    from app.service.account.console import confirm_account  # noqa: PLC0415

    with _workspace() as workspace:
        confirm_account(workspace, email)
    click.echo("Confirmed.")


@user.command()
@click.argument("email")
@_from_file
@_from_stdin
def set_password(email: str, *, password_file: Path | None, password_stdin: bool) -> None:
    """Give EMAIL a new password and sign them out everywhere."""
    from app.service.account.console import replace_password  # noqa: PLC0415

    with _workspace() as workspace:
        password = _read_password(password_file, password_stdin=password_stdin)
        fault = replace_password(workspace, email, password)
        if fault:
            _fail(fault)
    click.echo("Changed the password.")
