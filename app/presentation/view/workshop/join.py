"""The door of a room: what it says before anything is typed, and what it asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.presentation.language import N_, Phrase, Translator

WHO_KNOWS: Final[Mapping[str, tuple[str, ...]]] = {
    "anonymous": (
        N_("This session is anonymous: you are asked for no name and no role."),
        N_("Others see how many chose each answer, and comments without a name. Nobody is told what you said."),  # noqa: E501
    ),
    "role": (
        N_("You are asked for your role, and for no name."),
        N_("Others see how many chose each answer, and how a role answered where enough people of it did. Comments stand without a name or a role."),  # noqa: E501
    ),
    "named": (
        N_("This session is held with names: yours is kept with what you answer."),
        N_("Others see how many chose each answer, and your name beside the comments you write. No name is ever on the big screen."),  # noqa: E501
    ),
}  # fmt: skip
"""Who will know who said what, by the kind of session."""

BEFORE: Final = N_("Until an answer is shown to all, nobody sees what anybody chose, not even whoever runs the session: they see only who has finished.")  # noqa: E501  # fmt: skip
AFTERWARDS: Final = N_("What you say of yourself can be taken out again at any time. Your answers stay and count.")  # noqa: E501  # fmt: skip

LABELS: Final[Mapping[str, str]] = {
    "sector": N_("Sector"),
    "sex": N_("Sex"),
    "region": N_("Region"),
}
PROBLEMS: Final[Mapping[str, str]] = {
    "name": N_("Write the name by which the room knows you."),
    "role": N_("Choose one of these roles, or none."),
    "table": N_("Choose one of these tables."),
    "sector": N_("Choose one of these."),
    "sex": N_("Choose one of these."),
    "region": N_("Choose one of these."),
}
FIELDS: Final = ("name", "role", "table", *LABELS)


@dataclass(frozen=True, slots=True)
class DoorTable:
    """A table to sit down at; `name` is empty where it has none but its number."""

    number: int
    name: str
    pillars: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """What a room tells and asks whoever comes in.

    Attributes:
        welcome, place, day: As the facilitator wrote them; empty where they did not.
        asks_role: `choice`, `text` or nothing.
        fields: What was typed before.
        problems: What is wrong with it, by field.
    """

    title: str
    unit: str
    welcome: str
    who_knows: tuple[str, ...]
    asks_name: bool
    asks_role: str
    roles: tuple[str, ...]
    choices: tuple[tuple[str, str, tuple[str, ...]], ...]
    tables: tuple[DoorTable, ...]
    fields: Mapping[str, str]
    problems: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Of the plan of a workshop what its door needs."""

    title: str
    unit: str
    anonymity: str
    roles: Sequence[str]
    balance: Mapping[str, Sequence[str]]
    welcome: str = ""


def build_door(
    plan: Plan,
    tables: tuple[DoorTable, ...],
    translator: Translator,
    *,
    fields: Mapping[str, str],
    wrong: str = "",
) -> Door:
    """Build it; `wrong` is the field that could not be taken."""
    words = (*WHO_KNOWS[plan.anonymity], BEFORE, AFTERWARDS)
    takes_role = plan.anonymity != "anonymous"
    problem = {wrong: translator.gettext(PROBLEMS[wrong])} if wrong in PROBLEMS else {}
    return Door(
        title=plan.title,
        unit=plan.unit,
        welcome=plan.welcome,
        who_knows=tuple(map(translator.gettext, words)),
        asks_name=plan.anonymity == "named",
        asks_role=("choice" if plan.roles else "text") if takes_role else "",
        roles=tuple(plan.roles),
        choices=tuple(
            (name, translator.gettext(label), tuple(plan.balance[name]))
            for name, label in LABELS.items()
            if plan.balance.get(name)
        ),
        tables=tables if len(tables) > 1 else (),
        fields=fields,
        problems=problem,
    )
