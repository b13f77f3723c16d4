"""What somebody may have meant: the known word that comes closest to an unknown one."""

import difflib
from collections.abc import Collection
from typing import Final

MOST_LETTERS: Final = 60
LIKENESS: Final = 0.65


class Effort:
    """What one check may still try out; when it is spent, the check goes on without."""

    def __init__(self, most: int) -> None:
        self._left = most

    def spend(self, amount: int) -> bool:
        """Take an amount; False, and nothing taken, where less is left."""
        if amount > self._left:
            return False
        self._left -= amount
        return True


def suggest(wrong: str, known: Collection[str]) -> str | None:
    """Give a sentence with the nearest of some known words; None where none is near."""
    wrong = wrong[:MOST_LETTERS]
    folded = {one.casefold(): one for one in known if len(one) <= MOST_LETTERS}
    near = difflib.get_close_matches(wrong.casefold(), folded, n=1, cutoff=LIKENESS)
    return f"Did you mean {folded[near[0]]!r}?" if near else None
