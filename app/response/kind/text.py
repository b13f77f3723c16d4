"""Kind `text`: free text without points."""

from app.response.kind.base import Asked, Kind, one
from app.response.text import LONGEST_TEXT, read_text


def _read(texts: tuple[str, ...], _asked: Asked) -> str:
    return read_text(one(texts), LONGEST_TEXT)


TEXT = Kind(_read, lambda _question, _toolkit: None)
