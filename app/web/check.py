"""What the pages of a check have in common: its toolkit, its country, the answers so far."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, NoReturn

from flask import Response, abort, make_response, redirect, render_template, request, url_for

from app.presentation.language import Translator
from app.presentation.view.desk import Desk
from app.presentation.view.page import Page, find_page
from app.presentation.view.question import Draft, Filling, fill_for
from app.presentation.view.wording import Wording
from app.service.check_state import CheckState, Saved
from app.service.desk import open_desk
from app.service.quick_check import open_check
from app.service.setting import choose_setting
from app.web.cookie import check_path, owner
from app.web.scene import translator, workspace

MOST_COMPARED: Final = 3
SUGGESTIONS: Final = 3


@dataclass(frozen=True, slots=True)
class CheckScene:
    """One check as a page sees it.

    `state` is None while nothing was saved, or where the browser holds no key to it.
    """

    wording: Wording
    filling: Filling
    state: CheckState | None

    @property
    def toolkit_id(self) -> str:
        """Id of the toolkit."""
        return self.wording.toolkit.id

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-3 code of the country."""
        return self.filling.country

    @property
    def path(self) -> str:
        """The address all pages of the check begin with."""
        return check_path(self.toolkit_id, self.country)

    @property
    def translator(self) -> Translator:
        """The reader's language."""
        return self.wording.translator

    @property
    def parameters(self) -> dict[str, str]:
        """The options chosen, to be carried from page to page."""
        return dict(self.wording.setting.parameters)

    @property
    def desk(self) -> Desk | None:
        """Published figures on the toolkit's by-data index."""
        return open_desk(workspace(), self.wording.toolkit)

    def page(self, page_id: str) -> Page:
        """Give a page of questions; 404 where there is none."""
        return find_page(self.wording, page_id) or abort(404)

    def after(self, saved: Saved, drafts: dict[str, Draft]) -> "CheckScene":
        """Give the check as it stands once something was saved, with what could not be taken."""
        state = saved.check or self.state
        own = self.filling
        answers = saved.check.answers if saved.check else own.answers
        filling = Filling(answers, own.reference, own.country, own.country_name, drafts)
        return CheckScene(self.wording, filling, state)


def open_scene(toolkit_id: str, country: str) -> CheckScene:
    """Find toolkit and country of the address and the visitor's check; 404 that helps otherwise.

    A country written in another way is sent to its own address.
    """
    here = workspace()
    offered = here.toolkits.get(toolkit_id)
    if offered is None:
        _refuse_toolkit(toolkit_id)
    reference = here.reference.current()
    found = reference.country(country)
    if found is None:
        _refuse_country(toolkit_id, country)
    state = open_check(owner(), here, toolkit_id, country)
    toolkit = state.toolkit if state else offered
    setting = state.setting if state else choose_setting(toolkit, request.values)
    wording = Wording(toolkit, setting, translator())
    name = found.name(translator().code)
    filling = fill_for(reference, country, name)
    if state is not None:
        filling = Filling(state.answers, reference, country, name)
    return CheckScene(wording, filling, state)


def own_scene(toolkit_id: str, country: str) -> CheckScene:
    """Find the visitor's own check; a stranger gets the same 404 as for one that isn't there."""
    scene = open_scene(toolkit_id, country)
    if scene.state is None:
        page = render_template("check/nothing.html", scene=scene)
        abort(make_response(page, 404))
    return scene


def _refuse_toolkit(toolkit_id: str) -> NoReturn:
    offered = workspace().toolkits.list()
    page = render_template("check/no_toolkit.html", wanted=toolkit_id[:80], toolkits=offered)
    abort(make_response(page, 404))


def _refuse_country(toolkit_id: str, country: str) -> NoReturn:
    reference = workspace().reference.current()
    wanted = country.strip().upper()
    by_iso2 = {item.iso2: item.iso3 for item in reference.countries.values()}
    iso3 = wanted if wanted in reference.countries else by_iso2.get(wanted)
    if iso3 is not None:
        abort(redirect(url_for("data.show_data", toolkit_id=toolkit_id, country=iso3), 308))
    names = {item.name(translator().code): item for item in reference.countries.values()}
    close = get_close_matches(country[:80], list(names), SUGGESTIONS, 0.5)
    page = render_template(
        "check/no_country.html",
        wanted=country[:80],
        toolkit_id=toolkit_id,
        close=[(name, names[name].iso3) for name in close],
    )
    abort(make_response(page, 404))


def compared_countries(scene: CheckScene) -> list[str]:
    """Read up to three countries to compare with; unknown ones and the country itself are not."""
    reference = scene.filling.reference
    wanted = dict.fromkeys(code.upper() for code in request.args.getlist("compare"))
    known = [code for code in wanted if reference.country(code) and code != scene.country]
    return known[:MOST_COMPARED]


def private(response: Response) -> Response:
    """Mark a page as one person's own: nobody keeps it, no search engine lists it."""
    response.headers["Cache-Control"] = "no-store"
    return response
