"""What a blank form says whatever the toolkit: headings, boxes, hints."""

from collections.abc import Mapping
from typing import Final

from app.definition.question import Question
from app.presentation.blank.structure import BlankWords
from app.presentation.language import N_, Translator
from app.presentation.number import show_value

AUTHOR: Final = "eready"

SCOPES: Final[Mapping[str, str]] = {
    "country": N_("Country"),
    "subnational": N_("Province or state"),
    "city": N_("City"),
    "organisation": N_("Organisation"),
}
"""What a unit may be."""

KIND_NAMES: Final[Mapping[str, str]] = {
    "level": N_("One state"),
    "number": N_("A number"),
    "choice": N_("One answer"),
    "multi": N_("Several answers"),
    "yesno": N_("Yes or no"),
    "text": N_("A text"),
    "date": N_("A day"),
}
"""What kind of answer each kind of question takes."""

_EXPECTED: Final[Mapping[str, str]] = {
    "level": N_("Choose one state."),
    "number": N_("Write a number."),
    "choice": N_("Choose one answer."),
    "multi": N_("Mark all that apply with an x."),
    "yesno": N_("Choose one answer."),
    "text": N_("Write a text."),
    "date": N_("Write year, month and day, as in 2026-01-31."),
}


def say_expected(question: Question, translator: Translator) -> str:
    """Say what to write or to choose; of a number also its limits."""
    least, most = limits_of(question)
    if question.kind != "number" or (least is None and most is None):
        return translator.gettext(_EXPECTED[question.kind])
    low, high = show_value(least, translator), show_value(most, translator)
    if most is None:
        return translator.gettext("Write a number, %(least)s or more.", least=low)
    if least is None:
        return translator.gettext("Write a number, %(greatest)s or less.", greatest=high)
    return translator.gettext(
        "Write a number from %(least)s to %(greatest)s.", least=low, greatest=high
    )


def limits_of(question: Question) -> tuple[float | None, float | None]:
    """Give the least and the greatest number taken; None where open."""
    return (question.valid.from_, question.valid.to) if question.valid else (None, None)


def say_words(translator: Translator) -> BlankWords:
    """Say all of them in one language."""
    gettext = translator.gettext
    return BlankWords(
        contents=gettext("Contents"),
        how_to_answer=gettext("How to answer"),
        unit_name=gettext("Country, or name of the unit"),
        filled_by=gettext("Filled in by"),
        filled_on=gettext("Date"),
        answered=gettext("Answered"),
        unknown=gettext("I do not know"),
        not_applicable=gettext("Does not apply here"),
        reason=gettext("Why it does not apply"),
        note=gettext("Note"),
        note_or_reason=gettext("Note, or why it does not apply"),
        link=gettext("Evidence"),
        why=gettext("Why this is asked"),
        shows_it=gettext("What would show it"),
        knows_it=gettext("Who would know"),
        day_mask=gettext("year – month – day"),
        number=gettext("No."),
        id=gettext("Code"),
        question=gettext("Question"),
        kind=gettext("Kind of answer"),
        write=gettext("What to write"),
        answer=gettext("Answer"),
        state=gettext("If there is no answer"),
        state_hint=gettext("Leave this empty where an answer stands beside it."),
        reason_hint=gettext("Needed where the question does not apply."),
        link_hint=gettext("A web address, or document and page."),
        not_offered=gettext("This is none of the answers offered. Keep it all the same?"),
        sheet_hint=gettext("Fill in the white cells. All others are locked."),
        keep_hint=gettext(
            "Each pillar has its own sheet. Fill in the white cells only and save the file as it "
            "is (.xlsx). Leave empty what is not answered yet."
        ),
    )
