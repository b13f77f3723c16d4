"""What a request stands in: the installation, the reader's language, who asks, which day it is."""

from datetime import date
from typing import cast

from flask import Flask, current_app, g, request

from app.presentation.language import Translator, load_translator
from app.service.actor import Actor
from app.service.workspace import Workspace
from app.web.area import Area

_KEY = "eready"
_ACCESS = "eready_access"


def keep(app: Flask, workspace: Workspace) -> None:
    """Keep the installation with the application."""
    app.extensions[_KEY] = workspace
    app.extensions[_ACCESS] = {}


def note_access(app: Flask, area: Area) -> None:
    """Keep who may use the routes of an area."""
    app.extensions[_ACCESS].update(area.access)


def access_of(app: Flask) -> dict[str, str]:
    """Give who may use each endpoint."""
    return cast("dict[str, str]", app.extensions[_ACCESS])


def workspace() -> Workspace:
    """Give the installation."""
    return cast("Workspace", current_app.extensions[_KEY])


def translator() -> Translator:
    """Give the translator of this request; English before a language was chosen."""
    found = g.get("translator")
    return cast("Translator", found) if found is not None else load_translator("en")


def address() -> str:
    """Give the address the request comes from, as far as trusted proxies tell it."""
    return request.remote_addr or ""


def visitor() -> Actor:
    """Give an actor without a check of their own."""
    return Actor(address=address())


def today() -> date:
    """Give the present day in UTC."""
    return workspace().now().date()


def wants_dark() -> bool:
    """Whether the page that asks for a chart is shown dark."""
    return request.args.get("scheme") == "dark"
