"""Routes with who may use them: an area is a blueprint in which every route says so."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Blueprint

from app.service.permission import ACTIONS, UNIT_ACTIONS

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC: Final = "public"
"""Anybody."""

OWN_CHECK: Final = "own-check"
"""Whoever holds the cookie of the check in the address; a stranger gets 404."""

SIGNED_IN: Final = "signed-in"
"""Anybody who is signed in; others get 404."""

ADMIN: Final = "admin"
"""Administrators of the installation; others get 404."""

OWN_SEAT: Final = "own-seat"
"""Whoever sits in the room in the address, by the cookie of their seat; a stranger gets 404."""

ON_WORKSHOP: Final = "workshop:facilitate"
"""Whoever runs the workshop in the address; others get 404."""

OWN_WORKSHOPS: Final = "workshop:own"
"""Anybody who is signed in, and the host of a laptop: workshops that stand alone."""

HOSTED: Final = frozenset({ON_WORKSHOP, OWN_WORKSHOPS})
"""What the host of a laptop that serves a room may use without an account."""

OPEN_TO_ALL: Final = frozenset({PUBLIC, OWN_CHECK, OWN_SEAT})


def on_assessment(action: str) -> str:
    """Who may do this with the assessment in the address; others get 404."""
    if action not in ACTIONS:
        raise ValueError(f"{action} is no action on an assessment")
    return f"assessment:{action}"


def on_unit(action: str) -> str:
    """Who may do this with the unit in the address (`unit:view`); others get 404."""
    if action not in UNIT_ACTIONS:
        raise ValueError(f"{action} is no action on a unit")
    return action


class Area:
    """The routes of one part of the site."""

    def __init__(self, name: str) -> None:
        """Begin an area; its endpoints are `name.function`."""
        self.blueprint = Blueprint(name, __name__)
        self.access: dict[str, str] = {}

    def get(self, rule: str, *, access: str) -> Callable[[View], View]:
        """Register a page."""
        return self._add(rule, "GET", access)

    def post(self, rule: str, *, access: str) -> Callable[[View], View]:
        """Register an act."""
        return self._add(rule, "POST", access)

    def _add(self, rule: str, method: str, access: str) -> Callable[[View], View]:
        def register(view: View) -> View:
            self.blueprint.add_url_rule(rule, view_func=view, methods=[method])
            self.access[f"{self.blueprint.name}.{view.__name__}"] = access
            return view

        return register
