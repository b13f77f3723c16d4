"""The form in which a workshop is planned, as it is shown, and what the plan comes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.presentation.language import LANGUAGES, Phrase
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.outlook import Outlook, build_outlook, name_table
from app.presentation.view.workshop.plan_reading import (
    COUNT,
    NUMBERS,
    PILLAR,
    ROLE,
    TABLE,
    PlanDetails,
)
from app.response.message import RefusedError
from app.response.number import read_number
from app.response.workshop.limit import MOST_MINUTES, MOST_PEOPLE, MOST_ROLES, MOST_TABLES

MORE_ROLES: Final = 4
"""Empty rows below the roles that are named."""


@dataclass(frozen=True, slots=True)
class PillarField:
    """A pillar, how many questions of it are asked, and the table it is at (empty: left out)."""

    id: str
    title: Phrase
    questions: int
    table: str


@dataclass(frozen=True, slots=True)
class PlanForm:
    """The form as it is shown.

    `fields` is what stands in it; `tables` and `roles` are the numbers of the rows there are,
    `kept` what is said of pillars of which nothing is asked now, `most` the greatest numbers taken.
    """

    fields: Mapping[str, str]
    problems: Mapping[str, str]
    tables: tuple[int, ...]
    pillars: tuple[PillarField, ...]
    kept: tuple[tuple[str, str], ...]
    roles: tuple[int, ...]
    questions: tuple[tuple[str, Phrase], ...]
    languages: tuple[tuple[str, Phrase], ...]
    outlook: Outlook
    most: Mapping[str, int]


def list_languages() -> tuple[tuple[str, Phrase], ...]:
    """Give the languages a room can have: code and own name."""
    return tuple(
        (item.code, Phrase(item.name, item.code)) for item in LANGUAGES.values() if item.ready
    )


def begin_fields(wording: Wording, asked: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Give what stands in the form of a plan that nobody has written yet: all at one table."""
    return {
        "begins": "09:00",
        "tables": "1",
        "minutes": "5",
        "planned": "20",
        "anonymity": "anonymous",
        "language": wording.translator.code,
        **{f"{PILLAR}{pillar}": "1" for pillar in asked},
    }


def fill_fields(details: PlanDetails) -> dict[str, str]:
    """Give the fields as they stand for a plan."""
    fields = {
        "title": details.title,
        "tables": str(len(details.tables)),
        "minutes": str(details.minutes),
        "planned": str(details.planned),
        "anonymity": details.anonymity,
        "anchor": details.anchor,
        "language": details.language,
        "second_language": details.second_language or "",
    }
    for number, (name, pillars) in enumerate(details.tables, start=1):
        fields[f"{TABLE}{number}"] = name
        fields |= {f"{PILLAR}{pillar}": str(number) for pillar in pillars}
    for number, (role, count) in enumerate(details.roles.items(), start=1):
        fields |= {f"{ROLE}{number}": role, f"{ROLE}{number}{COUNT}": str(count)}
    balance = {name: "\n".join(choices) for name, choices in details.balance.items()}
    return {**details.content, **fields, **balance}


def build_plan_form(
    wording: Wording,
    asked: Mapping[str, tuple[str, ...]],
    fields: Mapping[str, str],
    problems: Mapping[str, str] | None = None,
) -> PlanForm:
    """Build the form; `asked` are the questions that can be asked, by pillar."""
    count = _read_quietly(fields.get("tables", ""), MOST_TABLES)
    pillars = _list_pillars(wording, asked, fields, count)
    names = [name_table(number, fields.get(f"{TABLE}{number}", ""), wording.translator)
             for number in range(1, count + 1)]  # fmt: skip
    counted = [
        (name, sum(pillar.questions for pillar in pillars if pillar.table == str(number)))
        for number, name in enumerate(names, start=1)
    ]
    outlook = build_outlook(
        counted,
        _count_roles(fields),
        minutes=_read_quietly(fields.get("minutes", ""), MOST_MINUTES),
        planned=_read_quietly(fields.get("planned", ""), MOST_PEOPLE),
        translator=wording.translator,
    )
    return PlanForm(
        fields=fields,
        problems=problems or {},
        tables=tuple(range(1, count + 1)),
        pillars=pillars,
        kept=tuple(
            (PILLAR + name, fields[PILLAR + name])
            for name, questions in asked.items()
            if not questions and fields.get(PILLAR + name)
        ),
        roles=tuple(range(1, _count_rows(fields) + 1)),
        questions=_list_questions(wording, asked),
        languages=list_languages(),
        outlook=outlook,
        most={"people": MOST_PEOPLE, "tables": MOST_TABLES, "minutes": MOST_MINUTES},
    )


def _list_pillars(
    wording: Wording, asked: Mapping[str, tuple[str, ...]], fields: Mapping[str, str], tables: int
) -> tuple[PillarField, ...]:
    def place(pillar: str) -> str:
        table = fields.get(PILLAR + pillar, "")
        # One whose table is gone stands at the last one there is: nothing falls out unseen.
        return str(min(int(table), tables)) if table in NUMBERS else ""

    return tuple(
        PillarField(item.id, wording.pillar_title(item), len(asked[item.id]), place(item.id))
        for item in wording.toolkit.pillars
        if asked.get(item.id)
    )


def _list_questions(
    wording: Wording, asked: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[str, Phrase], ...]:
    known = {question.id: question for question in wording.toolkit.questions}
    listed = [name for names in asked.values() for name in names]
    return tuple((name, wording.phrase(known[name].text)) for name in listed)


def _count_rows(fields: Mapping[str, str]) -> int:
    """Give how many rows of roles are shown: all that hold something, and empty ones below."""
    filled = [
        number
        for number in range(1, MOST_ROLES + 1)
        if fields.get(f"{ROLE}{number}", "").strip() or fields.get(f"{ROLE}{number}{COUNT}")
    ]
    return min(MOST_ROLES, max(filled, default=0) + MORE_ROLES)


def _count_roles(fields: Mapping[str, str]) -> dict[str, int]:
    return {
        f"{number}": _read_quietly(fields.get(f"{ROLE}{number}{COUNT}", ""), MOST_PEOPLE, least=0)
        for number in range(1, MOST_ROLES + 1)
    }


def _read_quietly(text: str, most: int, *, least: int = 1) -> int:
    """Read a number for counting along; what is none counts as the least."""
    try:
        return max(least, min(most, int(read_number(text, strict=False))))
    except RefusedError:
        return least
