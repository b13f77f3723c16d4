"""What does not fit together, what is not known, and which pillars deserve a closer look."""

from collections.abc import Iterator

from app.presentation.report.material import Material, list_codes
from app.presentation.report.structure import (
    Block,
    Heading,
    Item,
    ItemList,
    Paragraph,
    Section,
)
from app.presentation.report.team import Team
from app.presentation.view.result_model import ResultView


def build_doubts(material: Material) -> Section | None:
    """Build the chapter of open points; None in a report by data alone."""
    if material.result is None:
        return None
    blocks = (
        *_list_deeper(material, material.result),
        *_list_contradictions(material, material.result),
        *_list_unknown(material, material.result),
        *(_list_unsettled(material, material.team) if material.team else ()),
    )
    return Section("open", material.gettext("Open points"), blocks)


def _list_deeper(material: Material, result: ResultView) -> Iterator[Block]:
    yield Heading(material.gettext("What to do next"))
    if result.next_step.text:
        yield Paragraph(result.next_step)
    if result.deeper:
        yield Paragraph(_introduce_deeper(material))
        yield ItemList(tuple(Item(reason) for reason in result.deeper))


def _introduce_deeper(material: Material) -> str:
    if material.is_full:
        return material.gettext("These pillars deserve a closer look first:")
    return material.gettext("These pillars deserve a full assessment first:")


def _list_contradictions(material: Material, result: ResultView) -> Iterator[Block]:
    yield Heading(material.gettext("Answers that do not fit together"))
    if not result.contradictions:
        yield Paragraph(material.gettext("None was found."))
        return
    yield ItemList(
        tuple(
            Item(
                item.say,
                details=tuple(
                    material.gettext(
                        "%(question)s: %(answer)s",
                        question=question.id,
                        answer=question.answer.as_markup(material.translator),
                    )
                    for question in item.questions
                ),
            )
            for item in result.contradictions
        )
    )


def _list_unknown(material: Material, result: ResultView) -> Iterator[Block]:
    yield Heading(material.gettext("What to find out"))
    if not result.find_out:
        yield Paragraph(material.gettext("Nothing: every question that was asked has an answer."))
        return
    yield ItemList(
        tuple(
            Item(
                question.text,
                details=(
                    material.gettext(
                        "%(pillar)s · %(question)s",
                        pillar=question.pillar_title.as_markup(material.translator),
                        question=question.id,
                    ),
                ),
            )
            for question in result.find_out
        )
    )


def _list_unsettled(material: Material, team: Team) -> Iterator[Block]:
    """Say what a team left open: claims without evidence, answers nobody confirmed, remarks."""
    gettext = material.gettext
    yield Heading(gettext("What the team left open"))
    lists = (
        (gettext("Claimed without evidence: %(questions)s"), team.unproven),
        (gettext("Taken over and not confirmed: %(questions)s"), team.to_confirm),
    )
    items = [
        Item(sentence % {"questions": list_codes(questions, material.translator)})
        for sentence, questions in lists
        if questions
    ]
    made, undecided = team.remarks
    if made:
        items.append(
            Item(
                material.translator.ngettext(
                    "Reviewers made %(num)s remark, of which %(open)s is not decided.",
                    "Reviewers made %(num)s remarks, of which %(open)s are not decided.",
                    made,
                    open=undecided,
                )
            )
        )
    yield ItemList(tuple(items)) if items else Paragraph(gettext("Nothing."))
