"""Sentences about a toolkit: its ids as links, its own texts in their language."""

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from app.presentation.expression import say_expression, say_when
from app.presentation.language import Translator
from app.presentation.number import show_number
from app.presentation.operand import Speaker
from app.presentation.view.wording import Wording

Address = Callable[[str], str]
"""Gives the address at which a question can be read, by its id; empty where there is none."""

_MOST_DECIMALS = 6


@dataclass(frozen=True)
class Sentences:
    """Says conditions and names of one toolkit in HTML."""

    wording: Wording
    address: Address

    @property
    def translator(self) -> Translator:
        """The reader's language."""
        return self.wording.translator

    def gettext(self, text: str, /, **params: object) -> str:
        """Translate a text and put values into it."""
        return self.translator.gettext(text, **params)

    def text(self, original: str) -> Markup:
        """Give a text of the toolkit in its language."""
        return self.wording.phrase(original).as_markup(self.translator)

    def question(self, question_id: str) -> Markup:
        """Give a question's id as a link to where it can be read."""
        code = Markup('<span class="nowrap" dir="ltr">{}</span>').format(question_id)
        address = self.address(question_id)
        return Markup('<a href="{}">{}</a>').format(address, code) if address else code

    def node(self, node_id: str) -> str:
        """Name a node by its title, in quotes."""
        speaker = Speaker(self.wording.toolkit, self.translator, self.question, self.text)
        return speaker.node(node_id)

    def condition(self, expression: str) -> str:
        """Say a condition as a clause."""
        return say_expression(
            expression,
            self.wording.toolkit,
            self.translator,
            question=self.question,
            text=self.text,
        )

    def when(self, expression: str) -> str:
        """Say when a question is asked."""
        return say_when(
            expression,
            self.wording.toolkit,
            self.translator,
            question=self.question,
            text=self.text,
        )

    def number(self, value: float) -> str:
        """Show a number of the definition with the decimals it is written with."""
        return show_exactly(value, self.translator)


def show_exactly(value: float, translator: Translator) -> str:
    """Show a number with the decimals it is written with, 6 at most."""
    for decimals in range(_MOST_DECIMALS):
        if round(value, decimals) == value:
            return show_number(value, translator, decimals=decimals)
    return show_number(value, translator, decimals=_MOST_DECIMALS)
