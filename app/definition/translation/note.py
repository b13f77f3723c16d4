"""What translators are told about each text: whose it is, where it is shown, what to keep."""

from collections.abc import Mapping
from typing import Final

from app.definition.question import Question
from app.definition.toolkit import Toolkit
from app.definition.translation.catalogue import find_placeholders
from app.definition.translation.place import texts_of

_KINDS: Final[Mapping[str, str]] = {
    "level": "answered by the highest state that holds",
    "number": "answered by a number",
    "choice": "answered by one option",
    "multi": "answered by any number of options",
    "yesno": "answered by yes, partly, planned or no",
    "text": "answered in words",
    "date": "answered by a day",
}
_FIELDS: Final[Mapping[str, str]] = {
    "action": "advice: what to do next from this state",
    "ask": "who can answer, after the words 'Ask'",
    "band_actions": "advice for a pillar in this band",
    "below_country": "where a province, city or organisation gets the figure",
    "definition": "what the pillar is about",
    "disclaimer": "at the foot of every result and in the report",
    "evidence": "a document that would show the answer",
    "how_to_measure": "how the number is counted",
    "in_text": "stands inside sentences, in place of the parameter's name in braces",
    "meaning": "one sentence",
    "name": "a short name",
    "next_step": "advice",
    "not_applicable_when": "beside the choice 'Does not apply'",
    "note": "a remark",
    "people_in_focus": "a group of people",
    "reason": "why, in one sentence",
    "say": "what is said of two answers that contradict each other",
    "state": "an observable state; one chooses it where every part of it is true",
    "summary": "on the first page",
    "text": "what is asked, or an option to choose",
    "title": "a heading; also a label in charts, so rather short",
    "unit": "a unit, behind a number",
    "why": "why the question is asked",
}


def write_notes(toolkit: Toolkit) -> Mapping[str, tuple[str, ...]]:
    """Give the notes on every text, by its place."""
    questions = {question.id: question for question in toolkit.questions}
    return {
        place: tuple(_write(place, text, _question_at(place, questions)))
        for place, text in texts_of(toolkit)
    }


def _write(place: str, text: str, question: Question | None) -> list[str]:
    steps = place.split(".")
    words = [step for step in reversed(steps) if step in _FIELDS]
    field = _FIELDS[words[0]] if words else ""
    owner = f"Question {question.id}, {_KINDS[question.kind]}" if question else ""
    said = ": ".join(filter(None, (owner, field)))
    notes = [f"{said[0].upper()}{said[1:]}."] if said else []
    if names := find_placeholders(text):
        notes.append(f"Keep {' and '.join(names)} as written: the words for it are put in there.")
    return notes


def _question_at(place: str, questions: Mapping[str, Question]) -> Question | None:
    steps = place.split(".")
    starts = (".".join(steps[:number]) for number in range(1, len(steps)))
    return next((questions[start] for start in starts if start in questions), None)
