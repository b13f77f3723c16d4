"""What a workshop that stands alone is about: chosen in the form in which it is planned."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.definition.toolkit import Toolkit
from app.presentation.blank.words import SCOPES
from app.presentation.language import N_, Phrase
from app.presentation.view.assessment.field import FieldReader
from app.presentation.view.wording import Wording
from app.response import Setting

PARAMETER: Final = "parameter."
QUICK: Final = "quick"

_COUNTRY: Final = N_("Choose a country from the list.")
_CHOOSE: Final = N_("Choose one of these.")
_NAMELESS: Final = N_("Choose a country, or name what is assessed.")


@dataclass(frozen=True, slots=True)
class SubjectDetails:
    """A subject that was read and is right."""

    country: str | None
    unit_name: str
    setting: Setting


@dataclass(frozen=True, slots=True)
class SubjectField:
    """One choice of the form: its name, label and options, and which of them is chosen."""

    name: str
    label: Phrase
    options: tuple[tuple[str, Phrase], ...]
    chosen: str
    required: bool


def has_quick(toolkit: Toolkit) -> bool:
    """Tell whether a toolkit has a quick-check."""
    return any(question.quick_check for question in toolkit.questions)


def settle(toolkit: Toolkit, fields: Mapping[str, str]) -> Setting:
    """Give what is asked by what stands in the form; what can't be chosen is passed over."""
    chosen = {
        name: fields[PARAMETER + name]
        for name, parameter in toolkit.parameters.items()
        if fields.get(PARAMETER + name, "") in parameter.options
    }
    scope = fields.get("scope", "")
    return Setting(
        quick=fields.get("extent", "") == QUICK and has_quick(toolkit),
        scope=scope if scope in toolkit.scopes else toolkit.usual_scope,
        parameters=chosen,
    )


def list_choices(wording: Wording, fields: Mapping[str, str]) -> tuple[SubjectField, ...]:
    """List what a toolkit must be told: which questions, what kind of unit, its parameters."""
    toolkit, translator = wording.toolkit, wording.translator

    def say(text: str) -> Phrase:
        return Phrase(translator.gettext(text), translator.code)

    found = []
    if has_quick(toolkit):
        extents = (
            (QUICK, say(N_("Those of the quick-check only"))),
            ("whole", say(N_("All questions"))),
        )
        chosen = fields.get("extent", "")
        found.append(SubjectField("extent", say(N_("Which questions")), extents, chosen, True))  # noqa: FBT003
    if len(toolkit.scopes) > 1:
        scopes = tuple((scope, say(SCOPES[scope])) for scope in toolkit.scopes)
        label, chosen = say(N_("What kind of unit is assessed")), fields.get("scope", "")
        found.append(SubjectField("scope", label, scopes, chosen or toolkit.usual_scope, True))  # noqa: FBT003
    for name, parameter in toolkit.parameters.items():
        options = tuple(
            (key, wording.phrase(item.title)) for key, item in parameter.options.items()
        )
        label, chosen = wording.phrase(parameter.title), fields.get(PARAMETER + name, "")
        found.append(
            SubjectField(PARAMETER + name, label, options, chosen, bool(parameter.required))
        )
    return tuple(found)


def read_subject(
    wording: Wording, fields: Mapping[str, str], countries: frozenset[str]
) -> tuple[SubjectDetails | None, dict[str, str]]:
    """Read the subject; None with what is wrong, by field, where it can't be taken as it is."""
    reader = _Reader(wording.translator, fields)
    country, name = reader.read_country(countries), reader.read_line("unit_name")
    if not country and not name and not reader.problems:
        reader.refuse("country", _NAMELESS)
    reader.check_choices(list_choices(wording, fields))
    details = SubjectDetails(country or None, name, settle(wording.toolkit, fields))
    return (None if reader.problems else details), reader.problems


class _Reader(FieldReader):
    """Reads what only a subject has."""

    def read_country(self, countries: frozenset[str]) -> str:
        country = self.fields.get("country", "")
        if country and country not in countries:
            self.refuse("country", _COUNTRY)
            return ""
        return country

    def check_choices(self, choices: tuple[SubjectField, ...]) -> None:
        for choice in choices:
            known = {value for value, _ in choice.options}
            is_given = bool(choice.chosen)
            if (is_given or choice.required) and choice.chosen not in known:
                self.refuse(choice.name, _CHOOSE)
