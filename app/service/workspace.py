"""What every use case works with: one installation, opened once a process."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.service.clock import read_clock
from app.service.definition import ToolkitShelf, open_shelf, read_toolkit_choices
from app.service.reference import ReferenceShelf
from app.settings import Settings
from app.store.engine import Engine, open_engine
from app.store.revision import check_revision


@dataclass(frozen=True, slots=True)
class Workspace:
    """Database, settings, toolkits and reference data of one installation; `now` is UTC."""

    engine: Engine
    settings: Settings
    toolkits: ToolkitShelf
    reference: ReferenceShelf
    now: Callable[[], datetime]


def open_workspace(settings: Settings, *, now: Callable[[], datetime] = read_clock) -> Workspace:
    """Open an installation whose database is at the revision this program needs.

    Raises:
        PendingMigration: It is not; the message says the command.
        StorageError: The database can't be reached.
    """
    engine = open_engine(settings.database_url)
    check_revision(engine)
    toolkits = open_shelf(settings, engine)
    toolkits.follow(lambda: read_toolkit_choices(engine))
    return Workspace(
        engine=engine,
        settings=settings,
        toolkits=toolkits,
        reference=ReferenceShelf(engine, without=settings.drop_licences, now=now),
        now=now,
    )
