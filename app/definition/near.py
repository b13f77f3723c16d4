"""What somebody may have meant: the known word that comes closest to an unknown one."""

import difflib
from collections.abc import Collection
from typing import Final

MOST_LETTERS: Final = 60
MOST_KNOWN: Final = 2_000
MOST_TRIES: Final = 20_000


class Speller:
    """Suggests words, and stops when it has compared so many that a check would become slow."""

    def __init__(self) -> None:
        self._left = MOST_TRIES

    def suggest(self, wrong: str, known: Collection[str]) -> str | None:
        """Give a sentence with the nearest known word; None where none is near."""
        if not 0 < len(known) <= min(MOST_KNOWN, self._left):
            return None
        self._left -= len(known)
        return suggest(wrong, known)


def suggest(wrong: str, known: Collection[str]) -> str | None:
    """Give a sentence with the nearest of some known words; None where none is near."""
    wrong = wrong[:MOST_LETTERS]
    folded = {one.casefold(): one for one in known if len(one) <= MOST_LETTERS}
    near = difflib.get_close_matches(wrong.casefold(), folded, n=1)
    return f"Did you mean {folded[near[0]]!r}?" if near else None
