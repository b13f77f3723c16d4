"""One or two languages at once: what a screen says to a room in which not all read the same."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.presentation.language import Phrase, Translator
from app.presentation.view.wording import Wording

Lines = tuple[Phrase, ...]
"""The same in each language that says it otherwise, the language of the page first."""


@dataclass(frozen=True, slots=True)
class Voices:
    """The languages of a screen, the first of which is that of its page."""

    wordings: tuple[Wording, ...]

    @property
    def first(self) -> Wording:
        """The language of the page."""
        return self.wordings[0]

    @property
    def second(self) -> Wording | None:
        """The other language, if there is one."""
        return self.wordings[1] if len(self.wordings) > 1 else None

    def say(self, text: str, **params: object) -> Lines:
        """Say one of our texts in each language."""
        return self._collect(lambda speaker: speaker.gettext(text, **params))

    def ngettext(self, one: str, many: str, number: int, **params: object) -> Lines:
        """Say one of our texts that depends on a number in each language."""
        return self._collect(lambda speaker: speaker.ngettext(one, many, number, **params))

    def phrase(self, make: Callable[[Wording], Phrase]) -> Lines:
        """Give a text of the toolkit in each language, once where it is not translated."""
        return _unite(make(wording) for wording in self.wordings)

    def _collect(self, say: Callable[[Translator], str]) -> Lines:
        speakers = [wording.translator for wording in self.wordings]
        return _unite(Phrase(say(speaker), speaker.code) for speaker in speakers)


def _unite(phrases: Iterable[Phrase]) -> Lines:
    return tuple({phrase.text: phrase for phrase in reversed(tuple(phrases))}.values())[::-1]
