"""The form in which a practice room is asked for: a toolkit, and how many are simulated."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from app.presentation.language import N_, Translator
from app.presentation.view.assessment.field import FieldReader
from app.presentation.view.wording import Wording
from app.response.message import RefusedError
from app.response.number import read_number
from app.response.workshop.simulation import LEAST_PEOPLE, MOST_PEOPLE, USUAL_PEOPLE

TOOLKIT: Final = "toolkit"
PEOPLE: Final = "people"

_WHOLE: Final = N_("Write a whole number from %(least)s to %(most)s.")
_CHOOSE: Final = N_("Choose one of these.")
_TITLE: Final = N_("Practice: %(toolkit)s")
_PLACE: Final = N_("An invented country")
_ROLES: Final = (N_("Government"), N_("Civil society"))
"""Two halves of the room, so that from ten people on each is shown by itself."""


@dataclass(frozen=True, slots=True)
class PracticeWords:
    """What a practice room is called in the language it was asked for in."""

    title: str
    unit_name: str
    roles: Mapping[str, int]
    language: str


def begin_practice_fields(toolkit: str) -> dict[str, str]:
    """Give what stands in an empty form; `toolkit` is one that was chosen elsewhere."""
    return {TOOLKIT: toolkit, PEOPLE: str(USUAL_PEOPLE)}


def limits() -> tuple[int, int]:
    """Give how many can be simulated, at least and at most."""
    return LEAST_PEOPLE, MOST_PEOPLE


def read_practice(
    translator: Translator, fields: Mapping[str, str], toolkits: Collection[str]
) -> tuple[int, dict[str, str]]:
    """Read how many are to be simulated, and what is wrong with the form, by field."""
    reader = FieldReader(translator, fields)
    if fields.get(TOOLKIT, "") not in toolkits:
        reader.refuse(TOOLKIT, _CHOOSE)
    try:
        people = read_number(fields.get(PEOPLE, ""), strict=False)
    except RefusedError:
        people = 0.0
    if not (LEAST_PEOPLE <= people <= MOST_PEOPLE and people.is_integer()):
        reader.refuse(PEOPLE, _WHOLE, least=LEAST_PEOPLE, most=MOST_PEOPLE)
    return int(people), reader.problems


def name_practice(wording: Wording, people: int) -> PracticeWords:
    """Name a practice room, its invented country and its two roles."""
    say = wording.translator
    first, second = (say.gettext(role) for role in _ROLES)
    return PracticeWords(
        say.gettext(_TITLE, toolkit=wording.title.text),
        say.gettext(_PLACE),
        {first: people - people // 2, second: people // 2},
        say.code,
    )
