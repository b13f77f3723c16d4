"""The site with its own toolkits and data, and pages that are checked as they are fetched."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.paths import REFERENCE
from app.service.reference import load_newer_data
from app.service.workspace import open_workspace
from app.settings import Settings, fill_settings
from app.store.engine import open_engine
from app.web import create_app
from tests.database import migrated_file
from tests.web.kept import KeptTemplates, keep_builders, lend_reference
from tests.web.page import Page, check_page

__all__ = ["migrated_file"]

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

MakeApp = Callable[..., Flask]
FetchPage = Callable[..., Page]


@pytest.fixture(scope="session")
def filled_file(migrated_file: Path) -> Path:
    """A database with the product's own reference data, to copy."""
    path = migrated_file.with_name("filled.sqlite3")
    path.write_bytes(migrated_file.read_bytes())
    engine = open_engine(f"sqlite:///{path}")
    load_newer_data(engine, REFERENCE, now=NOW)
    engine.dispose()
    return path


def open_app(folder: Path, database: Path, **settings: Any) -> Flask:
    """Open a site of one's own on a copy of a database."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "eready.sqlite3"
    path.write_bytes(database.read_bytes())
    plain = Settings(
        instance=folder,
        database_url=f"sqlite:///{path}",
        secret_key="for tests, long enough to be taken",
        operator="The office",
        contact="office@example.org",
    )
    workspace = open_workspace(fill_settings(replace(plain, **settings)), now=lambda: NOW)
    lend_reference(workspace, database)
    return create_app(workspace)


@pytest.fixture(scope="session", autouse=True)
def kept_parts() -> Iterator[None]:
    """Compile each template and each route once, not once for each site."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": KeptTemplates()})
        patch.setattr(Rule, "_compile_builder", keep_builders())
        yield


@pytest.fixture(scope="session")
def app(filled_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The site as it comes, shared by all tests: each has a browser of its own."""
    return open_app(tmp_path_factory.mktemp("site"), filled_file)


@pytest.fixture
def make_app(filled_file: Path, tmp_path: Path) -> MakeApp:
    """Make a site of one's own with other settings."""
    return lambda **settings: open_app(tmp_path / "site", filled_file, **settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without script."""
    return app.test_client()


@pytest.fixture
def fetch_page(client: FlaskClient) -> FetchPage:
    """Open an address, check what holds for every page, and give the page."""

    def fetch(path: str, *, status: int = 200) -> Page:
        response = client.get(path)
        assert response.status_code == status, response.get_data(as_text=True)[:2000]
        return check_page(response)

    return fetch
