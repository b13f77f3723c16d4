"""Answers that come from elsewhere, held against those that stand: nothing is replaced unseen."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from app.presentation.view.assessment.incoming import WRITTEN, Incoming, Kind
from app.response import Answer, Answers
from app.response.carrying import Carried
from app.service.answering import is_same
from app.service.assessment.answering import Stroke, number_first, write_answers
from app.store.engine import Session


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in an assessment, and what whoever brings answers may write.

    `seen` gives the version of an answer that was known where the other one was given; a question
    without one was answered without knowing what stands.
    """

    answers: Answers
    writable: Collection[str]
    seen: Mapping[str, int]


def sort_incoming(
    given: Iterable[Answer], standing: Standing, marked: Collection[str] = frozenset()
) -> tuple[Incoming, ...]:
    """Tell for each answer what it would do; a blank one that says nothing does nothing.

    `marked` are those to be confirmed once they are written.
    """
    return tuple(
        Incoming(
            _find_kind(answer, standing),
            answer,
            standing.answers.get(answer.question),
            is_marked=answer.question in marked,
        )
        for answer in given
        if not is_nothing(answer)
    )


def sort_carried(
    carried: Carried, standing: Standing, waiting: Collection[str] = frozenset()
) -> tuple[Incoming, ...]:
    """Do the same with answers carried from another version, those that were dropped included.

    `waiting` are the questions of the old version whose answers were not confirmed before.
    """
    dropped = tuple(
        Incoming("dropped", line.before, None, reason=line.reason)
        for line in carried.dropped
        if not is_nothing(line.before)
    )
    marked = find_marked(carried, waiting)
    return sort_incoming(carried.answers.values(), standing, marked) + dropped


def find_marked(carried: Carried, waiting: Collection[str]) -> frozenset[str]:
    """Give the questions whose answers are to be confirmed, those waiting before included."""
    still = (line.after for line in carried.record if line.before.question in waiting)
    return carried.to_confirm | {answer.question for answer in still if answer is not None}


def is_nothing(answer: Answer | None) -> bool:
    """Tell whether an answer says nothing at all."""
    return answer is None or (answer.state == "blank" and not answer.note and not answer.link)


def _find_kind(answer: Answer, standing: Standing) -> Kind:
    stored = standing.answers.get(answer.question)
    if answer.question not in standing.writable:
        return "closed"
    if stored is None or is_nothing(stored):
        return "new"
    if is_same(answer, replace(stored, version=answer.version)):
        return "same"
    return "changed" if standing.seen.get(answer.question) == stored.version else "conflict"


def write_incoming(
    session: Session, stroke: Stroke, found: Iterable[Incoming], take: Collection[str]
) -> int:
    """Write what is new or changed, and of what meets another answer only what was chosen.

    Returns:
        How many answers were written.
    """
    chosen = [
        item
        for item in found
        if item.kind in WRITTEN or (item.kind == "conflict" and item.answer.question in take)
    ]
    for is_marked in (False, True):
        answers = [
            replace(item.answer, version=item.standing.version + 1 if item.standing else 1)
            for item in chosen
            if item.is_marked == is_marked
        ]
        numbered = number_first(session, stroke.assessment_id, answers)
        write_answers(session, replace(stroke, to_confirm=is_marked), numbered)
    return len(chosen)
