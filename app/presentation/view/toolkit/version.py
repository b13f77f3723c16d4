"""The versions of a toolkit, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.presentation.language import Phrase
from app.presentation.number import show_date
from app.presentation.view.toolkit.overview import SHORT_HASH
from app.presentation.view.toolkit.status import StatusView, say_status
from app.presentation.view.wording import Wording


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version. `name` is what its address calls it; `before` the name of the one before."""

    toolkit: str
    name: str
    title: Phrase
    version: str
    status: StatusView
    questions: int
    first_seen: str
    short_hash: str
    is_current: bool
    before: str


def list_version_lines(
    versions: Iterable[tuple[Wording, str, bool, datetime | None]],
) -> tuple[VersionLine, ...]:
    """List versions: each with its texts, its name, whether it is current, when it was first seen.

    They come newest first.
    """
    listed = list(versions)
    names = [name for _, name, _, _ in listed]
    return tuple(
        VersionLine(
            toolkit=wording.toolkit.id,
            name=name,
            title=wording.phrase(wording.toolkit.title),
            version=wording.toolkit.version,
            status=say_status(wording.toolkit, wording.translator),
            questions=len(wording.toolkit.questions),
            first_seen=show_date(seen.date(), wording.translator) if seen else "",
            short_hash=wording.toolkit.content_hash[:SHORT_HASH],
            is_current=is_current,
            before=before,
        )
        for (wording, name, is_current, seen), before in zip(listed, [*names[1:], ""], strict=True)
    )
