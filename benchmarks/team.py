"""What a team's page of questions costs over HTTP, against an empty page and a quick-check's page.

    .venv/bin/python benchmarks/team.py

The site, the toolkit and the ways of asking are those of `web.py`. The page has 20 questions, all
answered, with comments, evidence and goals beside a quarter of them; who asks is signed in.
"""

import tempfile
from pathlib import Path

from app.presentation.view.assessment.evidence_form import EvidenceDetails
from app.response import Answer
from app.service.assessment.answering import save_team_answers
from app.service.assessment.comment import Wish, write_comment
from app.service.assessment.evidence import add_evidence
from app.service.assessment.goal import Aim, save_goal
from app.service.check_state import Change
from app.service.workspace import open_workspace
from app.settings import Settings, fill_settings
from benchmarks.web import (
    PAGE,
    QUESTIONS,
    STEADY,
    Load,
    begin,
    fetch,
    page_asker,
    rate_of,
    run_site,
    write_toolkit,
)
from tests.team import make_team

TURNS = 3
"""How often each page is asked for some seconds, one after the other; the best counts."""


def fill(folder: Path) -> tuple[str, str]:
    """Put a team and its assessment into the database; gives the page's path and a cookie."""
    here = open_workspace(
        fill_settings(Settings(instance=folder / "instance", toolkits=folder / "toolkits"))
    )
    team = make_team(here)
    focal, begun = team.actor("focal-point"), team.begin("twenty")
    names = [f"Q-{number:02d}" for number in range(1, QUESTIONS + 1)]
    changes = [Change(Answer(name, value=2), why="As we see it.") for name in names]
    save_team_answers(focal, here, begun, changes=tuple(changes))
    for name in names[: QUESTIONS // 4]:
        write_comment(focal, here, begun, Wish(name, "Is this so in all provinces?"))
        add_evidence(focal, here, begun, name, given=EvidenceDetails(title="Act 12", page="4"))
        save_goal(focal, here, begun, Aim(name, 4, 2028), seen=0)
    cookie = f"sign-in={team.secret('focal-point')}"
    here.engine.dispose()
    return f"/assessments/{begun}/topics/only", cookie


def measure(port: int, path: str, cookie: str) -> list[tuple[str, str]]:
    """Measure and give rows of what and how much."""
    check, _versions = begin(port)
    asked = {"empty": ("/empty", ""), "check": (PAGE, check), "team": (path, cookie)}
    for address, own in asked.values():
        assert fetch(port, address, cookie=own)[0] == 200
    best = dict.fromkeys(asked, 0.0)
    for _ in range(TURNS):
        for name, (address, own) in asked.items():
            best[name] = max(best[name], rate_of(port, address, own))
    steady = Load(port, 8, STEADY).run(page_asker(port, path, cookie))
    return [
        ("empty page, requests/s", f"{best['empty']:,.0f}"),
        ("a check's page of 20 saved answers, requests/s", f"{best['check']:,.0f}"),
        ("a team's page of 20 saved answers, requests/s", f"{best['team']:,.0f}"),
        ("empty page / a check's page", f"{best['empty'] / best['check']:.1f}"),
        ("empty page / a team's page", f"{best['empty'] / best['team']:.1f}"),
        ("a team's page at 40/s, p99", f"{steady.percentile(0.99):.0f} ms"),
    ]


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_toolkit(folder / "toolkits")
        with run_site(folder) as port:
            for what, figure in measure(port, *fill(folder)):
                print(f"{what}: {figure}")


if __name__ == "__main__":
    main()
