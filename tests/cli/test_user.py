"""Accounts from the command line: nothing secret is shown, and nobody is there by themselves."""

from pathlib import Path

from click.testing import CliRunner
from sqlalchemy import text

from app.cli import main
from app.service.account.password import is_right
from app.store.engine import open_engine
from tests.cli.conftest import Eready

PASSWORD = "seven mossy stones"


def read(instance: Path, query: str) -> list[tuple[object, ...]]:
    engine = open_engine(f"sqlite:///{instance / 'eready.sqlite3'}")
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return rows


def unconfirm(instance: Path) -> None:
    engine = open_engine(f"sqlite:///{instance / 'eready.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("update account set email_confirmed_at = null"))
    engine.dispose()


def test_there_is_nobody_until_somebody_is_made(eready: Eready, instance: Path) -> None:
    told = eready("user", "list")
    assert told.exit_code == 1
    assert "migrate" in told.output
    eready("migrate")
    assert read(instance, "select count(*) from account") == [(0,)]
    assert eready("user", "list").output == ""
    assert eready("user", "disable", "nobody@example.org").exit_code == 1


def test_accounts_are_made_and_ended_on_the_console(
    eready: Eready, instance: Path, tmp_path: Path
) -> None:
    eready("migrate")
    kept = tmp_path / "password"
    kept.write_text(f"{PASSWORD}\nsomething else\n", encoding="utf-8")
    made = eready("user", "create", "Ada@Example.org", "--name", "Ada", "--admin",
                  "--password-file", kept)  # fmt: skip
    assert made.exit_code == 0, made.output
    assert PASSWORD not in made.output
    again = eready("user", "create", "ada@example.org", "--name", "Ada", "--password-file", kept)
    assert again.exit_code == 1
    assert "already" in again.output
    for email, name, path, said in [
        ("ada", "Ada", kept, "mail address"),
        ("b@example.org", "", kept, "name"),
    ]:
        told = eready("user", "create", email, "--name", name, "--password-file", path)
        assert told.exit_code == 1
        assert said in told.output
    kept.write_text("password1", encoding="utf-8")
    told = eready("user", "create", "b@example.org", "--name", "B", "--password-file", kept)
    assert told.exit_code == 1
    assert "Choose another" in told.output

    rows = read(instance, "select email, is_admin, state, password from account")
    assert [row[:3] for row in rows] == [("ada@example.org", 1, "active")]
    assert is_right(str(rows[0][3]), PASSWORD)
    listed = eready("user", "list").output
    assert listed == "ada@example.org\tAda\tadministrator\n"
    assert eready("user", "disable", "ada@example.org").exit_code == 0
    assert eready("user", "list").output == "ada@example.org\tAda\tadministrator, disabled\n"
    assert eready("user", "enable", "ada@example.org").exit_code == 0
    assert eready("user", "confirm", "nobody@example.org").exit_code == 1
    unconfirm(instance)
    assert "address not confirmed" in eready("user", "list").output
    assert eready("user", "confirm", "Ada@example.org").exit_code == 0
    assert eready("user", "list").output == "ada@example.org\tAda\tadministrator\n"

    kept.write_text("eight mossy stones", encoding="utf-8")
    assert eready("user", "set-password", "ada@example.org", "--password-file", kept).exit_code == 0
    assert is_right(str(read(instance, "select password from account")[0][0]), "eight mossy stones")
    trail = [row[0] for row in read(instance, "select action from audit order by id")]
    assert trail == [
        "account_created", "administrator_made", "account_disabled", "account_enabled",
        "email_confirmed", "password_changed",
    ]  # fmt: skip
    assert "mossy" not in str(read(instance, "select * from audit"))
    assert "mossy" not in str(read(instance, "select * from job"))


def test_the_password_is_asked_for_without_showing_it(eready: Eready, instance: Path) -> None:
    eready("migrate")

    words = ["user", "create", "ada@example.org", "--name", "Ada"]
    told = CliRunner().invoke(main, words, input=f"{PASSWORD}\n{PASSWORD}\n")
    assert told.exit_code == 0, told.output
    assert PASSWORD not in told.output
    assert read(instance, "select email, is_admin from account") == [("ada@example.org", 0)]
    words[2] = "b@example.org"
    told = CliRunner().invoke(main, [*words, "--password-stdin"], input=f"{PASSWORD}\n")
    assert told.exit_code == 0, told.output
