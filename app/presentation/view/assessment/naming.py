"""How an assessment, its unit, its period and the people in it are called."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from app.presentation.language import Translator, add_marks
from app.presentation.number import show_date
from app.reference import Reference

MOST_MOMENTS: Final = 4_096


def name_unit(
    reference: Reference, translator: Translator, *, country: str | None, name: str
) -> str:
    """Name a unit: a country by the reference data, another one by its own name and its country."""
    found = reference.country(country) if country else None
    land = found.name(translator.code) if found else (country or "")
    if not name:
        return land
    if not land:
        return name
    return translator.gettext("%(unit)s (%(country)s)", unit=name, country=land)


def name_round(number: int, translator: Translator) -> str:
    """Name a round by its number."""
    return translator.gettext("Round %(number)s", number=number)


def name_person(names: Mapping[str, str], account: str | None, translator: Translator) -> str:
    """Name somebody; one whose account was deleted is a former member."""
    return names.get(account or "", "") or translator.gettext("a former member")


def name_within(names: Mapping[str, str], account: str | None, translator: Translator) -> str:
    """Name somebody inside a sentence; a name in Latin letters leaves the Arabic words in order."""
    name = name_person(names, account, translator)
    return add_marks(name, "auto") if translator.direction == "rtl" else name


def list_people(names: Mapping[str, str], accounts: tuple[str, ...], translator: Translator) -> str:
    """Name several people as the language lists them; empty for none."""
    return translator.join([name_within(names, account, translator) for account in accounts])


def say_period(first: date | None, last: date | None, translator: Translator) -> str:
    """Say which time an assessment is about: a whole year by its number; empty where none is."""
    if first and last and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        years = (str(first.year), str(last.year))
        if first.year == last.year:
            return years[0]
        return translator.gettext("%(first)s to %(last)s", first=years[0], last=years[1])
    if first and last:
        days = {"first": show_date(first, translator), "last": show_date(last, translator)}
        return translator.gettext("%(first)s to %(last)s", **days)
    if first:
        return translator.gettext("from %(day)s", day=show_date(first, translator))
    return translator.gettext("until %(day)s", day=show_date(last, translator)) if last else ""


# A page of a team's answers says the same few moments again and again.
@lru_cache(maxsize=MOST_MOMENTS)
def say_moment(moment: datetime, translator: Translator) -> str:
    """Say when something was done: the day and the time in UTC."""
    return translator.gettext(
        "%(day)s, %(time)s UTC",
        day=show_date(moment.date(), translator),
        time=moment.strftime("%H:%M"),
    )
