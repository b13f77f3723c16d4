"""The questions of a result: what was answered and what comes next."""

from collections.abc import Mapping

from app.definition.question import Question
from app.presentation.language import Phrase
from app.presentation.number import show_score
from app.presentation.view.answer import say_answer
from app.presentation.view.page import number_questions
from app.presentation.view.result_model import QuestionResult
from app.presentation.view.step import say_step
from app.presentation.view.wording import Wording
from app.response import Answer, Answers, Asked, questions_for
from app.scoring import Scores


def build_questions(
    wording: Wording, answers: Answers, scores: Scores
) -> dict[str, QuestionResult]:
    """Build the questions that are asked, by id."""
    numbers = number_questions(wording, answers)
    return {
        item.question.id: _build_question(
            wording, item, answers.get(item.question.id), (scores, numbers)
        )
        for item in questions_for(wording.toolkit, answers, wording.setting)
        if item.status == "asked"
    }


def _build_question(
    wording: Wording,
    item: Asked,
    answer: Answer | None,
    counted: tuple[Scores, Mapping[str, int]],
) -> QuestionResult:
    question, (scores, numbers) = item.question, counted
    node = scores.nodes.get(question.id)
    level = node.level if node else None
    points = node.points if node else None
    scale = wording.toolkit.levels_of(question)
    step = say_step(wording, question, answer)
    return QuestionResult(
        id=question.id,
        number=numbers.get(question.id, 0),
        text=wording.phrase(question.text),
        pillar=item.pillar.id,
        pillar_title=wording.phrase(item.pillar.title),
        family=item.pillar.family,
        state=answer.state if answer else "blank",
        answer=say_answer(wording, question, answer),
        level=level,
        highest=scale.highest,
        level_name=_name_level(wording, question, level),
        score=show_score(points, wording.translator),
        points=points,
        next_state=step.next_state,
        action=step.action,
        reason=answer.reason if answer else "",
        note=answer.note if answer else "",
        link=answer.link if answer else "",
        is_published=bool(answer and answer.origin == "published"),
        references=tuple((name, codes) for name, codes in question.references.items()),
    )


def _name_level(wording: Wording, question: Question, level: int | None) -> Phrase:
    if level is None:
        return wording.phrase("")
    names = {item.level: item.name for item in wording.toolkit.levels_of(question).levels}
    return wording.phrase(names.get(level, ""))
