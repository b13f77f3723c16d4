"""The things conditions ask about in words: "the answer to INF-01", "the score of “Access”"."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from app.definition.expression import Call, Constant, Expression, Items, Scope
from app.definition.index import IndexLeaf, IndexNode
from app.definition.question import Question
from app.definition.toolkit import TOTAL, Toolkit
from app.presentation.language import N_, Translator
from app.presentation.number import isolate, show_date, show_number, show_percent

Namer = Callable[[str], str]
"""Gives the form in which a question's id, or a text of the toolkit, stands in a sentence."""

SCOPE_WORDS: Final[Mapping[str, str]] = {
    "country": N_("a country"),
    "subnational": N_("a part of a country"),
    "city": N_("a city"),
    "organisation": N_("an organisation"),
}
_ANSWERS: Final[Mapping[str, str]] = {
    "yes": N_("Yes"),
    "partly": N_("Partly"),
    "planned": N_("Planned"),
    "no": N_("No"),
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Names the things an expression asks about.

    `question` gives the form in which an id is said, `text` that of a text of the toolkit.
    """

    toolkit: Toolkit
    translator: Translator
    question: Namer
    text: Namer

    def say(self, template: str, **params: str) -> str:
        """Translate a text and put values into it."""
        return self.translator.gettext(template, **params)

    def quote(self, original: str) -> str:
        """Put a text of the toolkit in quotes."""
        return self.say(N_("“%(text)s”"), text=self.text(original))

    def find(self, question_id: str) -> Question | None:
        """Find a question."""
        try:
            return self.toolkit.question(question_id)
        except KeyError:
            return None

    def node(self, node_id: str) -> str:
        """Name a node by its title, the whole by a word, what has no title by its id."""
        if node_id == TOTAL:
            return self.translator.gettext("the whole")
        title = _title_of(self.toolkit, node_id)
        return self.quote(title) if title else isolate(node_id, self.translator)

    def parameter(self, name: str) -> str:
        """Name a parameter by its title."""
        found = self.toolkit.parameters.get(name)
        return self.text(found.title) if found else isolate(name, self.translator)


def _title_of(toolkit: Toolkit, node_id: str) -> str:
    try:
        found = toolkit.node(node_id)
    except KeyError:
        return next((part.title for part in _index_parts(toolkit) if part.id == node_id), "")
    return "" if isinstance(found, Question) else found.title


def _index_parts(toolkit: Toolkit) -> Iterator[IndexNode | IndexLeaf]:
    for index in toolkit.indices:
        yield from index.nodes
        yield from index.leaves


_NAMES: Final[Mapping[str, str]] = {
    "level": N_("the level of %(name)s"),
    "value": N_("the answer to %(name)s"),
    "score": N_("the score of %(name)s"),
    "coverage": N_("the coverage of %(name)s"),
}


def name_operand(expression: Expression, speaker: Speaker) -> str:
    """Name an operand: "the level of INF-16". A condition has no name: it is a clause."""
    if isinstance(expression, Scope):
        return speaker.translator.gettext("the unit assessed")
    if isinstance(expression, Constant):
        return show_constant(expression, expression.value, speaker)
    if isinstance(expression, Items):
        shown = [show_constant(expression, value, speaker) for value in expression.values]
        return speaker.translator.join(shown, "or")
    return _name_call(expression, speaker) if isinstance(expression, Call) else ""


def _name_call(call: Call, speaker: Speaker) -> str:
    if call.function == "parameter":
        return speaker.parameter(call.id)
    is_question = call.function in {"level", "value"}
    name = speaker.question(call.id) if is_question else speaker.node(call.id)
    return speaker.say(_NAMES[call.function], name=name)


def kind_of(expression: Expression, speaker: Speaker) -> str:
    """Give the kind of the question whose answer an operand is; empty for anything else."""
    if not isinstance(expression, Call) or expression.function != "value":
        return ""
    found = speaker.find(expression.id)
    return found.kind if found else ""


def show_constant(beside: Expression, value: float | str, speaker: Speaker) -> str:
    """Show a constant as what it stands beside calls it: an option's text, a share in per cent."""
    if not isinstance(value, str):
        return _show_number(beside, value, speaker)
    if isinstance(beside, Scope) and value in SCOPE_WORDS:
        return speaker.translator.gettext(SCOPE_WORDS[value])
    if isinstance(beside, Call) and beside.function == "parameter":
        return _show_option(beside.id, value, speaker)
    if isinstance(beside, Call) and beside.function == "value":
        return _show_answer(beside.id, value, speaker)
    return speaker.quote(value)


def _show_number(beside: Expression, value: float, speaker: Speaker) -> str:
    translator = speaker.translator
    if isinstance(beside, Call) and beside.function == "coverage":
        return show_percent(value, translator, decimals=max(0, _places(value) - 2))
    kind = kind_of(beside, speaker)
    found = speaker.find(beside.id) if isinstance(beside, Call) and kind == "number" else None
    if found is not None and found.unit:
        number = show_number(value, translator, decimals=_places(value))
        return translator.gettext(
            "%(number)s %(unit)s", number=number, unit=speaker.text(found.unit)
        )
    return show_number(value, translator, decimals=_places(value))


def _places(value: float) -> int:
    """Count the decimals a number is written with, 6 at most."""
    return min(6, max(0, -int(Decimal(repr(value)).normalize().as_tuple().exponent)))


def _show_option(name: str, value: str, speaker: Speaker) -> str:
    found = speaker.toolkit.parameters.get(name)
    option = found.options.get(value) if found else None
    return speaker.quote(option.title if option else value)


def _show_answer(question_id: str, value: str, speaker: Speaker) -> str:
    found = speaker.find(question_id)
    if found is None:
        return speaker.quote(value)
    if found.kind == "yesno" and value in _ANSWERS:
        return speaker.say(N_("“%(text)s”"), text=speaker.translator.gettext(_ANSWERS[value]))
    if found.kind == "date":
        return _show_day(value, speaker)
    return speaker.quote(next((item.text for item in found.options if item.id == value), value))


def _show_day(value: str, speaker: Speaker) -> str:
    try:
        return show_date(date.fromisoformat(value), speaker.translator)
    except ValueError:
        return speaker.quote(value)
