"""A page of questions as a form: what is asked, what was answered, what is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from app.definition.question import Question
from app.definition.translation.place import PlacedText
from app.presentation.language import Phrase
from app.presentation.view.answer import YESNO_WORDS, say_answer
from app.presentation.view.page import Page, Step, count_steps, sort_questions
from app.presentation.view.prefill import ANSWERED, Prefill, find_prefill, write_field
from app.presentation.view.wording import Wording
from app.reference import Reference
from app.response import STATES, Answer, Answers, Problem, RawAnswer, State
from app.response.message import RefusedError
from app.response.text import LONGEST_NOTE, read_link, read_text

MOST_KEPT: Final = 8_192
LONGEST_KEPT: Final = 200
"""Longer texts are one visitor's own and not worth keeping."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One box to tick; `exclusive` empties the others."""

    value: str
    text: Phrase
    checked: bool
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Clash:
    """An answer somebody else saved meanwhile, to choose from; `said` who and when, if told."""

    mine: Phrase
    theirs: Phrase
    their_version: int
    said: str = ""


@dataclass(frozen=True, eq=False)
class QuestionForm:
    """One question with what stands in its fields. Known by identity, so that it can be kept.

    `confirm`: its answer was given to an earlier version of the question or in an earlier round,
    and is to be confirmed. `is_team`: several people answer, so that a reason for a change is asked
    and only a tick confirms. `why_changed` is what was typed as that reason and not kept.
    """

    id: str
    number: int
    count: int
    kind: str
    text: Phrase
    why: Phrase
    how: Phrase
    ask: tuple[Phrase, ...]
    evidence: tuple[Phrase, ...]
    choices: tuple[Choice, ...]
    value: str
    unit: Phrase
    state: str
    reason: str
    note: str
    link: str
    na_hint: Phrase
    version: int
    confirm: bool = False
    prefill: Prefill | None = None
    problems: tuple[str, ...] = ()
    clash: Clash | None = None
    is_team: bool = False
    why_changed: str = ""

    @property
    def has_extra(self) -> bool:
        """Whether a note or a link was given, so that their fields stand open."""
        return bool(self.note or self.link or self.problems)

    @property
    def wrong(self) -> tuple[str, ...]:
        """Which of its fields the problems are about: `value`, `reason`, `note` or `link`."""
        if not self.problems:
            return ()
        lacks_reason = self.state == "not-applicable" and not self.reason.strip()
        checks = {
            "reason": lacks_reason or _is_refused(lambda: read_text(self.reason, LONGEST_NOTE)),
            "note": _is_refused(lambda: read_text(self.note, LONGEST_NOTE)),
            "link": _is_refused(lambda: read_link(self.link)),
        }
        found = tuple(part for part, is_wrong in checks.items() if is_wrong)
        return ("value", *found) if len(self.problems) > len(found) else found

    @property
    def target(self) -> str:
        """The id of the field to go to when something is wrong with the answer."""
        return f"_{next(iter(self.wrong), 'value')}-{self.id}"


def _is_refused(read: Callable[[], str]) -> bool:
    try:
        read()
    except RefusedError:
        return True
    return False


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """Everything a page of questions shows."""

    id: str
    title: Phrase
    definition: Phrase
    choose: Phrase
    rules: tuple[tuple[str, Phrase], ...]
    family: str
    toolkit_title: Phrase
    country_name: str
    steps: tuple[Step, ...]
    questions: tuple[QuestionForm, ...]
    previous: Step | None
    following: Step | None


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed and not kept: the raw texts, what is wrong, and a clash if there is one.

    `problems` and `said` (who saved the other answer, when) are already in the reader's language.
    """

    raw: RawAnswer | None = None
    problems: tuple[str, ...] = ()
    theirs: Answer | None = None
    said: str = ""
    why_changed: str = ""


@dataclass(frozen=True, slots=True)
class Filling:
    """What the form is filled with; `is_team`: several people answer it."""

    answers: Answers
    reference: Reference
    country: str
    country_name: str
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    to_confirm: frozenset[str] = frozenset()
    is_team: bool = False


def fill_for(reference: Reference, country: str, country_name: str) -> Filling:
    """Give what a form is filled with before anything was answered."""
    return Filling(Answers(), reference, country, country_name)


def say_problem(problem: Problem, wording: Wording) -> str:
    """Say what is wrong with an answer; a text of the toolkit in it is translated too."""
    params = {
        name: wording.text(value) if isinstance(value, PlacedText) else value
        for name, value in problem.params.items()
    }
    return wording.translator.gettext(problem.message, **params)


def build_question_page(wording: Wording, page: Page, filling: Filling) -> QuestionPage:
    """Build a page of questions, filled with answers, published figures and refused drafts."""
    by_page = sort_questions(wording, filling.answers)
    steps = count_steps(wording, filling.answers, by_page, now=page.id)
    place = next(number for number, step in enumerate(steps) if step.id == page.id)
    questions = by_page[page.id]
    return QuestionPage(
        id=page.id,
        title=page.title,
        definition=page.definition,
        choose=wording.phrase(wording.toolkit.answering.choose),
        rules=_list_rules(wording),
        family=page.family,
        toolkit_title=wording.title,
        country_name=filling.country_name,
        steps=steps,
        questions=tuple(
            build_form(wording, question, filling, (number, len(questions)))
            for number, question in enumerate(questions, 1)
        ),
        previous=steps[place - 1] if place else None,
        following=steps[place + 1] if place + 1 < len(steps) else None,
    )


def _list_rules(wording: Wording) -> tuple[tuple[str, Phrase], ...]:
    """Give the rules of answering that the toolkit states, each with its heading."""
    translator, answering = wording.translator, wording.toolkit.answering
    rules = (
        (translator.gettext("If you do not know"), answering.unknown),
        (translator.gettext("If it does not apply"), answering.not_applicable),
        (translator.gettext("In a federal country"), answering.federal),
        (translator.gettext("In a small country"), answering.small_countries),
    )
    return tuple((heading, wording.phrase(text)) for heading, text in rules if text)


def build_form(
    wording: Wording, question: Question, filling: Filling, place: tuple[int, int]
) -> QuestionForm:
    """Build one question's form; `place` is its number and how many stand on the page."""
    draft = filling.drafts.get(question.id)
    saved = filling.answers.get(question.id)
    prefill = None if saved else _prefill(wording, question, filling)
    is_plain = draft is None and question.id not in filling.to_confirm
    if is_plain and (saved is None or _length_of(saved) <= LONGEST_KEPT):
        kept = _build_kept if not filling.is_team else _build_kept_team
        return kept(wording, question.id, saved, prefill, place=place)
    form = _build(wording, question, saved, prefill, draft=draft or Draft(), place=place)
    return replace(form, confirm=question.id in filling.to_confirm, is_team=filling.is_team)


