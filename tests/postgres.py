"""A real PostgreSQL for the tests: one that answers already, or a private one made for this run.

EREADY_TEST_POSTGRES names a server and a database to connect to first. Where none answers and
PostgreSQL's programs are installed, a cluster of our own is started in a temporary folder, on a
socket only we know, and removed at the end.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import URL, make_url

DEFAULT_URL = "postgresql+psycopg://root@127.0.0.1/test"
DEBIAN_PROGRAMS = Path("/usr/lib/postgresql")


def configured_url() -> URL:
    return make_url(os.environ.get("EREADY_TEST_POSTGRES", DEFAULT_URL))


def plain(url: URL) -> str:
    """Return the URL as libpq reads it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def does_answer(url: URL) -> bool:
    try:
        with psycopg.connect(plain(url), connect_timeout=3):
            return True
    except psycopg.OperationalError:
        return False


def find_programs() -> Path | None:
    """Return the folder with the newest initdb and pg_ctl."""
    versions = sorted(DEBIAN_PROGRAMS.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def is_postgres_at_hand() -> bool:
    return does_answer(configured_url()) or find_programs() is not None


def as_postgres() -> list[str]:
    """PostgreSQL refuses to run as root, so root steps down to its own account."""
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


@contextmanager
def private_cluster(programs: Path) -> Iterator[URL]:
    """Start a cluster in a temporary folder and stop it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="eready-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data = str(folder / "data")

    def run(*command: str) -> None:
        subprocess.run(
            [*as_postgres(), *command],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            timeout=60,
        )

    run(str(programs / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8")
    control = [str(programs / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "log")]
    run(*control, "-o", f"-k {folder} -c listen_addresses='' -F", "start")
    try:
        yield URL.create(
            "postgresql+psycopg", "postgres", database="postgres", query={"host": str(folder)}
        )
    finally:
        run(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server() -> Iterator[URL]:
    """Yield the URL of a server where databases may be made."""
    url = configured_url()
    programs = find_programs()
    if does_answer(url):
        yield url
    elif programs:
        with private_cluster(programs) as private:
            yield private
    else:
        raise RuntimeError("no PostgreSQL: mark the test with needs_postgres")


@contextmanager
def fresh_database(url: URL, name: str) -> Iterator[str]:
    """Make an empty database, yield its SQLAlchemy URL, drop it at the end."""
    with psycopg.connect(plain(url), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0")
        try:
            yield url.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
