"""What is wrong with a workbook: each place with what to do about it, or why it can't be read."""

from dataclasses import dataclass
from string import ascii_uppercase
from typing import Final

from app.presentation.language import N_
from app.response.message import Message

LONGEST_SHOWN: Final = 60
_BROKEN: Final = N_("The workbook is damaged: part %(part)s can't be read.")

_LETTERS: Final = len(ascii_uppercase)


class UnreadableError(ValueError):
    """A file that is no workbook that can be read; `message` says why, in English."""

    def __init__(self, text: str, /, **params: str | int) -> None:
        self.message = Message(text, params)
        super().__init__(str(self.message))


def broken(part: str) -> UnreadableError:
    """Say that a part of the file is damaged."""
    return UnreadableError(_BROKEN, part=show(part))


def show(text: str) -> str:
    """Give a text from a file, shortened and without anything that could upset a terminal."""
    shown = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in shown)


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One thing that is wrong, or worth knowing.

    Attributes:
        sheet, cell: where, such as `1 Policy` and `F12`; empty for the workbook as a whole.
        code: what it is, for programs.
        message: English text and what stands in its places; a message id of gettext.
    """

    sheet: str
    cell: str
    code: str
    message: Message

    def __str__(self) -> str:
        """Say it in one English line with its place."""
        place = f"{show(self.sheet)}!{self.cell}: " if self.sheet else ""
        text = str(self.message)
        return place + "".join(sign if sign.isprintable() else " " for sign in text)


def name_cell(row: int, column: int) -> str:
    """Name a cell as spreadsheet programs do; row and column count from 0."""
    letters = ""
    place = column + 1
    while place:
        place, rest = divmod(place - 1, _LETTERS)
        letters = ascii_uppercase[rest] + letters
    return f"{letters}{row + 1}"
