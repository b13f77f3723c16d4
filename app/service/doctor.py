"""Look at an installation from outside: what works, what does not, and what mends it."""

import ctypes
import shutil
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from app.paths import STATIC
from app.service.assessment.approval import verify_approvals
from app.service.definition import open_shelf
from app.service.mail import greet_server
from app.service.reference import find_unknown_licences
from app.service.toolkit_list import Listed, list_toolkits
from app.service.worker import SILENT
from app.settings import Settings, check_settings
from app.store.edition import current_edition, edition_day
from app.store.engine import Engine, open_engine, read_session
from app.store.error import PendingMigration, StorageError
from app.store.heartbeat import last_beat
from app.store.revision import check_revision

LIBRARIES: Final = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
}
"""Libraries that PDF reports need, and the Debian package of each."""
FONTS: Final = STATIC / "vendor" / "fonts"
GREETING_SECONDS: Final = 5.0
LEAST_FREE: Final = 500_000_000
"""Bytes on the disk of the instance folder."""


@dataclass(frozen=True, slots=True)
class Look:
    """One thing looked at: its name, whether it is well, and words."""

    name: str
    state: Literal["ok", "problem"]
    words: str


def look_at(settings: Settings, now: datetime) -> tuple[Look, ...]:
    """Look at everything an installation needs, each thing on its own."""
    engine = open_engine(settings.database_url)
    looks: list[tuple[str, Callable[[], str]]] = [
        ("settings", lambda: _look_at_settings(settings)),
        ("disk", lambda: _look_at_disk(settings)),
        ("PDF libraries", _look_at_libraries),
        ("fonts", _look_at_fonts),
        ("database", lambda: _look_at_database(engine)),
        ("reference data", lambda: _look_at_data(engine, settings)),
        ("worker", lambda: _look_at_worker(engine, now)),
        ("mail", lambda: _look_at_mail(settings)),
        ("approved assessments", lambda: _look_at_approvals(engine, settings)),
    ]
    try:
        found = tuple(_look(name, look) for name, look in looks)
        return (*found, *_look_at_toolkits(engine, settings))
    finally:
        engine.dispose()


class _ProblemError(Exception):
    """What is not well, in words."""


def _look(name: str, look: Callable[[], str]) -> Look:
    try:
        return Look(name, "ok", look())
    except (_ProblemError, PendingMigration, StorageError) as error:
        return Look(name, "problem", str(error))


def _look_at_settings(settings: Settings) -> str:
    problems = check_settings(settings)
    if problems:
        raise _ProblemError("; ".join(problems))
    return settings.environment


def _look_at_disk(settings: Settings) -> str:
    settings.instance.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.instance).free
    words = f"{free // 1_000_000:,} MB free at {settings.instance}"
    if free < LEAST_FREE:
        raise _ProblemError(f"only {words}")
    return words


def find_missing_libraries() -> tuple[str, ...]:
    """Return the Debian packages of libraries that PDF reports need and that are not there."""
    missing = []
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return tuple(missing)


def _look_at_libraries() -> str:
    missing = find_missing_libraries()
    if missing:
        raise _ProblemError("apt-get install " + " ".join(missing))
    return "all there"


def _look_at_fonts() -> str:
    count = len([path for path in FONTS.rglob("*") if path.suffix in {".ttf", ".otf"}])
    if not count:
        raise _ProblemError(f"none in {FONTS}: reports fall back to the system's fonts")
    return f"{count} files"


def _look_at_toolkits(engine: Engine, settings: Settings) -> tuple[Look, ...]:
    """Look at all together, then at each."""
    shelf = open_shelf(settings, engine)
    listed, offered = list_toolkits(shelf), len(shelf.list())
    words = f"{offered} in use, {len(listed)} in {settings.toolkits} and {settings.instance}"
    return (
        Look("toolkits", "ok" if offered else "problem", words),
        *(_look_at_toolkit(item) for item in listed),
    )


def _look_at_toolkit(item: Listed) -> Look:
    words = f"{item.status}, {item.origin}, {item.use}" if item.is_well else item.use
    return Look(f"toolkit {item.name}", "ok" if item.is_well else "problem", words)


def _look_at_database(engine: Engine) -> str:
    check_revision(engine)
    return f"{engine.dialect.name}, at the newest revision"


def _look_at_data(engine: Engine, settings: Settings) -> str:
    check_revision(engine)
    with read_session(engine) as session:
        key = current_edition(session)
        held = edition_day(session, key) if key else None
    if held is None:
        raise _ProblemError("none loaded: run `eready data load`")
    unlike = find_unknown_licences(engine, settings.drop_licences)
    if unlike:
        raise _ProblemError(unlike)
    return f"{held.title}, {held.date}"


def _look_at_mail(settings: Settings) -> str:
    """Greet the server that takes mails; nothing is sent."""
    if not settings.accounts:
        return "nobody can sign in here, so none is sent"
    if not settings.smtp_host:
        words = f"no server is set: mails are written to {settings.instance / 'mail'}"
        if settings.is_production:
            raise _ProblemError(words)
        return words
    try:
        greet_server(settings, GREETING_SECONDS)
    except (OSError, smtplib.SMTPException) as error:
        place = f"{settings.smtp_host}:{settings.smtp_port}"
        raise _ProblemError(f"{place} does not answer as it should: {error}") from None
    return f"{settings.smtp_host} answers"


def _look_at_worker(engine: Engine, now: datetime) -> str:
    check_revision(engine)
    with read_session(engine) as session:
        beat = last_beat(session)
    if beat is None:
        raise _ProblemError("none was ever here: run `eready worker`")
    age = max(0, int((now - beat).total_seconds()))
    if now - beat > SILENT:
        raise _ProblemError(f"silent for {age} s: run `eready worker`")
    return f"last sign of life {age} s ago"


def _look_at_approvals(engine: Engine, settings: Settings) -> str:
    """Look whether each approved assessment is what was approved, to the last digit."""
    check_revision(engine)
    found = verify_approvals(engine, open_shelf(settings, engine))
    changed = [item.assessment_id for item in found if not item.is_whole]
    if changed:
        raise _ProblemError(f"changed since approval: {', '.join(changed)}; restore a backup")
    other = [item.assessment_id for item in found if item.is_repeatable is False]
    if other:
        raise _ProblemError(f"this program makes other numbers of {', '.join(other)}")
    return f"{len(found)}, each as it was approved"
