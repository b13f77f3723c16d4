"""The cookie of a seat in a room: the secret of one participant, sent to that room's pages only."""

from dataclasses import replace
from typing import Final

from flask import request

from app.service.actor import Actor
from app.web.cookie import LONGEST, give
from app.web.scene import visitor

SEAT: Final = "seat"
DOOR: Final = "/join"
"""Where everybody comes in; the seat is sent there too, so that nobody takes a second one."""
DAYS: Final = 30
DAY: Final = 86_400


def room_path(workshop_id: str) -> str:
    """Give the path below which a seat's cookie is sent."""
    return f"/room/{workshop_id}"


def seated() -> Actor:
    """Give whoever asks, with the secret of the seat their browser holds for this room."""
    return replace(visitor(), seat=_read() or None)


def _read() -> str:
    raw = request.cookies.get(SEAT, "")
    return raw if raw.isascii() and len(raw) <= LONGEST else ""


def seated_at_door() -> tuple[str, Actor]:
    """Give the room the browser sat down in last (empty: none), and who asks with that seat."""
    workshop_id, _, secret = _read().partition(".")
    return workshop_id, replace(visitor(), seat=secret or None)


def give_seat(workshop_id: str, secret: str | None) -> None:
    """Let the browser hold a seat; None takes it away."""
    give(room_path(workshop_id), SEAT, secret, seconds=DAYS * DAY)
    known = f"{workshop_id}.{secret}" if secret else None
    give(DOOR, SEAT, known, seconds=DAYS * DAY)
