"""Save one answer of a team after the other and say each that was kept: run to be killed.

Arguments: ids of an assessment and of an account; the installation is that of the settings. Prints
`question version value` after each.
"""

import sys
from itertools import count

from app.response import Answer
from app.service.actor import Actor
from app.service.assessment.answering import save_team_answers
from app.service.check_state import Change
from app.service.workspace import open_workspace
from app.settings import load_settings


def main() -> None:
    assessment_id, account = sys.argv[1:]
    workspace = open_workspace(load_settings())
    for number in count(1):
        change = Change(Answer("basics.note", value=f"text-{number}"), number - 1)
        kept = save_team_answers(
            Actor(account=account), workspace, assessment_id, changes=(change,)
        )
        (answer,) = kept.saved
        sys.stdout.write(f"{answer.question} {answer.version} {answer.value}\n")
        sys.stdout.flush()


main()
