"""Published assessments: what a unit made public, for everybody and for search engines."""

from dataclasses import dataclass

from flask import (
    Response,
    abort,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)

from app.presentation.language import LANGUAGES, Phrase
from app.presentation.number import show_date
from app.presentation.plotly import to_plotly
from app.presentation.report.team import Team
from app.presentation.team_exporting import ANSWERS, EVIDENCE, PLAN, REPORT
from app.presentation.view.assessment.change import build_changes
from app.presentation.view.assessment.naming import name_round, say_period
from app.presentation.view.assessment.publication import name_parts
from app.presentation.view.published_assessment import (
    choices_of,
    list_actions,
    list_goals,
    list_participants,
    list_proofs,
)
from app.presentation.view.result_model import ResultView
from app.presentation.view.wording import Wording
from app.service.assessment.publication import (
    Listed,
    Public,
    list_published,
    open_published,
)
from app.service.assessment.report import (
    ask_assessment_report,
    find_assessment_report,
    read_assessment_report,
)
from app.service.assessment.result import (
    build_view,
    find_definition,
    make_result_file,
    name_place,
    read_team,
)
from app.service.document import JobState
from app.service.error import NotFound
from app.service.report import missing_packages
from app.web.area import PUBLIC, Area
from app.web.assessment import unit_name
from app.web.check import private
from app.web.drawn import send_drawn
from app.web.file import send_file
from app.web.reading import name_shelf
from app.web.route.assessment_report import LANGUAGE, REFRESH_SECONDS, report_language
from app.web.scene import translator, visitor, wants_dark, workspace
from app.web.wording import word

area = Area("published")
FILTERS = ("toolkit", "country", "year")


@dataclass(frozen=True, slots=True)
class ListRow:
    """One published assessment as the list shows it."""

    id: str
    unit: str
    title: Phrase
    toolkit: Phrase
    round: str
    period: str
    published: str
    parts: str


@dataclass(frozen=True, slots=True)
class PublicScene:
    """One published assessment as a page sees it."""

    public: Public
    wording: Wording
    team: Team

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.public.row.id)

    @property
    def unit_name(self) -> str:
        """Name of the unit, as it was when it was approved."""
        return name_place(self.public.content).name(self.wording.translator.code)

    @property
    def title(self) -> Phrase:
        """Its own title, else that of the toolkit."""
        own = Phrase(self.team.title, self.team.language)
        return own if own.text else self.wording.title

    @property
    def round_name(self) -> str:
        """Which round it is."""
        return name_round(self.team.round, self.wording.translator)

    @property
    def period(self) -> str:
        """The time it is about; empty where none was set."""
        return say_period(*self.team.period, self.wording.translator)

    @property
    def approved(self) -> str:
        """The day on which it was approved."""
        return show_date(self.team.approved_on, self.wording.translator)

    @property
    def view(self) -> ResultView:
        """What its answers come to."""
        return build_view(self.public.content, self.wording)


def _open(assessment_id: str, part: str = "") -> PublicScene:
    """Open what is public; 404 where nothing is, or not this part."""
    public = open_published(workspace(), assessment_id)
    if part and not public.shows(part):
        raise NotFound
    toolkit = find_definition(workspace(), public.content)
    wording = word(toolkit, public.content.setting)
    return PublicScene(public, wording, read_team(public.content, toolkit))


@area.get("/published", access=PUBLIC)
def list_all() -> Response:
    """List what is published, by toolkit, country and year."""
    found = list_published(workspace())
    chosen = {name: request.args.get(name, "") for name in FILTERS}
    rows = tuple(_list_row(item) for item in found if _fits(item, chosen))
    body = render_template(
        "published/list.html",
        rows=rows,
        chosen=chosen,
        is_empty=not found,
        toolkits=choices_of((item.toolkit.id, word(item.toolkit).title.text) for item in found),
        countries=choices_of(
            (item.row.country, unit_name(item.row.country, ""))
            for item in found
            if item.row.country
        ),
        years=tuple(sorted({item.year for item in found}, reverse=True)),
    )
    return make_response(body)


