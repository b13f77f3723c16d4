"""What stands where in a fill-in workbook, in codes that no language and no moved column changes.

Every sheet that is filled in has a hidden row of codes, found by its mark, and a hidden column of
keys: a question's id, or `QUESTION=OPTION` for a box to tick. A hidden sheet holds what the
workbook was made from, a fingerprint of each question and the words of every drop-down list with
their codes, so that a workbook is read whatever language it was filled in.
"""

from typing import Final

FORMAT: Final = "eready-workbook/1"
"""The mark: it stands in the corner of the row of codes and the column of keys."""

NUMBER: Final = "number"
ID: Final = "id"
QUESTION: Final = "question"
KIND: Final = "kind"
WRITE: Final = "write"
ANSWER: Final = "answer"
STATE: Final = "state"
REASON: Final = "reason"
NOTE: Final = "note"
LINK: Final = "link"

COLUMNS: Final = (NUMBER, ID, QUESTION, KIND, WRITE, ANSWER, STATE, REASON, NOTE, LINK)
FILLED: Final = (ANSWER, STATE, REASON, NOTE, LINK)
"""The columns people fill in."""

UNIT_KEY: Final = "@unit"
"""Key of the cell that names the unit."""
OPTION_SIGN: Final = "="
"""Stands between a question's id and an option's in a key; ids never hold it."""
TICK: Final = "x"

HIDDEN_SHEET: Final = "eready"
PROPERTY: Final = "property"
MADE_OF: Final = "question"
CHOICE: Final = "choice"
GIVEN: Final = "given"
"""Of a question that was answered when the workbook was made: the version of that answer."""
STATE_LIST: Final = "@state"
"""Name of the list of states; every other list has the id of its question."""
