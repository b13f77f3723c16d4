"""Every page for members, in every language: no text of ours is left in English, no page breaks."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.member_page import Membership, join_everything
from tests.web.conftest import open_app
from tests.web.test_every_language import TRANSLATED, find_english

NOT_OURS = frozenset({"own_data.show_data", "admin.show_settings", "admin_trail.show_trail"})
"""Names of tables, variables and deeds stand there as the program knows them."""
IN_THE_ROOM_S_LANGUAGE = frozenset(
    {"workshop_screen.show_screen", "workshop_screen.show_table_screen"}
)
"""The big screen speaks to the room, whatever its facilitator reads; see test_room_language."""
FEWEST = 40
"""Kinds of pages that must have been seen."""

Member = tuple[FlaskClient, Membership]


@pytest.fixture(scope="module")
def member(filled_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Member:
    app = open_app(tmp_path_factory.mktemp("members"), filled_file)
    membership = join_everything(app)
    client = app.test_client()
    client.set_cookie("sign-in", membership.secret)
    return client, membership


@pytest.mark.parametrize("code", TRANSLATED)
def test_members_read_no_english_of_ours(member: Member, code: str) -> None:
    client, membership = member
    wrong, seen = {}, set()
    for endpoint, addresses in membership.addresses.items():
        for address in addresses:
            response = client.get(f"{address}?lang={code}", follow_redirects=True)
            assert response.status_code < 500, address
            if response.status_code != 200 or response.mimetype != "text/html":
                continue
            if endpoint in IN_THE_ROOM_S_LANGUAGE:
                continue
            seen.add(endpoint)
            english = find_english(response.get_data(as_text=True), code)
            if english and endpoint not in NOT_OURS:
                wrong[address] = english[:3]
    assert wrong == {}
    assert len(seen) > FEWEST, sorted(membership.addresses.keys() - seen)
