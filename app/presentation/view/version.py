"""Two versions of a toolkit as the holder of a check sees them: answers and scores."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.definition.question import Question
from app.definition.toolkit import Toolkit
from app.presentation.language import Phrase
from app.presentation.number import show_gain, show_score
from app.presentation.view.answer import say_answer
from app.presentation.view.wording import Wording
from app.response.carrying import Became, CarryLine
from app.response.routing import is_listed
from app.scoring import Change
from app.scoring.passage import Passage

DECIMALS: Final = 1


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One old answer: the question, what was answered, what becomes of it, and why.

    `asked` is the question as it was asked, None where its words are the same; `after` is None
    where the answer stays as it was; `lost` are ticked answers that are gone.
    """

    id: str
    question: Phrase
    asked: Phrase | None
    before: Phrase
    after: Phrase | None
    reason: str
    note: str
    lost: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """The change of one score: before, after, and how much of it comes from where."""

    title: Phrase
    before: str
    after: str
    total: str
    rules: str
    not_comparable: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A parameter that the new version asks for: its name, title, and options by id."""

    name: str
    title: Phrase
    options: tuple[tuple[str, Phrase], ...]


@dataclass(frozen=True, slots=True)
class VersionView:
    """What a page about two versions shows."""

    old: str
    new: str
    old_hash: str
    new_hash: str
    number: int
    day: date | None
    confirmed: tuple[AnswerRow, ...]
    dropped: tuple[AnswerRow, ...]
    kept: tuple[AnswerRow, ...]
    added: tuple[Phrase, ...]
    scores: tuple[ScoreRow, ...]
    choices: tuple[Choice, ...]


def build_version(passage: Passage, before: Wording, after: Wording) -> VersionView:
    """Build what a page shows of the passage from one version to another."""
    rows: dict[Became, list[AnswerRow]] = {"carried": [], "confirm": [], "dropped": []}
    for line in passage.record:
        rows[line.became].append(_row(line, before, after))
    return VersionView(
        old=passage.old.version,
        new=passage.new.version,
        old_hash=passage.old.content_hash,
        new_hash=passage.new.content_hash,
        number=passage.number,
        day=None if passage.moved_at is None else passage.moved_at.date(),
        confirmed=tuple(rows["confirm"]),
        dropped=tuple(rows["dropped"]),
        kept=tuple(rows["carried"]),
        added=tuple(_list_added(passage, after)),
        scores=tuple(_list_scores(passage, after)),
        choices=tuple(_choice(name, after) for name in passage.lacking),
    )


def _row(line: CarryLine, before: Wording, after: Wording) -> AnswerRow:
    old = _find(before.toolkit, line.before.question)
    new = _find(after.toolkit, line.after.question) if line.after else None
    asked = before.phrase(old.text if old else None)
    shown = after.phrase(new.text) if new else asked
    options = {option.id: option.text for option in old.options} if old else {}
    was = say_answer(before, old, line.before) if old else Phrase("", before.translator.code)
    now = say_answer(after, new, line.after) if new else None
    return AnswerRow(
        id=line.before.question,
        question=shown if shown.text else Phrase(line.before.question, "en"),
        asked=asked if asked.text != shown.text else None,
        before=was,
        after=now if now is not None and now.text != was.text else None,
        reason=after.translator.gettext(line.reason.text, **line.reason.params),
        note=line.before.note if line.after is None else "",
        lost=before.phrases(options.get(name, name) for name in line.lost),
    )


def _find(toolkit: Toolkit, question_id: str) -> Question | None:
    try:
        return toolkit.question(question_id)
    except KeyError:
        return None


def _list_added(passage: Passage, after: Wording) -> Iterator[Phrase]:
    """Give the questions asked now that the old version did not ask."""
    before, now = passage.settings
    asked = {question.id for question in passage.old.questions if is_listed(question, before)}
    for question in passage.new.questions:
        is_known = question.id in asked or question.replaces in asked
        if is_listed(question, now) and not is_known:
            yield after.phrase(question.text)


def _list_scores(passage: Passage, after: Wording) -> Iterator[ScoreRow]:
    if passage.change is None:
        return
    total = Phrase(after.translator.gettext("The whole"), after.translator.code)
    yield _score_row(total, passage.change, after)
    titles: Mapping[str, str] = {pillar.id: pillar.title for pillar in after.toolkit.pillars}
    for name, change in passage.change.pillars.items():
        if change.before is not None or change.after is not None:
            yield _score_row(after.phrase(titles[name]), change, after)


def _score_row(title: Phrase, change: Change, wording: Wording) -> ScoreRow:
    translator = wording.translator
    shown = change.shown(DECIMALS)
    parts = (shown.total, shown.rules, shown.not_comparable) if shown else (None,) * 3
    told = [show_gain(None if part is None else float(part), translator) for part in parts]
    return ScoreRow(
        title,
        show_score(change.before, translator, decimals=DECIMALS),
        show_score(change.after, translator, decimals=DECIMALS),
        *told,
    )


def _choice(name: str, wording: Wording) -> Choice:
    parameter = wording.toolkit.parameters[name]
    options = parameter.options.items()
    return Choice(
        name,
        wording.phrase(parameter.title),
        tuple((option, wording.phrase(item.title)) for option, item in options),
    )
