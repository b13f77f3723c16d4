"""From a toolkit to its blank form: only what can be asked in this setting, in toolkit order."""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Final

from app.definition.grammar import Expression
from app.definition.question import Question
from app.definition.toolkit import Pillar, Topic
from app.presentation.blank.condition import Known, reduce_condition
from app.presentation.blank.structure import (
    BlankChoice,
    BlankForm,
    BlankGroup,
    BlankPart,
    BlankQuestion,
)
from app.presentation.blank.words import (
    AUTHOR,
    KIND_NAMES,
    SCOPES,
    limits_of,
    say_expected,
    say_words,
)
from app.presentation.expression import say_when
from app.presentation.language import Phrase
from app.presentation.report.statement import say_position_briefly
from app.presentation.report.structure import Pair, Text
from app.presentation.view.answer import YESNO_WORDS
from app.presentation.view.status import STATUS_WORDS
from app.presentation.view.wording import UNREVIEWED, Wording
from app.presentation.words import say_mode
from app.response.kind.yesno import offered
from app.response.routing import is_in_scope, is_listed

SHORT: Final = 12
"""Characters of a content hash that are printed."""


def fingerprint_of(question: Question) -> str:
    """Give twelve characters that stay while question and answers offered stay as they are."""
    asked: dict[str, object] = {
        "id": question.id,
        "kind": question.kind,
        "text": question.text,
        "unit": question.unit,
        "limits": limits_of(question),
    }
    asked["yesno"] = offered(question) if question.kind == "yesno" else ()
    if question.kind == "level":
        asked["levels"] = [(level.level, level.state) for level in question.levels]
    asked["options"] = [(item.id, item.text, item.exclusive) for item in question.options]
    text = json.dumps(asked, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:SHORT]


def build_blank(wording: Wording) -> BlankForm:
    """Build the form of a toolkit; the setting of `wording` says which questions are on it.

    A question that can't be asked in this setting is left out: of another scope, not of the
    quick-check, or under a condition that can never be true. Questions are numbered through.
    """
    toolkit, translator = wording.toolkit, wording.translator
    builder = _Builder(wording)
    parts = tuple(part for pillar in toolkit.pillars if (part := builder.build_part(pillar)))
    words = say_words(translator)
    return BlankForm(
        toolkit=toolkit.id,
        version=toolkit.version,
        content_hash=toolkit.content_hash,
        setting=wording.setting,
        title=translator.gettext("%(toolkit)s: blank form", toolkit=wording.title.text),
        language=translator.code,
        direction=translator.direction,
        author=AUTHOR,
        heading=wording.title,
        what=translator.gettext("Form to fill in"),
        summary=wording.phrase(toolkit.summary),
        small_print=tuple(_list_small_print(wording)),
        facts=tuple(_list_facts(wording, len(builder.numbers))),
        rules=tuple(_list_rules(wording)),
        foot=say_position_briefly(translator),
        words=words,
        parts=parts,
        state_names={
            "answered": words.answered,
            "unknown": words.unknown,
            "not-applicable": words.not_applicable,
        },
    )


def _list_facts(wording: Wording, asked: int) -> Iterator[Pair]:
    toolkit, setting, gettext = wording.toolkit, wording.setting, wording.translator.gettext
    yield Pair(gettext("Version"), f"{toolkit.version}, {gettext(STATUS_WORDS[toolkit.status])}")
    yield Pair(gettext("Content code"), toolkit.content_hash[:SHORT])
    total = len(toolkit.questions) if setting.quick else asked
    mode = say_mode(
        "quick" if setting.quick else "full", asked, total, translator=wording.translator
    )
    yield Pair(gettext("Questions"), mode)
    yield Pair(gettext("For"), gettext(SCOPES[setting.scope]))
    for name, option in setting.parameters.items():
        parameter = toolkit.parameters[name]
        chosen = wording.phrase(parameter.options[option].title)
        yield Pair(wording.phrase(parameter.title), chosen)


def _list_small_print(wording: Wording) -> Iterator[Text]:
    if wording.toolkit.disclaimer:
        yield wording.phrase(wording.toolkit.disclaimer)
    if not wording.is_reviewed:
        yield wording.translator.gettext(UNREVIEWED)


