"""A toolkit's texts as a reader gets them: translated, parameters filled in, language said."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.definition.scheme import Band
from app.definition.toolkit import Pillar, Toolkit
from app.definition.translation.place import JoinedText
from app.definition.translation.speaking import NOTHING, Translation
from app.presentation.language import N_, Phrase, Translator
from app.response import Setting, fill_parameters, parameter_words

FAMILY_TITLES: Final[dict[str, str]] = {
    "infrastructure": N_("Infrastructure"),
    "policy": N_("Policy"),
    "management": N_("Management"),
    "outreach": N_("Outreach"),
}
"""The four families, in their usual order."""

UNREVIEWED: Final = N_(
    "The translation of the toolkit has not yet been reviewed by a native speaker."
)
# Between items of a list and behind a heading, where a language has signs of its own.
_SEPARATORS: Final = {"ar": {"; ": "؛ "}, "zh": {"; ": "；", ": ": "："}}


@dataclass(frozen=True, slots=True)
class Wording:
    """Gives the texts of one toolkit as it is used, for readers of one language.

    Each text that is translated comes in the reader's language, each other one in the toolkit's
    own; a `Phrase` says which. Nothing but what is read is translated: scores, conditions and the
    content hash are those of `toolkit`.
    """

    toolkit: Toolkit
    setting: Setting
    translator: Translator
    translation: Translation = NOTHING

    def phrase(self, text: str | None) -> Phrase:
        """Give a text of the toolkit; empty for None."""
        if not text:
            return Phrase("", self.translator.code)
        said = self._translate(text)
        if said is not None:
            return Phrase(said, self.translation.language)
        return Phrase(str(fill_parameters(text, self.toolkit, self.setting)), self.toolkit.language)

    def phrases(self, texts: Iterable[str]) -> tuple[Phrase, ...]:
        """Give several texts of the toolkit."""
        return tuple(self.phrase(text) for text in texts)

    def _translate(self, text: str) -> str | None:
        """Translate a text whole, with the words put in it; None where any of it is missing."""
        if isinstance(text, JoinedText):
            parts = [self._translate(part) for part in text.parts]
            signs = _SEPARATORS.get(self.translation.language, {})
            separator = signs.get(text.separator, text.separator)
            return None if None in parts else separator.join(filter(None, parts))
        found = self.translation.find(text)
        if found is None or "{" not in found:
            return found
        for name, words in parameter_words(self.toolkit, self.setting).items():
            if "{" + name + "}" in found:
                translated = self.translation.find(words)
                if translated is None:
                    return None
                found = found.replace("{" + name + "}", translated)
        return found

    def state(self, question_id: str, text: str | None) -> Phrase:
        """Give a state of a question: of yes and no, whose words are ours, or of the toolkit."""
        if text and self.toolkit.question(question_id).kind == "yesno":
            return Phrase(self.translator.gettext(text), self.translator.code)
        return self.phrase(text)

    @property
    def is_reviewed(self) -> bool:
        """Whether a native speaker reviewed what is translated; true where nothing is."""
        return self.translation.is_reviewed

    @property
    def title(self) -> Phrase:
        """The toolkit's title, with the chosen parameter options behind it."""
        chosen = [
            self.toolkit.parameters[name].options[option].title
            for name, option in self.setting.parameters.items()
        ]
        return self.phrase(JoinedText((self.toolkit.title, *chosen), ": "))

    def pillar_title(self, pillar: Pillar) -> Phrase:
        """Give a pillar's title."""
        return self.phrase(pillar.title)

    def family_title(self, family: str) -> str:
        """Give the name of a family."""
        return self.translator.gettext(FAMILY_TITLES[family])

    def band_name(self, band: Band | None) -> Phrase | None:
        """Give a band's name, None without a band."""
        return None if band is None else self.phrase(band.name)

    def text(self, text: str | None) -> str:
        """Give a text of the toolkit for places that hold plain text only, such as a chart."""
        return self.phrase(text).as_text(self.translator)
