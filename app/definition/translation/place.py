"""Where each text of a toolkit stands: its place, the context of its translations.

A place is a path by ids: `title`, `scoring.bands.lead.name`, `INF-01.levels.2.state`. Pillars,
topics, questions, views and index nodes begin a path of their own, because their ids are never
reused; so a question may move without losing a translation. Levels go by their number, and lists
without ids by their position, from 1.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Self

from app.definition.model import Model

if TYPE_CHECKING:
    from app.definition.toolkit import Toolkit

Naming = Literal["field", "own-id", "root", "level", "number", "index", "leaf"]
"""How the place of a part begins: with its field, its id behind the field, its id alone…"""


class PlacedText(str):
    """A text of a toolkit that knows its place; for all else it is the same text.

    Scores and explanations carry texts away from where they were written. The place goes with
    them, so that a reader of another language gets the translation of just that place.
    """

    __slots__ = ("place",)
    place: str

    def __new__(cls, text: str, place: str) -> Self:
        """Give a text its place."""
        placed = super().__new__(cls, text)
        placed.place = place
        return placed

    def __reduce__(self) -> tuple[type["PlacedText"], tuple[str, str]]:
        """Let it be copied and sent to another process."""
        return PlacedText, (str(self), self.place)


class JoinedText(str):
    """Several texts of a toolkit in one, such as the options that were ticked."""

    __slots__ = ("parts", "separator")
    parts: tuple[str, ...]
    separator: str

    def __new__(cls, parts: Iterable[str], separator: str) -> Self:
        """Join texts so that each of them can still be told."""
        listed = tuple(parts)
        joined = super().__new__(cls, separator.join(listed))
        joined.parts, joined.separator = listed, separator
        return joined

    def __reduce__(self) -> tuple[type["JoinedText"], tuple[tuple[str, ...], str]]:
        """Let it be copied and sent to another process."""
        return JoinedText, (self.parts, self.separator)


@dataclass(frozen=True, slots=True)
class Parts:
    """What one kind of part says, and which parts lie in it.

    Attributes:
        texts: fields that hold a text, a list of texts or a mapping of texts.
        parts: fields that hold parts, and how the place of each begins.
    """

    texts: tuple[str, ...] = ()
    parts: tuple[tuple[str, Naming], ...] = ()


# By the name of the class: the models use this module themselves.
PARTS: Final[Mapping[str, Parts]] = {
    "Toolkit": Parts(
        ("title", "summary", "disclaimer", "people_in_focus"),
        (
            ("parameters", "own-id"),
            ("answering", "field"),
            ("process", "field"),
            ("sources", "own-id"),
            ("scale", "field"),
            ("scales", "own-id"),
            ("scoring", "field"),
            ("pillars", "root"),
            ("indices", "index"),
        ),
    ),
    "Parameter": Parts(("title", "note"), (("options", "own-id"),)),
    "ParameterOption": Parts(("title", "in_text")),
    "Answering": Parts(("choose", "unknown", "not_applicable", "federal", "small_countries")),
    "Process": Parts(("coordinator", "respondents", "steps")),
    # Titles of sources stay in the language in which one finds them.
    "Source": Parts(("note",)),
    "Scale": Parts((), (("levels", "level"),)),
    "ScaleLevel": Parts(("name", "meaning")),
    "Scoring": Parts(
        (),
        (("bands", "own-id"), ("consistency", "number"), ("gates", "number"), ("views", "root")),
    ),
    "Band": Parts(("name", "meaning", "next_step")),
    "Rule": Parts(("say",)),
    "Gate": Parts(("reason",)),
    "View": Parts(("title",), (("bands", "own-id"),)),
    "Pillar": Parts(
        ("title", "definition", "band_actions", "note"), (("topics", "root"), ("questions", "root"))
    ),
    "Topic": Parts(("title", "note"), (("topics", "root"), ("questions", "root"))),
    "Question": Parts(
        (
            "text",
            "why",
            "ask",
            "evidence",
            "not_applicable_when",
            "unit",
            "how_to_measure",
            "note",
        ),
        (("basis", "field"), ("levels", "level"), ("options", "own-id")),
    ),
    "Level": Parts(("state", "action")),
    "Option": Parts(("text", "action")),
    "Basis": Parts(("note",)),
    "Index": Parts(("title", "note"), (("tree", "root"), ("classes", "own-id"))),
    "Class": Parts(("name",)),
    "IndexNode": Parts(("title", "note"), (("of", "leaf"),)),
    "IndexLeaf": Parts(
        ("title", "unit", "below_country", "note"), (("basis", "field"), ("exclude", "field"))
    ),
    "Exclude": Parts(("reason",)),
}


def texts_of(toolkit: "Toolkit") -> Iterator[tuple[str, str]]:
    """Give every text that somebody reads with its place, in the order of the toolkit."""
    for model, place in _walk(toolkit, "", ""):
        for name in PARTS[type(model).__name__].texts:
            yield from _spread(getattr(model, name), _join(place, name))


def place_texts(toolkit: "Toolkit") -> None:
    """Give every text of a toolkit that is just being made its place."""
    for model, place in _walk(toolkit, "", ""):
        held = model.__dict__
        for name in PARTS[type(model).__name__].texts:
            if value := held[name]:
                held[name] = _put(value, _join(place, name))


def _join(place: str, step: str) -> str:
    return f"{place}.{step}" if place else step


def _walk(model: Model, place: str, index: str) -> Iterator[tuple[Model, str]]:
    """Give a part and all parts in it with their places; `index` is the place of leaves."""
    yield model, place
    for name, naming in PARTS[type(model).__name__].parts:
        value = model.__dict__[name]
        if not value:
            continue
        for key, part in _list(value):
            own = _name(part, key, _join(place, name), naming=naming, index=index)
            inner = own if naming == "index" else index
            if type(part).__name__ in PARTS:
                yield from _walk(part, own, inner)


def _list(value: object) -> Iterable[tuple[str, Model]]:
    if isinstance(value, Mapping):
        return value.items()
    if isinstance(value, tuple):
        return ((str(number), part) for number, part in enumerate(value, 1))
    return (("", value),) if isinstance(value, Model) else ()


def _name(part: Model, key: str, above: str, *, naming: Naming, index: str) -> str:
    """Give the place of a part; `key` is its key in a mapping or its position in a list."""
    own = part.__dict__.get("id", key)
    if naming == "leaf":
        # Nodes have ids of the toolkit; leaves are columns, and recur in other indices.
        naming = "root" if type(part).__name__ == "IndexNode" else "index"
        above = index
    if naming == "root":
        return str(own)
    if naming == "field":
        return above
    if naming == "level":
        return f"{above}.{part.__dict__['level']}"
    return f"{above}.{key if naming == 'number' else own}"


def _spread(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if value.strip():
            yield place, value
    elif isinstance(value, tuple):
        for number, text in enumerate(value, 1):
            yield from _spread(text, f"{place}.{number}")
    elif isinstance(value, Mapping):
        for key, text in value.items():
            yield from _spread(text, f"{place}.{key}")


def _put(value: object, place: str) -> object:
    if isinstance(value, str):
        return PlacedText(value, place)
    if isinstance(value, tuple):
        return tuple(_put(text, f"{place}.{number}") for number, text in enumerate(value, 1))
    if isinstance(value, Mapping):
        return {key: _put(text, f"{place}.{key}") for key, text in value.items()}
    return value
