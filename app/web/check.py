"""What the pages of a check have in common: its toolkit, its country, the answers so far."""

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final, NoReturn

from flask import Response, abort, make_response, redirect, render_template, request, url_for

from app.presentation.language import N_, Translator
from app.presentation.view.desk import Desk
from app.presentation.view.page import Page, find_page
from app.presentation.view.question import Draft, Filling, fill_for
from app.presentation.view.status import mark_in_use
from app.presentation.view.wording import Wording
from app.service.check_state import CheckState, Saved
from app.service.desk import open_desk
from app.service.moving import find_newer
from app.service.quick_check import open_check
from app.service.setting import choose_setting
from app.web.cookie import check_path, owner
from app.web.error import answer, wants_json
from app.web.scene import translator, workspace
from app.web.wording import word

MOST_COMPARED: Final = 3
SUGGESTIONS: Final = 3
DEFINITION: Final = "definition"
"""Field with the content hash of the toolkit a page was drawn from."""
RETIRED: Final = N_("This toolkit was retired: no new check can be started with it.")


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
    def mark(self) -> str:
        """How far the toolkit has come, as a message id; empty for a final one."""
        toolkit = self.wording.toolkit
        return mark_in_use(toolkit, workspace().toolkits.shown(toolkit.id))

    @property
    def is_offered(self) -> bool:
        """Whether a new check of this toolkit can be started."""
        return workspace().toolkits.get(self.toolkit_id) is not None

    @property
    def newer(self) -> str:
        """The number of the version that is out; empty where the check uses no older one."""
        newer = find_newer(workspace(), self.wording.toolkit) if self.state else None
        return newer.version if newer else ""

    @property
    def is_moved(self) -> bool:
        """Whether the check was moved to another version of its toolkit."""
        return self.state is not None and self.state.is_moved

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
        marked = saved.check.to_confirm if saved.check else own.to_confirm
        filling = replace(own, answers=answers, drafts=drafts, to_confirm=marked)
        return CheckScene(self.wording, filling, state)


def open_scene(toolkit_id: str, country: str) -> CheckScene:
    """Find toolkit and country of the address and the visitor's check; 404 that helps otherwise.

    A check that was begun goes on whatever became of its toolkit. A country written in another way
    is sent to its own address.
    """
    here = workspace()
    offered = here.toolkits.begin(toolkit_id, request.form.get(DEFINITION, ""))
    reference = here.reference.current()
    found = reference.country(country)
    state = open_check(owner(), here, toolkit_id, country) if found else None
    toolkit = state.toolkit if state else offered
    if toolkit is None:
        _refuse_toolkit(toolkit_id)
    if found is None:
        _refuse_country(toolkit_id, country)
    setting = state.setting if state else choose_setting(toolkit, request.values)
    wording = word(toolkit, setting)
    name = found.name(translator().code)
    filling = fill_for(reference, country, name)
    if state is not None:
        filling = Filling(state.answers, reference, country, name, to_confirm=state.to_confirm)
    return CheckScene(wording, filling, state)


def own_scene(toolkit_id: str, country: str) -> CheckScene:
    """Find the visitor's own check; a stranger gets the same 404 as for one that isn't there."""
    scene = open_scene(toolkit_id, country)
    if scene.state is None:
        page = render_template("check/nothing.html", scene=scene)
        abort(make_response(page, 404))
    return scene


def _refuse_toolkit(toolkit_id: str) -> NoReturn:
    """Answer 404: there is nothing here, or nothing any more; a script gets it in its own form."""
    shelf = workspace().toolkits
    retired = shelf.shown(toolkit_id)
    if wants_json():
        abort(answer(404, message=translator().gettext(RETIRED) if retired else ""))
    if retired is not None:
        offered = tuple(map(word, shelf.list()))
        stands_in = shelf.get(shelf.choice(toolkit_id).replacement)
        page = render_template(
            "check/retired.html",
            wording=word(retired),
            offered=offered,
            replacement=word(stands_in) if stands_in else None,
        )
    else:
        offered = tuple(map(word, shelf.list()))
        page = render_template("check/no_toolkit.html", wanted=toolkit_id[:80], offered=offered)
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
