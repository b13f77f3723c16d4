"""The letter that invites people to a workshop."""

from collections.abc import Iterator

from app.presentation.blank.structure import BlankForm
from app.presentation.number import isolate, show_number
from app.presentation.report.structure import Block, Item, ItemList, Paragraph, Section
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.document import (
    LETTER,
    Handout,
    Occasion,
    find_parts,
    make_handout,
)
from app.presentation.view.workshop.plan_reading import ANONYMITY_WORDS


def build_letter(wording: Wording, form: BlankForm, occasion: Occasion) -> Handout:
    """Build the letter; it says the code only while the door is open."""
    gettext = wording.translator.gettext
    parts = find_parts(form, occasion)
    questions = sum(len(part.questions) for part in parts)
    purpose = tuple(_say_purpose(wording, occasion, questions))
    sections = (
        Section("purpose", gettext("What it is for"), purpose),
        Section("prepare", gettext("What to prepare"), (_list_preparation(wording, occasion),)),
        Section("door", gettext("How to join"), tuple(_say_door(wording, occasion))),
    )
    paragraphs = (text.strip() for text in occasion.welcome.split("\n\n"))
    opening = tuple(Paragraph(occasion.write(text)) for text in paragraphs if text)
    return make_handout(LETTER, wording, occasion, opening=opening, sections=sections)


def _say_purpose(wording: Wording, occasion: Occasion, questions: int) -> Iterator[Block]:
    translator = wording.translator
    gettext = translator.gettext
    yield Paragraph(
        gettext(
            "People who know %(unit)s from different sides judge together where it stands. First "
            "everybody answers alone. Then the room sees where its answers differ, talks about "
            "that, and agrees: on the answers, on goals, and on a plan of at most ten actions.",
            unit=occasion.unit,
        )
    )
    if wording.toolkit.summary:
        yield Paragraph(wording.phrase(wording.toolkit.summary))
    yield Paragraph(
        translator.ngettext(
            "There is %(num)s question, and %(minutes)s minutes for each.",
            "There are %(num)s questions, and %(minutes)s minutes for each.",
            questions,
            minutes=show_number(occasion.minutes, translator),
        )
    )
    _, text = ANONYMITY_WORDS[occasion.anonymity]
    yield Paragraph(gettext(text))


def _list_preparation(wording: Wording, occasion: Occasion) -> ItemList:
    gettext = wording.translator.gettext
    texts = [
        gettext(
            "Read the questions that come with this letter, and think of those you know most about."
        ),
        gettext("Bring or look up the documents that show what you will say."),
        gettext(
            "Bring a phone, tablet or computer. No account and no program is needed; who has no "
            "device gets a form on paper."
        ),
    ]
    if occasion.roles:
        known = [occasion.write(role).as_text(wording.translator) for role in occasion.roles]
        texts.append(
            gettext("We expect people from: %(roles)s.", roles=wording.translator.join(known))
        )
    return ItemList(tuple(Item(text) for text in texts))


def _say_door(wording: Wording, occasion: Occasion) -> Iterator[Block]:
    translator = wording.translator
    address = isolate(occasion.door, translator)
    if occasion.code:
        code = isolate(occasion.code, translator)
        yield Paragraph(
            translator.gettext(
                "Open %(address)s and type the code %(code)s.", address=address, code=code
            )
        )
    else:
        yield Paragraph(
            translator.gettext(
                "On the day, open %(address)s and type the code that is shown in the room.",
                address=address,
            )
        )
