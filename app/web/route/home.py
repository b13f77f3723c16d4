"""The first page: what this is, and the one form that begins a check."""

from dataclasses import dataclass
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.language import N_
from app.presentation.view.home import list_cards, list_countries, list_parameters
from app.service.setting import choose_setting
from app.web.area import PUBLIC, Area
from app.web.scene import translator, workspace
from app.web.wording import word

area = Area("home")
TOOLKIT: Final = "toolkit"
COUNTRY: Final = "country"
ISO2: Final = 2
NO_TOOLKIT: Final = N_("Choose a toolkit from the list.")
NO_COUNTRY: Final = N_("Choose a country from the list.")
NO_OPTION: Final = N_("Choose one from the list.")


@dataclass(frozen=True, slots=True)
class Problem:
    """A field that is not as it should be, and what to do."""

    field: str
    message: str


@area.get("/", access=PUBLIC)
def show_home() -> str:
    """Show the first page; what the address names is chosen already."""
    return _render(())


@area.get("/check", access=PUBLIC)
def choose() -> Response:
    """Go to the check of the toolkit and country chosen, or show what is still to choose."""
    if not request.args.get(TOOLKIT) and not request.args.get(COUNTRY):
        return _see(url_for("home.show_home"))
    toolkit = workspace().toolkits.get(request.args.get(TOOLKIT, ""))
    country = find_country(request.args.get(COUNTRY, ""))
    problems = [] if toolkit else [Problem(TOOLKIT, NO_TOOLKIT)]
    problems += [] if country else [Problem(COUNTRY, NO_COUNTRY)]
    if toolkit is None or country is None:
        return make_response(_render(tuple(problems)), 400)
    chosen = choose_setting(toolkit, request.args).parameters
    asked = list_parameters(word(toolkit))
    missing = [item.id for item in asked if item.id not in chosen]
    wrong = tuple(Problem(name, NO_OPTION) for name in missing if name in request.args)
    if missing:
        return make_response(_render(wrong), 400 if wrong else 200)
    address = url_for("data.show_data", toolkit_id=toolkit.id, country=country, **chosen)  # type: ignore[arg-type]
    return _see(address)


def find_country(text: str) -> str | None:
    """Find a country by either of its ISO 3166-1 codes, in any case; None where it is neither."""
    countries = workspace().reference.current().countries
    wanted = text.strip().upper()
    if wanted in countries:
        return wanted
    if len(wanted) != ISO2:
        return None
    return next((item.iso3 for item in countries.values() if item.iso2 == wanted), None)


def _see(address: str) -> Response:
    response = redirect(address, 303)
    return make_response(response)


def _render(problems: tuple[Problem, ...]) -> str:
    here = workspace()
    chosen = here.toolkits.get(request.args.get(TOOLKIT, ""))
    cards = list_cards(map(word, here.toolkits.list()))
    return render_template(
        "home.html",
        problems={item.field: translator().gettext(item.message) for item in problems},
        cards=cards,
        longest=max((card.minutes for card in cards), default=0),
        countries=list_countries(here.reference.current(), translator()),
        parameters=list_parameters(word(chosen)) if chosen else (),
        chosen=request.args,
        chosen_country=find_country(request.args.get(COUNTRY, "")),
    )
