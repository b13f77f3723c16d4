"""Who is in a room against whom its plan names: counts, and small ones kept back."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.presentation.language import N_, Translator
from app.presentation.number import show_number
from app.presentation.view.workshop.outlook import name_table
from app.presentation.view.workshop.plan_reading import BALANCE_WORDS
from app.response.workshop.board import LEAST

NAMED: Final = "named"
ANONYMOUS: Final = "anonymous"

SOURCES: Final[Mapping[str, str]] = {
    "paper": N_("on paper"),
    "simulated": N_("simulated"),
}


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role: how many were planned (None for one nobody planned), are here, are still missing."""

    role: str
    planned: int | None
    here: int
    missing: int


@dataclass(frozen=True, slots=True)
class PartRow:
    """One choice of a field and how many chose it, in words; empty for those who did not say."""

    choice: str
    count: str


@dataclass(frozen=True, slots=True)
class BalanceTable:
    """One field people were asked for: its name and its choices."""

    name: str
    rows: tuple[PartRow, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person as their facilitator finds them again; name and role where the session has them.

    `marks` say what else there is to know: left, on paper, details taken out.
    """

    id: str
    number: int
    name: str
    role: str
    table: str
    marks: tuple[str, ...]
    is_erased: bool


@dataclass(frozen=True, slots=True)
class RoomPeople:
    """All of them. `here` are those who have not left, `joined` everybody who ever came."""

    joined: int
    here: int
    planned: int
    has_names: bool
    has_roles: bool
    roles: tuple[RoleRow, ...]
    balance: tuple[BalanceTable, ...]
    rows: tuple[PersonRow, ...]

    @property
    def missing(self) -> int:
        """How many places of roles are still to fill."""
        return sum(row.missing for row in self.roles)

    @property
    def can_erase(self) -> bool:
        """Whether anybody's details are still there."""
        return any(not row.is_erased for row in self.rows)


def build_people(
    workshop: Any,  # noqa: ANN401  # a row has what was asked for
    people: Sequence[Any],
    tables: Mapping[int, str],
    *,
    translator: Translator,
) -> RoomPeople:
    """Build it from the rows of a workshop and of its participants; `tables` are their names."""
    here = [person for person in people if person.left_at is None]
    least = 1 if workshop.anonymity == NAMED else LEAST
    return RoomPeople(
        joined=len(people),
        here=len(here),
        planned=workshop.planned,
        has_names=workshop.anonymity == NAMED,
        has_roles=workshop.anonymity != ANONYMOUS,
        roles=_list_roles(workshop, here),
        balance=tuple(
            BalanceTable(
                translator.gettext(BALANCE_WORDS[name]),
                _count_parts(
                    choices, [getattr(person, name) for person in here], least, translator
                ),
            )
            for name, choices in workshop.balance.items()
        ),
        rows=tuple(_describe(person, tables, translator) for person in people),
    )


def _list_roles(workshop: Any, here: Iterable[Any]) -> tuple[RoleRow, ...]:  # noqa: ANN401
    if workshop.anonymity == ANONYMOUS:
        return ()
    counted = Counter(person.role for person in here if person.role)
    planned = tuple(
        RoleRow(role, count, counted[role], max(0, count - counted[role]))
        for role, count in workshop.roles.items()
    )
    others = sorted(role for role in counted if role not in workshop.roles)
    return planned + tuple(RoleRow(role, None, counted[role], 0) for role in others)


def _count_parts(
    choices: Sequence[str], said: Sequence[str], least: int, translator: Translator
) -> tuple[PartRow, ...]:
    """Count the choices; what fewer than `least` people chose is kept back.

    Where one alone would be kept back, the next larger one is too: else it could be worked out
    from how many there are in all.
    """
    counted = Counter(said)
    counts = {choice: counted[choice] for choice in (*choices, "")}
    hidden = {choice for choice, count in counts.items() if count < least}
    if len(hidden) == 1:
        shown = [choice for choice in counts if choice not in hidden]
        hidden |= {min(shown, key=lambda choice: counts[choice])} if shown else set()
    few = translator.gettext("not shown")
    return tuple(
        PartRow(choice, few if choice in hidden else show_number(counts[choice], translator))
        for choice in counts
    )


def _describe(person: Any, tables: Mapping[int, str], translator: Translator) -> PersonRow:  # noqa: ANN401
    marks = [translator.gettext(SOURCES[person.source])] if person.source in SOURCES else []
    if person.form_code:
        marks.append(person.form_code)
    if person.left_at is not None:
        marks.append(translator.gettext("has left"))
    if person.erased_at is not None:
        marks.append(translator.gettext("details taken out"))
    number = person.table_number
    return PersonRow(
        person.id,
        person.number,
        person.name,
        person.role,
        name_table(number, tables.get(number, ""), translator),
        tuple(marks),
        person.erased_at is not None,
    )
