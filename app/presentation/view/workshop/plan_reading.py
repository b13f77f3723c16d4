"""Reads the form in which a workshop is planned, and says what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.presentation.language import LANGUAGES, N_
from app.presentation.view.assessment.field import LONGEST_NAME, FieldReader
from app.presentation.view.wording import Wording
from app.response.message import RefusedError
from app.response.number import read_number
from app.response.text import LONGEST_NOTE
from app.response.workshop.limit import (
    LONGEST_CHOICE,
    MOST_CHOICES,
    MOST_MINUTES,
    MOST_PEOPLE,
    MOST_ROLES,
    MOST_TABLES,
)

PILLAR: Final = "pillar."
TABLE: Final = "table."
ROLE: Final = "role."
COUNT: Final = ".count"
NUMBERS: Final = frozenset(str(number) for number in range(1, MOST_TABLES + 1))
"""What the choice of a table may say."""

ANONYMITY_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "anonymous": (
        N_("Anonymous"),
        N_("Nobody gives a name or a role. Others see how many chose each answer, and comments "
           "without a name."),
    ),
    "role": (
        N_("Role only"),
        N_("People give their role and no name. Others see how many chose each answer, and how a "
           "role answered where five or more of it did. Comments stand without a name or a role."),
    ),
    "named": (
        N_("Named"),
        N_("People give name and role. Comments stand under the name, and whoever runs the session "
           "sees who is in. No name is ever on the big screen."),
    ),
}  # fmt: skip
"""What others will see, by kind of session; each with its name."""

BALANCE_WORDS: Final[Mapping[str, str]] = {
    "sector": N_("Sector"),
    "sex": N_("Sex"),
    "region": N_("Region"),
}

_TITLE: Final = N_("Give the workshop a title.")
_WHOLE: Final = N_("Write a whole number from %(least)s to %(most)s.")
_CHOOSE: Final = N_("Choose one of these.")
_LANGUAGE: Final = N_("Choose a language.")
_SAME: Final = N_("The second language is the first one: choose another, or none.")
_NOTHING: Final = N_("Choose at least one pillar with questions.")
_EMPTY: Final = N_("This table has no pillar: give it one, or take fewer tables.")
_TWICE: Final = N_("This role stands here twice.")
_ROLE: Final = N_("Name the role these places are for.")
_ANCHOR: Final = N_("This question is of a pillar that is left out: choose another one.")
_TIME: Final = N_("Write a time of the day such as 09:00.")
_MANY: Final = N_("At most %(most)s choices can be offered.")
_ONE: Final = N_("One choice alone is none: offer two or more, or leave it empty.")


@dataclass(frozen=True, slots=True)
class PlanDetails:
    """A plan that was read and is right; `tables` are names with ids of pillars."""

    title: str
    tables: tuple[tuple[str, tuple[str, ...]], ...]
    language: str
    second_language: str | None
    anonymity: str
    minutes: int
    planned: int
    anchor: str
    roles: Mapping[str, int]
    balance: Mapping[str, tuple[str, ...]]
    content: Mapping[str, str]


def read_plan(
    wording: Wording, asked: Mapping[str, tuple[str, ...]], fields: Mapping[str, str]
) -> tuple[PlanDetails | None, dict[str, str]]:
    """Read the form; None with what is wrong, by field, where it can't be taken as it is."""
    reader = _Reader(wording.translator, fields)
    tables = reader.read_tables(asked)
    details = PlanDetails(
        title=reader.read_title(),
        tables=tables,
        language=reader.read_language("language"),
        second_language=reader.read_second(),
        anonymity=reader.read_anonymity(),
        minutes=reader.read_whole("minutes", MOST_MINUTES),
        planned=reader.read_whole("planned", MOST_PEOPLE),
        anchor=reader.read_anchor(asked, tables),
        roles=reader.read_roles(),
        balance=reader.read_balance(),
        content=reader.read_content(),
    )
    return (None if reader.problems else details), reader.problems


