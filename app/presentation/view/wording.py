"""A toolkit's texts as a reader gets them: translated, parameters filled in, language said."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.definition.index import IndexLeaf
from app.definition.scheme import Band
from app.definition.toolkit import Pillar, Toolkit
from app.definition.translation.place import JoinedText
from app.definition.translation.speaking import NOTHING, Translation
from app.presentation.language import N_, Phrase, Translator
from app.presentation.punctuation import write_sign
from app.presentation.view.published import PublishedWording
from app.reference import Indicator
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
UNREVIEWED_DATA: Final = N_(
    "The translation of the names of indicators has not yet been reviewed by a native speaker."
)


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
    published_translation: Translation = NOTHING

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
            separator = write_sign(text.separator, self.translation.language)
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
    def published(self) -> PublishedWording:
        """The texts of the reference data for the same readers."""
        return PublishedWording(self.translator, self.published_translation)

    def leaf_title(self, leaf: IndexLeaf, indicator: Indicator | None) -> Phrase:
        """Give what a figure of an index is called: by the toolkit, else by the reference data."""
        if leaf.title:
            return self.phrase(leaf.title)
        return self.published.name(indicator) if indicator else Phrase(leaf.id)

    def leaf_unit(self, leaf: IndexLeaf, indicator: Indicator | None) -> Phrase:
        """Give the unit of a figure of an index: by the toolkit, else by the reference data."""
        if leaf.unit or indicator is None:
            return self.phrase(leaf.unit)
        return self.published.unit(indicator)

    @property
    def digest(self) -> str:
        """A name for all translations here, by which what is made of them can be kept."""
        return f"{self.translation.digest} {self.published_translation.digest}"

    @property
    def is_reviewed(self) -> bool:
        """Whether a native speaker reviewed what is translated; true where nothing is."""
        return self.translation.is_reviewed

    @property
    def lacks_review_of_names(self) -> bool:
        """Whether it shows names of indicators in a translation that nobody has reviewed."""
        borrowed = (
            leaf
            for index in self.toolkit.indices
            for leaf in index.leaves
            if not (leaf.pillar or (leaf.title and leaf.unit))
        )
        return not self.published.is_reviewed and any(borrowed)

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
