"""What every report and file says of itself: whose opinion it is not, and what names mean."""

from app.presentation.language import Translator


def say_position(country: str, translator: Translator) -> str:
    """Say in full whose position a quick-check is not."""
    return translator.gettext(
        "This quick-check was filled in by an anonymous visitor. It is no statement of the "
        "government of %(country)s and nobody’s official position.",
        country=country,
    )


def say_file_position(translator: Translator) -> str:
    """Say in full whose position a report of a file of answers is not."""
    return translator.gettext(
        "This report was computed by a program from a file of answers. It is no statement of any "
        "government and nobody’s official position."
    )


def say_data_position(country: str, translator: Translator) -> str:
    """Say in full whose position a report by published figures alone is not."""
    return translator.gettext(
        "This report was put together from published figures by a program. It is no statement of "
        "the government of %(country)s and nobody’s official position.",
        country=country,
    )


def say_position_briefly(translator: Translator) -> str:
    """Say the same in one line, for the foot of every page."""
    return translator.gettext("No official position of any government or organisation")


def say_names(translator: Translator) -> str:
    """Say that names of countries and groups carry no opinion."""
    return translator.gettext(
        "The names of countries and areas and the groups they are listed in do not imply any "
        "opinion concerning the legal status of any country, territory, city or area or of its "
        "authorities, or concerning the delimitation of its frontiers or boundaries."
    )


def say_team_position(unit: str, approved: str, translator: Translator) -> str:
    """Say whose an assessment by a team is; `approved` is the day of approval, or empty."""
    if not approved:
        return translator.gettext(
            "This is a draft of an assessment by the team of %(unit)s. Nobody has approved it: it "
            "is nobody’s official position.",
            unit=unit,
        )
    return translator.gettext(
        "This assessment was made by the team of %(unit)s, and approved on %(day)s by whom "
        "%(unit)s named for it. It speaks for nobody else.",
        unit=unit,
        day=approved,
    )


def say_team_briefly(approved: str, translator: Translator) -> str:
    """Say the same in one line, for the foot of every page."""
    if not approved:
        return translator.gettext("Draft, approved by nobody, no official position")
    return translator.gettext("Approved on %(day)s by the unit that is assessed", day=approved)
