"""Save one answer after the other and say each that was acknowledged: run to be killed.

Arguments: database URL, id of a check. Prints `question version` after each commit.
"""

import sys
from itertools import count

from app.store.check import write_answers
from app.store.engine import open_engine, run_write
from tests.store.population import describe_answer


def main() -> None:
    url, check_id = sys.argv[1:]
    engine = open_engine(url)
    for number in count(1):
        rows = [describe_answer(check_id, f"q{number % 7}", version=number, note="x" * 500)]
        run_write(engine, lambda session, rows=rows: write_answers(session, rows))
        sys.stdout.write(f"q{number % 7} {number}\n")
        sys.stdout.flush()


main()
