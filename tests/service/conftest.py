"""A small installation on each engine: one toolkit, two countries, a clock that can be turned."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.reference import (
    CountryRow,
    EditionRow,
    IndicatorRow,
    LicenceRow,
    NameRow,
    ObservationRow,
    SourceRow,
    Tables,
)
from app.response import Answer
from app.service.actor import Actor
from app.service.check_state import Change, Saved, Submission
from app.service.quick_check import save_answers
from app.service.workspace import Workspace, open_workspace
from app.settings import Settings, fill_settings
from app.store.edition import load_edition
from app.store.engine import open_engine, run_write
from tests.database import database_url, migrated_file, migrated_postgres

__all__ = ["database_url", "migrated_file", "migrated_postgres"]

TOOLKIT = Path(__file__).parent / "toolkit"
START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@dataclass
class Clock:
    moment: datetime = START

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **step: float) -> None:
        self.moment += timedelta(**step)


def make_tables(day: date = date(2026, 11, 22), value: float = 40.0) -> Tables:
    country = ("Africa", "Eastern Africa", 1.0, 38.0, "")
    return Tables(
        edition=EditionRow("Two countries", day, "For tests."),
        countries=(
            CountryRow("KEN", "KE", "404", *country),
            CountryRow("NAM", "NA", "516", *country),
        ),
        names=(NameRow("KEN", "en", "Kenya"), NameRow("NAM", "en", "Namibia")),
        groups=(),
        memberships=(),
        indicators=(
            IndicatorRow("users", "Users", "%", "higher", "context", "", "Users.", "", "office"),
        ),
        observations=(ObservationRow("KEN", "users", 2025, value, "office"),),
        sources=(SourceRow("office", "Office", "Office", "", "terms", "Office", "", "", "", ""),),
        licences=(LicenceRow("terms", "Terms", "", ""),),
    )


@dataclass
class House:
    """An installation, and short words for what tests do with it."""

    workspace: Workspace
    clock: Clock
    stranger: Actor = field(default_factory=lambda: Actor(address="203.0.113.9"))

    def save(self, actor: Actor, *changes: Change, country: str = "KEN", **more: object) -> Saved:
        submission = Submission("small", country, changes, **more)  # type: ignore[arg-type]
        return save_answers(actor, self.workspace, submission)

    def begin(self) -> tuple[Actor, Saved]:
        """Make a check with one answer; return its holder."""
        saved = self.save(self.stranger, change("basics.plan", 1))
        assert saved.new_keys is not None
        return Actor(saved.new_keys.cookie, "203.0.113.9"), saved


def change(question: str, value: int, base_version: int = 0, **more: str) -> Change:
    return Change(Answer(question=question, value=value, **more), base_version)  # type: ignore[arg-type]


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    folder = tmp_path / "toolkits"
    shutil.copytree(TOOLKIT, folder)
    return fill_settings(
        Settings(
            instance=tmp_path,
            database_url=database_url,
            secret_key="for tests, long enough to be taken",
            toolkits=folder,
            link_failures=3,
            waiting_documents=2,
        )
    )


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    engine = open_engine(settings.database_url)
    run_write(engine, lambda session: load_edition(session, make_tables(), now=START))
    engine.dispose()
    clock = Clock()
    workspace = open_workspace(settings, now=clock)
    yield House(workspace, clock)
    workspace.engine.dispose()