def _length_of(answer: Answer) -> int:
    return len(answer.reason) + len(answer.note) + len(answer.link) + len(str(answer.value))


@lru_cache(maxsize=MOST_KEPT)
def _build_kept(
    wording: Wording,
    question: str,
    saved: Answer | None,
    prefill: Prefill | None,
    *,
    place: tuple[int, int],
) -> QuestionForm:
    """Build the form of a question as most people see it once for all of them."""
    found = wording.toolkit.question(question)
    return _build(wording, found, saved, prefill, draft=Draft(), place=place)


@lru_cache(maxsize=MOST_KEPT)
def _build_kept_team(
    wording: Wording,
    question: str,
    saved: Answer | None,
    prefill: Prefill | None,
    *,
    place: tuple[int, int],
) -> QuestionForm:
    """Build the form of a question as everybody of a team sees it once for all of them."""
    return replace(_build_kept(wording, question, saved, prefill, place=place), is_team=True)


def _build(  # noqa: PLR0913  # the parts a form is made of
    wording: Wording,
    question: Question,
    saved: Answer | None,
    prefill: Prefill | None,
    *,
    draft: "Draft",
    place: tuple[int, int],
) -> QuestionForm:
    raw = draft.raw or _raw_of(saved, prefill)
    ticked = (raw.value,) if isinstance(raw.value, str) else raw.value
    return QuestionForm(
        id=question.id,
        number=place[0],
        count=place[1],
        kind=question.kind,
        text=wording.phrase(question.text),
        why=wording.phrase(question.why),
        how=wording.phrase(question.how_to_measure),
        ask=wording.phrases(question.ask),
        evidence=wording.phrases(question.evidence),
        choices=_list_choices(wording, question, ticked if raw.state == ANSWERED else ()),
        value=raw.value if isinstance(raw.value, str) and raw.state == ANSWERED else "",
        unit=wording.phrase(question.unit),
        state=raw.state,
        reason=raw.reason,
        note=raw.note,
        link=raw.link,
        na_hint=wording.phrase(question.not_applicable_when),
        version=saved.version if saved else 0,
        prefill=prefill,
        problems=draft.problems,
        clash=_clash_of(wording, question, draft),
        why_changed=draft.why_changed,
    )


def _prefill(wording: Wording, question: Question, filling: Filling) -> Prefill | None:
    return find_prefill(wording, question, reference=filling.reference, country=filling.country)


def _raw_of(saved: Answer | None, prefill: Prefill | None) -> RawAnswer:
    if saved is None:
        return RawAnswer(state=ANSWERED, value=prefill.text) if prefill else RawAnswer()
    return RawAnswer(saved.state, write_field(saved), saved.reason, saved.note, saved.link)


def _list_choices(
    wording: Wording, question: Question, ticked: tuple[str, ...]
) -> tuple[Choice, ...]:
    if question.kind == "level":
        return tuple(
            Choice(str(level.level), wording.phrase(level.state), str(level.level) in ticked)
            for level in question.levels
        )
    if question.kind == "yesno":
        return tuple(
            Choice(
                value,
                Phrase(wording.translator.gettext(words), wording.translator.code),
                value in ticked,
            )
            for value, words in YESNO_WORDS.items()
        )
    return tuple(
        Choice(option.id, wording.phrase(option.text), option.id in ticked, option.exclusive)
        for option in question.options
    )


def _clash_of(wording: Wording, question: Question, draft: Draft) -> Clash | None:
    if draft.theirs is None:
        return None
    mine = draft.raw or RawAnswer()
    value = mine.value if isinstance(mine.value, str) else ";".join(mine.value)
    return Clash(
        mine=_say_raw(wording, question, mine, value),
        theirs=say_answer(wording, question, draft.theirs),
        their_version=draft.theirs.version,
        said=draft.said,
    )


def _say_raw(wording: Wording, question: Question, raw: RawAnswer, value: str) -> Phrase:
    chosen = [
        choice.text for choice in _list_choices(wording, question, ()) if choice.value == value
    ]
    if raw.state == ANSWERED and chosen:
        return chosen[0]
    if raw.state == ANSWERED and value:
        return Phrase(value, wording.translator.code)
    state = "blank" if raw.state == ANSWERED else raw.state
    known: State = "blank"
    for candidate in STATES:
        known = candidate if candidate == state else known
    return say_answer(wording, question, Answer(question.id, state=known))
