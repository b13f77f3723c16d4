"""The cookie of a seat in a room: the secret of one participant, sent to that room's pages only."""

from dataclasses import replace
from typing import Final

from flask import request

from app.service.actor import Actor
from app.web.cookie import LONGEST, give
from app.web.scene import visitor

SEAT: Final = "seat"
DAYS: Final = 30
DAY: Final = 86_400


def room_path(workshop_id: str) -> str:
    """Give the path below which a seat's cookie is sent."""
    return f"/room/{workshop_id}"


def seated() -> Actor:
    """Give whoever asks, with the secret of the seat their browser holds for this room."""
    raw = request.cookies.get(SEAT, "")
    secret = raw if raw and raw.isascii() and len(raw) <= LONGEST else None
    return replace(visitor(), seat=secret)


def give_seat(workshop_id: str, secret: str | None) -> None:
    """Let the browser hold a seat; None takes it away."""
    give(room_path(workshop_id), SEAT, secret, seconds=DAYS * DAY)
