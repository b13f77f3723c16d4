"""What every test may ask for: real neighbours, where the machine has them."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.left_out import LeftOut, find_chromium
from tests.postgres import fresh_database, server
from tests.turn import Turns

# How long one example takes says how busy the machine is, and fails a test by chance.
settings.register_profile("eready", deadline=None)
settings.load_profile("eready")


def pytest_configure(config: pytest.Config) -> None:
    require_all = os.environ.get("EREADY_REQUIRE") == "all"
    config.pluginmanager.register(LeftOut(require_all=require_all), "left-out")
    config.pluginmanager.register(Turns(), "turns")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of an empty database on a real PostgreSQL; for tests marked `needs_postgres`."""
    with server() as url, fresh_database(url, f"eready_test_{os.getpid()}") as database:
        yield database


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser's path; for tests marked `needs_chromium`."""
    path = find_chromium()
    if path is None:
        raise RuntimeError("no Chromium: mark the test with needs_chromium")
    return path
