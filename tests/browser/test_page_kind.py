"""No kind of page is forgotten by what is tried on all of them."""

import re
from pathlib import Path

from tests.browser.page_kind import KINDS, NO_PAGE, TEAM_KINDS

OPEN = ("public", "own-check")
FILE = re.compile(r"\.(?:json|pdf|csv|ics|<kind>)$")
ROUTES = Path(__file__).parents[1] / "web" / "routes.txt"


def test_every_route_that_sends_a_page_is_tried() -> None:
    listed = [line.split() for line in ROUTES.read_text(encoding="utf-8").splitlines()]
    gets = [line for line in listed if line[0] == "GET"]
    # Those for members alone are found by their routes: test_member_page.
    endpoints = {name for _, rule, name, access in gets if access in OPEN or name in NO_PAGE}
    endpoints -= {name for _, rule, name, _ in gets if FILE.search(rule) and name not in NO_PAGE}
    endpoints |= {kind.endpoint for kind in TEAM_KINDS} & {line[2] for line in gets}
    tried = {kind.endpoint for kind in KINDS} & endpoints
    assert endpoints - tried - NO_PAGE.keys() == set()
    assert NO_PAGE.keys() <= endpoints
    names = [kind.name for kind in KINDS]
    assert len(names) == len(set(names))
