"""A toolkit as its public pages see it: its texts, its version, the addresses of its parts."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from flask import request, url_for

from app.presentation.language import LANGUAGES
from app.presentation.view.anchor import anchor_of
from app.presentation.view.status import mark_of
from app.presentation.view.toolkit.pillar import find_parts
from app.presentation.view.toolkit.sentence import Sentences
from app.presentation.view.wording import Wording
from app.service.setting import choose_setting
from app.service.toolkit_language import find_translation, open_wording
from app.web.scene import translator, workspace
from app.web.wording import word

if TYPE_CHECKING:
    from app.definition.toolkit import Toolkit
    from app.presentation.view.toolkit.question import RelatedLine

TAKEN: Final = frozenset(
    {"lang", "part", "from", "to", "toolkit_id", "version", "pillar_id", "question_id"}
)
"""Names that mean something else in an address than a parameter of the toolkit."""


def languages_of(toolkit: "Toolkit") -> tuple[str, ...]:
    """Give the codes of the languages a toolkit can be read in: its own, and those it has."""
    translated = [
        language.code
        for language in LANGUAGES.values()
        if language.ready and find_translation(workspace(), toolkit, language.code).texts
    ]
    return (toolkit.language, *translated)


def name_shelf() -> tuple[tuple[str, ...], ...]:
    """Name everything the public can read now: pages that lead to it change with it."""
    here, code = workspace(), translator().code
    # Asked without `word`: only what the page shows counts for what it says of translations.
    return tuple(
        (item.content_hash, find_translation(here, item, code).digest, *languages_of(item))
        for item in workspace().toolkits.list_shown()
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """One version of a toolkit being read.

    Attributes:
        wording: Its texts, for the options chosen; for the first one where none is.
        name: What its addresses call the version; empty where they name none, which is the current
            one.
        is_current: Whether it is the version that is current.
        chosen: The options of parameters that its addresses carry on.
    """

    wording: Wording
    name: str = ""
    is_current: bool = True
    chosen: tuple[tuple[str, str], ...] = ()

    @property
    def toolkit(self) -> "Toolkit":
        """The toolkit."""
        return self.wording.toolkit

    @property
    def mark(self) -> str:
        """How far this version has come, as a message id; empty for a final one."""
        return mark_of(self.toolkit)

    @property
    def sentences(self) -> Sentences:
        """Says its conditions, with its questions as links."""
        return Sentences(self.wording, self.find_question)

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages it can be read in."""
        return languages_of(self.toolkit)

    @property
    def url(self) -> str:
        """The address of its own page."""
        return self._url("show_toolkit", "show_version")

    @property
    def download_url(self) -> str:
        """The address of its files."""
        own = {"toolkit_id": self.toolkit.id}
        if not self.name:
            return url_for("toolkit.download_toolkit", **own)  # type: ignore[arg-type]
        return url_for("toolkit.download_version", version=self.name, **own)  # type: ignore[arg-type]

    def choose_url(self, parameter: str, option: str) -> str:
        """Give the address of its own page with another option; empty for what can't be asked."""
        if not _can_be_asked(parameter):
            return ""
        others = tuple(item for item in self.chosen if item[0] != parameter)
        return replace(self, chosen=(*others, (parameter, option))).url

    @staticmethod
    def anchor(node_id: str) -> str:
        """Give the anchor of a question or topic."""
        return anchor_of(node_id)

    def pillar_url(self, pillar_id: str, part: int = 1, anchor: str | None = None) -> str:
        """Give the address of a pillar, or of a place in it."""
        more = {"part": str(part)} if part > 1 else {}
        return self._url(
            "show_pillar", "show_version_pillar", pillar_id=pillar_id, _anchor=anchor, **more
        )

    def _url(self, page: str, page_of_version: str, **more: str | None) -> str:
        values: dict[str, str | None] = {**dict(self.chosen), **more}
        values["toolkit_id"] = self.toolkit.id
        if not self.name:
            return url_for(f"toolkit.{page}", **values)  # type: ignore[arg-type]
        return url_for(f"toolkit.{page_of_version}", version=self.name, **values)  # type: ignore[arg-type]

    def find_question(self, question_id: str) -> str:
        """Give the address of a question; empty where there is none."""
        place = find_parts(self.toolkit).get(question_id)
        return self.pillar_url(*place, anchor_of(question_id)) if place else ""

    def find_node(self, node_id: str) -> str:
        """Give the address of a pillar or question; empty where there is none."""
        is_pillar = any(pillar.id == node_id for pillar in self.toolkit.pillars)
        return self.pillar_url(node_id) if is_pillar else self.find_question(node_id)

    def find_related(self, related: "RelatedLine") -> str:
        """Give the address of a related question, here or in another toolkit; may be empty."""
        if related.toolkit in {"", self.toolkit.id}:
            return self.find_question(related.question)
        other = workspace().toolkits.shown(related.toolkit)
        if other is None:
            return ""
        # Nothing of the other one is shown, so its translation says nothing about this page.
        wording = open_wording(workspace(), other, choose_setting(other, {}), translator())
        return Reading(wording).find_question(related.question)


def read_toolkit(toolkit: "Toolkit", name: str = "", *, is_current: bool = True) -> Reading:
    """Open a toolkit for reading, with the options that the address names."""
    known = {name: request.args[name] for name in request.args if _can_be_asked(name)}
    chosen = choose_setting(toolkit, known).parameters
    first = {key: next(iter(item.options)) for key, item in toolkit.parameters.items()}
    setting = choose_setting(toolkit, {**first, **chosen})
    return Reading(word(toolkit, setting), name, is_current, tuple(sorted(chosen.items())))


def _can_be_asked(name: str) -> bool:
    """Whether a parameter of this name can stand in an address."""
    return name not in TAKEN and not name.startswith("_")
