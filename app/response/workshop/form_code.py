"""Paper forms of a workshop: the code on each, and the table it is for."""

from collections.abc import Sequence


def write_form_code(number: int) -> str:
    """Write the code of the form with a number counted from 1: F-001."""
    return f"F-{number:03}"


def share_out(planned: int, tables: int) -> Sequence[int]:
    """Give the number of the table for each form, so that each has the same, the first ones more.

    Forms of one table follow each other, so that a pile can be handed out.
    """
    least, more = divmod(planned, tables)
    return [
        number
        for number in range(1, tables + 1)
        for _ in range(least + (1 if number <= more else 0))
    ]
