"""Whether a page is about a practice room: then it says so, whatever page it is."""

from typing import Any, Final

from flask import g

from app.service.workshop.opening import PRACTICE

_KEY: Final = "is_practice_room"


def note_practice(workshop: Any) -> None:  # noqa: ANN401  # a row of a workshop
    """Note that the page of this request is about a workshop."""
    setattr(g, _KEY, workshop.kind == PRACTICE)


def shows_practice() -> bool:
    """Tell whether the page is about a room with simulated participants."""
    return bool(g.get(_KEY, False))