def _list_rules(wording: Wording) -> Iterator[Pair]:
    gettext, answering = wording.translator.gettext, wording.toolkit.answering
    rules = (
        (gettext("How to choose"), answering.choose),
        (gettext("If you do not know"), answering.unknown),
        (gettext("If it does not apply"), answering.not_applicable),
        (gettext("In a federal country"), answering.federal),
        (gettext("In a small country"), answering.small_countries),
    )
    for heading, text in rules:
        if text:
            yield Pair(heading, wording.phrase(text))
    level = wording.toolkit.scoring.evidence_from_level
    yield Pair(gettext("Evidence"), gettext("Name it from level %(level)s up.", level=level))


class _Builder:
    """Builds pillar after pillar and numbers the questions as they come."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self.numbers: dict[str, int] = {}

    def build_part(self, pillar: Pillar) -> BlankPart | None:
        """Build one pillar; None where nothing of it is asked."""
        groups = []
        for titles, questions in _list_topics(pillar, ()):
            built = [item for question in questions if (item := self._build_asked(question))]
            if built:
                groups.append(BlankGroup(self.wording.phrases(titles), tuple(built)))
        if not groups:
            return None
        phrase = self.wording.phrase
        title, definition = phrase(pillar.title), phrase(pillar.definition)
        return BlankPart(pillar.id, title, definition, pillar.family, tuple(groups))

    def _build_asked(self, question: Question) -> BlankQuestion | None:
        setting = self.wording.setting
        if not is_listed(question, setting) or not is_in_scope(question, setting):
            return None
        condition = reduce_condition(question.when, Known(setting, self.numbers))
        if condition is False:
            return None
        in_print = in_sheet = ""
        if not isinstance(condition, bool):
            translator = self.wording.translator
            in_sheet = self._say(condition, lambda phrase: phrase.as_text(translator))
            in_print = self._say(condition, lambda phrase: phrase.as_markup(translator))
        self.numbers[question.id] = len(self.numbers) + 1
        return self._build(question, in_print, in_sheet)

    def _say(self, condition: Expression, quote: Callable[[Phrase], str]) -> str:
        """Say when a question is asked; `quote` sets a text of the toolkit in the sentence."""
        wording = self.wording
        return say_when(
            condition,
            wording.toolkit,
            wording.translator,
            question=self._name_question,
            text=lambda text: quote(wording.phrase(text)),
        )

    def _name_question(self, question_id: str) -> str:
        number = self.numbers.get(question_id, question_id)
        return self.wording.translator.gettext("question %(number)s", number=number)

    def _build(self, question: Question, in_print: str, in_sheet: str) -> BlankQuestion:
        phrase, translator = self.wording.phrase, self.wording.translator
        return BlankQuestion(
            id=question.id,
            number=self.numbers[question.id],
            kind=question.kind,
            kind_name=translator.gettext(KIND_NAMES[question.kind]),
            text=phrase(question.text),
            expects=say_expected(question, translator),
            condition=in_print,
            condition_text=in_sheet,
            choices=self._list_choices(question),
            unit=phrase(question.unit),
            limits=limits_of(question),
            not_applicable_when=phrase(question.not_applicable_when),
            why=phrase(question.why),
            how=phrase(question.how_to_measure),
            evidence=self.wording.phrases(question.evidence),
            ask=self.wording.phrases(question.ask),
            fingerprint=fingerprint_of(question),
        )

    def _list_choices(self, question: Question) -> tuple[BlankChoice, ...]:
        phrase, translator = self.wording.phrase, self.wording.translator
        if question.kind == "level":
            levels = sorted(question.levels, key=lambda level: level.level)
            return tuple(BlankChoice(str(item.level), phrase(item.state)) for item in levels)
        if question.kind == "yesno":
            return tuple(
                BlankChoice(word, Phrase(translator.gettext(YESNO_WORDS[word]), translator.code))
                for word in YESNO_WORDS
                if word in offered(question)
            )
        return tuple(
            BlankChoice(item.id, phrase(item.text), item.exclusive) for item in question.options
        )


def _list_topics(
    node: Pillar | Topic, titles: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[Question, ...]]]:
    """Give the questions of each topic, in the order in which they are asked."""
    for topic in node.topics:
        yield from _list_topics(topic, (*titles, topic.title))
    if node.questions:
        yield titles, node.questions
