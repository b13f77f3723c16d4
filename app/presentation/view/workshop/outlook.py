"""How long a workshop takes by its plan, and whom it still needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.presentation.language import Translator
from app.presentation.number import show_number
from app.response.workshop.limit import LONGEST_DAY, OTHER_MINUTES

HOUR = 60


@dataclass(frozen=True, slots=True)
class TableOutlook:
    """One table: its questions and its whole time, in minutes and in words."""

    name: str
    questions: int
    minutes: int
    time: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a plan comes to.

    Attributes:
        questions: of all tables.
        time: of the longest table, in words.
        is_long: whether that is more than six hours.
        unfilled: people planned for whom no role is named; negative where more roles than people.
    """

    tables: tuple[TableOutlook, ...]
    questions: int
    time: str
    is_long: bool
    unfilled: int


def build_outlook(
    counted: Iterable[tuple[str, int]],
    roles: Mapping[str, int],
    *,
    minutes: int,
    planned: int,
    translator: Translator,
) -> Outlook:
    """Build it from the tables' names with their numbers of questions."""
    tables = []
    for name, questions in counted:
        total = questions * minutes + OTHER_MINUTES
        tables.append(TableOutlook(name, questions, total, say_time(total, translator)))
    longest = max((table.minutes for table in tables), default=0)
    return Outlook(
        tuple(tables),
        sum(table.questions for table in tables),
        say_time(longest, translator),
        longest > LONGEST_DAY,
        planned - sum(roles.values()),
    )


def say_time(minutes: int, translator: Translator) -> str:
    """Say a time: 45 minutes, 2 h 15 min."""
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return translator.ngettext("%(num)s minute", "%(num)s minutes", rest)
    if not rest:
        return translator.gettext("%(hours)s h", hours=show_number(hours, translator))
    numbers = {
        "hours": show_number(hours, translator),
        "minutes": show_number(rest, translator),
    }
    return translator.gettext("%(hours)s h %(minutes)s min", **numbers)


def name_table(number: int, name: str, translator: Translator) -> str:
    """Name a table: by its own name, else by its number."""
    return name or translator.gettext("Table %(number)s", number=number)
