"""The list of documents a workshop asks for: what would show each answer, and who would know."""

from collections.abc import Iterator

from app.presentation.blank.structure import BlankForm, BlankPart
from app.presentation.report.structure import (
    Block,
    Column,
    Paragraph,
    Row,
    Section,
    Table,
)
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.document import (
    REQUESTS,
    Handout,
    Occasion,
    find_parts,
    list_texts,
    make_handout,
    name_question,
)


def build_requests(wording: Wording, form: BlankForm, occasion: Occasion) -> Handout:
    """Build the list, by pillar; a question that names nothing is left out."""
    gettext = wording.translator.gettext
    sections = tuple(_list_sections(wording, find_parts(form, occasion)))
    text = gettext(
        "Please bring these documents, or say where they are to be found. An answer that claims "
        "much should be shown by something."
    )
    if not sections:
        text = gettext("This toolkit names no documents for these questions.")
    opening: tuple[Block, ...] = (Paragraph(text, "lead"),)
    return make_handout(REQUESTS, wording, occasion, opening=opening, sections=sections)


def _list_sections(wording: Wording, parts: tuple[BlankPart, ...]) -> Iterator[Section]:
    gettext = wording.translator.gettext
    columns = (
        Column(gettext("Question"), width=40),
        Column(gettext("What would show it"), width=34),
        Column(gettext("Who would know"), width=26),
    )
    for part in parts:
        rows = tuple(
            Row(
                (
                    name_question(question, wording),
                    list_texts(question.evidence, wording),
                    list_texts(question.ask, wording),
                )
            )
            for question in part.questions
            if question.evidence or question.ask
        )
        if rows:
            caption = gettext("Documents by question")
            yield Section(part.id, part.title, (Table(caption, columns, rows),))
