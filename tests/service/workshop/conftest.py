"""A room by the small toolkit, on each engine."""

import pytest

from tests.room import OpenRoom, open_alone
from tests.service.conftest import House, database_url, house, settings
from tests.team import Team, make_team

__all__ = ["database_url", "house", "settings"]


@pytest.fixture
def team(house: House) -> Team:
    return make_team(house.workspace)


@pytest.fixture
def room(house: House) -> OpenRoom:
    return open_alone(house.workspace, "small", people=5)
