"""`eready backup`, `eready restore`, and what the doctor says of mail."""

from pathlib import Path

from sqlalchemy import text

from app.store.engine import open_engine
from tests.cli.conftest import Eready
from tests.store.population import populate


def count(instance: Path) -> int:
    engine = open_engine(f"sqlite:///{instance / 'eready.sqlite3'}")
    with engine.connect() as connection:
        found: int = connection.execute(text("select count(*) from unit")).scalar_one()
    engine.dispose()
    return found


def test_there_and_back(eready: Eready, instance: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    assert eready("backup", file).exit_code == 1
    assert eready("migrate").exit_code == 0
    engine = open_engine(f"sqlite:///{instance / 'eready.sqlite3'}")
    populate(engine)
    engine.dispose()
    done = eready("backup", file, "--with-secret")
    assert done.exit_code == 0, done.output
    assert f"{file}: " in done.stdout
    again = eready("backup", file)
    assert again.exit_code == 1
    assert "is there already" in again.stderr
    assert "Traceback" not in again.output
    assert eready("backup", tmp_path / "no" / "such" / "place").exit_code == 2

    second = tmp_path / "second"
    done = eready("restore", file, EREADY_INSTANCE=str(second))
    assert done.exit_code == 0, done.output
    assert "The secret key came with it" in done.stdout
    assert (second / "secret").read_text() == (instance / "secret").read_text()
    assert count(second) == count(instance) > 0
    refused = eready("restore", file, EREADY_INSTANCE=str(second))
    assert refused.exit_code == 1
    assert "--replace" in refused.stderr
    assert eready("restore", file, "--replace", EREADY_INSTANCE=str(second)).exit_code == 0
    wrong = eready("restore", file, EREADY_LOG_LEVEL="loud")
    assert wrong.exit_code == 2
    assert "EREADY_LOG_LEVEL" in wrong.stderr


def test_the_doctor_says_where_mails_go(eready: Eready, instance: Path) -> None:
    said = eready("doctor").stdout
    assert f"ok       mail: no server is set: mails are written to {instance / 'mail'}" in said
    said = eready("doctor", EREADY_SMTP_HOST="127.0.0.1", EREADY_SMTP_PORT="9").stdout
    assert "PROBLEM  mail: 127.0.0.1:9 does not answer as it should" in said
    said = eready("doctor", EREADY_ACCOUNTS="no").stdout
    assert "ok       mail: nobody can sign in here" in said
