"""A toolkit's texts as a reader gets them: parameters filled in, language said."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.definition.scheme import Band
from app.definition.toolkit import Pillar, Toolkit
from app.presentation.language import N_, Phrase, Translator
from app.response import Setting, fill_parameters

FAMILY_TITLES: Final[dict[str, str]] = {
    "infrastructure": N_("Infrastructure"),
    "policy": N_("Policy"),
    "management": N_("Management"),
    "outreach": N_("Outreach"),
}
"""The four families, in their usual order."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Gives the texts of one toolkit as it is used, for readers of one language."""

    toolkit: Toolkit
    setting: Setting
    translator: Translator

    def phrase(self, text: str | None) -> Phrase:
        """Give a text of the toolkit; empty for None."""
        filled = fill_parameters(text or "", self.toolkit, self.setting)
        return Phrase(filled, self.toolkit.language if filled else self.translator.code)

    def phrases(self, texts: Iterable[str]) -> tuple[Phrase, ...]:
        """Give several texts of the toolkit."""
        return tuple(self.phrase(text) for text in texts)

    @property
    def title(self) -> Phrase:
        """The toolkit's title, with the chosen parameter options behind it."""
        chosen = [
            self.toolkit.parameters[name].options[option].title
            for name, option in self.setting.parameters.items()
        ]
        return self.phrase(": ".join((self.toolkit.title, *chosen)))

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
