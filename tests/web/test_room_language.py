"""What a room reads, on its phones and on its big screen, at each stage, in every language."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.response import Answer
from app.response.workshop.table import PRACTICE
from app.service.workshop.agreeing import RESERVATION, Wish, agree
from app.service.workshop.planning import STAGES, TABLES
from app.service.workshop.running import end_workshop
from app.web.seat import SEAT
from app.web.sign_in import COOKIE
from tests.room import OpenRoom, open_for
from tests.team import Team, make_team
from tests.web.test_every_language import TRANSLATED, find_english
from tests.web.walk import workspace_of

WISH = Wish("POL-01", RESERVATION, Answer("POL-01", value=2), note="?", minority="?")


def hold(team: Team, code: str) -> Iterator[tuple[OpenRoom, str]]:
    """Take a room through its day; at each halt something else is seen."""
    facilitator, begun = team.actor("facilitator"), team.begin("e-government")
    room = open_for(
        team.workspace, begun, facilitator, people=6, language=code, title="1", anonymity="role"
    )
    yield room, "at the tables"
    room.open(PRACTICE)
    yield room, "practice"
    room.reveal()
    yield room, "practice revealed"
    room.open("policy")
    yield room, "answering"
    for place, one in enumerate(room.people):
        room.say(one, "POL-01", place % 4)
    room.close()
    yield room, "closed"
    room.show_all()
    yield room, "revealed"
    agree(facilitator, team.workspace, (room.id, 1), WISH, seen=room.table().version)
    yield room, "agreed"
    for stage in STAGES:
        if stage != TABLES:
            room.go_to(stage)
            yield room, stage
    end_workshop(facilitator, team.workspace, room.id, seen=room.room.row.version)
    yield room, "ended"


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_room_reads_no_english_of_ours(app: Flask, code: str) -> None:
    team = make_team(workspace_of(app))
    phone, desk = app.test_client(), app.test_client()
    desk.set_cookie(COOKIE, team.secret("facilitator"))
    wrong, seen = {}, 0
    for room, halt in hold(team, code):
        phone.set_cookie(SEAT, str(room.people[0].seat), path=f"/room/{room.id}")
        pages = {
            f"/join/{room.room.row.code}": app.test_client(),
            f"/room/{room.id}": phone,
            f"/room/{room.id}?question=POL-02": phone,
            f"/room/{room.id}/seat": phone,
            f"/workshop/{room.id}/screen": desk,
            f"/workshop/{room.id}/tables/1/screen": desk,
        }
        for address, client in pages.items():
            mark = "&" if "?" in address else "?"
            response = client.get(f"{address}{mark}lang={code}", follow_redirects=True)
            assert response.status_code in {200, 404}, (halt, address)
            seen += 1
            english = find_english(response.get_data(as_text=True), code)
            if english:
                wrong[halt, address.replace(room.id, "")] = english[:3]
    assert wrong == {}
    assert seen > 80
