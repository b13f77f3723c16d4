"""The pre-work pack: agenda, who and what to bring, and all questions with their states."""

from collections.abc import Callable, Iterator

from markupsafe import Markup

from app.presentation.blank.structure import BlankForm, BlankPart, BlankQuestion
from app.presentation.language import Phrase
from app.presentation.number import show_number
from app.presentation.report.structure import (
    Block,
    Column,
    Heading,
    Item,
    ItemList,
    Paragraph,
    Row,
    Section,
    Table,
)
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.agenda import build_agenda
from app.presentation.view.workshop.document import (
    PACK,
    Handout,
    Occasion,
    find_parts,
    list_tables,
    make_handout,
    name_question,
)
from app.presentation.view.workshop.outlook import build_outlook
from app.presentation.view.workshop.plan_reading import ANONYMITY_WORDS

Pick = Callable[[BlankQuestion], tuple[Phrase, ...]]


def build_pack(wording: Wording, form: BlankForm, occasion: Occasion) -> Handout:
    """Build the pack."""
    translator = wording.translator
    tables = tuple(list_tables(form, occasion, wording))
    parts = find_parts(form, occasion)
    gettext = translator.gettext
    agenda = (
        Paragraph(_say_length(wording, occasion, tables), "lead"),
        build_agenda(wording, occasion, tables),
    )
    people, papers = _list_people(wording, occasion, parts), _list_papers(wording, parts)
    questions = tuple(_list_questions(wording, parts))
    sections = (
        Section("agenda", gettext("Agenda"), agenda),
        Section("people", gettext("Who to bring"), tuple(people)),
        Section("documents", gettext("What to bring"), tuple(papers)),
        Section("questions", gettext("The questions"), questions, starts_page=True),
    )
    return make_handout(PACK, wording, occasion, opening=(), sections=sections)


def _say_length(
    wording: Wording, occasion: Occasion, tables: tuple[tuple[str, tuple[BlankPart, ...]], ...]
) -> str:
    counted = [(name, sum(len(part.questions) for part in parts)) for name, parts in tables]
    outlook = build_outlook(
        counted,
        occasion.roles,
        minutes=occasion.minutes,
        planned=occasion.planned,
        translator=wording.translator,
    )
    return wording.translator.gettext(
        "%(questions)s questions, %(minutes)s minutes for each; %(time)s in all.",
        questions=show_number(outlook.questions, wording.translator),
        minutes=show_number(occasion.minutes, wording.translator),
        time=outlook.time,
    )


def _list_people(
    wording: Wording, occasion: Occasion, parts: tuple[BlankPart, ...]
) -> Iterator[Block]:
    translator = wording.translator
    gettext = translator.gettext
    yield Paragraph(
        translator.ngettext(
            "%(num)s person is to come.", "%(num)s people are to come.", occasion.planned
        )
    )
    name, text = ANONYMITY_WORDS[occasion.anonymity]
    yield Paragraph(gettext("%(kind)s session. %(what)s", kind=gettext(name), what=gettext(text)))
    if occasion.roles:
        columns = (Column(gettext("Role"), width=70), Column(gettext("People"), is_number=True))
        rows = tuple(
            Row((occasion.write(role).as_markup(translator), show_number(count, translator)))
            for role, count in occasion.roles.items()
        )
        yield Table(gettext("Roles to fill"), columns, rows)
    yield from _list_by_pillar(wording, parts, lambda question: question.ask)


def _list_papers(wording: Wording, parts: tuple[BlankPart, ...]) -> Iterator[Block]:
    gettext = wording.translator.gettext
    yield Paragraph(
        gettext(
            "From level %(level)s up an answer should be shown by something. Bring it, or know "
            "where it is to be found.",
            level=show_number(wording.toolkit.scoring.evidence_from_level, wording.translator),
        )
    )
    yield from _list_by_pillar(wording, parts, lambda question: question.evidence)


def _list_by_pillar(wording: Wording, parts: tuple[BlankPart, ...], pick: Pick) -> Iterator[Block]:
    """List what questions name, by pillar: each text once, with the numbers of its questions."""
    for part in parts:
        found: dict[Phrase, list[int]] = {}
        for question in part.questions:
            for text in pick(question):
                found.setdefault(text, []).append(question.number)
        if found:
            yield Heading(part.title, family=part.family)
            yield ItemList(tuple(_write_item(wording, text, found[text]) for text in found))


def _write_item(wording: Wording, text: Phrase, numbers: list[int]) -> Item:
    translator = wording.translator
    numbered = translator.join([show_number(number, translator) for number in numbers])
    said = translator.ngettext(
        "question %(numbers)s", "questions %(numbers)s", len(numbers), numbers=numbered
    )
    return Item(Markup("{} ({})").format(text.as_markup(translator), said))


def _list_questions(wording: Wording, parts: tuple[BlankPart, ...]) -> Iterator[Block]:
    for part in parts:
        yield Heading(part.title, family=part.family)
        if part.definition.text:
            yield Paragraph(part.definition)
        for question in part.questions:
            yield from _write_question(wording, question)


def _write_question(wording: Wording, question: BlankQuestion) -> Iterator[Block]:
    yield Heading(name_question(question, wording), level=4)
    if question.condition:
        yield Paragraph(question.condition, "quiet")
    if question.why.text:
        yield Paragraph(question.why, "quiet")
    if question.choices:
        is_level = question.kind == "level"
        yield ItemList(
            tuple(Item(item.text, item.code if is_level else "") for item in question.choices)
        )
    elif question.unit.text:
        text = question.unit.as_markup(wording.translator)
        yield Paragraph(Markup("{} {}").format(question.expects, text))
    else:
        yield Paragraph(question.expects)
