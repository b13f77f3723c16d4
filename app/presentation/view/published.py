"""The texts of the reference data as a reader gets them: translated, language said."""

from dataclasses import dataclass

from app.definition.translation.speaking import NOTHING, Translation
from app.presentation.language import DEFAULT_LANGUAGE, Phrase, Translator
from app.reference import Country, Edition, Indicator
from app.reference.translation import EDITION, place_of


@dataclass(frozen=True, slots=True)
class PublishedWording:
    """Gives the texts of the reference data for readers of one language.

    What is not translated comes in English; each `Phrase` says which language it is in.
    """

    translator: Translator
    translation: Translation = NOTHING

    @property
    def is_reviewed(self) -> bool:
        """Whether a native speaker reviewed what is translated; true where nothing is."""
        return self.translation.is_reviewed

    def name(self, indicator: Indicator) -> Phrase:
        """Give an indicator's name."""
        return self._find(indicator.id, "name", indicator.name)

    def unit(self, indicator: Indicator) -> Phrase:
        """Give the unit of an indicator's figures."""
        return self._find(indicator.id, "unit", indicator.unit)

    def definition(self, indicator: Indicator) -> Phrase:
        """Give what an indicator measures."""
        return self._find(indicator.id, "definition", indicator.definition)

    def note(self, indicator: Indicator) -> Phrase:
        """Give the remark on an indicator's figures, empty where there is none."""
        return self._find(indicator.id, "note", indicator.note)

    def country(self, country: Country) -> Phrase:
        """Give a country's name."""
        code = self.translator.code
        return Phrase(country.name(code), country.name_language(code))

    def edition_title(self, edition: Edition) -> Phrase:
        """Give the title of the data."""
        return self._find(EDITION, "title", edition.title)

    def edition_description(self, edition: Edition) -> Phrase:
        """Give what the data hold."""
        return self._find(EDITION, "description", edition.description)

    def _find(self, owner: str, field: str, text: str) -> Phrase:
        if not text:
            return Phrase("", self.translator.code)
        said = self.translation.texts.get((place_of(owner, field), text))
        # An indicator added to the data may have a unit that others have too.
        said = said or self.translation.find(text)
        return Phrase(said, self.translation.language) if said else Phrase(text, DEFAULT_LANGUAGE)
