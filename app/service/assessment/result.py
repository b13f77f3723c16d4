"""What an assessment came to: its content turned into views, files and reports."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from app.definition.toolkit import TOTAL, Toolkit
from app.export.bundle import write_json
from app.export.sheet import write_book
from app.export.table import write_csv
from app.presentation.exporting import ExportBook
from app.presentation.language import load_translator
from app.presentation.report.material import Material
from app.presentation.report.team import (
    ChangeLine,
    ConsensusLine,
    EvidenceLine,
    GoalLine,
    Participant,
    PlanLine,
    Previous,
    Team,
)
from app.presentation.team_exporting import PARTS, export_assessment
from app.presentation.view.assessment.naming import name_round
from app.presentation.view.explanation import build_explanation
from app.presentation.view.outcome import Before, Outcome
from app.presentation.view.result import build_result
from app.presentation.view.result_model import ResultView
from app.presentation.view.wording import Wording
from app.reference import Country, Edition
from app.response import Answer
from app.scoring import ENGINE, explain
from app.service.access import Access
from app.service.answering import read_value
from app.service.assessment.content import Content, read_content
from app.service.assessment.numbers import restore_numbers
from app.service.assessment.open_point import SHOWN
from app.service.assessment.opening import Opened
from app.service.download import XLSX, Download
from app.service.error import NotFound
from app.service.permission import ROLES, STATES
from app.service.toolkit_language import open_wording
from app.service.workshop.spread import read_board
from app.service.workspace import Workspace
from app.store.engine import Session, read_session
from app.store.unit import read_assessment_roles

NOWHERE: Final = "ZZZ"
"""Code of what is no country: ISO 3166 leaves it to its users."""


def read_shown(workspace: Workspace, opened: Opened) -> Content:
    """Read what is to be shown of an assessment that was opened.

    Numbers of the round before are left out for somebody who has no role on that round.
    """
    with read_session(workspace.engine) as session:
        content = read_content(session, workspace, opened.access.row)
        if _may_see_previous(session, opened.access, content):
            return content
    return replace(content, material=content.material | {"previous": None})


def _may_see_previous(session: Session, access: Access, content: Content) -> bool:
    previous = content.material["previous"]
    if previous is None or access.unit_roles:
        return True
    return bool(read_assessment_roles(session, previous["id"], access.account))


def find_definition(workspace: Workspace, content: Content) -> Toolkit:
    """Give the toolkit a content rests on.

    Raises:
        NotFound: It is gone from the database.
    """
    toolkit = workspace.toolkits.by_hash(content.definition_hash)
    if toolkit is None:
        raise NotFound(content.definition_hash)
    return toolkit


def find_other_engine(content: Content) -> str:
    """Give the version of the engine that made the numbers, where it is not the one here."""
    return "" if content.engine == ENGINE else content.engine


def name_place(content: Content) -> Country:
    """Give the unit as what the views call a country, under the names that were kept."""
    unit = content.material["unit"]
    names = dict(unit["names"])
    return Country(unit["country"] or NOWHERE, "XX", "", names, "", "", 0.0, 0.0)


def build_outcome(content: Content, wording: Wording) -> Outcome:
    """Give the numbers of a content."""
    previous = content.material["previous"]
    before = None
    if previous is not None:
        before = Before(name_round(previous["round"], wording.translator), previous["scores"])
    return restore_numbers(
        wording.toolkit,
        content.given,
        content.setting,
        content.scores,
        beside=(content.material["figures"], before),
    )


def build_view(content: Content, wording: Wording) -> ResultView:
    """Build what the result page shows."""
    outcome = build_outcome(content, wording)
    return build_result(wording, content.given, name_place(content), outcome=outcome)


# --- Files and reports --------------------------------------------------------------------------


def gather_material(workspace: Workspace, content: Content, language: str) -> Material:
    """Gather what a report or a file is made of; it depends on content and language alone."""
    toolkit = find_definition(workspace, content)
    translator = load_translator(language)
    wording = open_wording(workspace, toolkit, content.setting, translator)
    outcome, country = build_outcome(content, wording), name_place(content)
    return Material(
        wording,
        country,
        workspace.reference.current(),
        None,
        result=build_result(wording, content.given, country, outcome=outcome),
        answers=content.given,
        scores=outcome.scores,
        whole=build_explanation(wording, explain(outcome.scores), TOTAL),
        answered_on=date.fromisoformat(content.material["answered_on"]),
        source="team",
        engine=content.engine,
        team=read_team(content, toolkit),
        edition_kept=read_edition(content),
    )


def read_edition(content: Content) -> Edition | None:
    """Give the edition of the published figures beside it."""
    kept = content.material["edition"]
    return Edition(kept["id"], date.fromisoformat(kept["date"]), kept["title"]) if kept else None


def read_team(content: Content, toolkit: Toolkit) -> Team:
    """Give what is said of a team's assessment beside its answers."""
    kept = content.material
    evidence = tuple(
        EvidenceLine(*(item[name] for name in EvidenceLine.__match_args__))
        for item in kept["evidence"]
    )
    answered = {name for name, item in content.answers.items() if item["state"] == "answered"}
    linked = {name for name, item in content.answers.items() if item["link"]}
    return Team(
        state=STATES[kept["state"]],
        approved_on=_day(kept["approved_on"]),
        title=kept["title"],
        language=kept["language"],
        round=kept["round"],
        period=_period(kept["period"]),
        is_assisted=kept["is_assisted"],
        participants=tuple(
            Participant(ROLES[item["role"]], item["organisation"], item["count"])
            for item in kept["participants"]
        ),
        evidence=evidence,
        goals=tuple(_read_goal(item) for item in kept["goals"]),
        plan=tuple(_read_action(item) for item in kept["plan"]),
        unproven=tuple(kept["unproven"]),
        evidenced=tuple(
            sorted(answered & (linked | {e.question for e in evidence if e.state in SHOWN}))
        ),
        to_confirm=tuple(kept["to_confirm"]),
        remarks=(kept["remarks"][0], kept["remarks"][1]),
        previous=_read_previous(kept["previous"]),
        consensus=tuple(_read_consensus(toolkit, item) for item in kept.get("consensus", ())),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _period(kept: list[str | None]) -> tuple[date | None, date | None]:
    return _day(kept[0]), _day(kept[1])


def _read_goal(kept: Mapping[str, Any]) -> GoalLine:
    return GoalLine(kept["question"], read_value(kept["value"]), kept["year"], kept["note"])


def _read_action(kept: Mapping[str, Any]) -> PlanLine:
    values = {name: kept[name] for name in PlanLine.__match_args__} | {"due": _day(kept["due"])}
    return PlanLine(**values)


def _read_consensus(toolkit: Toolkit, kept: Mapping[str, Any]) -> ConsensusLine:
    minority = None
    if kept["minority_state"] != "blank":
        value = read_value(kept["minority_value"])
        minority = Answer(kept["question"], kept["minority_state"], value=value)
    return ConsensusLine(
        question=kept["question"],
        workshop=kept["workshop"],
        language=kept["language"],
        day=date.fromisoformat(kept["day"]),
        outcome=kept["outcome"],
        note=kept["note"],
        minority=kept["minority"],
        minority_answer=minority,
        board=read_board(toolkit, kept["question"], {"spread": kept["spread"], "parts": []}),
    )


def _read_previous(kept: Mapping[str, Any] | None) -> Previous | None:
    if kept is None:
        return None
    return Previous(
        kept["round"],
        _period(kept["period"]),
        date.fromisoformat(kept["approved_on"]),
        kept["scores"],
        {name: ChangeLine(**item) for name, item in kept["changes"].items()},
        kept["is_same_version"],
    )


# --- Downloads ----------------------------------------------------------------------------------


def make_file(book: ExportBook, name: str, kind: str, table: str = "") -> Download:
    """Write tables as a file: csv (one table: the one named, else the first), xlsx or json.

    Raises:
        NotFound: No such kind or table.
    """
    if kind == "csv":
        found = book.table(table) if table else next(iter(book.tables), None)
        if found is None:
            raise NotFound(table)
        return Download(f"{name}-{found.name}.csv", "text/csv", write_csv(book, found))
    if kind == "xlsx":
        return Download(f"{name}.xlsx", XLSX, write_book(book))
    if kind == "json":
        return Download(f"{name}.json", "application/json", write_json(book))
    raise NotFound(kind)


def name_file(content: Content, language: str) -> str:
    """Name the files of an assessment, without ending, in letters every system takes."""
    kept = content.material
    unit = kept["unit"]["country"] or "unit"
    return f"eready-{kept['toolkit']}-{unit}-round-{kept['round']}-{language}"


def make_result_file(
    workspace: Workspace,
    content: Content,
    language: str,
    wanted: tuple[str, str],
    *,
    parts: Iterable[str] = PARTS,
) -> Download:
    """Make a file of what a result shows, as far as the parts go.

    `wanted` is its kind (csv, xlsx, json) and, for csv, the table.

    Raises:
        NotFound: No such kind or table.
    """
    book = export_assessment(gather_material(workspace, content, language), parts)
    return make_file(book, name_file(content, language), *wanted)