class _Reader(FieldReader):
    """Reads what only a plan has."""

    def read_title(self) -> str:
        title = self.read_line("title")
        if not title and "title" not in self.problems:
            self.refuse("title", _TITLE)
        return title

    def read_whole(self, field: str, most: int, *, least: int = 1) -> int:
        try:
            number = read_number(self.fields.get(field, ""), strict=False)
        except RefusedError:
            number = -1.0
        if not least <= number <= most or number != int(number):
            self.refuse(field, _WHOLE, least=least, most=most)
            return least
        return int(number)

    def read_tables(
        self, asked: Mapping[str, tuple[str, ...]]
    ) -> tuple[tuple[str, tuple[str, ...]], ...]:
        count = self.read_whole("tables", MOST_TABLES)
        placed: dict[int, list[str]] = {number: [] for number in range(1, count + 1)}
        for pillar in (name for name, questions in asked.items() if questions):
            table = self.fields.get(PILLAR + pillar, "")
            if table in NUMBERS and int(table) in placed:
                placed[int(table)].append(pillar)
            elif table:
                self.refuse(PILLAR + pillar, _CHOOSE)
        if not any(placed.values()):
            first = next((name for name, questions in asked.items() if questions), "")
            self.problems.setdefault(PILLAR + first, self.translator.gettext(_NOTHING))
        elif "tables" not in self.problems:
            for number in (number for number, pillars in placed.items() if not pillars):
                self.refuse(f"{TABLE}{number}", _EMPTY)
        return tuple(
            (self.read_line(f"{TABLE}{number}", LONGEST_NAME), tuple(pillars))
            for number, pillars in placed.items()
        )

    def read_language(self, field: str) -> str:
        code = self.fields.get(field, "")
        language = LANGUAGES.get(code)
        if language is None or not language.ready:
            self.refuse(field, _LANGUAGE)
        return code

    def read_second(self) -> str | None:
        if not self.fields.get("second_language", ""):
            return None
        code = self.read_language("second_language")
        if code == self.fields.get("language", ""):
            self.refuse("second_language", _SAME)
        return code

    def read_anonymity(self) -> str:
        chosen = self.fields.get("anonymity", "")
        if chosen not in ANONYMITY_WORDS:
            self.refuse("anonymity", _CHOOSE)
        return chosen

    def read_anchor(
        self,
        asked: Mapping[str, tuple[str, ...]],
        tables: tuple[tuple[str, tuple[str, ...]], ...],
    ) -> str:
        chosen = self.fields.get("anchor", "")
        taken = {name for _, pillars in tables for pillar in pillars for name in asked[pillar]}
        if chosen and chosen not in taken:
            known = {name for names in asked.values() for name in names}
            self.refuse("anchor", _ANCHOR if chosen in known else _CHOOSE)
        return chosen

    def read_roles(self) -> dict[str, int]:
        roles: dict[str, int] = {}
        for number in range(1, MOST_ROLES + 1):
            field = f"{ROLE}{number}"
            role, count = self.read_line(field, LONGEST_CHOICE), self.fields.get(field + COUNT, "")
            if not role:
                if count.strip() and field not in self.problems:
                    self.refuse(field, _ROLE)
                continue
            if role in roles:
                self.refuse(field, _TWICE)
            roles[role] = self.read_whole(field + COUNT, MOST_PEOPLE) if count.strip() else 1
        return roles

    def read_balance(self) -> dict[str, tuple[str, ...]]:
        found = {name: self._read_choices(name) for name in BALANCE_WORDS}
        return {name: choices for name, choices in found.items() if choices}

    def _read_choices(self, field: str) -> tuple[str, ...]:
        text = self.read_text(field, MOST_CHOICES * (LONGEST_CHOICE + 1))
        lines = [" ".join(line.split())[:LONGEST_CHOICE] for line in text.split("\n")]
        choices = tuple(dict.fromkeys(filter(None, lines)))
        if len(choices) > MOST_CHOICES:
            self.refuse(field, _MANY, most=MOST_CHOICES)
        elif len(choices) == 1:
            self.refuse(field, _ONE)
        return choices

    def read_content(self) -> dict[str, str]:
        day = self.read_day("day")
        typed = self.fields.get("begins", "").strip()
        begins = _read_time(typed)
        if typed and not begins:
            self.refuse("begins", _TIME)
        found = {
            "day": day.isoformat() if day else "",
            "begins": begins,
            "place": self.read_line("place"),
            "welcome": self.read_text("welcome", LONGEST_NOTE),
        }
        return {name: text for name, text in found.items() if text}


def _read_time(text: str) -> str:
    """Give a time of the day as 09:00, in whatever digits it was typed; empty for none."""
    hours, _, minutes = text.partition(":")
    if not all(part.isdecimal() and len(part) <= 2 for part in (hours, minutes)):
        return ""
    hour, minute = int(hours), int(minutes)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""
