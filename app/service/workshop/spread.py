"""How a room is spread as plain JSON, to be kept and counted anew."""

from collections.abc import Mapping
from typing import Any

from app.definition.toolkit import Toolkit
from app.response import Answer, measure_of
from app.response.merging import Spread, spread_of
from app.response.workshop.board import Board, Part
from app.service.answering import read_value, write_value

Json = dict[str, Any]


def write_board(board: Board) -> Json:
    """Write a board; of one that may not be shown nothing is kept."""
    if not board.is_shown:
        return {"spread": None, "parts": []}
    return {
        "spread": _write(board.spread),
        "parts": [[part.name, _write(part.spread)] for part in board.parts],
    }


def _write(spread: Spread) -> Json:
    return {
        "states": dict(spread.states),
        "values": [[write_value(tally.value), tally.count] for tally in spread.tallies],
    }


def read_board(toolkit: Toolkit, name: str, kept: Mapping[str, Any]) -> Board:
    """Read back what `write_board` wrote of a question."""
    if kept["spread"] is None:
        return Board(spread_of(toolkit.question(name), None, [], of=0), 0, is_shown=False, parts=())
    whole = _read(toolkit, name, kept["spread"])
    parts = tuple(Part(part, _read(toolkit, name, written)) for part, written in kept["parts"])
    return Board(whole, sum(whole.states.values()), is_shown=True, parts=parts)


def _read(toolkit: Toolkit, name: str, kept: Mapping[str, Any]) -> Spread:
    given = [
        Answer(name, value=read_value(value))
        for value, count in kept["values"]
        for _ in range(count)
    ]
    given += [
        Answer(name, state)
        for state, count in kept["states"].items()
        if state != "answered"
        for _ in range(count)
    ]
    question = toolkit.question(name)
    return spread_of(question, measure_of(question, toolkit), given, of=len(given))
