"""The form in which an assessment is begun and set: read, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.presentation.blank.words import SCOPES
from app.presentation.language import LANGUAGES, N_, Phrase
from app.presentation.view.assessment.field import FieldReader
from app.presentation.view.wording import Wording

LONGEST_TITLE: Final = 200
PARAMETER: Final = "parameter."

_LONG: Final = N_("A title has at most %(most)s characters.")
_ORDER: Final = N_("The last day is before the first one.")
_SCOPE: Final = N_("Choose what kind of unit is assessed.")
_PARAMETER: Final = N_("Choose one of these.")
_LANGUAGE: Final = N_("Choose a language.")


@dataclass(frozen=True, slots=True)
class Details:
    """What is set for an assessment, read and right."""

    title: str
    scope: str
    parameters: Mapping[str, str]
    period: tuple[date | None, date | None]
    language: str


@dataclass(frozen=True, slots=True)
class SettingField:
    """One choice of the form: its name, label and options, and which of them is chosen."""

    name: str
    label: Phrase
    options: tuple[tuple[str, Phrase], ...]
    chosen: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class SettingForm:
    """The form as it is shown: what was typed, the choices, and what is wrong by field."""

    title: str
    period_start: str
    period_end: str
    language: str
    choices: tuple[SettingField, ...]
    languages: tuple[tuple[str, str], ...]
    problems: Mapping[str, str]


def fill_details(details: Details) -> dict[str, str]:
    """Give the fields of the form as they stand for what is set."""
    first, last = details.period
    return {
        "title": details.title,
        "scope": details.scope,
        "period_start": first.isoformat() if first else "",
        "period_end": last.isoformat() if last else "",
        "language": details.language,
        **{PARAMETER + name: option for name, option in details.parameters.items()},
    }


def build_setting_form(
    wording: Wording, fields: Mapping[str, str], problems: Mapping[str, str] | None = None
) -> SettingForm:
    """Build the form for a toolkit, filled with what was typed."""
    return SettingForm(
        title=fields.get("title", ""),
        period_start=fields.get("period_start", ""),
        period_end=fields.get("period_end", ""),
        language=fields.get("language", "") or wording.translator.code,
        choices=tuple(_list_choices(wording, fields)),
        languages=tuple((item.code, item.name) for item in LANGUAGES.values() if item.ready),
        problems=problems or {},
    )


def _list_choices(wording: Wording, fields: Mapping[str, str]) -> list[SettingField]:
    translator = wording.translator
    choices = []
    if len(wording.toolkit.scopes) > 1:
        scopes = tuple(
            (scope, Phrase(translator.gettext(SCOPES[scope]), translator.code))
            for scope in wording.toolkit.scopes
        )
        label = Phrase(translator.gettext("What kind of unit is assessed"), translator.code)
        choices.append(SettingField("scope", label, scopes, fields.get("scope", "")))
    for name, parameter in wording.toolkit.parameters.items():
        options = tuple(
            (option, wording.phrase(item.title)) for option, item in parameter.options.items()
        )
        field = PARAMETER + name
        label = wording.phrase(parameter.title)
        chosen = fields.get(field, "")
        choices.append(SettingField(field, label, options, chosen, bool(parameter.required)))
    return choices


def read_details(
    wording: Wording, fields: Mapping[str, str]
) -> tuple[Details | None, dict[str, str]]:
    """Read the form; None with what is wrong, by field, where it can't be taken as it is."""
    reader = _Reader(wording.translator, fields)
    details = Details(
        title=reader.read_title(),
        scope=reader.read_scope(wording),
        parameters=reader.read_parameters(wording),
        period=reader.read_period(),
        language=reader.read_language(),
    )
    return (None if reader.problems else details), reader.problems


class _Reader(FieldReader):
    """Reads what an assessment is set to."""

    def read_title(self) -> str:
        title = " ".join(self.fields.get("title", "").split())
        if len(title) > LONGEST_TITLE:
            self.refuse("title", _LONG, most=LONGEST_TITLE)
        return title

    def read_scope(self, wording: Wording) -> str:
        scopes = wording.toolkit.scopes
        given = self.fields.get("scope", "")
        scope = given if given or len(scopes) > 1 else scopes[0]
        if scope not in scopes:
            self.refuse("scope", _SCOPE)
        return scope

    def read_parameters(self, wording: Wording) -> dict[str, str]:
        chosen: dict[str, str] = {}
        for name, parameter in wording.toolkit.parameters.items():
            option = self.fields.get(PARAMETER + name, "")
            if option in parameter.options:
                chosen[name] = option
            elif option or parameter.required:
                self.refuse(PARAMETER + name, _PARAMETER)
        return chosen

    def read_period(self) -> tuple[date | None, date | None]:
        first, last = self.read_day("period_start"), self.read_day("period_end")
        if first and last and last < first:
            self.refuse("period_end", _ORDER)
        return first, last

    def read_language(self) -> str:
        code = self.fields.get("language", "")
        language = LANGUAGES.get(code)
        if language is None or not language.ready:
            self.refuse("language", _LANGUAGE)
        return code
