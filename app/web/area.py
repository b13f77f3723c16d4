"""Routes with who may use them: an area is a blueprint in which every route says so."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Blueprint

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC: Final = "public"
"""Anybody."""

OWN_CHECK: Final = "own-check"
"""Whoever holds the cookie of the check in the address; a stranger gets 404."""


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