def _fits(item: Listed, chosen: dict[str, str]) -> bool:
    own = {
        "toolkit": item.toolkit.id,
        "country": item.row.country or "",
        "year": str(item.year),
    }
    return all(not wanted or own[name] == wanted for name, wanted in chosen.items())


def _list_row(item: Listed) -> ListRow:
    row, speaker = item.row, translator()
    wording = word(item.toolkit)
    return ListRow(
        row.id,
        unit_name(row.country, row.name),
        Phrase(row.title, row.language) if row.title else wording.title,
        wording.title,
        name_round(row.round, speaker),
        say_period(row.period_start, row.period_end, speaker),
        show_date(row.published_at.date(), speaker),
        name_parts(row.parts, speaker),
    )


# --- One of them --------------------------------------------------------------------------------


@area.get("/published/<assessment_id>", access=PUBLIC)
def show_published(assessment_id: str) -> Response:
    """Show what is public of an assessment."""
    scene = _open(assessment_id)
    row = scene.public.row
    content = (scene.public.digest, row.number, scene.public.has_later, name_shelf())
    return send_drawn(lambda: _draw(scene), *content)


def _draw(scene: PublicScene) -> str:
    wording, team, public = scene.wording, scene.team, scene.public
    return render_template(
        "published/assessment.html",
        scene=scene,
        view=scene.view,
        team=team,
        published=show_date(public.row.published_at.date(), wording.translator),
        changes=build_changes(wording, team.previous) if team.previous else None,
        people=list_participants(wording, team),
        proofs=list_proofs(wording, team) if public.shows(EVIDENCE) else (),
        goals=list_goals(wording, team) if public.shows(PLAN) else (),
        actions=list_actions(wording, team) if public.shows(PLAN) else (),
        shows_answers=public.shows(ANSWERS),
        shows_report=public.shows(REPORT),
    )


@area.get("/published/<assessment_id>/figures/<name>.json", access=PUBLIC)
def show_figure(assessment_id: str, name: str) -> Response:
    """Give one figure for the interactive chart."""
    view = _open(assessment_id).view
    drawn = {"profile": view.profile, "radar": view.radar}.get(name)
    if drawn is None:
        abort(404)
    return jsonify(to_plotly(drawn, dark=wants_dark()))


@area.get("/published/<assessment_id>/result.<kind>", access=PUBLIC)
def download_result(assessment_id: str, kind: str) -> Response:
    """Send what is public as a file."""
    scene = _open(assessment_id)
    wanted = (kind, request.args.get("table", ""))
    made = make_result_file(
        workspace(),
        scene.public.content,
        translator().code,
        wanted,
        parts=scene.public.parts,
    )
    return send_file(made)


@area.get("/published/<assessment_id>/report", access=PUBLIC)
def show_report(assessment_id: str) -> Response:
    """Show how far the report is, or offer to make one."""
    scene = _open(assessment_id, REPORT)
    language = report_language()
    job = find_assessment_report(workspace(), scene.id, scene.public.content, language)
    return private(make_response(_draw_report(scene, job, language)))


def _draw_report(scene: PublicScene, job: JobState | None, language: str) -> str:
    return render_template(
        "published/report.html",
        scene=scene,
        job=job,
        language=language,
        missing=missing_packages(),
        offered=[item for item in LANGUAGES.values() if item.ready],
        refresh=REFRESH_SECONDS if job and not job.is_over else None,
    )


@area.post("/published/<assessment_id>/report", access=PUBLIC)
def ask_report(assessment_id: str) -> Response:
    """Have the report made."""
    scene = _open(assessment_id, REPORT)
    language = report_language()
    ask_assessment_report(visitor(), workspace(), scene.id, scene.public.content, language=language)
    target = url_for("published.show_report", assessment_id=scene.id)
    return private(redirect(f"{target}?{LANGUAGE}={language}", 303))  # type: ignore[arg-type]


@area.get("/published/<assessment_id>/report.pdf", access=PUBLIC)
def send_report(assessment_id: str) -> Response:
    """Send the report; 404 until it is whole."""
    scene = _open(assessment_id, REPORT)
    return send_file(
        read_assessment_report(workspace(), scene.id, scene.public.content, report_language())
    )
