"""A toolkit as its public pages see it: its texts, its version, the addresses of its parts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from app.presentation.view.toolkit.pillar import anchor_of, find_parts
from app.presentation.view.toolkit.sentence import Sentences
from app.presentation.view.wording import Wording
from app.service.toolkit_language import find_translation
from app.web.scene import translator, workspace
from app.web.wording import word

if TYPE_CHECKING:
    from app.definition.toolkit import Toolkit
    from app.presentation.view.toolkit.question import RelatedLine


def name_shelf() -> tuple[str, ...]:
    """Name everything the public can read now: pages that lead to it change with it."""
    here, code = workspace(), translator().code
    return tuple(
        name
        for item in here.toolkits.list_shown()
        for name in (item.content_hash, find_translation(here, item, code).digest)
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """One version of a toolkit being read.

    `name` is what its addresses call the version; empty where they name none, which is the current
    one.
    """

    wording: Wording
    name: str = ""
    is_current: bool = True

    @property
    def toolkit(self) -> "Toolkit":
        """The toolkit."""
        return self.wording.toolkit

    @property
    def sentences(self) -> Sentences:
        """Says its conditions, with its questions as links."""
        return Sentences(self.wording, self.find_question)

    @property
    def url(self) -> str:
        """The address of its own page."""
        return self._url("toolkit", "version")

    @property
    def download_url(self) -> str:
        """The address of its files."""
        if not self.name:
            return url_for("toolkit.download_toolkit", toolkit_id=self.toolkit.id)
        return url_for("toolkit.download_version", toolkit_id=self.toolkit.id, version=self.name)

    @staticmethod
    def anchor(node_id: str) -> str:
        """Give the anchor of a question or topic."""
        return anchor_of(node_id)

    def pillar_url(self, pillar_id: str, part: int = 1, anchor: str | None = None) -> str:
        """Give the address of a pillar, or of a place in it."""
        more = {"part": str(part)} if part > 1 else {}
        return self._url("pillar", "version_pillar", pillar_id=pillar_id, _anchor=anchor, **more)

    def _url(self, page: str, page_of_version: str, **more: str | None) -> str:
        own: dict[str, str | None] = {"toolkit_id": self.toolkit.id, **more}
        if not self.name:
            return url_for(f"toolkit.show_{page}", **own)  # type: ignore[arg-type]
        return url_for(f"toolkit.show_{page_of_version}", version=self.name, **own)  # type: ignore[arg-type]

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
        return Reading(word(other)).find_question(related.question) if other else ""
