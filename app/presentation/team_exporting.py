"""An assessment of a team as tables: what a result shows, and what stands beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from app.presentation.exporting import (
    ExportBook,
    ExportCell,
    ExportColumn,
    ExportTable,
    bind_tables,
    list_result_tables,
)
from app.presentation.language import Phrase
from app.presentation.number import show_date
from app.presentation.report.material import Material
from app.presentation.report.team import Team
from app.presentation.view.assessment.plan import COSTS, STATUSES, TOOLKIT
from app.response import write_value

SCORES: Final = "scores"
ANSWERS: Final = "answers"
EVIDENCE: Final = "evidence"
PLAN: Final = "plan"
REPORT: Final = "report"
PARTS: Final = (SCORES, ANSWERS, EVIDENCE, PLAN, REPORT)
"""Parts of an assessment that can be given away each by itself."""
SUMMARY: Final = frozenset({"total", "pillar"})
"""Kinds of nodes whose scores tell no single answer."""


def export_assessment(material: Material, parts: Iterable[str] = PARTS) -> ExportBook:
    """Give an assessment as tables, as far as the parts go; scores of pillars are always there."""
    team = material.team
    if team is None:
        raise ValueError("no team")
    wanted = frozenset(parts)
    scores, answers, actions, families = list_result_tables(material)
    tables = [scores if ANSWERS in wanted else _summarise(scores)]
    tables += [answers, actions] if ANSWERS in wanted else []
    tables.append(families)
    tables += [_list_changes(material, team)] if team.previous else []
    tables += [_list_evidence(material, team)] if EVIDENCE in wanted else []
    tables += [_list_goals(material, team), _list_plan(material, team)] if PLAN in wanted else []
    tables.append(_list_people(material, team))
    book = bind_tables(material, tables)
    return replace(book, about=(*book.about, *_describe(material, team)))


def _summarise(scores: ExportTable) -> ExportTable:
    kind = [column.key for column in scores.columns].index("kind")
    return replace(scores, rows=tuple(row for row in scores.rows if row[kind] in SUMMARY))


def _describe(material: Material, team: Team) -> Iterator[tuple[str, str]]:
    yield "round", str(team.round)
    yield "period_start", team.period[0].isoformat() if team.period[0] else ""
    yield "period_end", team.period[1].isoformat() if team.period[1] else ""
    yield "state", material.gettext(team.state)
    yield "approved_on", team.approved_on.isoformat() if team.approved_on else ""


def _list_changes(material: Material, team: Team) -> ExportTable:
    gettext = material.gettext
    columns = (
        ExportColumn("node", gettext("Node")),
        ExportColumn("change", gettext("Change")),
        ExportColumn("answers", gettext("By answers")),
        ExportColumn("rules", gettext("By other rules")),
        ExportColumn("not_comparable", gettext("Not comparable")),
    )
    changes = team.previous.changes if team.previous else {}
    rows = tuple(
        (name, item.total, item.answers, item.rules, item.not_comparable)
        for name, item in changes.items()
    )
    return ExportTable("changes", gettext("Changes of scores since the last round"), columns, rows)


def _list_evidence(material: Material, team: Team) -> ExportTable:
    gettext = material.gettext
    columns = (
        ExportColumn("question", gettext("Question")),
        ExportColumn("kind", gettext("Kind")),
        ExportColumn("state", gettext("State")),
        ExportColumn("title", gettext("Title")),
        ExportColumn("link", gettext("Link")),
        ExportColumn("page", gettext("Page")),
    )
    rows = tuple(
        (item.question, item.kind, item.state, item.title, item.link, item.page)
        for item in team.evidence
    )
    return ExportTable("evidence", gettext("Evidence"), columns, rows)


def _list_goals(material: Material, team: Team) -> ExportTable:
    gettext = material.gettext
    columns = (
        ExportColumn("question", gettext("Question")),
        ExportColumn("goal", gettext("Goal")),
        ExportColumn("year", gettext("Year")),
        ExportColumn("note", gettext("Note")),
    )
    rows = tuple(
        (item.question, write_value(item.value), item.year, item.note)  # type: ignore[arg-type]
        for item in team.goals
    )
    return ExportTable("goals", gettext("Goals"), columns, rows)


def _list_plan(material: Material, team: Team) -> ExportTable:
    gettext = material.gettext
    columns = (
        ExportColumn("number", gettext("No.")),
        ExportColumn("question", gettext("Question")),
        ExportColumn("action", gettext("Action")),
        ExportColumn("owner", gettext("Responsible")),
        ExportColumn("partner", gettext("Partner")),
        ExportColumn("due", gettext("Due")),
        ExportColumn("cost", gettext("Cost")),
        ExportColumn("status", gettext("Status")),
        ExportColumn("indicator", gettext("Indicator")),
        ExportColumn("impact", gettext("Impact")),
        ExportColumn("effort", gettext("Effort")),
    )
    rows = tuple(_plan_rows(material, team))
    return ExportTable("plan", gettext("Action plan"), columns, rows)


def _plan_rows(material: Material, team: Team) -> Iterator[tuple[ExportCell, ...]]:
    gettext = material.gettext
    for item in team.plan:
        language = material.toolkit.language if item.source == TOOLKIT else team.language
        yield (
            item.number,
            item.question,
            Phrase(item.text, language),
            item.owner,
            item.partner,
            show_date(item.due, material.translator) if item.due else "",
            gettext(COSTS.get(item.cost, item.cost)) if item.cost else "",
            gettext(STATUSES.get(item.status, item.status)),
            item.indicator,
            item.impact,
            item.effort,
        )


def _list_people(material: Material, team: Team) -> ExportTable:
    gettext = material.gettext
    columns = (
        ExportColumn("role", gettext("Role")),
        ExportColumn("organisation", gettext("Organisation")),
        ExportColumn("people", gettext("People")),
    )
    rows = tuple((gettext(item.role), item.organisation, item.count) for item in team.participants)
    return ExportTable("participants", gettext("Who took part"), columns, rows)
